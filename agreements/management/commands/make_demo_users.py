"""`manage.py make_demo_users`: accounts to try the admin with, in development only."""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError

#: Account name → the group it belongs to; None: an administrator.
ACCOUNTS: Final = {"editor": "editor", "publisher": "publisher", "admin": None}
#: Known to everybody, which is why the command refuses to work in production.
PASSWORD: Final = "tosidig-demo"  # noqa: S105


class Command(BaseCommand):
    """Make the accounts that are missing; those that are there are left as they are.

    Raises CommandError unless DEBUG is on, or when the database has accounts of real people.
    """

    help = "Make an editor, a publisher and an administrator with a known password (only when DEBUG is on)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse in production; else make the accounts and print the log-in."""
        if not settings.DEBUG:
            raise CommandError("Accounts with a known password are made in development only: set DEBUG=true.")
        if User.objects.exclude(username__in=ACCOUNTS).exists():
            raise CommandError("This database has accounts of its own, so none with a known password is made in it.")
        for name, group in ACCOUNTS.items():
            if not User.objects.filter(username=name).exists():
                _make(name, group)
        names = ", ".join(ACCOUNTS)
        self.stdout.write(f"Log in at /admin/ as one of {names}; the password is {PASSWORD}")


def _make(name: str, group: str | None) -> None:
    if group is None:
        User.objects.create_superuser(name, password=PASSWORD)
        return
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
