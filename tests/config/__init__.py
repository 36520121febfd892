"""Tests of settings, headers, locks and the commands that start the site."""
