"""A small archive, the people who keep it, and workbooks edited as in a spreadsheet."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.contrib.auth.models import Group, User
from pytest_django import DjangoDbBlocker

from tests.admin.conftest import World, make_world
from tests.worlds import world_of_many_modules


@pytest.fixture(scope="module")
def world_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The small archive, made once a module."""
    with world_of_many_modules(django_db_blocker, make_world) as made:
        yield made


@pytest.fixture
def world(db: None, world_of_the_module: World) -> World:
    """The small archive as it was made."""
    return deepcopy(world_of_the_module)


@pytest.fixture
def administrator(db: None) -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("administrator")


@pytest.fixture
def editor(db: None) -> User:
    """An editor."""
    user = User.objects.create_user("kari", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    return user


@pytest.fixture
def publisher(db: None) -> User:
    """A publisher."""
    user = User.objects.create_user("ola", is_staff=True)
    user.groups.add(Group.objects.get(name="publisher"))
    return user
