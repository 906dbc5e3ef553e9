"""The file of the last look is what a stranger wrote: what is of no use is left out, and no file makes a build fail."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from api_catalog import load
from api_catalog.catalog import Catalog, Looked, State, Use, catalog_of
from api_catalog.documents import ReadError
from api_catalog.probing import FILE, read_previous, with_last_look
from api_catalog.probing.last_look import read_last_look

SPEC = "openapi: 3.1.1\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
RECORD = """summary: Pets.
reviewed: 2025-06-30
links: {homepage: "https://a.example/", documentation: "https://a.example/docs"}
status: {state: live, since: "2020", source: "https://a.example/docs#part"}
"""
GOOD = {"url": "https://a.example/", "state": "dead", "since": "2026-01-05", "status": 404, "reason": "Not Found"}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    folder = tmp_path / "specs" / "acme" / "pets"
    folder.mkdir(parents=True)
    (folder / "openapi.yaml").write_text(SPEC, "utf-8")
    (folder / "api.yml").write_text(RECORD, "utf-8")
    return catalog_of(load(tmp_path / "specs"))[0]


def written(folder: Path, *links: Any, day: Any = "2026-07-01", **more: Any) -> Path:
    (folder / FILE).write_text(json.dumps({"looked": day, "links": list(links), **more}), "utf-8")
    return folder


def found(catalog: Catalog, folder: Path) -> dict[str, Looked]:
    freshness = with_last_look(catalog, folder).freshness
    assert freshness is not None
    return {each.answer.url: each for each in freshness.links}


def test_without_a_file_nobody_has_looked(catalog: Catalog, tmp_path: Path) -> None:
    assert with_last_look(catalog, tmp_path).freshness is None
    assert with_last_look(catalog, tmp_path / "none").freshness is None


def test_of_the_file_only_answers_are_taken(catalog: Catalog, tmp_path: Path) -> None:
    """Who uses a link, and what links there are, is told by the catalog as it is now."""
    elsewhere = {**GOOD, "url": "https://elsewhere.example/"}
    written(tmp_path, {**GOOD, "used-by": [{"of": "<b>", "as": "<b>"}]}, elsewhere, reviews=[{"api": "<b>"}])
    freshness = with_last_look(catalog, tmp_path).freshness
    assert freshness is not None
    (looked,) = freshness.links
    assert looked.uses == (Use("acme/pets", "link: Home page"),)
    assert (looked.since, looked.answer.status, looked.answer.reason) == ("2026-01-05", 404, "Not Found")
    assert freshness.counts == {State.DEAD: 1, State.NOT_LOOKED: 1}, "the other came after the last look"


@pytest.mark.parametrize(("day", "is_old"), [("2026-06-30", False), ("2026-07-01", True)])
def test_a_review_is_old_by_the_day_of_the_file(catalog: Catalog, tmp_path: Path, day: str, is_old: bool) -> None:
    freshness = with_last_look(catalog, written(tmp_path, day=day)).freshness
    assert freshness is not None
    assert freshness.reviews == ((("acme/pets", "2025-06-30"),) if is_old else ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"freshness"',
        b"<html>",
        b'{"looked": "2026-07-01"}',
        b'{"looked": "2026-07-01", "links": {}}',
        b'{"looked": "2026-07-01", "links": "https://a.example/"}',
        b'{"looked": "2026-02-30", "links": []}',
        b'{"looked": "yesterday", "links": []}',
        b'{"looked": 20260701, "links": []}',
        b'{"looked": ["2026-07-01"], "links": []}',
        b'{"looked": "2026-07-01", "links": [NaN]}',
        b'{"looked": "2026-07-01", "links": [{"status": 1e999}]',
        b'{"looked": "2026-07-01", "links": []} {}',
        b'{"looked": "2026-07-01", "links": ["\xff"]}',
        '{"looked": "2026-07-01", "links": []}'.encode("utf-16"),
        b'{"looked": "2026-07-01", "links": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' * 100_000,
        b'{"looked": "2026-07-01", "links": [' + b"{}," * 50_000 + b"{}]}",
    ],
    ids=lambda data: repr(data[:60]),
)
def test_a_file_of_no_use(catalog: Catalog, tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(ReadError):
        with_last_look(catalog, tmp_path)
    assert read_previous(tmp_path / FILE) == {}


def test_a_file_that_is_too_large_is_not_read(catalog: Catalog, tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)  # takes no room
    with pytest.raises(ReadError, match="at most 16 MiB"):
        with_last_look(catalog, tmp_path)


@pytest.mark.parametrize("kind", ["folder", "pipe", "link out", "link to nothing", "link to itself"])
def test_what_is_no_plain_file_is_not_opened(catalog: Catalog, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    outside = written(tmp_path, GOOD) / FILE
    file = folder / FILE
    match kind:
        case "folder":
            file.mkdir()
        case "pipe":
            os.mkfifo(file)
        case "link out":
            file.symlink_to(outside)
        case "link to nothing":
            file.symlink_to(folder / "nothing")
        case _:
            file.symlink_to(file)
    with pytest.raises(ReadError, match="plain file"):
        with_last_look(catalog, folder)


@pytest.mark.parametrize(
    "row",
    [
        None,
        3,
        "https://a.example/",
        [],
        {},
        {"url": "https://a.example/"},
        {"url": ["https://a.example/"], "state": "dead"},
        {"url": {"https://a.example/": 1}, "state": "dead"},
        {"url": "https://a.example/", "state": "DEAD"},
        {"url": "https://a.example/", "state": "<script>"},
        {"url": "https://a.example/", "state": ["dead"]},
        {"url": "https://a.example/", "state": True},
        {"url": "javascript:alert(1)", "state": "dead"},
    ],
    ids=str,
)
def test_a_row_of_no_use_is_left_out_and_the_others_stay(catalog: Catalog, tmp_path: Path, row: Any) -> None:
    docs = {"url": "https://a.example/docs", "state": "trouble"}
    assert list(found(catalog, written(tmp_path, row, docs))) == ["https://a.example/docs"]


@pytest.mark.parametrize(
    ("field", "stated", "name", "read"),
    [
        ("since", "2026-01-05", "since", "2026-01-05"),
        ("since", "2026-08-01", "since", "2026-07-01"),  # after the look
        ("since", "9999-12-31", "since", "2026-07-01"),
        ("since", "<b>2026</b>", "since", "2026-07-01"),
        ("since", 20260105, "since", "2026-07-01"),
        ("since", None, "since", "2026-07-01"),
        ("status", 999, "status", 999),
        ("status", 99, "status", 0),
        ("status", 10**30, "status", 0),
        ("status", -1, "status", 0),
        ("status", 404.0, "status", 0),
        ("status", True, "status", 0),
        ("status", "404", "status", 0),
        ("reason", "\x1b[31m\u202e::error::\nx", "reason", " [31m ::error:: x"),
        ("reason", "::error::x", "reason", ": :error::x"),
        ("reason", "x" * 5000, "reason", "x" * 199 + "…"),
        ("reason", ["x"], "reason", ""),
        ("reason", 3, "reason", ""),
        ("leads-to", "https://b.example/a?b=c", "leads_to", "https://b.example/a?b=c"),
        ("leads-to", "http://b.example:8080/", "leads_to", "http://b.example:8080/"),
        ("leads-to", "javascript:alert(1)", "leads_to", ""),
        ("leads-to", "JaVaScRiPt:alert(1)//https://", "leads_to", ""),
        ("leads-to", "data:text/html,<script>alert(1)</script>", "leads_to", ""),
        ("leads-to", "//b.example/", "leads_to", ""),
        ("leads-to", "https:///etc/passwd", "leads_to", ""),
        ("leads-to", "https://user:word@b.example/", "leads_to", ""),
        ("leads-to", "https://b.example/\u202e", "leads_to", ""),
        ("leads-to", "https://b.example/ x", "leads_to", ""),
        ("leads-to", "https://[::1/", "leads_to", ""),
        ("leads-to", "https://b.example/" + "x" * 2000, "leads_to", ""),
        ("leads-to", {"https://b.example/": 1}, "leads_to", ""),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_every_field_is_judged_by_itself(
    catalog: Catalog, tmp_path: Path, field: str, stated: Any, name: str, read: Any
) -> None:
    looked = found(catalog, written(tmp_path, {"url": "https://a.example/", "state": "moved", field: stated}))
    (each,) = looked.values()
    value = each.since if name == "since" else getattr(each.answer, name)
    assert (value, type(value)) == (read, type(read))


def test_the_last_of_two_rows_counts(catalog: Catalog, tmp_path: Path) -> None:
    written(tmp_path, GOOD, {**GOOD, "state": "ok"})
    assert found(catalog, tmp_path) == {}
    assert read_last_look(tmp_path / FILE).since["https://a.example/", State.DEAD] == "2026-01-05"
