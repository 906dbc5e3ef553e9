"""Feeds: what RFC 4287 asks for, ids that stay, order, and text of strangers."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from api_catalog.catalog import Catalog, Difference, Edit, History, Revision, catalog_of
from api_catalog.documents import load
from api_catalog.exports import Export, exports_of
from api_catalog.exports.atom import exports
from api_catalog.pages import pages_of_api, pages_of_catalog

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(?:-\d{2}){0,2}:[A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*")
EVIL = "<script>alert(1)</script> & \x00\x1b\ud800￿ ]]> &amp;"
DESCRIPTION = """\
openapi: 3.1.1
info: {title: Acme <Read>, version: "1"}
paths:
  /a:
    get: {tags: [ocr], operationId: a, responses: {"200": {description: d}}}
"""


def _edit(name: str, *tags: str) -> Edit:
    difference = Difference("breaking", "removed", "operation-removed", EVIL, "Why.", EVIL, ("GET /a",), "", "", tags)
    return Edit("api", name, f"{name} {EVIL}", "changed", (difference,), (1, 0, 3), tags, in_description=True)


REVISIONS = (
    Revision(
        "c" * 40,
        "2026-03-01T12:00:00Z",
        EVIL,
        (_edit("acme/read", "ocr"),),
        f"https://github.com/a/b/commit/{'c' * 40}",
    ),
    Revision("b" * 40, "2026-02-01T12:00:00Z", "Two", (_edit("acme/read", "ocr"), _edit("acme/gone", "asr"))),
    Revision("a" * 40, "2026-01-01T12:00:00Z", "One", (_edit("acme/gone", "asr"),)),
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    place = tmp_path / "specs/acme/read"
    place.mkdir(parents=True)
    (place / "openapi.yaml").write_text(DESCRIPTION, "utf-8")
    catalog, _ = catalog_of(load(tmp_path / "specs"))
    history = History(REVISIONS, {"acme/read": "2026-03-01"})
    return dataclasses.replace(catalog, history=history, site_url="https://Example.org/cat")


def _feeds(catalog: Catalog) -> dict[str, ElementTree.Element]:
    return {each.path: ElementTree.fromstring(each.content) for each in exports(catalog)}  # noqa: S314 - ours


def test_which_feeds_there_are(catalog: Catalog) -> None:
    assert sorted(_feeds(catalog)) == ["apis/acme/read/feed.xml", "changes/feed.xml", "tags/ocr/feed.xml"]
    assert list(exports(dataclasses.replace(catalog, site_url=""))) == []
    assert list(exports(dataclasses.replace(catalog, history=History()))) == []
    assert {each.path for each in exports_of(catalog)} >= set(_feeds(catalog))


def test_each_has_what_the_grammar_asks_for(catalog: Catalog) -> None:
    for path, feed in _feeds(catalog).items():
        assert feed.tag == f"{ATOM}feed"
        for element in (feed, *feed.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                (found,) = element.findall(f"{ATOM}{name}")
                assert found.text, (path, name)
            assert DATE.fullmatch(element.findtext(f"{ATOM}updated", ""))
            assert TAG_URI.fullmatch(element.findtext(f"{ATOM}id", "")), element.findtext(f"{ATOM}id")
            links = element.findall(f"{ATOM}link")
            assert all(link.get("href", "").startswith("https://") for link in links)
            kinds = [(link.get("rel"), link.get("type")) for link in links]
            assert len(kinds) == len(set(kinds)), "one alternate of a kind"
            assert ("alternate", "text/html") in kinds
        (author,) = feed.findall(f"{ATOM}author/{ATOM}name")
        assert author.text
        (own,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own.get("href") == f"https://Example.org/cat/{path}"
        for content in feed.iter(f"{ATOM}content"):
            assert content.get("type") == "xhtml"
            (div,) = list(content)
            assert div.tag == "{http://www.w3.org/1999/xhtml}div"


def test_newest_first_and_no_id_twice(catalog: Catalog) -> None:
    ids = []
    for feed in _feeds(catalog).values():
        dates = [entry.findtext(f"{ATOM}updated", "") for entry in feed.iter(f"{ATOM}entry")]
        assert dates == sorted(dates, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == dates[0]
        ids += [element.findtext(f"{ATOM}id") for element in (feed, *feed.iter(f"{ATOM}entry"))]
    assert len(ids) == len(set(ids))


def test_entries_stay_as_they_are(catalog: Catalog) -> None:
    def entries(catalog: Catalog) -> dict[str, set[bytes]]:
        return {
            path: set(map(ElementTree.tostring, feed.iter(f"{ATOM}entry"))) for path, feed in _feeds(catalog).items()
        }

    earlier = dataclasses.replace(catalog, history=History(REVISIONS[1:]))
    for path, known in entries(earlier).items():
        assert known < entries(catalog)[path]
    assert list(exports(catalog)) == list(exports(catalog))


def test_ids_do_not_depend_on_how_the_site_is_reached(catalog: Catalog) -> None:
    ids = [
        {
            element.text
            for feed in _feeds(dataclasses.replace(catalog, site_url=url)).values()
            for element in feed.iter(f"{ATOM}id")
        }
        for url in ("https://example.org/cat/", "http://EXAMPLE.org/cat")
    ]
    assert ids[0] == ids[1]


def test_an_entry_says_what_changed(catalog: Catalog) -> None:
    feed = _feeds(catalog)["tags/ocr/feed.xml"]
    text = ["".join(entry.itertext()) for entry in feed.iter(f"{ATOM}entry")]
    assert len(text) == 2
    assert "GET /a" in text[0]
    assert "acme/gone" not in text[1], "of another tag"
    assert not list(feed.iter("script"))


def test_pages_show_the_history(catalog: Catalog) -> None:
    pages = {page.url: page.html for page in pages_of_catalog(catalog)}
    api = pages_of_api(catalog, catalog.apis[0])[0].html
    changes = pages["changes/"]
    assert changes.index("2026-03-01") < changes.index("2026-02-01") < changes.index("2026-01-01")
    assert 'id="commit-cccccccccccc"' in changes
    assert changes.count('href="../apis/acme/read/"') == 2
    assert "<script>alert" not in changes + api + pages["tags/ocr/"]
    for page in (changes, api, pages["tags/ocr/"]):
        assert 'href="feed.xml"' in page
        assert 'data-impact="breaking"' in page
    assert "<span>description changed 2026-03-01</span>" in api


def test_pages_without_a_history(catalog: Catalog) -> None:
    bare = dataclasses.replace(catalog, history=History(), site_url="")
    pages = {page.url: page.html for page in pages_of_catalog(bare)}
    api = pages_of_api(bare, bare.apis[0])[0].html
    assert "No history is known here" in pages["changes/"]
    assert "feed.xml" not in "".join([*pages.values(), api])
    assert 'id="changes"' not in api + pages["tags/ocr/"]
    assert "description changed" not in api


def test_an_export_is_a_file() -> None:
    assert Export("a.json", b"{}").path == "a.json"
