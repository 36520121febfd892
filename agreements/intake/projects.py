"""Projects that a text names: what is to be continued, what exists, what is proposed."""

import re
from collections.abc import Iterator

from agreements.intake.layout import Layout, Sentence
from agreements.intake.lexicon import ANY, Lexicon, lexicon
from agreements.intake.reading import ProjectStage, Proposal, ProposedProject, Span

END = re.compile(r"[.,;:!?“”\"»«]|\s[–—]\s|\n\n")
JOINT = re.compile(r"\s+(?:og|och|and)\s+(?:å\s+|att\s+|at\s+|to\s+)?", re.IGNORECASE)
LONGEST = 140


def projects_in(layout: Layout, words: Lexicon) -> list[ProposedProject]:
    """Every project, in order, each once: the first stage that the text gives it."""
    found: dict[str, ProposedProject] = {}
    for sentence in layout.sentences:
        for project in sorted(_in_sentence(layout, sentence, words), key=lambda p: p.title.evidence.start):
            found.setdefault(project.title.value.casefold(), project)
    return list(found.values())


def _in_sentence(layout: Layout, sentence: Sentence, words: Lexicon) -> Iterator[ProposedProject]:
    for stage in ProjectStage:
        pattern = words.projects.get(stage)
        for match in pattern.finditer(layout.text, sentence.start, sentence.end) if pattern else ():
            if _tells_of_aims(layout.text, sentence.start, match.start(), words):
                continue
            for start, end in _titles(layout.text, match.end(), sentence, words):
                title = " ".join(layout.text[start:end].split())
                if not any(character.isalpha() for character in title):
                    continue
                yield ProposedProject(Proposal(title, Span(start, end)), stage)


def _tells_of_aims(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether an agreement is the subject: "the agreement says that both will go on …"; not "under the agreement"."""
    nouns = [match for kind in words.kinds.values() for match in kind.finditer(text, start, end)]
    under = lexicon(ANY).pattern("under")
    return any(
        not under.search(text, max(start, noun.start() - len("within the framework of the ")), noun.start())
        for noun in nouns
    )


def _titles(text: str, start: int, sentence: Sentence, words: Lexicon) -> Iterator[tuple[int, int]]:
    """What follows the words for a project, to the end of the phrase; two things joined by "and" are two projects."""
    stop = END.search(text, start, min(sentence.end, start + LONGEST))
    end = stop.start() if stop else min(sentence.end, start + LONGEST)
    for name in ("relative", "say"):
        cut = words.pattern(name).search(text, start + 1, end)
        end = cut.start() if cut else end
    begins = start
    for joint in JOINT.finditer(text, start, end):
        if _is_verb_ahead(text, joint.end(), end, words):
            end = joint.start()
            break
        if text[begins : joint.start()].strip() and text[joint.end() : end].strip():
            yield _trim(text, begins, joint.start())
            begins = joint.end()
    if text[begins:end].strip():
        yield _trim(text, begins, end)


def _is_verb_ahead(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether another statement follows the joint ("… and propose to set up", "… og planlegger et nytt prosjekt")."""
    return any(pattern.match(text, start, end) for pattern in words.projects.values()) or bool(
        lexicon(ANY).pattern("intends").match(text, start, end)
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
