"""The intake in the admin: who may, what bad input is told, and what becomes of every choice on the review page."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from agreements.fetch import fetch
from agreements.intake import take_in
from agreements.intake.formats.docx import LARGEST_PART
from agreements.models import (
    Agreement,
    PressRelease,
    Project,
    Relation,
    ReleaseStatus,
    Signatory,
    SignatoryAlias,
    Source,
)
from tests import factories as make
from tests.client import body
from tests.intake.test_formats import docx, paragraph, pdf
from tests.intake.truths import HERE

pytestmark = pytest.mark.django_db

START = "/admin/intake/"
TEXT = """Norge og Vietnam fornyer avtale om mangrove

Klima- og miljøminister Kari Lund og Vietnams miljøminister Tran Van Minh undertegnet i Hanoi i går en avtale om
mangroveskog.
"""
MEGABYTE = 1_000_000


def send(client: Client, **fields: Any) -> Any:
    """Press "Read" with these fields filled."""
    return client.post(START, fields)


def taken_in(client: Client, text: str = TEXT, **fields: Any) -> PressRelease:
    """Take a text in; the release that was made of it."""
    response = send(client, text=text, publisher="Klima- og miljødepartementet", **fields)
    assert response.status_code == 302, body(response)
    return PressRelease.objects.get(pk=int(response.url.rstrip("/").rpartition("/")[2]))


def address(release: PressRelease) -> str:
    return reverse("admin:intake_review", args=[release.pk])


def as_proposed(client: Client, release: PressRelease) -> dict[str, Any]:
    """The fields of the review page as they came, as a browser would send them."""
    page = client.get(address(release)).context["page"]
    forms = [page.source, *(line.form for line in (*page.projects, *page.instruments))]
    for part in page.agreements:
        forms += [part.form, *(line.form for line in part.lines)]
    fields = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value not in (None, False):
                fields[field.html_name] = "on" if value is True else str(value)
    return fields


def in_norwegian(client: Client, path: str) -> str:
    """A page as a Norwegian editor sees it; what is asked for after it is in English again."""
    with translation.override("en"):
        return body(client.get(path, headers={"accept-language": "nb"}))


def sentences(response: Any) -> str:
    """Everything that is wrong with a form that came back."""
    assert response.status_code == 200
    return " ".join(
        [response.context["problem"], *(text for texts in response.context["form"].errors.values() for text in texts)]
    ).strip()


# Who may


@pytest.mark.parametrize("path", [START, "/admin/intake/1/"])
def test_only_editors_may(path: str, client: Any) -> None:
    assert client.get(path).url == f"/admin/login/?next={path}"
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(path).status_code == 403
    assert client.post(path, {"text": TEXT}).status_code == 403


def test_editors_and_publishers_may(editor: Client, publisher: Client) -> None:
    release = taken_in(editor)
    for client in (editor, publisher):
        assert client.get(START).status_code == 200
        assert client.get(address(release)).status_code == 200
    assert editor.get("/admin/intake/999999/").status_code == 404


def test_a_form_from_elsewhere_is_refused(editor: Client) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(User.objects.get(username="editor"))
    assert stranger.post(START, {"text": TEXT}).status_code == 403
    release = taken_in(editor)
    assert stranger.post(address(release), {"_set_aside": "1"}).status_code == 403


# Taking in


BAD_FILES: list[tuple[str, Callable[[], bytes], str]] = [
    ("a.txt", lambda: b"", "a.txt is empty."),
    ("a.txt", lambda: b" \n", "a.txt holds no text."),
    ("a.txt", lambda: bytes(range(256)), "a.txt is not text in UTF-8: the byte 0x80 at position 128 cannot be read."),
    ("a.exe", lambda: b"MZ", "a.exe is of a kind that cannot be read here. Use .txt, .html, .pdf or .docx."),
    ("a.txt", lambda: b"a" * (50 * MEGABYTE), "a.txt is too large to be a press release."),
    ("a.docx", lambda: docx(" " * LARGEST_PART), "a.docx unpacks to far more than a document holds and was not read."),
    ("a.pdf", lambda: pdf(["x"], "secret"), "a.pdf is protected by a password."),
    ("a.pdf", lambda: pdf([]), "a.pdf holds no text, only images of pages; it needs text recognition first."),
    ("a.txt", lambda: "på".encode("latin-1"),
     "a.txt is not text in UTF-8: the byte 0xe5 at position 1 cannot be read."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_FILES, ids=lambda value: str(value)[:20])
def test_what_cannot_be_read_is_told_in_one_sentence_and_nothing_typed_is_lost(
    name: str, content: Callable[[], bytes], sentence: str, editor: Client
) -> None:
    response = send(editor, file=SimpleUploadedFile(name, content()), publisher="Et departement", published_on="2021")
    assert sentences(response) == sentence
    assert 'value="Et departement"' in body(response)
    assert 'value="2021"' in body(response)
    assert not PressRelease.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "The text is empty."),
        ({"text": " \n "}, "The text is empty."),
        ({"text": "a " * 100_001}, "The text is too large to be a press release."),
        ({"text": "a" * (3 * MEGABYTE)}, "The text is too large to be a press release."),
        ({"text": TEXT, "published_on": "yesterday"},
         "“yesterday” is not a date. Write a year (2017), a month (2017-06) or a day (2017-06-26)."),
        ({"text": TEXT, "file": "both"}, "Give a text or a file, not both."),
        ({"url": "https://example.org/release"},
         "This archive does not fetch addresses. Paste the text, or give a file."),
    ],
)  # fmt: skip
def test_a_bad_text_or_address_is_told_in_one_sentence(fields: dict[str, Any], sentence: str, editor: Client) -> None:
    if "file" in fields:
        fields = {**fields, "file": SimpleUploadedFile("a.txt", TEXT.encode())}
    response = send(editor, **fields)
    assert sentences(response) == sentence
    if len(fields.get("text", "")) < MEGABYTE:
        assert response.context["form"]["text"].value() == fields.get("text")
    assert not PressRelease.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        ("a.txt", TEXT.encode()),
        ("a.html", f"<h1>{TEXT.splitlines()[0]}</h1><p>{' '.join(TEXT.splitlines()[2:])}</p>".encode()),
        ("a.docx", docx("".join(paragraph(line) for line in TEXT.split("\n\n")))),
        ("a.pdf", pdf([line.encode("latin-1").decode("latin-1") for line in ("Norway and Chile signed an agreement on",
                                                                            "salmon in Oslo on 3 May 2021.")])),
    ],
    ids=lambda file: file[0],
)  # fmt: skip
def test_every_kind_of_file_is_taken_in(file: tuple[str, bytes], editor: Client) -> None:
    response = send(editor, file=SimpleUploadedFile(*file))
    release = PressRelease.objects.get()
    assert response.url == address(release)
    assert release.file_name == file[0]
    assert len(editor.get(response.url).context["page"].agreements) == 1


def test_a_text_without_an_agreement_says_so(editor: Client) -> None:
    release = taken_in(editor, "Norge og Chile møttes i dag i Oslo. De snakket om havet og om vern av natur.")
    page = body(editor.get(address(release)))
    assert "The text does not say that an agreement was made or is being made." in page
    assert 'name="_accept"' not in page
    norwegian = in_norwegian(editor, address(release))
    assert "Teksten sier ikke at en avtale er inngått eller er på vei." in norwegian
    assert 'name="_set_aside"' in page


def test_a_swedish_text_asks_for_offices_in_english(editor: Client) -> None:
    text = (HERE / "heldout3" / "sv-swe-chl-2023.txt").read_text()
    page = body(editor.get(address(taken_in(editor, text))))
    assert "The text is in Swedish. Offices and titles of projects stand in its words" in page
    assert "Title in Swedish" in page
    assert "The text is in" not in body(editor.get(address(taken_in(editor))))


def test_what_is_not_said_is_taken_from_the_text(editor: Client) -> None:
    release = taken_in(editor, f"4. mai 2021\n\n{TEXT}", url="https://example.org/avtale")
    assert (release.title, release.language) == ("Norge og Vietnam fornyer avtale om mangrove", "nb")
    assert str(release.published_on) == "2021-05-04"
    assert len(release.sha256) == 64
    assert release.taken_in_by is not None
    assert release.taken_in_by.username == "editor"


def test_the_same_release_is_taken_in_once(editor: Client) -> None:
    release = taken_in(editor)
    again = editor.post(START, {"text": TEXT}, follow=True)
    assert again.redirect_chain == [(address(release), 302)]
    assert "This press release was taken in before." in body(again)
    assert PressRelease.objects.count() == 1


# Fetching


class Site(BaseHTTPRequestHandler):
    """A site with a page in Latin-1, a file that is no document, and nothing else."""

    pages: ClassVar = {
        "/avtale": ("text/html; charset=iso-8859-1", f"<h1>Avtale på norsk</h1><p>{TEXT}</p>".encode("latin-1")),
        "/bilde": ("image/png", b"\x89PNG"),
    }

    def do_GET(self) -> None:
        kind, content = self.pages.get(self.path, ("text/plain", b""))
        self.send_response(200 if self.path in self.pages else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_inside_our_own_network_is_never_fetched(editor: Client, site: str, settings: Any) -> None:
    settings.INTAKE_FETCH = True
    response = send(editor, url=f"{site}/avtale")
    assert sentences(response) == "This address is not on the open internet, so it is not fetched."


def test_a_page_is_fetched_where_the_setting_allows_it(
    editor: Client, site: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTAKE_FETCH = True
    monkeypatch.setattr(take_in, "fetch", partial(fetch, may_visit=lambda number: True))
    release = PressRelease.objects.get(pk=send(editor, url=f"{site}/avtale").url.split("/")[3])
    assert release.text.startswith("Avtale på norsk")
    assert (release.url, release.publisher) == (f"{site}/avtale", "127.0.0.1")
    assert sentences(send(editor, url=f"{site}/bilde")) == (
        "What stands at this address is neither a page nor a document that can be read here."
    )
    assert sentences(send(editor, url=f"{site}/borte")) == "The site answers 404 instead of sending the page."


# Review


def test_the_words_of_every_proposal_are_marked(editor: Client) -> None:
    release = taken_in(editor, published_on="2021-05-04")
    response = editor.get(address(release))
    page = body(response)
    for mark in response.context["page"].marks:
        assert f'<mark id="p{mark.number}">' in page
        assert f'href="#p{mark.number}"' in page
    assert page.count("<mark ") == page.count("</mark>") == len(response.context["page"].marks)


def test_what_is_in_the_text_is_shown_as_text(editor: Client) -> None:
    release = taken_in(editor, TEXT.replace("mangrove\n", "<script>alert(1)</script>\n"))
    assert "<script>alert" not in body(editor.get(address(release)))


def test_accepting_as_proposed_opens_the_draft_with_what_is_missing(editor: Client) -> None:
    make.make_theme("Mangroves")
    release = taken_in(editor, published_on="2021-05-04")
    response = editor.post(address(release), as_proposed(editor, release), follow=True)
    agreement = Agreement.objects.get()
    assert response.redirect_chain[-1][0] == reverse("admin:agreements_agreement_change", args=[agreement.pk])
    assert agreement.editorial_status == "draft"
    assert (agreement.title_no, str(agreement.signed_on), agreement.place_of_signature) == (
        "Avtale om mangroveskog", "2021-05-03", "Hanoi",
    )  # fmt: skip
    assert [s.signatory.name for s in agreement.signatures.all()] == ["Kari Lund", "Tran Van Minh"]
    assert Signatory.objects.get(name="Kari Lund").sort_name == "Lund, Kari"
    assert agreement.history.latest().history_user.username == "editor"
    assert "Written, and nothing published" in body(response)
    assert Source.objects.get().publisher == "Klima- og miljødepartementet"


def test_two_agreements_of_one_release_become_two_drafts_of_one_source(editor: Client) -> None:
    text = (HERE / "heldout3" / "nn-nor-isl-grl-2024-two.txt").read_text()
    release = taken_in(editor, text)
    response = editor.post(address(release), as_proposed(editor, release), follow=True)
    pairs = [
        "-".join(side.party.code for side in agreement.participations.all())
        for agreement in release.agreements.order_by("pk")
    ]
    assert pairs == ["nor-isl", "nor-grl"]
    assert Source.objects.count() == 1
    for agreement in release.agreements.all():
        assert reverse("admin:agreements_agreement_change", args=[agreement.pk]) in body(response)


def test_each_proposal_can_be_changed_or_refused(editor: Client) -> None:
    release = taken_in(editor, published_on="2021-05-04")
    fields = as_proposed(editor, release) | {
        "a0-title-value": "Avtale om skog ved havet",
        "a0-kind-value": "memorandum",
        "a0-person1-name": "Trần Văn Minh",
        "a0-person1-qualifier": "acting",
        "a0-person1-new_institution": "Ministry of Natural Resources and Environment",
    }
    for refused in ("a0-signed-take", "a0-person0-take"):
        del fields[refused]
    editor.post(address(release), fields)
    agreement = Agreement.objects.get()
    assert (agreement.title_no, agreement.kind, agreement.signed_on) == (
        "Avtale om skog ved havet", "memorandum", None,
    )  # fmt: skip
    (signature,) = agreement.signatures.all()
    assert (signature.signatory.name, signature.qualifier) == ("Trần Văn Minh", "acting")
    assert str(signature.institution) == "Ministry of Natural Resources and Environment"
    assert not agreement.evidence.filter(field="signed_on").exists()


def test_a_person_under_another_spelling_or_script_is_offered_with_why(editor: Client) -> None:
    vietnam, norway = make.make_party("vnm"), make.make_party("nor")
    minh = make.make_signatory("Minh Van Tran", party=vietnam)
    lund = make.make_signatory("Kari Lunde", party=norway)
    other = make.make_signatory("K. Lund", party=norway)
    SignatoryAlias.objects.create(signatory=other, name="Kari Lund")
    page = editor.get(address(taken_in(editor))).context["page"]
    first, second = page.agreements[0].people
    assert first.form["record"].value() == str(other.pk)
    assert [why for _link, why in first.likely] == ["also written Kari Lund", "a similar name: Kari Lunde"]
    assert str(lund.pk) in body(editor.get(address(PressRelease.objects.get())))
    assert second.form["record"].value() == str(minh.pk)
    assert [why for _link, why in second.likely] == ["the same name"]


def test_an_agreement_that_may_be_there_already_must_be_told_apart(editor: Client) -> None:
    there = make.make_agreement("On trees", parties=("nor", "vnm"), signed_on="2021-05")
    release = taken_in(editor, published_on="2021-05-04")
    page = editor.get(address(release)).context["page"]
    assert [why for _link, why in page.agreements[0].likely] == [
        "the same parties, signed at about that time: May 2021"
    ]
    fields = as_proposed(editor, release)
    refused = editor.post(address(release), fields)
    assert refused.context["page"].agreements[0].form.errors == {"record": ["Choose one."]}
    assert Agreement.objects.count() == 1

    told = editor.post(address(release), fields | {"a0-record": str(there.pk)})
    assert "Signed: the record says “2021-05”, the release “2021-05-03”" in body(told)
    del fields["a0-signed-take"]
    editor.post(address(release), fields | {"a0-record": str(there.pk)})
    there.refresh_from_db()
    assert there.signatures.count() == 2
    assert Agreement.objects.count() == 1


def test_what_it_renews_can_be_chosen(editor: Client) -> None:
    earlier = make.make_agreement("On trees", parties=("nor", "vnm"), signed_on="2011")
    text = TEXT.replace("i går en avtale", "i går en fornyet avtale")
    release = taken_in(editor, text, published_on="2021-05-04")
    editor.post(address(release), as_proposed(editor, release) | {"a0-renews": str(earlier.pk)})
    relation = Relation.objects.get()
    assert (relation.kind, relation.to_agreement) == ("renews", earlier)


def test_what_is_typed_wrong_is_told_at_its_place_and_nothing_is_lost(editor: Client) -> None:
    release = taken_in(editor, published_on="2021-05-04")
    fields = as_proposed(editor, release) | {
        "source-publisher": "", "a0-signed-value": "3 May", "a0-person0-party": "", "a0-title-value": "En annen tittel",
    }  # fmt: skip
    response = editor.post(address(release), fields)
    page = response.context["page"]
    assert page.source.errors == {"publisher": ["This field is required."]}
    assert "is not a date" in page.agreements[0].signed_on.form.errors["value"][0]
    assert page.agreements[0].people[0].form.errors == {"party": ["Say for which party the person signed."]}
    assert 'value="En annen tittel"' in body(response)
    assert not Agreement.objects.exists()


def test_a_rule_of_the_archive_is_told_above_the_proposals(editor: Client) -> None:
    make.make_party("chn")
    release = taken_in(editor, published_on="2021-05-04")
    fields = as_proposed(editor, release) | {"a0-person0-party": "chn"}
    response = editor.post(address(release), fields)
    assert "Kari Lund: For the party: A signature&#x27;s party must be one of the two parties" in body(response)
    assert not Agreement.objects.exists()
    assert not Project.objects.exists()


def test_choices_are_kept_until_the_editor_comes_back(editor: Any) -> None:
    release = taken_in(editor, published_on="2021-05-04")
    fields = as_proposed(editor, release) | {"a0-title-value": "En annen tittel", "_keep": "1"}
    del fields["a0-signed-take"]
    assert editor.post(address(release), fields).url == START
    assert str(release) in body(editor.get(START))
    again = as_proposed(editor, release)
    assert again["a0-title-value"] == "En annen tittel"
    assert "a0-signed-take" not in again
    assert not Agreement.objects.exists()


def test_another_day_of_publication_is_read_again(editor: Client) -> None:
    release = taken_in(editor)
    assert editor.get(address(release)).context["page"].agreements[0].signed_on is None
    fields = as_proposed(editor, release) | {"source-published_on": "2022-01-02", "_read_again": "1"}
    editor.post(address(release), fields)
    assert as_proposed(editor, release)["a0-signed-value"] == "2022-01-01"


def test_a_release_is_set_aside_and_opened_again(editor: Client) -> None:
    release = taken_in(editor)
    editor.post(address(release), {"_set_aside": "1"})
    release.refresh_from_db()
    assert release.status == ReleaseStatus.SET_ASIDE
    assert "Set aside" in body(editor.get(address(release)))
    editor.post(address(release), as_proposed_of_closed())
    assert not Agreement.objects.exists()
    editor.post(address(release), {"_open_again": "1"})
    release.refresh_from_db()
    assert release.is_open


def as_proposed_of_closed() -> dict[str, str]:
    """What somebody sends from a page that was opened before another decided."""
    return {"source-publisher": "x", "_accept": "1"}


def test_an_agreement_can_be_left_out(editor: Client) -> None:
    release = taken_in(editor)
    response = editor.post(address(release), as_proposed(editor, release) | {"a0-record": "none"})
    assert "Nothing is chosen to be written." in body(response)
    assert not Agreement.objects.exists()


def test_it_speaks_norwegian(editor: Client) -> None:
    release = taken_in(editor)
    for path in (START, address(release)):
        page = in_norwegian(editor, path)
        assert "Les inn en pressemelding" in page
