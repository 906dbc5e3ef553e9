"""Catalog → records: what can be found, by which words; the same records every time."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from api_catalog.catalog import Catalog, catalog_of
from api_catalog.documents import load
from api_catalog.search import Index, portion_by_hand
from api_catalog.search.opensearch import description
from api_catalog.search.portions import name_word, portion_of
from api_catalog.search.records import Record, records_of_api, records_of_catalog, split
from api_catalog.search.words import base_of, by_letter, most_of

BY_HAND = "<p>By hand</p>"
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("record_cases.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("specs")
    for name, content in CASES["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), "utf-8")
    return catalog_of(load(folder))[0]


def records(catalog: Catalog, *, is_apart: bool = True) -> list[Record]:
    return [
        *records_of_catalog(catalog),
        *(record for api in catalog.apis for record in records_of_api(catalog, api, is_apart)),
    ]


def found_by(record: Record) -> str:
    return " ".join(words for _, words in record.texts)


@pytest.mark.parametrize("case", CASES["records"], ids=lambda case: case["url"])
def test_a_record_is_found_by(catalog: Catalog, case: dict[str, Any]) -> None:
    record = {record.url: record for record in records(catalog)}[case["url"]]
    words = found_by(record).split()
    assert [word for word in case["by"] if word not in words] == []
    assert [word for word in case.get("not-by", ()) if word in words] == []
    shown = {name: getattr(record, name) for name in case["shows"]}
    assert shown == case["shows"]


def test_operations_of_a_large_catalog_are_parts_of_their_api(catalog: Catalog) -> None:
    apart = list(records(catalog))
    together = list(records(catalog, is_apart=False))
    operations = [record.url for record in apart if record.kind == "operation"]
    assert operations
    assert [part.url for record in together for part in record.parts] == operations
    assert not any(record.kind == "operation" for record in together)


def test_what_is_together_says_each_word_once(catalog: Catalog) -> None:
    together = list(records(catalog, is_apart=False))
    content = portion_of(together).read()
    for record, html, shown in zip(together, content.pages, content.shown, strict=True):
        if not record.parts:
            continue
        words = [word for text in re.findall(r'weight="(?:2|1|0.5|0.25)">([^<]*)<', html)[-2:] for word in text.split()]
        assert len(words) == len(set(words))
        for part, (anchor, title, method, path, further) in zip(record.parts, shown["operations"], strict=True):
            assert (part.url, part.title) == (f"{record.url}#{anchor}", title)
            assert (part.method, part.path) == (method, path)
            assert name_word(part.name) in html.split('"')[-1]
            assert part.name.lower() in f"{title} {further}".lower()


@pytest.mark.parametrize(("name", "words"), CASES["names"])
def test_a_name_as_words(name: str, words: str) -> None:
    assert split(name) == words


def test_words_that_are_known(catalog: Catalog) -> None:
    known = most_of(Counter(portion_of(records(catalog)).words))
    assert {"picture", "hush"} <= set(known)
    assert "brightness" not in known
    assert len(known) == len(set(known))
    letters = by_letter([*known, "東京", "élan"])
    assert sorted(word for words in letters.values() for word in words) == sorted([*known, "東京", "élan"])
    assert letters["_"] == ["東京", "élan"]
    assert all(word[0] == letter for letter, words in letters.items() if letter != "_" for word in words)


@pytest.mark.parametrize(("word", "others", "base"), CASES["forms"])
def test_a_form_of_a_word(word: str, others: str, base: str) -> None:
    assert base_of(word, others.split()) == base


def test_two_indexes_are_equal_and_only_what_pages_need_is_kept(catalog: Catalog, tmp_path: Path) -> None:
    sites = [tmp_path / "one", tmp_path / "two"]
    for site in sites:
        site.mkdir()
        published = replace(catalog, site_url="https://example.com/")
        index = Index(published, [portion_of(records(catalog))])
        index.complete(portion_by_hand([("about/", "About", BY_HAND)]))
        index.publish(site)
    first, second = (
        {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} for site in sites
    )
    assert first == second
    names = {path.name for path in first}
    assert b"https://example.com/?q=" in first[Path("opensearch.xml")]
    assert {"pagefind.js", "wasm.en.pagefind", "catalog.json"} <= names
    assert not any(name.endswith((".pf_filter", ".css", "-worker.js")) for name in names)
    assert not any(path.parts[1].isdecimal() for path in first if len(path.parts) > 1)
    kinds = json.loads(first[Path("pagefind/about.json")])
    assert 0 < len([path for path in first if "records" in path.parts]) <= kinds.pop("files")
    assert {kinds.pop("others"), *kinds} == {"api", "operation", "page", "provider", "tag"}
    entry = json.loads(first[Path("pagefind/pagefind-entry.json")])
    assert entry["languages"]["en"]["page_count"] == len(list(records(catalog))) + 1


@pytest.mark.parametrize("case", CASES["opensearch"], ids=lambda case: case["title"])
def test_browsers_are_told_of_the_search(case: dict[str, str]) -> None:
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    document = ElementTree.fromstring(description(case["title"], case["words"], case["address"]))  # noqa: S314 - ours
    assert document.findtext(f"{name}ShortName") == case["short"]
    templates = [url.get("template") for url in document.findall(f"{name}Url")]
    assert templates == [case["template"], case["self"]]
