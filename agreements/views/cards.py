"""Preview cards: a PNG for each public page that is shared. What is not public has none (404)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements.catalogue import Answer, Choice, Question, ask, having
from agreements.catalogue.pairs import pair_codes
from agreements.catalogue.versions import current_version
from agreements.models import Agreement, Kind, Party, Signatory, Theme
from agreements.pictures.cards import Card, drawn
from agreements.pictures.counts import signed_by_year
from agreements.pictures.standalone import png
from agreements.templatetags.archive import in_pair_order
from agreements.views.parties import partners_of
from agreements.views.stories import pair_story, party_story, signatory_story, theme_story
from agreements.views.unchanged import entity_tag, tagged


def _answer(request: HttpRequest, make: Callable[[], Card]) -> HttpResponseBase:
    """The card as it was drawn before at this version of the archive, or drawn now.

    The query of the address is left out of account, so that nobody can make us draw the same card again and again.
    """
    if request.META.get("QUERY_STRING"):
        raise Http404(_("There is no such card."))
    tag = entity_tag(request, current_version())
    kept = caches["pages"]
    content: bytes | None = kept.get(tag)
    if content is None:
        content = png(drawn(make()), zoom=1)
        kept.set(tag, content)
    return tagged(HttpResponse(content, content_type="image/png"), tag)


def _years(answer: Answer) -> dict[int, int]:
    return {year: len(ids) for year, ids in signed_by_year(answer).items()}


@require_safe
def site_card(request: HttpRequest) -> HttpResponseBase:
    """The card of the archive."""

    def make() -> Card:
        answer = ask(Question(Kind.AGREEMENT))
        title = _("What two countries agree about the environment")
        facts = [_("Who signed, about what, and what came of it.")]
        return Card(_("Bilateral environmental agreements"), title, facts, settings.SITE_NAME, _years(answer))

    return _answer(request, make)


@require_safe
def agreement_card(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The card of an agreement."""
    record = get_object_or_404(Agreement.objects.published(), pk=pk)

    def make() -> Card:
        sides = record.participations.select_related("party")
        names = " – ".join(party.name for party in in_pair_order(sides))
        signed = record.signed_on.in_words() if record.signed_on else _("Date not recorded")
        people = ", ".join(signature.signatory.name for signature in record.signatures.select_related("signatory")[:4])
        facts = [f"{record.get_kind_display()}, {signed}"]
        facts += [_("Signed by %(people)s") % {"people": people}] if people else []
        return Card(names, record.title, facts, settings.SITE_NAME)

    return _answer(request, make)


@require_safe
def pair_card(request: HttpRequest, one: str, other: str) -> HttpResponseBase:
    """The card of two parties, in the order of their page."""
    if one == other or (one, other) != pair_codes(one, other):
        raise Http404(_("There is no such card."))
    first, second = (get_object_or_404(Party.objects.published(), code=code) for code in (one, other))

    def make() -> Card:
        both = Choice(frozenset([first.pk, second.pk]), every=True)
        answer = ask(Question(Kind.AGREEMENT, choices={"party": both}))
        agreements: list[Any] = list(Agreement.objects.published().filter(pk__in=list(answer.found)))
        story = pair_story(agreements) or _("No agreement is recorded.")
        return Card(_("Between two"), f"{first} – {second}", [story], settings.SITE_NAME, _years(answer))

    return _answer(request, make)


@require_safe
def party_card(request: HttpRequest, code: str) -> HttpResponseBase:
    """The card of a party."""
    record = get_object_or_404(Party.objects.published(), code=code)

    def make() -> Card:
        answer = ask(having(Kind.AGREEMENT, party=record.pk))
        partners = [str(partner["party"]) for partner in partners_of(record.pk, answer)]
        story = party_story(answer, partners)
        return Card(record.get_kind_display(), record.name, [story], settings.SITE_NAME, _years(answer))

    return _answer(request, make)


@require_safe
def signatory_card(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The card of a person who signed."""
    record = get_object_or_404(Signatory.objects.published().select_related("party"), pk=pk)

    def make() -> Card:
        answer = ask(having(Kind.AGREEMENT, signatory=record.pk))
        eyebrow = record.party.name if record.party else _("Signatory")
        story = signatory_story(answer, record.party_id)
        return Card(eyebrow, record.name, [story], settings.SITE_NAME, _years(answer))

    return _answer(request, make)


@require_safe
def theme_card(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The card of a theme."""
    record = get_object_or_404(Theme, slug=slug)

    def make() -> Card:
        answer = ask(having(Kind.AGREEMENT, theme=record.pk))
        return Card(_("Theme"), str(record), [theme_story(answer)], settings.SITE_NAME, _years(answer))

    return _answer(request, make)
