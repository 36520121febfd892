"""Where a proposal stands in its text, in words for a piece of evidence: a locator and a short quotation."""

from django.utils.translation import gettext as _

from agreements.intake.layout import Layout, lay_out
from agreements.intake.reading import Span

#: Characters of a quotation, of the 500 that evidence holds.
LONGEST = 300
#: Characters before the words themselves, where the sentence is longer than a quotation.
LEAD = 60


class Quoter:
    """Quotes one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.layout: Layout = lay_out(text)

    def locator(self, span: Span) -> str:
        """The place by paragraph and characters, both counted from 1; two places never have one locator."""
        words = {"start": span.start + 1, "end": span.end}
        paragraph = self._paragraph(span)
        if paragraph is None:
            return _("characters %(start)d–%(end)d") % words
        return _("paragraph %(paragraph)d, characters %(start)d–%(end)d") % {"paragraph": paragraph, **words}

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
