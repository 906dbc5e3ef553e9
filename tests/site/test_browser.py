"""The site in a real browser, served below a path: search, looks that hold, no errors, nothing fetched elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Watched, serving, violations
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.site]
PAGES = (
    "",
    "apis/",
    "apis/aws/rekognition/",
    "apis/ollama/api/",
    "apis/azure/face/face-detection/",
    "tags/",
    "tags/face-identification/",
    "tags/data-retention-stated/",
    "providers/",
    "providers/aws/",
    "changes/",
    "freshness/",
    "contribute/",
)


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site at /some/sub/path/ of a local server."""
    root = tmp_path_factory.mktemp("root")
    (root / "some/sub").mkdir(parents=True)
    (root / "some/sub/path").symlink_to(built)
    with serving(root) as server:
        yield f"{server}some/sub/path/"


def test_search_leads_to_single_operations(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(address + "tags/ocr/")
    page.keyboard.press("/")
    page.keyboard.type("face")
    page.wait_for_selector(".ac-results a.ac-result-op")
    links = page.eval_on_selector_all(".ac-results a", "all => all.map(a => a.getAttribute('href'))")
    assert any("/apis/aws/rekognition/#op-" in link for link in links), links
    azure = next(link for link in links if "/apis/azure/face/" in link and "#op-" in link)
    page.click(f'.ac-results a[href="{azure}"]')
    page.wait_for_url("**" + azure)
    anchor = azure.split("#")[1]
    page.wait_for_function(
        "id => { const top = document.getElementById(id).getBoundingClientRect().top; return top >= 0 && top < 400 }",
        arg=anchor,
    )
    assert watched.faults == []


def test_search_by_keyboard_and_the_examples_of_the_home_page(browser: Browser, address: str) -> None:
    watched = Watched(browser, width=390)
    page = watched.page
    page.goto(address)
    for example in page.query_selector_all(".ac-example"):
        example.click()
        page.wait_for_selector(".ac-search-home .ac-results a.ac-result-op")
        page.keyboard.press("Escape")
    example.click()
    page.wait_for_selector(".ac-search-home .ac-results a.ac-result-op")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute('.ac-search-home .ac-results a[aria-selected="true"]', "href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{chosen}")
    assert watched.faults == []


def test_nothing_found_is_said(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    watched.page.goto(address)
    watched.page.fill(".ac-search-home input", "ŋŋŋŋ")
    watched.page.wait_for_selector("text=Nothing found for")
    watched.page.keyboard.press("Escape")
    assert watched.page.is_hidden(".ac-search-home .ac-results")
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_errors_no_foreign_requests_no_sideways_scrolling(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    watched = Watched(browser, width, scheme)
    for url in PAGES:
        watched.page.goto(address + url)
        overflow = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{url or 'home'} is {overflow}px too wide at {width}"
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("url", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, url: str, scheme: str) -> None:
    assert violations(browser, address + url, scheme) == ""


def test_expand_all_opens_everything(browser: Browser, address: str) -> None:
    page = Watched(browser).page
    page.goto(address + "apis/aws/rekognition/")
    page.click(".ac-expand")
    assert page.eval_on_selector_all(".ac details", "all => all.every(each => each.open)")


def test_a_permanent_address_leads_on_to_the_part_that_draws_the_operation(browser: Browser, address: str) -> None:
    page = Watched(browser).page
    page.goto(address + "apis/azure/face/#op-face-detection-operations_detect")
    page.wait_for_url("**/apis/azure/face/face-detection/#op-face-detection-operations_detect")
    assert page.is_visible("h3 >> text=Finds the faces in one picture")


def test_without_scripts_everything_is_there(browser: Browser, address: str) -> None:
    page = Watched(browser, scripts=False).page
    page.goto(address + "apis/google/vision/#op-vision.images.annotate")
    assert page.is_visible("#op-vision\\.images\\.annotate")
    assert page.is_visible(".ac-ops a.ac-path >> nth=0")


def test_the_address_of_a_property_opens_what_it_is_in(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(address + "apis/aws/rekognition/")
    deep = "() => [...document.querySelectorAll('.ac details:not([open]) ul > li > a[id]')].at(-1).id"
    name = page.evaluate(deep)
    page.goto("about:blank")
    page.goto(f"{address}apis/aws/rekognition/#{name}")
    page.wait_for_function("id => document.getElementById(id).getBoundingClientRect().height > 0", arg=name)
    assert page.eval_on_selector(f'[id="{name}"]', "name => name.getAttribute('href')") == f"#{name}"
    assert watched.faults == []


def test_print_shows_everything_without_scripts(browser: Browser, address: str) -> None:
    page = Watched(browser, scripts=False).page
    page.goto(address + "apis/aws/rekognition/")
    closed = page.locator(".ac details:not([open]) > ul > li > a[id]").last
    assert not closed.is_visible()
    page.emulate_media(media="print")
    assert closed.is_visible()


@pytest.mark.parametrize(("width", "visible"), [(1600, True), (1280, False), (390, False)])
def test_the_list_of_operations_stays_beside_the_page(
    browser: Browser, address: str, width: int, visible: bool
) -> None:
    page = Watched(browser, width).page
    page.goto(address + "apis/aws/rekognition/#op-index-faces")
    assert page.is_visible('.md-sidebar--secondary a[href="#op-index-faces"]') is visible
