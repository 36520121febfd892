"""Measurements of speed, against the peers: `make bench`. Nothing here is a test, and no figure is asserted."""
