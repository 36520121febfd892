"""Two records that are one: likely pairs, what merging them would do, the merger, and its undoing."""
