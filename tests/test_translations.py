"""The Norwegian catalogue holds every message of the code and the templates, translated and compiled.

Nothing here takes GNU gettext. Messages are found as makemessages finds them: in calls of the gettext functions with
literal arguments, and in what Django's ``templatize`` makes of a template.
"""

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import django.contrib.admin
import django.contrib.auth
import pytest
import simple_history
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import templatize

from agreements.management.commands.makemessages import calls_in
from tests.factories import make_agreement, make_evidence

ROOT: Path = settings.BASE_DIR
CATALOGUE = ROOT / "locale" / "nb" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

#: Context (None: none), English text, English plural (None: none).
Key = tuple[str | None, str, str | None]
#: Which arguments of a gettext function are context, text and plural; -1: it takes none.
ARGUMENTS = {"gettext": (-1, 0, -1), "ngettext": (-1, 0, 1), "pgettext": (0, 1, -1), "npgettext": (0, 1, 2)}
FUNCTIONS = {f"{name}{ending}": places for name, places in ARGUMENTS.items() for ending in ("", "_lazy", "_noop")}
FUNCTIONS["_"] = ARGUMENTS["gettext"]
LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL_IN_TEMPLATE = re.compile(rf"\b(?:n?p?gettext|_)\({LITERAL}(?:, ?{LITERAL})*(?:, ?count)?\)")


class NotLiteralError(Exception):
    """A gettext function is called with something that no tool can read from the source."""


# What the sources say


def messages_in_python(source: str) -> Iterator[Key]:
    """Yield the messages of a module. Raise NotLiteralError for one that is not written out as a literal."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name in FUNCTIONS:
            context, text, plural = (_argument(node, place) for place in FUNCTIONS[name])
            if text is None:
                raise NotLiteralError(ast.unparse(node))
            yield context, text, plural


def _argument(call: ast.Call, place: int) -> str | None:
    if place < 0:
        return None
    given = call.args[place] if place < len(call.args) else None
    if not isinstance(given, ast.Constant) or not isinstance(given.value, str):
        raise NotLiteralError(ast.unparse(call))
    return given.value


def messages_in_template(source: str) -> Iterator[Key]:
    """Yield the messages of a template."""
    for call in CALL_IN_TEMPLATE.finditer(templatize(source)):
        yield from messages_in_python(call.group())


@cache
def said_by_file() -> dict[Path, set[Key]]:
    """Every file that may hold messages, with those it holds."""
    modules = [path for package in ("agreements", "config") for path in (ROOT / package).rglob("*.py")]
    said = {
        path: set(messages_in_python(path.read_text("utf-8"))) for path in modules if "migrations" not in path.parts
    }
    for path in (ROOT / "templates").rglob("*.html"):
        said[path] = set(messages_in_template(path.read_text("utf-8")))
    for path in (ROOT / "templates").rglob("*.jinja"):
        said[path] = set(messages_in_python(calls_in(path)))
    return said


# What the catalogue says


def read(path: Path) -> Catalog:
    """The catalogue as written, without messages that are no longer used."""
    with path.open("rb") as file:
        return read_po(file, locale="nb")


def forms(texts: object) -> tuple[str, ...]:
    """The text, or the texts of a message with a plural; '' for one that is missing."""
    return tuple(texts) if isinstance(texts, list | tuple) else (str(texts or ""),)


def key_of(message: Message) -> Key:
    """The message's key."""
    singular, *plural = forms(message.id)
    return message.context, singular, plural[0] if plural else None


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    ids, texts = forms(message.id), forms(message.string)
    if message.fuzzy:
        yield f"fuzzy: {ids}"
    if len(texts) != len(ids) or not all(texts):
        yield f"not translated: {ids}"
    for english, norwegian in zip(ids, texts, strict=False):
        if set(PLACEHOLDER.findall(english)) != set(PLACEHOLDER.findall(norwegian)):
            yield f"other placeholders: {english!r} and {norwegian!r}"


def compiled(path: Path) -> dict[tuple[object, object], object]:
    """The messages of a compiled catalogue, without its header. Contexts stay bytes, as Babel reads them."""
    with path.open("rb") as file:
        return {(message.context, forms(message.id)): forms(message.string) for message in read_mo(file) if message.id}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read(CATALOGUE)


def test_every_message_is_translated_with_its_placeholders(catalogue: Catalog) -> None:
    messages = [message for message in catalogue if message.id]

    assert len(messages) > 500
    assert [fault for message in messages for fault in faults(message)] == []
    assert [forms(message.id) for message in catalogue.obsolete.values()] == []


def test_every_message_of_the_sources_is_in_the_catalogue(catalogue: Catalog) -> None:
    # A text with a plural and the same without one are two keys, of which a catalogue can hold one. Older Pythons do
    # not find the text of an entry with a plural when it is asked for alone: give one of the two a context.
    known = {key_of(message) for message in catalogue if message.id}

    missing = {str(path.relative_to(ROOT)): keys - known for path, keys in said_by_file().items() if keys - known}

    assert missing == {}, "run manage.py makemessages --locale nb and translate what is new"


def test_catalogue_holds_nothing_that_the_sources_no_longer_say(catalogue: Catalog) -> None:
    said = set().union(*said_by_file().values())

    assert {key_of(message) for message in catalogue if message.id} - said == set()


def test_compiled_catalogue_is_what_the_written_one_compiles_to(catalogue: Catalog, tmp_path: Path) -> None:
    anew = tmp_path / "django.mo"
    with anew.open("wb") as file:
        write_mo(file, catalogue)

    assert compiled(COMPILED) == compiled(anew), "run manage.py compilemessages --locale nb"


def test_compiled_catalogue_counts_as_norwegian_does(catalogue: Catalog) -> None:
    with COMPILED.open("rb") as file:
        header = gettext.GNUTranslations(file).info()

    assert catalogue.plural_forms == header["plural-forms"] == PLURAL_FORMS
    assert header["language"] == "nb"


def test_pages_are_given_the_translations() -> None:
    with translation.override("nb"):
        assert translation.gettext("party") == "part"
        assert translation.npgettext("beside a number", "party", "parties", 1) == "part"
        assert translation.npgettext("beside a number", "party", "parties", 2) == "parter"
        assert translation.gettext("Not recorded") == "Ikke registrert"


@pytest.mark.parametrize("package", [django.contrib.admin, django.contrib.auth, simple_history])
def test_messages_shared_with_the_admin_keep_its_words(package: ModuleType) -> None:
    # The archive's catalogue goes before theirs: another meaning of the same English word needs a context.
    ours = compiled(COMPILED)
    theirs = compiled(Path(package.__path__[0]) / "locale" / "nb" / "LC_MESSAGES" / "django.mo")

    shared = ours.keys() & theirs.keys()

    assert shared
    assert {key: ours[key] for key in shared} == {key: theirs[key] for key in shared}


def test_what_a_source_supports_is_named_in_the_readers_language(db: None, client: Client) -> None:
    agreement = make_agreement(published=True)
    for field in ("entry_into_force_on", "signatures"):
        make_evidence(agreement, field)

    with translation.override("nb"):
        page = client.get(agreement.get_absolute_url()).content.decode()

    assert "ikrafttredelse, underskrifter." in page


# How messages are found


def test_messages_in_python_are_found_by_function_context_and_plural() -> None:
    source = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext
one = _("one " "sentence")
two = ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
three = translation.pgettext("month", "May")
four = npgettext("term", "year", "years", n)
for _ignored, _ in pairs: print("no message")
"""

    assert set(messages_in_python(source)) == {
        (None, "one sentence", None),
        (None, "%(n)d day", "%(n)d days"),
        ("month", "May", None),
        ("term", "year", "years"),
    }


@pytest.mark.parametrize("call", ['_(f"{n} days")', '_("a" + name)', "gettext_lazy(label)", 'ngettext("day", days, n)'])
def test_a_message_that_is_not_written_out_is_refused(call: str) -> None:
    with pytest.raises(NotLiteralError):
        list(messages_in_python(call))


def test_messages_in_templates_are_found_in_every_tag() -> None:
    source = """{% load i18n %}
{% translate "It's “here”" as heading %}
{% translate 'May' context "month" %}
{{ day|date:_("j F Y") }}
{% blocktranslate trimmed with who=name %}
  Signed by
  {{ who }}
{% endblocktranslate %}
{% blocktranslate count n=total context "beside a number" %}day{% plural %}days of {{ n }}{% endblocktranslate %}
{% comment %}{% translate "not this" %}{% endcomment %}
"""

    assert set(messages_in_template(source)) == {
        (None, "It's “here”", None),
        ("month", "May", None),
        (None, "j F Y", None),
        (None, "Signed by %(who)s", None),
        ("beside a number", "day", "days of %(n)s"),
    }


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Signed", ""), "not translated"),
        (Message("Signed", "Undertegnet", flags=["fuzzy"]), "fuzzy"),
        (Message("Signed %(date)s", "Undertegnet %(dato)s"), "other placeholders"),
        (Message("Page {number}", "Side"), "other placeholders"),
        (Message(("%(n)d day", "%(n)d days"), ("en dag", "%(n)d dager")), "other placeholders"),
        (Message(("%(n)d year", "%(n)d years"), ("%(n)d år", "")), "not translated"),
    ],
)
def test_a_bad_translation_is_found(message: Message, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(message))
