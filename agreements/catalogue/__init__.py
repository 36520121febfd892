"""The read side: what every list, count and export asks."""
