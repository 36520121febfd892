"""Public pages, a module an entity."""
