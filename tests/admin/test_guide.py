"""The guide on the site: in the reader's language, with its pictures, and with words that are on the screen."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from agreements.admin.guide import DOCS, IMAGES, guide_text, rendered
from config.env import BASE_DIR

pytestmark = pytest.mark.django_db

LANGUAGES = {"en": "Take in a press release", "nb": "Les inn en pressemelding"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_admin_leads_to_the_guide(editor: Client, language: str) -> None:
    options = {"HTTP_ACCEPT_LANGUAGE": language}
    assert 'href="/admin/guide/"' in editor.get("/admin/agreements/theme/", **options).content.decode()  # type: ignore[arg-type]
    page = editor.get("/admin/guide/", **options).content.decode()  # type: ignore[arg-type]
    assert LANGUAGES[language] in page
    for anchor in re.findall(r'<a href="#([^"]+)"', page.partition('class="archive-guide"')[2]):
        assert f'<h2 id="{anchor}">' in page
    pictures = re.findall(r'src="(/admin/guide/[^"]+)"', page)
    assert len(pictures) == 7
    for picture in pictures:
        response = editor.get(picture)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_only_for_those_who_may_enter(client: Client, editor: Client) -> None:
    assert client.get("/admin/guide/").status_code == 302
    assert client.get("/admin/guide/front-en.png").status_code == 302
    assert editor.get("/admin/guide/none.png").status_code == 404


def test_html_within_the_text_is_shown_as_text() -> None:
    assert "<script>" not in rendered("## One\n\n<script>alert(1)</script>")[0]


def test_pictures_are_small_and_all_used() -> None:
    written = {
        name for language in LANGUAGES for name in re.findall(r"images/editors/([a-z-]+)\.png", guide_text(language))
    }
    assert {path.stem for path in IMAGES.iterdir()} == written
    assert all(path.stat().st_size < 120_000 for path in IMAGES.iterdir())


def test_bold_words_are_on_the_screen() -> None:
    catalogue = (BASE_DIR / "locale" / "nb" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8").casefold()
    from_django = {"Save and continue editing", "Action", "Go", "Delete"}
    english, norwegian = (
        re.findall(r"\*\*(.+?)\*\*", (DOCS / name).read_text(encoding="utf-8").partition("\n## ")[2])
        for name in ("editors.md", "editors.nb.md")
    )
    assert len(english) == len(norwegian)
    for one, other in zip(english, norwegian, strict=True):
        with override("nb"):
            if one in from_django:
                assert gettext(one) == other
                continue
        for words in (one, other):
            numbered = words.replace(" 3 ", " %(years)d ")
            assert f'"{words}"'.casefold() in catalogue or f'"{numbered}"'.casefold() in catalogue, words


def test_the_guides_have_the_same_tasks() -> None:
    assert len(rendered(guide_text("en"))[1]) == len(rendered(guide_text("nb"))[1]) == 8
    assert Path(DOCS / "editors.md").read_text(encoding="utf-8").startswith("# Guide for editors\n")
