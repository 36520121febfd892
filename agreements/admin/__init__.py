"""The admin, a module an entity."""
