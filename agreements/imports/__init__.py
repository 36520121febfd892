"""Readers of foreign registers."""
