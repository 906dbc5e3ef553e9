"""The search of a catalog with several indexes in a real browser: everything is found, as if there were one."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from api_catalog.catalog import catalog_of
from api_catalog.documents import load
from api_catalog.pages.urls import api_url
from api_catalog.search import FOLDER, Index, portion_by_hand
from api_catalog.search.portions import portion_of
from api_catalog.search.records import records_of_api, records_of_catalog
from browsing import Watched, serving
from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.site]
BOX = ".ac-search-home"
PROVIDERS = {"acme": ("amber", "birch"), "bolt": ("cedar", "dahlia"), "core": ("elder", "fern")}
APIS = [(provider, name) for provider, names in PROVIDERS.items() for name in names]
OPERATIONS = [("listWidgets", "List widgets"), ("deleteGadget", "Delete a gadget"), ("paintGizmo", "Paint a gizmo")]
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A home page at /some/path/ with the search of a catalog in several indexes, two operations in one record."""
    specs, root = tmp_path_factory.mktemp("specs"), tmp_path_factory.mktemp("root")
    for provider, name in APIS:
        paths = {
            f"/{name}/{number}": {
                "get": {"operationId": f"{called}Of{name.title()}", "summary": f"{summary} of {name}", "responses": {}}
            }
            for number, (called, summary) in enumerate(OPERATIONS)
        }
        path = specs / provider / name / "openapi.yaml"
        path.parent.mkdir(parents=True)
        info = {"title": f"{name} {MARKUP}", "version": "1"}
        path.write_text(yaml.safe_dump({"openapi": "3.1.0", "info": info, "paths": paths}), "utf-8")
    (specs / "catalog.yml").write_text("title: Test\nvocabulary: open\n", "utf-8")
    catalog = catalog_of(load(specs))[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api_catalog.search.records.MOST_TOGETHER", 2)
        apis = [portion_of(records_of_api(catalog, api, is_apart=False), api_url(api)) for api in catalog.apis]
    site = root / "some" / "path"
    shutil.copytree(built / "assets", site / "assets")
    shutil.copyfile(built / "index.html", site / "index.html")
    index = Index(catalog, [portion_of(records_of_catalog(catalog)), *apis], most=6)
    index.complete(portion_by_hand(()))
    index.publish(site)
    assert len([path for path in (site / FOLDER).iterdir() if path.name.isdecimal()]) > 1
    with serving(root) as server:
        yield f"{server}some/path/"


def asked(page: Page, words: str) -> dict[str, list[str]]:
    """The addresses found for ``words``, below the root of the site, by the title of their group."""
    page.fill(f"{BOX} input", words)
    script = "([box, words]) => document.querySelector(`${box} .ac-results-list`)?.dataset.asked === words"
    page.wait_for_function(script, arg=[BOX, words])
    return groups(page)


def groups(page: Page) -> dict[str, list[str]]:
    found = page.eval_on_selector_all(
        f"{BOX} .ac-results-group",
        "all => all.map(one => [one.firstChild.textContent, [...one.querySelectorAll('a')].map(link => link.href)])",
    )
    return {title: [link.partition("/some/path/")[2] for link in links] for title, links in found}


@pytest.mark.parametrize(("provider", "name"), APIS)
def test_operations_of_each_index_are_found_by_name_and_by_words(
    browser: Browser, address: str, provider: str, name: str
) -> None:
    watched = Watched(browser)
    watched.page.goto(address)
    for called, summary in OPERATIONS:
        for words in (f"{called}Of{name.title()}", f"{summary} {name}"):
            first = asked(watched.page, words)["Operations"][0]
            assert first.startswith(f"apis/{provider}/{name}/#op-")
            assert called.lower() in first.replace("-", "")
    assert asked(watched.page, name)["APIs"][0] == f"apis/{provider}/{name}/"
    assert watched.page.locator(f"{BOX} .ac-results img").count() == 0
    assert watched.faults == []


def test_records_that_a_server_unpacked_are_read(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    sent = []

    def unpacked(route: Route) -> None:
        sent.append(gzip.decompress(route.fetch().body()))
        route.fulfill(body=sent[-1], content_type="application/gzip")

    watched.page.route("**/records/*.gz", unpacked)
    watched.page.goto(address)
    assert asked(watched.page, "bolt")["Providers"] == ["providers/bolt/"]
    assert sent


def test_all_indexes_answer(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    page = watched.page
    page.goto(address)
    found = asked(page, "gizmos")  # in the second record of each API
    assert len(found["Operations"]) == len(APIS)
    assert asked(page, "bolt")["Providers"] == ["providers/bolt/"]
    asked(page, "widgets")
    page.click(f'{BOX} [data-filter="operation"]')
    page.wait_for_function("() => location.search.includes('kind=operation')")
    assert len(groups(page)["Operations"]) == len(APIS)
    page.select_option(f"{BOX} select", label="core")
    page.wait_for_function("() => document.querySelectorAll('.ac-search-home .ac-results a').length === 2")
    assert all(link.startswith("apis/core/") for link in groups(page)["Operations"])
    assert page.url.endswith("?q=widgets&kind=operation&by=core")
    page.reload()
    page.wait_for_selector(f"{BOX} .ac-results a")
    assert all(link.startswith("apis/core/") for link in groups(page)["Operations"])
    assert watched.faults == []
