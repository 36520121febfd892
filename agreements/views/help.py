"""Help with a search: filters that its words name, and what it may have meant."""

from dataclasses import replace
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from agreements.catalogue import FACETS, Answer, Choice
from agreements.catalogue.corrections import correction
from agreements.catalogue.offers import Offer, offers
from agreements.figures import figure
from agreements.models import Kind

#: Filters that are offered, at most.
MOST_OFFERS = 4


class Way(NamedTuple):
    """Another way to ask: in words, where it leads, and how many records are there."""

    words: str
    url: str
    count: int | str  # type: ignore[assignment]  # no tuple is counted here

    def written(self) -> "Way":
        """The same with the number as readers write it."""
        return self._replace(count=figure(int(self.count)))


def offered(path: str, parameters: QueryDict, answer: Answer) -> list[Way]:
    """Filters for words that are exactly a theme, a person, a country, a kind or a year. Of agreements alone."""
    question = answer.question
    if question.kind != Kind.AGREEMENT or not question.words:
        return []
    ways = (_way(path, parameters, answer, offer) for offer in offers(question.words, answer.snapshot))
    return [way for way in ways if way.count][:MOST_OFFERS]


def _way(path: str, parameters: QueryDict, answer: Answer, offer: Offer) -> Way:
    values, snapshot = FACETS[Kind.AGREEMENT][offer.facet], answer.snapshot
    query = parameters.copy()
    for name in ("page", "q", "order"):
        query.pop(name, None)
    if offer.words:
        query["q"] = offer.words
    query.setlist(offer.facet, [values.code(offer.value, snapshot)])
    question = replace(answer.question, words=offer.words).choosing(offer.facet, Choice(frozenset([offer.value])))
    sentence = _sentence(offer.facet) % {"value": values.label(offer.value, snapshot)}
    return Way(sentence, f"{path}?{query.urlencode()}", Answer(question, snapshot).total)


def _sentence(facet: str) -> str:
    return {
        "theme": _("Agreements about %(value)s"),
        "party": _("Agreements with %(value)s"),
        "signatory": _("Agreements signed by %(value)s"),
        "kind": _("Agreements of the kind %(value)s"),
        "year": _("Agreements signed in %(value)s"),
    }[facet]


def meant(path: str, parameters: QueryDict, answer: Answer) -> Way | None:
    """The search as it may have been meant, when this one finds nothing; None where no other finds anything."""
    if answer.total or not answer.question.words or answer.question.impossible:
        return None
    found = correction(answer.question)
    if found is None:
        return None
    words, count = found
    query = parameters.copy()
    query.pop("page", None)
    query["q"] = words
    return Way(words, f"{path}?{query.urlencode()}", count)
