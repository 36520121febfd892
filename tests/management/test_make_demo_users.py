"""The demonstration accounts: in development only, and never beside real ones."""

import io
import socket

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from agreements.management.commands.make_demo_users import PASSWORD

pytestmark = pytest.mark.django_db


def make_demo_users() -> str:
    printed = io.StringIO()
    call_command("make_demo_users", stdout=printed)
    return printed.getvalue()


def test_the_printed_log_in_works(settings: Settings) -> None:
    settings.DEBUG = True

    printed = make_demo_users()

    assert PASSWORD in printed
    for name in ("editor", "publisher", "admin"):
        assert name in printed
        user = authenticate(username=name, password=PASSWORD)
        assert user is not None
        assert user.is_staff


def test_each_account_has_its_part(settings: Settings) -> None:
    settings.DEBUG = True
    make_demo_users()

    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]
    assert list(User.objects.filter(groups__name="editor").values_list("username", flat=True)) == ["editor"]
    assert list(User.objects.filter(groups__name="publisher").values_list("username", flat=True)) == ["publisher"]


def test_making_them_again_changes_nothing(settings: Settings) -> None:
    settings.DEBUG = True
    make_demo_users()
    before = list(User.objects.order_by("pk").values())

    make_demo_users()

    assert list(User.objects.order_by("pk").values()) == before


def test_production_refuses() -> None:
    with pytest.raises(CommandError, match="in development only"):
        make_demo_users()

    assert not User.objects.exists()


def test_a_database_with_real_accounts_is_left_alone(settings: Settings) -> None:
    settings.DEBUG = True
    User.objects.create_user("kari.nordmann")

    with pytest.raises(CommandError, match="accounts of its own"):
        make_demo_users()

    assert User.objects.count() == 1


def test_the_demonstration_refuses_in_production() -> None:
    with pytest.raises(CommandError, match="in development only"):
        call_command("demo")


def test_a_taken_port_is_said_at_once(settings: Settings) -> None:
    settings.DEBUG = True
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is taken.*PORT={port + 1}"):
            call_command("demo", port=port)
