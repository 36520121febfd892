"""The same set in other forms."""
