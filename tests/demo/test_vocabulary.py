"""The controlled vocabulary: what it covers, and how its file is read."""

from pathlib import Path

import pytest

from agreements.models import MatchKind, Theme, ThemeMatch
from agreements.vocabulary import loader
from agreements.vocabulary.loader import load_vocabulary
from agreements.written.files import DataError
from tests.demo.conftest import stored

pytestmark = pytest.mark.django_db

IEADB_SUBJECTS = {
    "Fish and fisheries", "Energy", "Freshwater", "Agriculture", "General environmental cooperation",
    "Conservation of species and biodiversity", "Pollution", "Trade & environment", "Habitat and ocean", "Others",
    "Nuclear",
}  # fmt: skip


@pytest.fixture
def themes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty file of themes that stands in for the project's."""
    path = tmp_path / "themes.toml"
    monkeypatch.setattr(loader, "THEMES_FILE", path)
    return path


def entry(slug: str, **links: str) -> str:
    lines = [f"{name} = {value}" for name, value in links.items()]
    return "\n".join([f"[theme.{slug}]", f'label_en = "{slug} en"', f'label_no = "{slug} no"', *lines, ""])


def test_it_covers_the_ground() -> None:
    load_vocabulary()
    assert Theme.objects.count() >= 30
    assert Theme.objects.filter(broader__isnull=False).count() >= 15
    for theme in Theme.objects.all():
        assert theme.scope_note_en, theme.slug
        assert theme.scope_note_no, theme.slug
    for language in ("en", "nb"):
        assert Theme.objects.filter(alt_labels__language=language).distinct().count() >= 30


def test_every_subject_of_the_ieadb_leads_to_one_theme() -> None:
    load_vocabulary()
    matches = ThemeMatch.objects.filter(vocabulary="IEADB")
    assert sorted(matches.values_list("term", flat=True)) == sorted(IEADB_SUBJECTS)
    assert set(matches.values_list("kind", flat=True)) <= {MatchKind.EXACT, MatchKind.CLOSE}


def test_a_second_run_writes_nothing() -> None:
    load_vocabulary()
    before = stored()
    assert not any(tally.written for tally in load_vocabulary().values())
    assert stored() == before


def test_a_broader_theme_may_stand_below_its_narrower_ones(themes: Path) -> None:
    themes.write_text(entry("soot", broader='"air"') + entry("air", broader='"pollution"') + entry("pollution"))
    load_vocabulary()
    soot = Theme.objects.get(slug="soot")
    assert soot.broader is not None
    assert soot.broader.broader == Theme.objects.get(slug="pollution")


def test_labels_and_matches_follow_the_file(themes: Path) -> None:
    match = '[{ vocabulary = "IEADB", term = "Pollution", kind = "exact" }]'
    themes.write_text(entry("air", alt_labels='{ en = ["Sky", "Ether"], nb = ["Luft"] }', matches=match))
    load_vocabulary()
    themes.write_text(
        entry("air", alt_labels='{ en = ["Sky"], nb = ["Luft"] }', matches=match.replace("exact", "close"))
    )
    totals = load_vocabulary()
    theme = Theme.objects.get()
    assert set(theme.alt_labels.values_list("label", "language")) == {("Sky", "en"), ("Luft", "nb")}
    assert theme.matches.get().kind == MatchKind.CLOSE
    assert totals["alternative labels"].removed == 1
    assert totals["matches in other vocabularies"].updated == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            entry("air", broader='"soot"') + entry("soot", broader='"air"'),
            "themes.toml, theme “air”: its broader themes go in a circle.",
        ),
        (entry("air", broader='"pollution"'), "themes.toml, theme “air”: “broader” names the theme “pollution”"),
        (entry("air", alt_labels='{ en = "Sky" }'), "themes.toml, theme “air”: “en” takes a list."),
        (entry("air").replace("label_no", "label_nb"), "“label_nb” is not one of its fields. Is “label_no” meant?"),
        (
            entry("air") + entry("sky").replace("sky en", "air en"),
            "themes.toml, theme “sky”: “label_en”: Theme with this Label in English already exists.",
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence(themes: Path, content: str, sentence: str) -> None:
    themes.write_text(content)
    with pytest.raises(DataError) as told:
        load_vocabulary()
    assert sentence in str(told.value)
    assert not Theme.objects.exists()
