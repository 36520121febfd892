"""Where a proposal stands in its text, in words for a piece of evidence: a locator and a short quotation."""

from collections.abc import Iterator
from itertools import count

from django.utils.translation import gettext as _

from agreements.intake.layout import Layout, lay_out
from agreements.intake.reading import Span

#: Characters of a quotation, of the 500 that evidence holds.
LONGEST = 300
#: Characters of the words in a locator, of the 200 that evidence holds.
LONGEST_WORDS = 80
#: Characters before the words themselves, where the sentence is longer than a quotation.
LEAD = 60


class Quoter:
    """Quotes one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.layout: Layout = lay_out(text)

    def locators(self, span: Span) -> Iterator[str]:
        """Names for the place, each more exact than the one before; they do not end, so that one is always free.

        The paragraph as a reader counts; the words with it; and then a number.
        """
        paragraph = self._paragraph(span)
        place = _("paragraph %(number)d") % {"number": paragraph} if paragraph else _("the text")
        yield place
        words = self._words(span.start, min(span.end, span.start + LONGEST_WORDS))
        yield f"{place}, “{words}”"
        for number in count(2):
            yield f"{place}, “{words}” ({number})"

    def quotation(self, span: Span) -> str:
        """The sentence around the words, shortened where it is long; the words alone where no sentence is known."""
        sentence = next((s for s in self.layout.sentences if s.start <= span.start < s.end), None)
        start, end = (sentence.start, max(sentence.end, span.end)) if sentence else (span.start, span.end)
        if end - start <= LONGEST:
            return self._words(start, end)
        cut = max(start, span.start - LEAD)
        cut = self.text.find(" ", cut) + 1 if cut > start and " " in self.text[cut : span.start] else cut
        stop = min(end, cut + LONGEST - 4)
        return f"{'… ' if cut > start else ''}{self._words(cut, stop)}{' …' if stop < end else ''}"

    def _paragraph(self, span: Span) -> int | None:
        """The paragraph's number, the headline being the first; the site around the text is not counted."""
        sentence = next((s for s in self.layout.sentences if s.start <= span.start < s.end), None)
        return sentence.paragraph + 1 if sentence else None

    def _words(self, start: int, end: int) -> str:
        return " ".join(self.text[start:end].split())
