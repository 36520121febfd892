"""The archive of bilateral environmental agreements."""
