"""Addresses that were given up lead on; those in use do not."""

from __future__ import annotations

import re
from pathlib import Path

import api_catalog
from api_catalog.pages import Page
from link_checker import broken

TAGS = """tags:
  - {name: new, summary: New, description: A., kind: task}
  - {name: old, summary: Old <b>, description: A., kind: task, x-replaced-by: middle}
  - {name: middle, summary: Middle, description: A., kind: task, x-replaced-by: new}
  - {name: still-used, summary: Still, description: A., kind: task, x-replaced-by: new}
  - {name: round, summary: Round, description: A., kind: task, x-replaced-by: trip}
  - {name: trip, summary: Trip, description: A., kind: task, x-replaced-by: round}
"""
SETTINGS = """rules: {tag-replacement: off, replaced-tag: off, moved-id: off}
moved:
  old-co/chat: middle-co/chat
  middle-co/chat: acme/chat
  old-co: acme
  acme/chat: acme/other
  gone/api: gone/too
  a/b/../c: acme/chat
  A/b: acme/chat
"""
API = """openapi: 3.1.1
info: {title: Chat, version: "1"}
paths: {/a: {get: {operationId: a, tags: [new, still-used], responses: {"200": {description: x}}}}}
"""


def pages(folder: Path, settings: str = SETTINGS) -> dict[str, Page]:
    for name, text in {"tags.yml": TAGS, "catalog.yml": settings, "acme/chat.yaml": API}.items():
        (folder / "specs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "specs" / name).write_text(text, "utf-8")
    catalog = api_catalog.check(folder / "specs").catalog
    drawn = api_catalog.build(catalog, folder / "specs").pages
    assert len({page.url for page in drawn}) == len(drawn), "an address for two pages"
    return {page.url: page for page in drawn}


def test_replaced_tags_that_nobody_uses_lead_to_the_last_in_the_line(tmp_path: Path) -> None:
    found = pages(tmp_path)
    for url in ("tags/old/", "tags/middle/"):
        assert found[url].whole
        assert '<link rel="canonical" href="../new/">' in found[url].html
        assert '<meta http-equiv="refresh" content="0; url=../new/">' in found[url].html
        assert '<meta name="robots" content="noindex">' in found[url].html
        assert '<a href="../new/">New</a>' in found[url].html
    assert "Old &lt;b&gt; is to be found here now" in found["tags/old/"].html
    for url in ("tags/new/", "tags/still-used/", "tags/round/", "tags/trip/"):
        assert not found[url].whole


def test_a_page_that_leads_on_runs_nothing(tmp_path: Path) -> None:
    for page in pages(tmp_path).values():
        if page.whole:
            assert "<script" not in page.html
            assert re.search(r'Content-Security-Policy" content="default-src \'none\'', page.html)


def test_apis_and_providers_that_moved(tmp_path: Path) -> None:
    found = pages(tmp_path, SETTINGS.replace("  acme/chat: acme/other\n", ""))
    assert 'href="../../acme/chat/"' in found["apis/old-co/chat/"].html
    assert 'href="../../acme/chat/"' in found["apis/middle-co/chat/"].html
    assert 'href="../acme/"' in found["providers/old-co/"].html
    moved = {url for url, page in found.items() if page.whole and not url.startswith("tags/")}
    assert moved == {"apis/old-co/chat/", "apis/middle-co/chat/", "providers/old-co/"}


def test_what_is_there_is_never_led_away_from(tmp_path: Path) -> None:
    found = pages(tmp_path)
    assert not found["apis/acme/chat/"].whole
    assert not any(page.whole for url, page in found.items() if url.startswith("apis/")), "acme/other is not there"


def test_redirects_lead_somewhere(tmp_path: Path) -> None:
    site = tmp_path / "site"
    for url, page in pages(tmp_path).items():
        text = page.html if page.whole else f"<!doctype html><p>{page.title}</p>"
        (site / url).mkdir(parents=True, exist_ok=True)
        (site / url / "index.html").write_text(text, "utf-8")
    assert not broken(site, "/name/")
