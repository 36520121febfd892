"""Export and import in the admin: buttons, files, the preview, and the confirmation that is given once."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from agreements.admin import sheets
from agreements.models import Agreement, Theme
from agreements.sheets.sets import SHEETS
from tests.admin.conftest import World
from tests.client import csv_rows
from tests.sheets.workbooks import Taken, everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def address(model: Any, page: str) -> str:
    return reverse(f"admin:agreements_{model._meta.model_name}_{page}")


def upload(client: Client, sheet: Taken) -> Any:
    file = SimpleUploadedFile("ark.xlsx", sheet.saved)
    response = client.post(address(sheet.model, "import"), {"file": file})
    assert response.status_code == 200
    return response


def confirm(client: Client, model: Any, token: str) -> Any:
    return client.post(address(model, "import"), {"token": token}, follow=True)


def said(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


# Taking out


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.__name__)
def test_every_list_has_its_buttons_and_gives_a_workbook(
    world: World, administrator: Client, model: Any, language: str
) -> None:
    options = {"HTTP_ACCEPT_LANGUAGE": language}
    page = administrator.get(address(model, "changelist"), **options).content.decode()  # type: ignore[arg-type]
    assert f'href="{address(model, "export")}?"' in page
    assert f'href="{address(model, "import")}"' in page
    for name in ("export", "import"):
        assert administrator.get(address(model, name), **options).status_code == 200  # type: ignore[arg-type]
    response = administrator.get(address(model, "export"), {"_form": "xlsx"}, **options)  # type: ignore[arg-type]
    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == [kind.sheet_name for kind in SHEETS[model]] + ["about"]
    explained = {(row[0].value, row[1].value) for row in book["about"].iter_rows(min_row=2)}
    assert explained == {(page.title, cell.value) for page in book.worksheets[:-1] for cell in page[1]}


def titles(client: Client, query: str) -> list[str]:
    response = client.get(f"{address(Agreement, 'export')}?{query}&_form=csv&_sheet=agreements")
    return sorted(row["title_en"] for row in csv_rows(response.content.decode()))


def test_the_list_as_it_is_filtered_and_searched(world: World, editor: Client) -> None:
    assert titles(editor, "") == [
        "Agreement on renewed cooperation", "Entered twice", "Memorandum on the environment"
    ]  # fmt: skip
    assert titles(editor, "editorial_status__exact=draft") == ["Memorandum on the environment"]
    assert titles(editor, "q=renewed&p=0&o=1") == ["Agreement on renewed cooperation"]
    page = editor.get(f"{address(Agreement, 'export')}?q=renewed").content.decode()
    assert '<input type="hidden" name="q" value="renewed">' in page
    assert "1 record of the list is exported" in page


def test_selected_records(world: World, editor: Client) -> None:
    sent = {"action": "export_selected", "_selected_action": [world.draft.pk, world.published.pk]}
    response: Any = editor.post(address(Agreement, "changelist"), sent)
    assert titles(editor, response.url.partition("?")[2]) == [
        "Agreement on renewed cooperation", "Memorandum on the environment"
    ]  # fmt: skip
    everything_selected = sent | {"select_across": "1"}
    response = editor.post(f"{address(Agreement, 'changelist')}?editorial_status__exact=draft", everything_selected)
    assert titles(editor, response.url.partition("?")[2]) == ["Memorandum on the environment"]


def test_a_list_that_cannot_be_filtered_so(world: World, editor: Client) -> None:
    response = editor.get(f"{address(Agreement, 'export')}?signed_on__nonsense=1", follow=True)
    assert "cannot be filtered so" in said(response)
    assert editor.get(f"{address(Agreement, 'export')}?_form=odt").status_code == 200
    assert editor.get(f"{address(Agreement, 'export')}?_ids=x,1,99999999999999999999").status_code == 200


# Bringing back


def test_the_preview_writes_nothing_and_the_confirmation_everything(world: World, publisher: Client) -> None:
    sheet = Taken(Agreement).type(world.published, place_of_signature="Beijing", signed_on="2017-06-26")
    number = sheet.add(title_en="Agreement on noise", party_1="nor", party_2="swe")
    before = everything()
    response = upload(publisher, sheet)
    assert everything() == before
    page = re.sub(r"\s+", " ", response.content.decode())
    assert "<strong>1</strong> added" in page
    assert "<strong>1</strong> changed" in page
    assert re.search(r"<del>2017-06</del> </td> <td [^>]+> <ins>2017-06-26</ins>", page)
    assert f"agreements, {number}" in page
    done = confirm(publisher, Agreement, response.context["token"])
    assert said(done) == "Imported: 1 row is added, 1 is changed."
    world.published.refresh_from_db()
    assert (world.published.place_of_signature, str(world.published.signed_on)) == ("Beijing", "2017-06-26")
    assert str(world.published.history.first().history_user) == "publisher"
    assert Agreement.objects.get(title_en="Agreement on noise").editorial_status == "draft"
    assert default_storage.listdir(sheets.WAITING)[1] == []


def test_confirming_twice_imports_once(world: World, publisher: Client) -> None:
    sheet = Taken(Theme)
    sheet.add(label_en="Noise", label_no="Støy")
    token = upload(publisher, sheet).context["token"]
    confirm(publisher, Theme, token)
    before = everything()
    assert "is done already" in said(confirm(publisher, Theme, token))
    assert everything() == before


def test_a_token_of_somebody_else_of_another_list_or_made_up(world: World, publisher: Client, editor: Client) -> None:
    sheet = Taken(Theme)
    sheet.add(label_en="Noise", label_no="Støy")
    token = upload(publisher, sheet).context["token"]
    before = everything()
    for client, model, given in ((editor, Theme, token), (publisher, Agreement, token), (publisher, Theme, "made:up")):
        assert "is done already" in said(confirm(client, model, given))
    assert everything() == before
    confirm(publisher, Theme, token)
    assert Theme.objects.filter(label_en="Noise").exists()


def test_what_changed_between_preview_and_confirmation(world: World, publisher: Client) -> None:
    token = upload(publisher, Taken(Agreement).type(world.draft, depositary="Oslo")).context["token"]
    world.draft.depositary = "Beijing"
    world.draft.save()
    response = confirm(publisher, Agreement, token)
    assert "The archive has changed in the meantime." in said(response)
    assert "after the sheet was exported" in response.content.decode()
    world.draft.refresh_from_db()
    assert world.draft.depositary == "Beijing"


def test_refused_rows_and_a_file_that_says_nothing_new_offer_no_confirmation(world: World, editor: Client) -> None:
    response = upload(editor, Taken(Agreement).type(world.published, depositary="Oslo"))
    assert response.context["token"] == ""
    assert "changed by publishers" in response.content.decode()
    response = upload(editor, Taken(Agreement))
    assert "There is nothing to import." in response.content.decode()


def test_a_wrong_file_gets_its_sentence_at_the_field(world: World, editor: Client) -> None:
    for raw, sentence in ((b"no sheet", "has no column “id”"), (b"", "The submitted file is empty")):
        response = editor.post(address(Agreement, "import"), {"file": SimpleUploadedFile("x.csv", raw)})
        assert sentence in response.content.decode()
    assert "Choose a file." in editor.post(address(Agreement, "import"), {}).content.decode()


def test_files_that_nobody_confirmed_are_forgotten(
    world: World, publisher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(publisher, Taken(Agreement).type(world.draft, depositary="Oslo"))
    assert len(default_storage.listdir(sheets.WAITING)[1]) == 1
    monkeypatch.setattr(sheets, "PATIENCE", -1)
    upload(publisher, Taken(Agreement).type(world.draft, depositary="Bergen"))
    assert len(default_storage.listdir(sheets.WAITING)[1]) == 1


def test_who_may_not_see_records_takes_none_out(world: World, client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    for page in ("export", "import"):
        assert client.get(address(Agreement, page)).status_code == 403
