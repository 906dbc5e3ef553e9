"""Overlays do what their specification says, and a mistake in one is a problem at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import api_catalog
import orjson
import pytest
import yaml
from api_catalog.documents import Document
from api_catalog.documents.overlay import apply
from api_catalog.problems import Severity

CASES = yaml.safe_load((Path(__file__).parent / "overlay_cases.yml").read_text("utf-8"))
BASE = """openapi: 3.1.1
info: {title: Base, version: "1"}
paths:
  /a:
    get:
      operationId: a
      responses: {"200": {description: Fine.}}
  /b:
    $ref: parts.yaml
"""
PART = "get: {operationId: b, responses: {'200': {description: Fine.}}}\n"
OVERLAY = """overlay: 1.1.0
info: {title: O, version: 1.0.0}
extends: ../../base/api/openapi.yaml
actions:
  - target: $.info
    description: Names it.
    update: {title: Made}
  - target: $.paths
    update:
      /c:
        get:
          operationId: c
          responses: {"200": {description: Fine.}}
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    stated = {"overlay": "1.1.0", "info": {"title": "O", "version": "1"}, "actions": case["actions"]}
    before = orjson.dumps(case["base"])
    result = apply(Document("o.json", "o.json", orjson.dumps(stated), stated), case["base"])
    assert result.value == case["after"]
    assert orjson.dumps(case["base"]) == before
    expected = [each.split(" ", 1) for each in case.get("problems", ())]
    assert [problem.pointer for problem in result.problems] == [pointer for pointer, _ in expected]
    for problem, (_, words) in zip(result.problems, expected, strict=True):
        assert words in problem.message
        assert problem.hint


@pytest.mark.parametrize(
    ("stated", "pointers"),
    [
        ({}, ["/overlay", "/info", "/actions"]),
        ({"overlay": "2.0.0", "info": {"title": "O", "version": "1"}, "actions": []}, ["/overlay", "/actions"]),
        (["no"], ["/overlay", "/info", "/actions"]),
        ({"overlay": "1.0.0", "info": {"title": "O"}, "actions": {"a": 1}}, ["/info", "/actions"]),
    ],
)
def test_form(stated: Any, pointers: list[str]) -> None:
    result = apply(Document("o.json", "o.json", orjson.dumps(stated), stated), {"a": 1})
    assert result.value == {"a": 1}
    assert [problem.pointer for problem in result.problems] == pointers


def checked(folder: Path, files: dict[str, str]) -> api_catalog.Checked:
    for name, text in {"catalog.yml": "title: T\nvocabulary: open\n", **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return api_catalog.check(folder, thorough=False)


FILES = {"base/api/openapi.yaml": BASE, "base/api/parts.yaml": PART, "made/api/overlay.yml": OVERLAY}


def test_an_api_of_its_own(tmp_path: Path) -> None:
    found = checked(tmp_path, FILES)
    assert [problem for problem in found.problems if problem.severity is Severity.ERROR] == []
    assert [api.id for api in found.catalog.apis] == ["base/api", "made/api"]
    made = found.catalog.apis[1]
    assert made.title == "Made"
    assert [operation.path for operation in made.operations] == ["/a", "/b", "/c"]
    assert [operation.path for operation in found.catalog.apis[0].operations] == ["/a", "/b"]
    pages = {page.url: page for page in api_catalog.build(found.catalog, tmp_path).pages}
    page = pages["apis/made/api/"]
    assert "What the overlay changes" in page.html
    assert "Names it." in page.html
    assert 'href="../../base/api/"' in page.html
    assert (tmp_path / page.copies["overlay.yml"]).read_bytes() == OVERLAY.encode()
    assert orjson.loads(page.files["openapi.bundled.json"])["info"]["title"] == "Made"
    assert "What the overlay changes" not in pages["apis/base/api/"].html


def test_beside_the_description(tmp_path: Path) -> None:
    overlay = OVERLAY.replace("extends: ../../base/api/openapi.yaml\n", "")
    found = checked(tmp_path, {"a/api/openapi.yaml": BASE, "a/api/parts.yaml": PART, "a/api/overlay.yml": overlay})
    (api,) = found.catalog.apis
    assert (api.id, api.title, len(api.operations)) == ("a/api", "Made", 3)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("operationId: c", "operationId: a"), "made/api/overlay.yml:12:11"),
        (('{"200": {description: Fine.}}', '{"200": {describe: Fine.}}'), "made/api/overlay.yml:13:31"),
    ],
)
def test_mistakes_are_found_where_they_were_written(tmp_path: Path, change: tuple[str, str], place: str) -> None:
    found = checked(tmp_path, {**FILES, "made/api/overlay.yml": OVERLAY.replace(*change)})
    errors = [each for each in found.problems if each.severity is Severity.ERROR]
    root = tmp_path.as_posix() + "/"
    assert place in {f"{each.path.removeprefix(root)}:{each.line}:{each.column}" for each in errors}
    assert any(api.id == "base/api" for api in found.catalog.apis)


@pytest.mark.parametrize(
    "extends",
    ["../../../etc/passwd", "/etc/passwd", "https://example.com/openapi.yaml", "none.yaml", "..", "./%2e%2e/x", "7"],
)
def test_nothing_outside_is_changed(tmp_path: Path, extends: str) -> None:
    overlay = OVERLAY.replace("../../base/api/openapi.yaml", extends)
    found = checked(tmp_path / "specs", {**FILES, "made/api/overlay.yml": overlay})
    assert [api.id for api in found.catalog.apis] == ["base/api"]
    assert [each.rule for each in found.problems if each.severity is Severity.ERROR] == ["overlay"]


def test_an_overlay_without_anything_to_change(tmp_path: Path) -> None:
    overlay = OVERLAY.replace("extends: ../../base/api/openapi.yaml\n", "")
    found = checked(tmp_path, {**FILES, "made/api/overlay.yml": overlay})
    assert [each.message for each in found.problems if each.rule == "overlay"] == ["no description to change"]


def test_places_follow_what_is_removed() -> None:
    actions = [
        {"target": "$.tags", "update": [{"name": "one"}, {"name": "two"}]},
        {"target": "$.tags[0]", "remove": True},
        {"target": "$", "update": {"x": {"y": 1}}},
        {"target": "$.x", "remove": True},
    ]
    stated = {"overlay": "1.1.0", "info": {"title": "O", "version": "1"}, "actions": actions}
    result = apply(Document("o.json", "o.json", orjson.dumps(stated), stated), {"tags": [{"name": "base"}]})
    assert result.value == {"tags": [{"name": "one"}, {"name": "two"}]}
    assert {where: source[1] for where, source in result.origins.items()} == {
        ("tags", "0"): ("actions", 0, "update", 0),
        ("tags", "1"): ("actions", 0, "update", 1),
    }
