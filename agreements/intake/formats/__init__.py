"""Readers of files: bytes in, plain text out, and one sentence for whatever cannot be read."""
