"""Thin shells over the layers below."""
