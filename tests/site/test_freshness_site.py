"""The page of links and old reviews of a built site: files full of attacks, files of no use, looks in a browser."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched, serving, violations
from playwright.sync_api import Browser

MKDOCS = """site_name: Acme
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: custom
      toggle: {icon: material/weather-night, name: Switch to dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: custom
      toggle: {icon: material/weather-sunny, name: Switch to light}
plugins: [api-catalog]
"""
SPEC = """openapi: 3.1.1
info: {title: Pets <b>, version: "1", description: Keeps pets.}
security: []
servers: [{url: "https://api.acme.example"}]
paths:
  /pets:
    get: {operationId: listPets, summary: Lists all pets, tags: [pets], responses: {"200": {description: All.}}}
"""
STATES = ("dead", "moved", "trouble", "refused", "closed", "not-looked", "ok")
LINKS = [f"https://www.acme.example/{'long-' * (place % 40)}/{place}?a=b&c=<d>" for place in range(700)]
EVIL = "</td><script>alert(1)</script>\u202e<img src=x onerror=alert(2)>"
pytestmark = pytest.mark.site


def look(day: str = "2026-07-01") -> str:
    links = [
        {
            "url": url,
            "state": STATES[place % len(STATES)],
            "since": "2026-01-05",
            "status": 404,
            "reason": EVIL,
            "leads-to": "javascript:alert(3)" if place % 2 else "https://acme.example/" + "new/" * 20,
            "used-by": [{"of": EVIL, "as": EVIL}],
        }
        for place, url in enumerate(LINKS)
    ]
    return json.dumps({"looked": day, "counts": {"dead": "many"}, "links": links, "reviews": [{"api": EVIL}]})


def project(folder: Path, data: str | None) -> Path:
    sources = [{"url": url, "read": "2025-01-01"} for url in LINKS]
    record = {"summary": "Keeps pets.", "reviewed": "2025-01-01", "provenance": {"kind": "curated", "sources": sources}}
    files = {
        "mkdocs.yml": MKDOCS,
        "docs/about.md": "# About\n",
        "specs/catalog.yml": "title: Acme\n",
        "specs/acme/pets/openapi.yaml": SPEC,
        "specs/acme/pets/api.yml": json.dumps(record),
        **({} if data is None else {"docs/freshness.json": data}),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def built(run: Any, folder: Path, *options: str) -> tuple[Path, str]:
    """The site, and what was said."""
    done = run("api_catalog", "build", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return folder / "site", done.stderr


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(run, project(tmp_path_factory.mktemp("looked"), look()))[0]


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as server:
        yield server


def test_the_page_is_harmless_and_keeps_its_budget(site: Path) -> None:
    data = (site / "freshness" / "index.html").read_bytes()
    assert b"Looked at on 2026-07-01" in data
    assert b"<b>100</b> dead" in data
    assert b"javascript:alert" not in data
    assert b"<script>alert" not in data
    assert b"<img src=x" not in data
    assert len(gzip.compress(data)) <= 100_000
    assert len(re.findall(rb"<[a-zA-Z]", data)) <= 5_000
    assert json.loads((site / "freshness.json").read_text("utf-8"))["looked"] == "2026-07-01"


def test_the_same_files_give_the_same_site_on_any_day(site: Path, run: Any, tmp_path: Path) -> None:
    project(tmp_path, look())
    done = run("api_catalog", "build", cwd=tmp_path, SOURCE_DATE_EPOCH="2000000000")
    assert done.returncode == 0, done.stderr
    name = "freshness/index.html"
    assert files(tmp_path / "site")[name] == files(site)[name]


def test_a_new_look_changes_its_own_page_only(site: Path, run: Any, tmp_path: Path) -> None:
    again = files(built(run, project(tmp_path, look("2026-07-08")))[0])
    first = files(site)
    assert first.keys() == again.keys()
    changed = {name for name in first if first[name] != again[name]}
    assert changed == {"freshness.json", "freshness/index.html"}


@pytest.mark.parametrize("data", ['{"looked": "2026-07-01", "links": [NaN]}', "[" * 100_000], ids=["NaN", "deep"])
def test_a_file_of_no_use_is_one_warning(run: Any, tmp_path: Path, data: str) -> None:
    site, said = built(run, project(tmp_path, data))
    assert len([line for line in said.splitlines() if "WARNING" in line and "freshness.json" in line]) == 1
    assert "Nobody has looked yet" in (site / "freshness" / "index.html").read_text("utf-8")


def test_without_a_file_nothing_is_said(run: Any, tmp_path: Path) -> None:
    site, said = built(run, project(tmp_path, None))
    assert "freshness.json" not in said
    page = (site / "freshness" / "index.html").read_text("utf-8")
    assert "Nobody has looked yet" in page
    assert "freshness.json</code> looks, and the next build" in page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    assert violations(browser, address + "freshness/", scheme) == ""


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 700, 390])
def test_it_fits_and_runs_nothing(browser: Browser, address: str, width: int) -> None:
    watched = Watched(browser, width)
    watched.page.goto(address + "freshness/")
    assert watched.page.is_visible("text=Looked at on")
    assert watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert watched.faults == []
