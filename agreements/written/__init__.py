"""Records that people write by hand in TOML files, and the way they come into the archive.

Nothing here knows an agreement from a theme: the kinds of record are declared beside the files.
"""
