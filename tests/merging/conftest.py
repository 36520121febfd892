"""The small archive of the admin's tests, with something of every kind."""

from tests.admin.conftest import world, world_of_the_module

__all__ = ["world", "world_of_the_module"]
