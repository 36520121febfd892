"""Sheets taken out, edited and brought back."""
