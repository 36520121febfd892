"""A reader's way through the archive, and every kind of page on a phone and on a desk."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Visit, of_looks

pytestmark = pytest.mark.browser

Open = Callable[..., Visit]
PHONE, DESK = 390, 1280
#: 1280 pixels enlarged to 400 per cent (WCAG 2.2, 1.4.10).
NARROWEST = 320
LIGHT, DARK = {"color_scheme": "light"}, {"color_scheme": "dark", "reduced_motion": "reduce"}
FORCED = {"forced_colors": "active"}
#: What nobody types, and what no line can be broken in.
NO_SPACES = 60 * "z"
#: A page of each kind; records are found from the first link on the page of their set.
PAGES = (
    "",
    "agreements/",
    "agreements/?theme=climate-change&party=nor&order=title",
    "agreements/?q=no+such+agreement",
    "agreements/?q=climate+agreement",
    "agreements/?signed_from=long+ago",
    f"agreements/?signed_from={NO_SPACES}&theme={NO_SPACES}&order={NO_SPACES}",
    f"agreements/?q=agreement+{2 * NO_SPACES}",
    "agreements/?party=nor&party=chn&party_match=all&theme=climate-change&theme=pollution&kind_not=treaty&status=in_force",
    "agreements/by/theme/?party=nor&find=c",
    "signatories/",
    "parties/",
    "themes/",
    "projects/",
    "parties/nor/",
    "between/nor/chn/",
    "themes/climate-change/",
    "agreements/?theme=climate-change#filters",
    "agreements/?on=1990",
    "explore/",
    "explore/?picture=map&colour=latest&on=1985",
    "explore/?picture=network&split=signatory",
    "explore/?picture=pie",
    "compare/?q=china",
    "compare/?id=1&id=2&id=nothing",
    "about/",
    "accessibility/",
    "report/agreement/1/",
    "glossary/",
    "no-such-page/",
)
RECORDS = {
    "agreements/?party=nor&party=chn&party_match=all&year=2017": re.compile(r"/agreements/\d+-"),
    "signatories/": re.compile(r"/signatories/\d+-"),
    "projects/": re.compile(r"/projects/\d+-"),
}


def addresses(visit: Visit, language: str) -> Iterator[str]:
    """Every page of PAGES, and the first record of each set of RECORDS."""
    yield from (f"/{language}/{page}" for page in PAGES)
    for listing, pattern in RECORDS.items():
        visit.open(f"/{language}/{listing}")
        links = visit.page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        yield next(link for link in links if pattern.search(link))


@pytest.mark.parametrize("java_script_enabled", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_from_the_front_page_to_the_founding_record_and_into_norwegian(
    visit: Open, width: int, java_script_enabled: bool
) -> None:
    reader = visit(width, java_script_enabled=java_script_enabled)
    page, main = reader.page, reader.page.locator("main")
    reader.open("/en/")
    if width == PHONE:
        page.locator("header summary").click()
    page.locator("header").get_by_role("link", name="Agreements", exact=True).locator("visible=true").click()
    assert reader.path == "/en/agreements/"

    if width == PHONE:
        page.get_by_role("link", name="Filters", exact=True).click()
    page.locator("#filters").get_by_role("link", name=re.compile(r"^All values\s*: Theme$")).click()
    assert reader.path == "/en/agreements/by/theme/"
    main.get_by_role("link", name=re.compile(r"^Climate change \d+$")).click()
    assert reader.path == "/en/agreements/?theme=climate-change"
    expect(page.get_by_role("link", name=re.compile("^Remove the filter .*Climate change"))).to_be_visible()
    filtered = reader.path

    page.locator("header a[hreflang=nb]").click()
    assert reader.path == filtered.replace("/en/", "/nb/")
    page.locator("header a[hreflang=en]").click()
    assert reader.path == filtered

    main.get_by_role("link", name=re.compile("renewed environmental cooperation")).first.click()
    assert re.fullmatch(r"/en/agreements/\d+-[a-z0-9-]+/\?of=theme%3Dclimate-change", reader.path)
    chain = main.locator("ol.chain")
    expect(chain.locator("[aria-current]")).to_have_count(1)
    years = re.findall(r"\b(?:19|20)\d\d\b", chain.inner_text())
    assert years == sorted(years)
    assert {"1995", "2017", "2024"} <= set(years)
    for name in ("Vidar Helgesen", "Li Ganjie"):
        expect(main.get_by_role("link", name=name).first).to_be_visible()

    main.locator("a[href$='/between/nor/chn/']").first.click()
    assert reader.path == "/en/between/nor/chn/"
    expect(page.locator("h1")).to_contain_text("China")
    page.locator("header a[hreflang=nb]").click()
    assert reader.path == "/nb/between/nor/chn/"
    expect(page.locator("h1")).to_contain_text("Kina")
    assert page.locator("html").get_attribute("lang") == "nb"
    assert reader.faults == []
    assert page.context.cookies() == []


@of_looks
@pytest.mark.parametrize(
    ("width", "language", "look"),
    # Each width with each language, and each look on a phone and on a desk; axe is slow.
    [(PHONE, "en", LIGHT), (DESK, "nb", DARK), (PHONE, "nb", FORCED), (DESK, "en", FORCED), (PHONE, "nb", DARK)],
    ids=["phone en light", "desk nb dark", "phone nb forced", "desk en forced", "phone nb dark"],
)
def test_every_kind_of_page_fits_works_and_is_accessible(
    visit: Open, width: int, language: str, look: dict[str, Any]
) -> None:
    reader = visit(width, **look)
    wrong: list[str] = []

    for address in addresses(reader, language):
        reader.faults.clear()
        reader.open(address)
        wrong += [f"{address}: {fault}" for fault in reader.faults if not is_expected(address, fault)]
        wrong += [f"{address}: {finding}" for finding in overflow(reader)]
        unfold(reader)
        wrong += [f"{address}: {finding}" for finding in inaccessible(reader)]

    assert wrong == []


def unfold(visit: Visit) -> None:
    """Open everything that opens but the menu, which lies over the page."""
    visit.page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(one => { one.open = true })")


@of_looks
@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_kind_of_page_is_read_at_320_pixels(visit: Open, language: str) -> None:
    reader = visit(NARROWEST)
    wrong: list[str] = []
    for address in addresses(reader, language):
        reader.open(address)
        unfold(reader)
        wrong += [f"{address}: {finding}" for finding in overflow(reader)]
    assert wrong == []


def is_expected(address: str, fault: str) -> bool:
    """A page that is not there says so in the console too."""
    return "no-such-page" in address and "404" in fault


def overflow(visit: Visit) -> Iterator[str]:
    """How far the page is wider than the window, if it is."""
    excess = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if excess > 0:
        yield f"{excess} pixels wider than the window"


def inaccessible(visit: Visit) -> Iterator[str]:
    """Rules of axe-core (WCAG 2.2 and good practice) that the page breaks, with the first place of each."""
    violations: list[dict[str, Any]] = Axe().run(visit.page).response["violations"]
    for violation in violations:
        yield f"{violation['id']}: {violation['help']}, at {violation['nodes'][0]['html'][:160]}"
