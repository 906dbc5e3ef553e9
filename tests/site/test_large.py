"""A reference that is too large for one page, from a description that others wrote: budgets, addresses, axe."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from browsing import Watched, serving, violations
from playwright.sync_api import Browser

NAME = "stripe.com.json"
API = "apis/stripe.com/stripe.com/"
MKDOCS = "site_name: Large\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n"
pytestmark = [pytest.mark.corpus, pytest.mark.site]


@pytest.fixture(scope="module")
def site(corpus: Path, run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    for name in ("docs", "specs"):
        (folder / name).mkdir()
    shutil.copyfile(corpus / NAME, folder / "specs" / NAME)
    (folder / "specs" / "catalog.yml").write_text("title: Large\nvocabulary: open\n")
    (folder / "mkdocs.yml").write_text(MKDOCS)
    done = run("api_catalog", "build", "--config-file", str(folder / "mkdocs.yml"))
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    return {path.parent.relative_to(site).as_posix(): path.read_text("utf-8") for path in (site / API).rglob("*.html")}


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as server:
        yield server


def test_pages_keep_their_budget(pages: dict[str, str], corpus: Path) -> None:
    sizes = {url: len(gzip.compress(html.encode())) for url, html in pages.items()}
    assert len(sizes) > 20
    assert max(sizes.values()) <= 100_000
    assert median(sizes.values()) <= 25_000
    assert max(len(re.findall("<[a-zA-Z]", html)) for html in pages.values()) <= 5_000
    assert sum(len(html.encode()) for html in pages.values()) <= 3 * (corpus / NAME).stat().st_size


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_overview_and_the_largest_part(
    browser: Browser, address: str, pages: dict[str, str], scheme: str
) -> None:
    largest = max((url for url in pages if f"{url}/" != API), key=lambda url: len(pages[url]))
    for url in (API, f"{largest}/"):
        assert violations(browser, address + url, scheme) == "", url


def test_a_permanent_address_leads_to_the_part(browser: Browser, address: str) -> None:
    watched = Watched(browser)
    watched.page.goto(f"{address}{API}#op-get-charges-charge")
    watched.page.wait_for_url(f"**/{API}charges*/#op-get-charges-charge")
    assert watched.faults == []
