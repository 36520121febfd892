"""Parties as foreign registers write them: which one is meant, and which it was on the day."""
