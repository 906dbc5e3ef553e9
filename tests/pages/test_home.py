"""The home page: what changed lately, on five lines that lead on."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import api_catalog
import pytest
from api_catalog.catalog import Catalog, Edit, History, Revision, catalog_of
from api_catalog.pages import changes, home
from api_catalog.pages.templates import environment, render

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    for name in ("pets", "zoo"):
        folder = tmp_path / "acme" / name
        folder.mkdir(parents=True)
        description = f'{{"openapi": "3.1.1", "info": {{"title": "{name.title()}", "version": "1"}}, "paths": {{}}}}'
        (folder / "openapi.json").write_text(description)
    return catalog_of(api_catalog.load(tmp_path))[0]


def edit(name: str, kind: str = "changed", about: str = "api", breaking: bool = False) -> Edit:
    title = name.rpartition("/")[2].title()
    return Edit(about, name, title, kind, counts=(1, 0, 0) if breaking else (0, 0, 1))


def revision(number: int, *edits: Edit) -> Revision:
    return Revision(f"{number:040}", f"2026-01-{number:02}T12:00:00Z", f"{EVIL} {number}", edits)


def page(catalog: Catalog, *revisions: Revision, kind: object = home) -> str:
    (draft,) = kind.drafts(dataclasses.replace(catalog, history=History(revisions)))  # type: ignore[attr-defined]
    return render(environment(), draft)


def lines(html: str) -> list[str]:
    """What is said under "Changed lately", line by line."""
    found = re.search(r'<h2 id="changes">.*?</ul>', html, re.DOTALL)
    assert found
    return [" ".join(re.sub("<[^>]*>", " ", each).split()) for each in re.findall("<li>.*?</li>", found[0], re.DOTALL)]


def test_without_a_history_it_is_left_out(catalog: Catalog) -> None:
    html = page(catalog)
    assert 'id="changes"' not in html
    assert "ac-news" not in html


def test_the_newest_five_with_day_and_links(catalog: Catalog) -> None:
    html = page(catalog, *(revision(number, edit("acme/pets")) for number in range(9, 0, -1)))
    assert lines(html) == [f"2026-01-0{number} Pets changed" for number in (9, 8, 7, 6, 5)]
    assert html.count('<a href="apis/acme/pets/">Pets</a> <span class="ac-quiet">changed</span>') == 5
    assert 'href="changes/#commit-000000000000"' in html
    assert '<a href="changes/">all changes</a>' in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("edits", "line"),
    [
        ([edit("acme/pets", "added")], "Pets added"),
        ([edit("gone/api", "removed")], "Api removed"),
        ([edit("acme/pets", breaking=True)], "Pets changed breaking"),
        ([edit("acme/pets"), edit("acme/zoo", breaking=True)], "Zoo changed breaking , Pets changed"),
        ([edit("words", about="vocabulary"), edit("acme", "added", "provider"), edit("acme/pets")],
         "Pets changed , Acme added , Words changed"),
        ([edit("set", about="settings")], "Set changed"),
        ([edit(f"acme/{name}", "added") for name in "abcd"], "4 APIs added"),
        ([*(edit(f"acme/{name}", "added") for name in "abcd"), *(edit(f"acme/{name}") for name in "efghi")],
         "4 APIs added, E changed , F changed , and 3 more"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_a_commit_did_apis_first(catalog: Catalog, edits: list[Edit], line: str) -> None:
    assert lines(page(catalog, revision(1, *edits))) == [f"2026-01-01 {line}"]


def test_what_is_no_longer_there_is_not_linked(catalog: Catalog) -> None:
    assert "gone" not in page(catalog, revision(1, edit("gone/api", "removed")))


def test_every_line_leads_to_a_place_on_the_page_of_changes(catalog: Catalog) -> None:
    """Also when a large commit leaves no room there for those before it."""
    large = revision(9, *(edit(f"acme/{number}") for number in range(900)))
    history = (large, *(revision(number, edit("acme/pets")) for number in range(8, 0, -1)))
    there = page(catalog, *history, kind=changes)
    linked = re.findall(r'href="changes/#([^"]+)"', page(catalog, *history))
    assert linked
    assert all(f'id="{anchor}"' in there for anchor in linked)
