"""Tests that look at the site as a reader does, in a real Chromium."""
