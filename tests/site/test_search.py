"""The search in a real browser: by keyboard alone, its state in the address, nothing found, looks, no network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Watched, serving
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.site]
HOME, HEADER = ".ac-search-home", ".ac-search"


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site at /some/sub/path/ of a local server."""
    root = tmp_path_factory.mktemp("root")
    (root / "some/sub").mkdir(parents=True)
    (root / "some/sub/path").symlink_to(built)
    with serving(root) as server:
        yield f"{server}some/sub/path/"


def answered(page: Page, words: str, box: str = HOME) -> list[str]:
    """The addresses found for ``words``, below the root of the site, in order."""
    script = "([box, words]) => document.querySelector(`${box} .ac-results-list`)?.dataset.asked === words"
    page.wait_for_function(script, arg=[box, words])
    links = page.eval_on_selector_all(f"{box} .ac-results a", "all => all.map(link => link.href)")
    return [link.partition("/some/sub/path/")[2] for link in links]


def chosen(page: Page, box: str) -> str:
    """The text of the result that is selected."""
    script = (
        "box => document.getElementById(document.querySelector(`${box} input`).getAttribute('aria-activedescendant'))"
        "?.querySelector('.ac-result-title').textContent || ''"
    )
    return str(page.evaluate(script, box))


def test_by_keyboard_alone(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    page, keys = watched.page, watched.page.keyboard
    page.goto(address + "tags/ocr/")
    keys.press("/")
    keys.type("AnalyzeExpense")
    links = answered(page, "AnalyzeExpense", HEADER)
    assert chosen(page, HEADER) == ""
    seen = []
    for key in ("ArrowDown", "ArrowDown", "End", "ArrowDown", "ArrowUp", "Home", "ArrowUp", "ArrowDown"):
        keys.press(key)
        seen.append(chosen(page, HEADER))
    first, second, last = seen[0], seen[1], seen[2]
    assert seen == [first, second, last, first, last, first, last, first]
    assert page.get_attribute(f"{HEADER} input", "aria-expanded") == "true"
    keys.press("Escape")
    assert page.is_hidden(f"{HEADER} .ac-results")
    assert page.get_attribute(f"{HEADER} input", "aria-expanded") == "false"
    assert page.input_value(f"{HEADER} input") == "AnalyzeExpense"
    keys.press("ArrowDown")  # opens it again
    page.wait_for_selector(f"{HEADER} .ac-results a")
    place = links.index("apis/aws/textract/#op-analyze-expense")
    for _ in range(place + 1):
        keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url("**/apis/aws/textract/**#op-analyze-expense")
    assert watched.faults == []


def test_filters_by_keyboard(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    page, keys = watched.page, watched.page.keyboard
    page.goto(address)
    page.locator(f"{HOME} input").focus()
    keys.type("face")
    answered(page, "face")
    for _ in range(6):
        keys.press("Tab")
        if page.evaluate("document.activeElement.dataset.filter") == "api":
            break
    keys.press("Enter")
    page.wait_for_function("() => !document.querySelector('.ac-search-home .ac-results a[href*=\"#op-\"]')")
    assert all(link.startswith("apis/") for link in answered(page, "face"))
    assert page.evaluate("document.activeElement.dataset.filter") == "api"
    page.select_option(f"{HOME} select", label="Azure")
    page.wait_for_function("() => location.search.includes('by=azure')")
    assert page.url.endswith("?q=face&kind=api&by=azure")
    assert all(link.startswith("apis/azure/") for link in answered(page, "face"))
    keys.press("Escape")
    assert page.evaluate("location.search") == ""
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    assert watched.faults == []


@pytest.mark.parametrize(
    ("place", "box", "starts"),
    [
        ("?q=face+identification", HOME, "tags/face-identification/"),
        ("?q=deepgram&kind=provider", HOME, "providers/deepgram/"),
        ("?q=face&kind=api&by=azure", HOME, "apis/azure/face/"),
        ("tags/ocr/?q=TTS", HEADER, "tags/text-to-speech/"),
    ],
)
def test_an_address_brings_the_results(browser: Browser, address: str, place: str, box: str, starts: str) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(address + place)
    words = page.evaluate("new URLSearchParams(location.search).get('q')")
    assert answered(page, words, box)[0] == starts
    assert page.url == address + place
    page.click(f"{box} .ac-results a >> nth=0")
    page.wait_for_url(f"**/{starts}")
    page.go_back()
    assert answered(page, words, box)[0] == starts
    assert watched.faults == []


def test_browse_keeps_its_own_address(browser: Browser, address: str) -> None:
    page = Watched(browser).page
    page.goto(address + "apis/?q=speech")
    page.fill(f"{HEADER} input", "face")
    answered(page, "face", HEADER)
    assert "q=face" not in page.url


@pytest.mark.parametrize(
    ("words", "tag"),
    [("ŋŋmoderation", "tags/text-moderation/"), ("ŋsemtiment", "tags/sentiment-analysis/"), ("ŋŋ", "")],
)
def test_nothing_found_leads_on(browser: Browser, address: str, words: str, tag: str) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(address)
    page.fill(f"{HOME} input", words)
    links = answered(page, words)
    assert page.is_visible(f"text=Nothing found for “{words}”")
    assert links[-2:] == ["apis/", "tags/"]
    assert tag in links or (not tag and len(links) == 2)
    assert watched.faults == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sentimant analysis", "sentiment analysis"), ("transalte", "translate"), ("receits", "receipts")],
)
def test_a_typing_error_is_corrected_and_said(browser: Browser, address: str, typed: str, meant: str) -> None:
    page = Watched(browser).page
    page.goto(address)
    page.fill(f"{HOME} input", typed)
    assert answered(page, typed)
    assert f"for “{meant}”" in page.inner_text(f"{HOME} .ac-results-count")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("place", "box"), [("?q=face", HOME), ("?q=%C5%8B%C5%8B", HOME), ("tags/ocr/?q=speech&kind=operation", HEADER)]
)
def test_axe_finds_nothing_in_the_open_panel(
    browser: Browser, address: str, place: str, box: str, width: int, scheme: str
) -> None:
    watched = Watched(browser, width, scheme)
    watched.page.goto(address + place)
    watched.page.wait_for_selector(f"{box} .ac-results a")
    found = Axe().run(watched.page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    panel = watched.page.locator(f"{box} .ac-results").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width
    assert watched.faults == []


def test_what_was_asked_before_is_found_without_a_network(browser: Browser, address: str) -> None:
    page = Watched(browser).page
    page.goto(address)
    page.fill(f"{HOME} input", "face")
    online = answered(page, "face")
    page.context.set_offline(True)
    page.fill(f"{HOME} input", "")
    page.fill(f"{HOME} input", "face")
    assert answered(page, "face") == online
    page.context.set_offline(False)


def test_without_an_index_it_says_so(browser: Browser, address: str) -> None:
    page = Watched(browser).page
    page.goto(address)
    page.context.set_offline(True)
    page.fill(f"{HOME} input", "face")
    page.wait_for_selector("text=could not be loaded")
    page.context.set_offline(False)
    page.locator(f"{HOME} input").press_sequentially("s")
    assert answered(page, "faces")


def test_from_a_file_everything_but_the_search_is_there(browser: Browser, built: Path) -> None:
    """A browser gives scripts in modules nothing from file://, so there is no search field that would do nothing."""
    page = browser.new_page()
    page.goto((built / "tags" / "ocr" / "index.html").as_uri())
    assert page.is_visible("h1")
    assert page.locator("[data-ac-search] input").count() == 0
    page.goto((built / "index.html").as_uri())
    assert page.is_visible("h1")
    page.close()
