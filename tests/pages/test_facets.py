"""Browse, map, tag pages and comparisons of made-up catalogs: what they count, and budgets."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import api_catalog
import pytest
from api_catalog.catalog import catalog_of
from api_catalog.pages import Page, browse, compare, home, pages_of_catalog, tag, urls
from api_catalog.pages import map as map_page

ANSWER = {"200": {"description": "Fine."}}
SETTINGS = {
    "title": "T",
    "kinds": [
        {"name": "task", "label": "Task", "question": "What?", "applies-to": "operation"},
        {"name": "q", "label": "Letter", "question": "Which letter?", "applies-to": "api"},
        {"name": "audit", "label": "Audit", "question": "Checked?", "applies-to": "finding"},
    ],
}
TAGS = [
    {"name": "seeing", "summary": "Seeing", "kind": "task"},
    {"name": "faces", "summary": "Faces", "kind": "task", "parent": "seeing", "x-aliases": ["heads"]},
    {"name": "text", "summary": "Text", "kind": "task", "parent": "seeing"},
    {"name": "letter", "summary": "Letter", "kind": "q"},
    {"name": "open", "summary": "Open", "kind": "audit"},
]
# provider/api: tags of its operations, record
APIS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "one/a": (["faces", "text", "text"], {"tags": ["letter"]}),
    "one/b": (["faces", "text"], {}),
    "two/c": (["faces"], {"coverage": {"described": 1, "of": 1, "source": "https://example.com"}}),
    "three/d": (["text"], {"does-not": [{"what": "See faces", "tags": ["faces"]}]}),
    "four/e": (["text"], {"coverage": {"described": 1, "of": 9, "source": "https://example.com"}}),
    "five/f": (["text"], {"coverage": {"described": 1, "of": 1, "source": "https://example.com"}}),
}


def _description(title: str, tags: list[str]) -> str:
    paths = {f"/{place}": {"post": {"tags": [tag], "responses": ANSWER}} for place, tag in enumerate(tags)}
    return json.dumps({"openapi": "3.1.1", "info": {"title": title, "version": "1"}, "paths": paths})


def _drawn(folder: Path) -> dict[str, Page]:
    """The pages of some kinds, by URL."""
    catalog, _ = catalog_of(api_catalog.load(folder))
    wanted = {draft.url for kind in (browse, compare, home, map_page, tag) for draft in kind.drafts(catalog)}
    return {page.url: page for page in pages_of_catalog(catalog) if page.url in wanted}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("specs")
    (folder / "catalog.yml").write_text(json.dumps({**SETTINGS, "invalid": "skip"}))
    (folder / "tags.yml").write_text(json.dumps({"tags": TAGS}))
    for name, (tags, record) in APIS.items():
        place = folder / name
        place.mkdir(parents=True)
        (place / "openapi.json").write_text(_description(name, tags))
        (place / "api.yml").write_text(json.dumps({"summary": f"Is {name}", **record}))
    return _drawn(folder)


def test_the_data_names_every_tag_in_use_with_the_broader_ones(pages: dict[str, Page]) -> None:
    data = json.loads(pages["apis/"].files["apis.json"])
    assert [facet[0] for facet in data["facets"]] == ["task", "kind-q", "provider"]  # q is the text, open is not in use
    values = [value for facet in data["facets"] for value in facet[3]]
    assert values[:3] == [["seeing", "Seeing", -1, ""], ["faces", "Faces", 0, "heads"], ["text", "Text", 0, ""]]
    held = {f"{values[api[0]][0]}/{api[1]}": {values[place][0] for place in api[8]} for api in data["apis"]}
    assert held["one/a"] == {"seeing", "faces", "text", "letter", "one"}
    assert held["two/c"] == {"seeing", "faces", "two"}


def test_a_tag_page_keeps_no_apart_from_not_described(pages: dict[str, Page]) -> None:
    html = pages["tags/faces/"].html
    section = html[html.index('id="who-does-not"') :]
    lines = {
        said: set(re.findall(r'href="[^"]*/(?:apis|providers)/([^"]+)/"', line))
        for line in re.split("</p>|</li>", section)
        for said in ("does not:", "Described whole", "Not described here")
        if said in line
    }
    assert lines == {"does not:": {"three/d"}, "Described whole": {"five/f"}, "Not described here": {"four"}}


def test_a_tag_page_names_what_is_often_together_with_it(pages: dict[str, Page]) -> None:
    assert re.search(r'id="often-together".*href="../text/"', pages["tags/faces/"].html, re.DOTALL)
    assert "often-together" not in pages["tags/letter/"].html


def test_the_map_counts_operations_and_leads_to_them(pages: dict[str, Page]) -> None:
    html = pages["map/"].html
    assert '<a href="../tags/seeing/#by-one">5</a>' in html
    assert '<a href="../tags/text/#by-one">3</a>' in html
    assert 'id="by-one"' in pages["tags/text/"].html
    assert "../tags/faces/#by-four" not in html
    assert "tags/seeing/#by-one" in pages[""].html


def test_tasks_of_two_providers_have_a_comparison(pages: dict[str, Page]) -> None:
    assert {url for url in pages if url.startswith("compare/")} == {
        "compare/",
        "compare/seeing/",
        "compare/faces/",
        "compare/text/",
    }
    html = pages["compare/faces/"].html
    assert re.findall(r'<th scope="col"><a href="../../apis/([^"]*)/"', html) == ["one/a", "two/c"]
    assert {f"data/{name}.json" for name in APIS} == set(pages["compare/"].files)


def test_links_of_comparisons_are_web_addresses(tmp_path: Path) -> None:
    place = tmp_path / "one" / "a"
    place.mkdir(parents=True)
    (tmp_path / "catalog.yml").write_text("title: T\nvocabulary: open\ninvalid: skip\n")
    (place / "openapi.json").write_text(_description("A", ["x"]))
    (place / "api.yml").write_text("does-not: [{what: x, source: 'javascript:alert(1)'}]\n")
    pages = _drawn(tmp_path)
    assert b"javascript:" not in pages["compare/"].files["data/one/a.json"]


@pytest.mark.parametrize(("number", "listed"), [(100, "ac-row-title"), (300, "ac-plain"), (2640, 'p class="ac-by')])
def test_browse_keeps_its_budget_and_is_whole(tmp_path: Path, number: int, listed: str) -> None:
    (tmp_path / "catalog.yml").write_text("title: T\nvocabulary: open\n")
    for place in range(number):
        folder = tmp_path / f"provider-{place % (number // 4)}"
        folder.mkdir(exist_ok=True)
        (folder / f"api-{place}.json").write_text(_description(f"API {place}", [f"tag {place % 90}", f"own {place}"]))
    catalog, _ = catalog_of(api_catalog.load(tmp_path))
    (html,) = (page.html for page in pages_of_catalog(catalog) if page.url == urls.APIS)  # drawn alone
    assert listed in html
    assert len(re.findall("<[a-zA-Z]", html)) < 4900
    assert len(gzip.compress(html.encode())) < 90_000
    assert len(set(re.findall(r'href="(provider-[^"]*)"', html))) == number
