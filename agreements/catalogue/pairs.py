"""A pair of parties has one order, and so one address."""

from django.conf import settings


def pair_codes(one: str, other: str) -> tuple[str, str]:
    """The two codes in the order of the pair's one address: the home party first, otherwise by the alphabet."""
    first, second = sorted([one, other], key=lambda code: (code != settings.HOME_PARTY, code))
    return first, second
