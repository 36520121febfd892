"""What pages keep of a drawn list, and the edits after which it is made anew: whatever a row or a facet shows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.catalogue import current
from agreements.models import Agreement, Party, RelationKind, Signatory, Signature, Theme
from agreements.views.rows import agreement_rows
from tests.client import body
from tests.factories import make_agreement, make_signatory, make_signature, make_theme, relate

pytestmark = pytest.mark.django_db

LIST = "/en/agreements/"
HOSTILE = "<script>alert('%s %(title)s')</script> & \"co\" %"
SAFE = "&lt;script&gt;alert(&#39;%s %(title)s&#39;)&lt;/script&gt; &amp; &#34;co&#34; %"


@pytest.fixture
def agreement() -> Agreement:
    """An agreement that names a person and a theme, on a list that was drawn before."""
    made = make_agreement("Air", ("nor", "chn"), published=True, themes=["Mercury"], signed_on="2017-06-26")
    make_signature(made, "Vidar Helgesen")
    return made


def rename(record: object, **fields: str) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()  # type: ignore[attr-defined]


EDITS: dict[str, tuple[Callable[[Agreement], object], str, str]] = {
    "its title": (lambda agreement: rename(agreement, title_en="Clean air"), "Air</a>", "Clean air</a>"),
    "its date": (lambda agreement: rename(agreement, signed_on="2016-05"), "26 June 2017", "May 2016"),
    "its kind": (lambda agreement: rename(agreement, kind="treaty"), "", "Treaty or convention"),
    "a theme's name": (lambda _: rename(Theme.objects.get(), label_en="Quicksilver"), "Mercury", "Quicksilver"),
    "a person's name": (lambda _: rename(Signatory.objects.get(), name="V. Helgesen"), "Vidar Helgesen", "V. Helgesen"),
    "a party's name": (
        lambda _: rename(Party.objects.get(code="chn"), name_en="Middle Kingdom"),
        "China",
        "Norway – Middle Kingdom",
    ),
    "who signed": (lambda _: Signature.objects.get().delete(), "Vidar Helgesen", ""),
    "who else signed": (lambda agreement: make_signature(agreement, "Li Ganjie", "chn"), "", "Li Ganjie</a>"),
    "its themes": (lambda agreement: agreement.themes.set([make_theme("Soil")]), "Mercury</a>", "Soil</a>"),
    "what ended it": (
        lambda agreement: relate(
            make_agreement("Newer", published=True, signed_on="2018"), RelationKind.SUPERSEDES, agreement
        ),
        "",
        "Superseded</span>",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_seen_in_a_row_that_was_kept(client: Client, agreement: Agreement, edit: str) -> None:
    change, gone, come = EDITS[edit]
    before = body(client.get(LIST))
    assert gone in before
    assert not come or come not in before
    change(agreement)
    after = body(client.get(LIST))
    assert not gone or gone not in after
    assert come in after


def test_a_withdrawn_agreement_leaves_with_its_row(client: Client, agreement: Agreement) -> None:
    make_agreement("Water", published=True)
    assert "Air</a>" in body(client.get(LIST))
    rename(agreement, editorial_status="withdrawn", withdrawn_reason="Entered twice.")
    assert "Air</a>" not in body(client.get(LIST))


def test_a_row_is_kept_in_each_language(client: Client, agreement: Agreement) -> None:
    for _again in range(2):
        english, norwegian = body(client.get(LIST)), body(client.get("/nb/agreements/"))
        assert "Norway – China" in english
        assert "Norge – Kina" in norwegian
        assert "/en/" not in norwegian.partition('id="results"')[2].partition("set__foot")[0]


def test_a_row_is_kept_for_a_day(client: Client, agreement: Agreement, monkeypatch: pytest.MonkeyPatch) -> None:
    rename(agreement, entry_into_force_on="2931-05-04")
    assert 'data-color="success">In force' not in body(client.get(LIST))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(2931, 5, 4))
    assert 'data-color="success">In force' in body(client.get(LIST))


def test_a_row_that_nothing_touched_is_not_read_again(agreement: Agreement) -> None:
    other = make_agreement("Water", published=True, themes=["Soil"])
    kept, untouched = agreement_rows([agreement.pk, other.pk])
    rename(agreement, title_en="Clean air")
    again, same = agreement_rows([agreement.pk, other.pk])
    assert (kept.title, again.title) == ("Air", "Clean air")
    assert same is untouched
    rename(Theme.objects.get(label_en="Soil"), label_en="Ground")
    still, renamed = agreement_rows([agreement.pk, other.pk])
    assert still is again
    assert [link.name for link in renamed.themes] == ["Ground"]


def test_an_edit_is_seen_in_a_passage_of_a_text_that_was_kept(client: Client, agreement: Agreement) -> None:
    rename(agreement, summary_en="About lichen and moss.")
    assert "About <mark>lichen</mark> and moss." in body(client.get(f"{LIST}?q=lichen"))
    rename(agreement, summary_en="About lichen and fern.")
    assert "About <mark>lichen</mark> and fern." in body(client.get(f"{LIST}?q=lichen"))


def test_a_passage_of_an_own_text_takes_no_query_beside_that_of_the_row(
    client: Client, agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rename(agreement, summary_en="About lichen.", place_of_signature="Tromsø")
    body(client.get(f"{LIST}?q=moss"))  # which finds nothing, and reads what every search needs
    for words, queries in (("lichen", ["index", "row"]), ("tromsø", ["index"])):
        with django_assert_num_queries(len(queries)):
            assert "<mark>" in body(client.get(f"{LIST}?q={words}"))


def test_what_is_put_into_an_older_snapshot_is_not_found_in_the_next(agreement: Agreement) -> None:
    older = current()
    rename(agreement, title_en="Clean air")
    newer = current()
    agreement_rows([agreement.pk], older)
    assert agreement.pk in older.of_agreements.under("row", "en", timezone.localdate())
    assert agreement.pk not in newer.of_agreements.under("row", "en", timezone.localdate())


def test_marks_of_one_search_are_not_kept_for_the_next(client: Client, agreement: Agreement) -> None:
    pages = [body(client.get(f"{LIST}?q={words}")) for words in ("air", "helgesen", "mercury", "air")]
    assert ["<mark>Air</mark>" in page for page in pages] == [True, False, False, True]
    assert ["<mark>Helgesen</mark>" in page for page in pages] == [False, True, False, False]
    assert "<mark>" not in body(client.get(LIST))


def test_hostile_texts_are_escaped_in_what_is_kept(client: Client) -> None:
    theme = make_theme(HOSTILE, slug="hostile", label_no=HOSTILE)
    agreement = make_agreement(HOSTILE, published=True, themes=[theme])
    make_signature(agreement, make_signatory(HOSTILE, slug="hostile"))
    for _again in range(2):
        for address in (LIST, f"{LIST}?theme=hostile", f"{LIST}?theme=hostile&theme_match=all", "/nb/agreements/"):
            page = body(client.get(address))
            assert "<script>alert" not in page, address
            assert page.count(SAFE) >= 5, "title, person and theme in the row, person and theme in their facets"
            assert "%%" not in page


def test_hostile_words_are_escaped_in_the_addresses_of_facets(client: Client, agreement: Agreement) -> None:
    make_agreement("Water", published=True, themes=["Soil"])
    page = body(client.get(LIST, {"order": 'title"><b>%s', "theme_not": "soil"}))
    assert '"><b>' not in page
    page = body(client.get(LIST, {"theme_not": "soil", "x": '"><b>%(url)s'}))
    assert '"><b>' not in page
    assert "x=%22%3E%3Cb%3E%25%28url%29s&amp;party=nor" in page


def test_a_renamed_value_is_seen_in_its_facet(client: Client, agreement: Agreement) -> None:
    make_agreement("Water", published=True, themes=["Soil"])
    for label in ("Soil", "Ground"):
        rename(Theme.objects.get(slug="soil"), label_en=label)
        assert f"<span>{label}</span>" in body(client.get(LIST))
    party = Party.objects.get(code="chn")
    assert "party=chn" in body(client.get(LIST))
    rename(party, code="prc")
    page = body(client.get(LIST))
    assert "party=prc" in page
    assert "party=chn" not in page


def test_the_frame_leads_to_the_page_that_it_frames(client: Client, agreement: Agreement) -> None:
    for query in ("?theme=mercury", "?q=%22%3E&theme=mercury", ""):
        page = body(client.get(f"{LIST}{query}"))
        escaped = query.replace("&", "&amp;")
        assert f'<a href="/nb/agreements/{escaped}" hreflang="nb"' in page
        assert f'<a href="/en/agreements/{escaped}" hreflang="en"' in page
    assert 'href="/en/agreements/" aria-current="page"' in body(client.get(LIST))
    assert 'href="/en/agreements/" aria-current="true"' in body(client.get(agreement.get_absolute_url()))
    assert 'href="/en/parties/" aria-current="page"' in body(client.get("/en/parties/"))
