"""The controlled vocabulary of themes, written by hand in themes.toml."""
