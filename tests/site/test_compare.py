"""Comparisons and the map in a real browser: picking, the address, what is unknown, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Watched, serving, violations
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.site]
THREE = "aws/rekognition,google/vision,azure/face"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serving(built) as server:
        yield server


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    watched = Watched(browser)
    yield watched
    watched.context.close()


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("[data-ready]")


def heads(page: Page) -> list[str]:
    return page.locator(".ac-compare thead th > a").all_inner_texts()


def rows(page: Page) -> dict[tuple[str, str], list[str]]:
    """The cells of the table by group and row."""
    found: dict[tuple[str, str], list[str]] = {}
    for body in page.locator(".ac-compare tbody").all():
        cells = body.evaluate(
            """body => [...body.rows].map(
                 row => [...row.cells].map(cell => cell.textContent.replace(/\\s+/g, ' ').trim()))"""
        )
        for row in cells[1:]:
            found[cells[0][0], row[0]] = row[1:]
    return found


def test_picked_anywhere_compared_in_one_place(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}apis/aws/rekognition/")
    page.click(".ac-pick")
    page.goto(f"{address}providers/google/")
    page.click('.ac-pick[data-api="google/vision"]')
    opened(page, f"{address}apis/?q=face")
    assert page.get_attribute('.ac-pick[data-api="aws/rekognition"]', "aria-pressed") == "true"
    page.click('.ac-pick[data-api="azure/face"]')
    page.click(".ac-bar >> text=Compare 3 APIs")
    page.wait_for_url(f"**/compare/?apis={THREE}")
    page.wait_for_selector("[data-ready]")
    assert heads(page) == ["Amazon Rekognition", "Cloud Vision API", "Azure AI Face"]
    page.click("text=remove >> nth=1")
    page.wait_for_url("**/compare/?apis=aws/rekognition,azure/face")
    assert heads(page) == ["Amazon Rekognition", "Azure AI Face"]
    page.go_back()
    page.wait_for_function("document.querySelectorAll('.ac-compare thead th').length === 3")
    page.goto(f"{address}apis/azure/face/")
    assert page.get_attribute(".ac-pick", "aria-pressed") == "true"
    page.click(".ac-clear")
    assert not page.is_visible(".ac-bar")
    assert watched.faults == []


def test_four_is_the_most(watched: Watched, address: str) -> None:
    page = watched.page
    opened(page, f"{address}apis/")
    for number in range(5):
        page.click(f".ac-pick >> nth={number}")
    assert "Four is the most" in page.inner_text(".ac-bar")
    assert page.locator('.ac-pick[aria-pressed="true"]').count() == 4
    opened(page, f"{address}compare/?apis={THREE},aws/polly,ollama/api")
    assert len(heads(page)) == 4
    assert "not shown" in page.inner_text(".ac-line-found")
    assert watched.faults == []


def test_what_the_catalog_does_not_have_is_said(watched: Watched, address: str) -> None:
    page = watched.page
    opened(page, f"{address}compare/?apis=aws/rekognition,no/such,%3Cimg%20src=x%20onerror=alert(1)%3E")
    said = page.inner_text(".ac-line-found")
    assert "There is no API “no/such” in this catalog." in said
    assert "There is no API “<img src=x onerror=alert(1)>” in this catalog." in said
    assert heads(page) == ["Amazon Rekognition"]
    assert watched.faults == []


def test_added_by_name_with_the_keyboard(watched: Watched, address: str) -> None:
    page = watched.page
    opened(page, f"{address}compare/")
    assert "Nothing chosen yet" in page.inner_text(".ac-line-found")
    page.focus(".ac-tools input")
    for words in ("amazon rekognition", "azure/face", "no such thing"):
        page.fill(".ac-tools input", words)
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
    page.wait_for_function("document.querySelectorAll('.ac-compare thead th').length === 2")
    assert page.url.endswith("?apis=aws/rekognition,azure/face")
    page.fill(".ac-tools input", "no such thing")
    page.keyboard.press("Enter")
    assert "There is no API “no such thing”" in page.inner_text(".ac-line-found")
    assert watched.faults == []


def test_the_script_and_the_template_say_the_same(watched: Watched, browser: Browser, address: str) -> None:
    """A ready comparison without scripts and the same APIs by the script: equal rows, and tasks among them."""
    plain = Watched(browser, scripts=False).page
    plain.goto(f"{address}compare/face-detection/")
    ready = rows(plain)
    href = plain.get_attribute("a[href*='?apis=']", "href")
    assert href
    opened(watched.page, f"{address}compare/{href.removeprefix('../')}")
    drawn = rows(watched.page)
    assert heads(plain) == heads(watched.page)
    assert {key: cells for key, cells in ready.items() if key[0] != "The same task"} == {
        key: cells for key, cells in drawn.items() if key[0] != "The same task"
    }
    tasks = {key: cells for key, cells in ready.items() if key[0] == "The same task"}
    assert tasks
    for key, cells in tasks.items():
        assert drawn[key] == cells
    assert any("not yet looked" in cells for cells in ready.values())
    assert watched.faults == []


def test_a_ready_comparison_has_one_api_a_provider(built: Path) -> None:
    folders = [path.parent for path in (built / "compare").glob("*/index.html")]
    assert len(folders) > 20
    for folder in folders:
        html = (folder / "index.html").read_text("utf-8")
        columns = re.findall(r'<th scope="col"><a href="[^"]*/apis/([^/"]+)/', html)
        assert 2 <= len(columns) <= 4, folder
        assert len(set(columns)) == len(columns), folder


def test_the_map_counts_what_the_tag_pages_list(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}map/")
    links = page.eval_on_selector_all(
        ".ac-map td a", "all => all.map(each => [each.getAttribute('href'), Number(each.textContent)])"
    )
    assert len(links) > 100
    for href, number in links[:: len(links) // 12]:
        page.goto(f"{address}map/{href}")
        provider = href.split("#by-")[1]
        first = page.locator(f'[id="by-{provider}"]')
        name = first.locator("td").first.inner_text().split()[0]
        names = page.locator("#who-does-it + .ac-scroll tbody td:first-child").all_inner_texts()
        assert sum(each.split()[0] == name for each in names) == number, href
    assert watched.faults == []


def test_the_map_opens_field_by_field_without_scripts(browser: Browser, address: str) -> None:
    page = Watched(browser, scripts=False).page
    page.goto(f"{address}map/")
    cell = page.locator(".ac-field td a").first
    assert not cell.is_visible()
    page.click(".ac-field summary >> nth=0")
    assert cell.is_visible()


def test_tables_of_tags_can_be_sorted(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}tags/face-detection/")
    column = "#who-does-it + .ac-scroll tbody td:nth-child(3)"
    page.click(".ac-sort >> text=In")
    given = page.locator(column).all_inner_texts()
    assert page.get_attribute('th:has-text("In")', "aria-sort") == "ascending"
    page.click(".ac-sort >> text=In")
    assert page.locator(column).first.inner_text() == given[-1]
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("url", ["map/", "compare/", f"compare/?apis={THREE}", "compare/ocr/", "tags/online/"])
def test_axe_finds_nothing(browser: Browser, address: str, url: str, scheme: str) -> None:
    assert violations(browser, address + url, scheme) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_too_wide(browser: Browser, address: str, width: int, scheme: str) -> None:
    watched = Watched(browser, width, scheme)
    for url in ("apis/", "apis/?view=cards", "map/", f"compare/?apis={THREE}", "compare/ocr/"):
        watched.page.goto(address + url)
        watched.page.wait_for_timeout(200)
        overflow = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{url} is {overflow}px too wide at {width}"
    assert watched.faults == []
