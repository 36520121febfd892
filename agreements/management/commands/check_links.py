"""`manage.py check_links`: asks the addresses of sources and texts whether they still answer."""

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from agreements.models import LinkCheck, LinkOutcome
from agreements.quality.links import Manners, check, due, forget_unnamed, in_turns, network_is_there


def at_least(least: float, kind: Callable[[str], Any]) -> Callable[[str], Any]:
    """Reads a number from the command line and refuses one that is less."""

    def number(text: str) -> Any:
        try:
            value = kind(text)
        except ValueError as error:
            raise ArgumentTypeError(f"{text!r} is not a number") from error
        if not least <= value <= 1_000_000:
            raise ArgumentTypeError(f"it must be from {least:g} to 1000000")
        return value

    return number


class Command(BaseCommand):
    """A thin shell over ``quality.links``; see docs/operations.md. Stopped and run again, it goes on where it was."""

    #: Given by callers in Python instead of --timeout and --pause.
    stealth_options = ("manners",)
    help = "Ask the addresses of sources and texts whether they still answer. Broken ones come on the work lists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, how often, how politely."""
        parser.add_argument(
            "--older-than", type=at_least(0, int), default=30, metavar="DAYS",
            help="leave out what was asked in the last so many days (default 30), but not what failed once",
        )  # fmt: skip
        parser.add_argument(
            "--limit", type=at_least(1, int), default=1000, metavar="NUMBER", help="ask at most so many (default 1000)"
        )
        parser.add_argument(
            "--pause", type=at_least(0, float), default=2.0, metavar="SECONDS",
            help="between two requests to one site (default 2)",
        )  # fmt: skip
        parser.add_argument(
            "--timeout", type=at_least(0.1, float), default=10.0, metavar="SECONDS",
            help="patience with one request (default 10)",
        )  # fmt: skip

    def handle(self, *args: Any, manners: Manners | None = None, **options: Any) -> None:
        """Ask, and print the outcome in two lines. Raises CommandError when our own network seems to be down."""
        forget_unnamed()
        waiting = due(dt.timedelta(days=options["older_than"]), timezone.now())
        asked = in_turns(waiting[: options["limit"]])
        manners = manners or Manners(options["timeout"], options["pause"])
        if asked and not network_is_there(manners):
            raise CommandError(
                "No site answers that did so last time: the network seems to be down. Nothing was noted."
            )
        outcomes = Counter[str]()
        with tqdm(asked, file=sys.stderr, disable=not sys.stderr.isatty(), unit="address") as progress:
            try:
                for checked in check(asked, manners):
                    outcomes[checked.outcome] += 1
                    progress.update()
            except KeyboardInterrupt:
                self.stderr.write("Stopped. Run it again to go on.")
        self._print(outcomes, len(waiting) - outcomes.total())

    def _print(self, outcomes: Counter[str], left: int) -> None:
        self.stdout.write(
            f"asked {outcomes.total()}: {outcomes[LinkOutcome.ANSWERS]} answer, "
            f"{outcomes[LinkOutcome.REFUSES]} refuse programs, {outcomes[LinkOutcome.FAILS]} fail; "
            f"left for next time {left}"
        )
        self.stdout.write(
            f"now broken: {LinkCheck.objects.broken().count()}; "
            f"to be checked again on another day: {LinkCheck.objects.doubtful().count()}"
        )
