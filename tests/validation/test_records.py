"""Mistakes in the catalog's own files: where they are said to be, and the hint."""

from __future__ import annotations

import json
from operator import itemgetter
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from api_catalog.documents import load
from api_catalog.problems import in_order
from api_catalog.validation import records, schemas

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "record_cases.yml").read_text("utf-8"))
PLACES = {"api": "acme/embed/api.yml", "provider": "acme/provider.yml", "tags": "tags.yml", "catalog": "catalog.yml"}
API = 'openapi: 3.1.1\ninfo: {title: T, version: "1"}\npaths: {}\n'


@pytest.mark.parametrize("case", CASES, ids=itemgetter("name"))
def test_problems(case: dict[str, Any], tmp_path: Path) -> None:
    place = PLACES[case["file"].removesuffix(".yml")]
    for name, text in (("acme/embed/openapi.yaml", API), (place, case["text"])):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    repository = load(tmp_path)
    assert repository.problems == ()
    of_apis = [each for api in repository.apis if api.record for each in records.problems_of(api.record, "api")]
    problems = in_order([*records.check(repository), *of_apis])
    assert [[f"{each.line}:{each.column}", each.message, each.hint] for each in problems] == case["problems"]
    assert {each.path for each in problems} <= {f"{tmp_path.as_posix()}/{place}"}
    assert {each.rule for each in problems} <= {"record-structure"}


@pytest.mark.parametrize("name", schemas.RECORDS)
def test_schema_is_one_that_editors_can_use(name: str) -> None:
    schema = json.loads(schemas.record_schema_text(name))
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{name}.schema.json"
    assert schema["title"]
    for field, of in schema["properties"].items():
        assert of.get("description"), f"editors have nothing to show for {field}"


@pytest.mark.parametrize("name", schemas.RECORDS)
def test_every_schema_has_a_case_with_problems_and_one_without(name: str) -> None:
    cases = [case for case in CASES if case["file"] == f"{name}.yml"]
    assert {bool(case["problems"]) for case in cases} == {True, False}
    full = next(case for case in cases if not case["problems"])
    used = {line.partition(":")[0] for line in full["text"].splitlines() if not line.startswith((" ", "#"))}
    assert used >= set(json.loads(schemas.record_schema_text(name))["properties"])
