"""The query as it may have been meant, when nothing was found: checked against what is public."""

from dataclasses import replace
from itertools import islice

from agreements.catalogue.question import Question, ask
from agreements.catalogue.spelling import corrections
from agreements.models import SearchWord

#: Corrections that are tried.
MOST_TRIED = 8


def correction(question: Question) -> tuple[str, int] | None:
    """Other words that find something under the same filters, and how many records; None where there are none."""
    words = list(SearchWord.objects.order_by("surface").values_list("surface", "term", "written"))
    vocabulary = {surface: term for surface, term, _ in words}
    as_written = {surface: written for surface, _, written in words}
    for other in islice(corrections(question.words, vocabulary, as_written), MOST_TRIED):
        if count := ask(replace(question, words=other)).total:
            return other, count
    return None
