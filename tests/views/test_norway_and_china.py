"""The page of the pair on which everything began tells its story."""

import pytest
from django.test import Client

from agreements.models import Agreement, Party
from agreements.pictures.table import Figure
from tests.pictures.reading import SVG, parts, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_archive")]

PAGE = "/en/between/nor/chn/"


def test_the_story_of_norway_and_china(client: Client) -> None:
    figure: Figure = client.get(PAGE).context["timeline"]
    written = words(figure.wide)
    assert "2017 Agreement on renewed environmental cooperation" in written
    assert {"1996–2004", "2010–2016", "2018–2023"} <= set(written)
    assert {"Vidar Helgesen", "Li Ganjie", "Erik Solheim"} <= set(written)
    lanes = {str(what.value): str(lane.value) for _when, what, lane in figure.table.rows}
    assert lanes["Visit: Norway's minister of climate and environment visits China"] == "Visits and meetings"
    assert lanes["Vidar Helgesen, Minister of Climate and Environment"] == "In office for Norway"
    assert lanes["Mercury in Guizhou (SINOMER) (completed)"] == "Projects"
    assert "Revised memorandum" in " ".join(figure.notes)
    joined = [path.attrib["class"] for path in tree(figure.wide).iter(f"{SVG}path") if "chain" in path.attrib["class"]]
    assert joined == ["chain-line chain-line--broken", "chain-line"]


def test_every_dated_agreement_is_drawn_and_listed(client: Client) -> None:
    context = client.get(PAGE).context
    figure = context["timeline"]
    dated = {each.get_absolute_url() for each in Agreement.objects.published().between(
        Party.objects.get(code="nor"), Party.objects.get(code="chn")) if each.signed_on}  # fmt: skip
    drawn = {part.url for part in parts(figure.wide) if "/agreements/" in part.url and "?" not in part.url}
    listed = {cell.url for row in figure.table.rows for cell in row if "/agreements/" in cell.url}
    assert drawn == listed == dated
    assert len(dated) + len([note for note in figure.notes if "Revised" in note]) == context["agreement_count"]


def test_its_first_sentence(client: Client) -> None:
    context = client.get(PAGE).context
    assert context["story"] == "Nine agreements since 1995; the latest, of 2024, renews that of 2017."
