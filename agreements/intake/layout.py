"""How a release is laid out: its headline, its date line, paragraphs and sentences, all as offsets in the text.

Everything reads the *clean* text, in which marks of layout (Markdown, addresses of pages) are spaces. It is as long as
the text that was read, so that one offset serves both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.intake.letters import UPPER
from agreements.intake.lexicon import ANY, lexicon

ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+")
LINK_TARGET = re.compile(r"(?<=\])\([^()\n]*\)")
MARKUP = re.compile(r"[*_#`\[\]|>]+|\{[^}\n]*\}|<[^>\n]{1,80}>")
COMMON = lexicon(ANY)
CHROME = COMMON.pattern("chrome")
#: A line of the site around a release ("Skip to content") is shorter than this.
LONGEST_CHROME = 120
#: A line that begins a block of its own: a bullet, a number, a dash of direct speech.
BLOCK_START = re.compile(r"\s*(?:\d{4}-\d{2}|[-–—•▪*]\s|\d{1,2}[.)]?\s)")
#: A line shorter than this was not broken because it was full.
SHORT_LINE = 55
LONGEST_SENTENCE = 1500
SENTENCE_END = re.compile(r"[.!?…][\"”“»’')\]]*(?=\s+)|。")
ABBREVIATIONS = COMMON.words["abbreviations"]
#: A line that only tells when: "2017-06-26 (update)", "4. mai 2021", "Published 4 May 2021", "May 4, 2021".
DATE_LINE = re.compile(
    r"[\d\s.:/-]*(?:\([^)]*\))?"
    r"|(?:\w+:?\s+){0,2}\d{1,2}(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?[^\W\d]+\.?,?\s+(?:de\s+)?\d{4}(?:\s+г(?:ода|\.))?"
    r"|(?:\w+:?\s+){0,2}[^\W\d]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
SPEECH_DASH = re.compile(r"\s*[-–—]\s")


@dataclass(frozen=True)
class Sentence:
    """A sentence from ``start`` to ``end``. ``paragraph`` counts from 0, the headline's being 0.

    ``is_headline``: it stands in the headline. ``is_speech``: somebody's words, or begins with them.
    """

    start: int
    end: int
    paragraph: int
    is_headline: bool = False
    is_speech: bool = False


@dataclass(frozen=True)
class Layout:
    """The clean text and its sentences, in order, without those of the site around it. ``headline``: a span or None."""

    text: str
    sentences: tuple[Sentence, ...]
    headline: tuple[int, int] | None

    def of(self, sentence: Sentence) -> str:
        """The sentence's clean text."""
        return self.text[sentence.start : sentence.end]


def lay_out(text: str) -> Layout:
    """The layout of a text. A text of site chrome only has no sentences."""
    clean = clean_text(text)
    blocks = list(_blocks(text, clean))
    headline = _headline(clean, blocks)
    sentences = [
        Sentence(start, end, number, (block == headline), bool(SPEECH_DASH.match(clean[block[0] : block[0] + 4])))
        for number, block in enumerate(blocks)
        for start, end in _sentences(clean, *block)
    ]
    return Layout(clean, tuple(_mark_quotes(clean, sentences)), headline)


def clean_text(text: str) -> str:
    """The text with the marks of layout as spaces, of the same length."""
    for pattern in (LINK_TARGET, ADDRESS, MARKUP):
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return re.sub(r"[\u00a0\u2002-\u200b\u202f\t\ufeff]", " ", text)


def _blocks(text: str, clean: str) -> Iterator[tuple[int, int]]:
    """Paragraphs and headings: lines, put together where a line was broken only because it was full."""
    start = end = None
    for match in re.finditer(r"[^\n]*(?:\n|\Z)", clean):
        line = match.group().rstrip()
        if _is_break(line, clean[start:end] if start is not None and end is not None else "", text[match.start() :]):
            if start is not None and end is not None:
                yield start, end
            start = end = None
        if line.strip() and not (len(line) < LONGEST_CHROME and CHROME.search(line)):
            start = match.start() + len(line) - len(line.lstrip()) if start is None else start
            end = match.start() + len(line)
    if start is not None and end is not None:
        yield start, end


def _is_break(line: str, before: str, rest: str) -> bool:
    """Whether a new block begins at a line, given what the block so far holds."""
    if not line.strip() or not before or BLOCK_START.match(line) or rest.startswith("#"):
        return True
    last = before.rsplit("\n", 1)[-1]
    if before.rstrip()[-1] in '.!?:”"»':
        return len(last.rstrip()) < SHORT_LINE or not line[:1].islower()
    return len(last.strip()) < SHORT_LINE and not line.lstrip()[:1].islower()


def _headline(clean: str, blocks: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The first block, where it reads as a headline: one line that no full stop ends, and not only a date."""
    for block in blocks[:3]:
        line = clean[slice(*block)].strip().rstrip("—–- ")
        if DATE_LINE.fullmatch(line) or len(line.split()) < 2:
            continue
        return block if not line.endswith((".", "!")) and "\n" not in line.strip() and len(line) < 300 else None
    return None


def _sentences(clean: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of a block. A full stop after an abbreviation, an initial or an ordinal ends none."""
    begins = start
    for match in SENTENCE_END.finditer(clean, start, end):
        if _ends_here(clean, begins, match):
            yield begins, match.end()
            begins = match.end() + len(clean[match.end() : end]) - len(clean[match.end() : end].lstrip())
    while end - begins > LONGEST_SENTENCE:
        # A table or a list without full stops; the rules look at one sentence at a time.
        cut = clean.rfind(" ", begins, begins + LONGEST_SENTENCE)
        yield begins, (cut if cut > begins else begins + LONGEST_SENTENCE)
        begins = cut + 1 if cut > begins else begins + LONGEST_SENTENCE
    if clean[begins:end].strip():
        yield begins, end


def _ends_here(clean: str, begins: int, match: re.Match[str]) -> bool:
    if match.group() == "。" or match.group()[0] in "!?":
        return True
    following = clean[match.end() :].lstrip()[:1]
    word = re.split(r"[\s(“\"«]", clean[begins : match.start()])[-1]
    is_initial = bool(re.fullmatch(rf"{UPPER}", word))
    # After "26." a capital may begin a new sentence or, in English and German, a month: months are seldom sentences.
    is_ordinal = word.isdigit() and len(word) < 3
    return not (following.islower() or is_initial or is_ordinal or word.casefold() in ABBREVIATIONS)


def _mark_quotes(clean: str, sentences: list[Sentence]) -> Iterator[Sentence]:
    """Mark sentences that begin within quotation marks, also those that a quotation runs on into."""
    paragraph, is_open = -1, False
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            paragraph, is_open = sentence.paragraph, False
        text = clean[sentence.start : sentence.end]
        begins = is_open or text.lstrip()[:1] in '“”„«»"”'
        for mark in re.findall(r"[“”„«»\"]", text):
            is_open = _opens(mark, is_open)
        if begins and not sentence.is_speech:
            yield Sentence(sentence.start, sentence.end, sentence.paragraph, sentence.is_headline, True)
        else:
            yield sentence


def _opens(mark: str, is_open: bool) -> bool:
    """Whether a quotation is open after the mark; the marks of most languages open or close by turns."""
    return mark in "„" or not is_open
