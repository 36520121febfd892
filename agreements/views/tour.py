"""What the front page tells: three examples to begin with, and what was signed on this day of the year."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.catalogue import ask, having
from agreements.catalogue.anniversaries import signed_in_this_month, signed_on_this_day
from agreements.catalogue.names import Name
from agreements.catalogue.snapshot import Snapshot
from agreements.figures import figure
from agreements.models import Agreement, Kind, chain_of
from agreements.templatetags.archive import lang
from agreements.views.addresses import pair_address, record_address
from agreements.views.rows import AgreementRow, agreement_rows

#: The agreement that the archive began with.
FOUNDING_REFERENCE = "nor-chn-2017"
MOST_OF_A_DAY = 4


@dataclass(frozen=True)
class Stop:
    """One example: what it shows (``eyebrow``), whom or what, where it leads, and in a sentence what one sees there."""

    eyebrow: str
    name: str
    url: str
    text: str
    lang: str = ""


class Anniversary(NamedTuple):
    """Agreements signed on this day of the year, or where there are none in this month; ``heading`` says which."""

    heading: str
    rows: list[AgreementRow]


def tour(snapshot: Snapshot, partner: Name | None) -> list[Stop]:
    """The founding agreement, the person who has signed most, and the home party with its most frequent partner."""
    stops = [_line(), _person(snapshot), _two(snapshot, partner) if partner else None]
    return [stop for stop in stops if stop]


def _line() -> Stop | None:
    agreement = Agreement.objects.published().filter(reference=FOUNDING_REFERENCE).first()
    if agreement is None:
        return None
    chain = list(chain_of(agreement))
    years = [one.signed_on.year for one in chain if one.signed_on]
    text = _("The agreement that the archive began with.")
    if len(chain) > 1 and years:
        text = _("One of %(count)s agreements that have renewed one another since %(year)s.") % {
            "count": len(chain),
            "year": min(years),
        }
    url = agreement.get_absolute_url()
    return Stop(_("A line of agreements"), agreement.title, url, text, lang(agreement, "title"))


def _person(snapshot: Snapshot) -> Stop | None:
    records, names = snapshot.signatories, snapshot.names[Kind.SIGNATORY]
    if not records.ids:
        return None
    most = max(records.ids, key=lambda pk: (records.count(pk), -pk))
    count = records.count(most)
    words = {"n": figure(count)}
    text = ngettext(
        "Signed %(n)s agreement: see in which office.", "Signed %(n)s agreements: see in which offices.", count
    )
    name = names[most]
    return Stop(_("A person who signed"), str(name), record_address("signatory", most, name.code), text % words)


def _two(snapshot: Snapshot, partner: Name) -> Stop | None:
    ids, names = snapshot.ids_by_code[Kind.PARTY], snapshot.names[Kind.PARTY]
    home, other = ids[settings.HOME_PARTY], ids[partner.code]
    of_home, of_other = (ask(having(Kind.AGREEMENT, party=pk)).found for pk in (home, other))
    count = len(of_home & of_other)
    text = ngettext("%(n)s agreement, and what came of it.", "%(n)s agreements, and what came of them.", count)
    two = f"{names[home]} – {partner}"
    return Stop(_("Two countries"), two, pair_address(settings.HOME_PARTY, partner.code), text % {"n": figure(count)})


def on_this_day(snapshot: Snapshot, day: dt.date) -> Anniversary | None:
    """What was signed on this day of the year, the newest first; None where nothing was signed in its month either."""
    found = signed_on_this_day(snapshot, day)
    heading = _("Signed on %(day)s") % {"day": date_format(day, _("j F"))}
    if not found.size:
        found = signed_in_this_month(snapshot, day)
        heading = _("Signed in %(month)s") % {"month": date_format(day, "F")}
    rows = agreement_rows(found[:MOST_OF_A_DAY].tolist(), snapshot)
    return Anniversary(heading, rows) if rows else None
