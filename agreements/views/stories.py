"""One sentence that tells a page's story, made from its records."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.catalogue import Answer
from agreements.models import Kind
from agreements.pictures.counts import signed_by_year
from agreements.views.lifelines import followed

#: Numbers that are written as words, from two on.
WORDS = [
    gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four"), gettext_lazy("five"), gettext_lazy("six"),
    gettext_lazy("seven"), gettext_lazy("eight"), gettext_lazy("nine"), gettext_lazy("ten"), gettext_lazy("eleven"),
    gettext_lazy("twelve"),
]  # fmt: skip


def in_words(number: int) -> str:
    """A number from two to twelve as a word, any other in digits."""
    return str(WORDS[number - 2]) if 2 <= number <= len(WORDS) + 1 else str(number)


def listed(names: Sequence[str]) -> str:
    """Names with commas and a last “and”."""
    return get_text_list(list(names), _("and"))


def pair_story(agreements: Sequence[Any]) -> str:
    """How many agreements two parties made, since when, and what the latest of them did; '' where there is none."""
    if not agreements:
        return ""
    dated = sorted((each for each in agreements if each.signed_on), key=lambda each: (str(each.signed_on), each.pk))
    if not dated:
        return ngettext(
            "%(n)s agreement; when it was signed is not recorded.",
            "%(n)s agreements; when they were signed is not recorded.",
            len(agreements),
        ) % {"n": len(agreements)}
    first, last = dated[0].signed_on.year, dated[-1].signed_on.year
    if len(agreements) == 1:
        return _("One agreement, of %(year)s.") % {"year": first}
    words = {"count": capfirst(in_words(len(agreements))), "first": first, "last": last}
    if first == last:
        return _("%(count)s agreements, the latest of %(last)s.") % words
    if earlier := _renewed_by_latest(agreements, dated):
        return _("%(count)s agreements since %(first)s; the latest, of %(last)s, renews that of %(earlier)s.") % {
            **words,
            "earlier": earlier,
        }
    return _("%(count)s agreements since %(first)s, the latest of %(last)s.") % words


def _renewed_by_latest(agreements: Sequence[Any], dated: Sequence[Any]) -> int | None:
    """The year of what one of the agreements of the latest year renews."""
    years: dict[int, int] = {each.pk: each.signed_on.year for each in dated}
    newest = max(years.values())
    for later, renewed in sorted(followed({each.pk for each in agreements}, years.keys()).items(), reverse=True):
        if years[later] == newest and renewed:
            return max(years[earlier] for earlier, _broken in renewed)
    return None


def party_story(answer: Answer, partners: Sequence[str]) -> str:
    """With how many partners a party made agreements, since when, and with whom most; '' where there is none."""
    years = list(signed_by_year(answer))
    if not partners:
        return ""
    agreements = ngettext("%(n)s agreement", "%(n)s agreements", answer.total) % {"n": in_words(answer.total)}
    agreements = capfirst(agreements)
    if len(partners) == 1:
        return _("%(agreements)s, with %(partner)s.") % {"agreements": agreements, "partner": partners[0]}
    words = {
        "agreements": agreements,
        "partners": in_words(len(partners)),
        "first": years[0] if years else "",
        "names": listed(partners[:3]),
    }
    if len(partners) <= 3 or not years:
        return _("%(agreements)s, with %(names)s.") % words
    return _("%(agreements)s with %(partners)s partners since %(first)s, most of them with %(names)s.") % words


def theme_story(answer: Answer) -> str:
    """How many agreements are about a theme, since when, and of whom most; '' where there is none."""
    years = list(signed_by_year(answer))
    if not years:
        return ""
    agreements = capfirst(ngettext("%(n)s agreement", "%(n)s agreements", answer.total) % {"n": in_words(answer.total)})
    words = {"agreements": agreements, "first": years[0], "last": years[-1]}
    if years[0] == years[-1]:
        return _("%(agreements)s, of %(last)s.") % words
    names = answer.snapshot.names[Kind.PARTY]
    most = [str(names[pk]) for pk, _count in answer.top("party", 3)]
    return _("%(agreements)s since %(first)s, the latest of %(last)s; most are by %(names)s.") % {
        **words,
        "names": listed(most),
    }


def signatory_story(answer: Answer, party: int | None) -> str:
    """How many agreements a person signed, when and with whom; '' without a date. ``party``: the one served."""
    years = list(signed_by_year(answer))
    if not years:
        return ""
    names = answer.snapshot.names[Kind.PARTY]
    others = [str(names[pk]) for pk, _count in answer.top("party", 6) if pk != party]
    words = {
        "agreements": ngettext("%(n)s agreement", "%(n)s agreements", answer.total)
        % {"n": in_words(answer.total) if answer.total > 1 else _("one")},
        "first": years[0],
        "last": years[-1],
        "names": listed(others),
    }
    if years[0] == years[-1]:
        return _("Signed %(agreements)s in %(first)s, with %(names)s.") % words
    return _("Signed %(agreements)s from %(first)s to %(last)s, with %(names)s.") % words
