"""The demonstration archive: Norway's environmental agreements, written by hand from facts with their sources."""
