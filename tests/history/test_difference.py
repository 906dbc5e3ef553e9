"""Two states of an API, and what is said of them: each case is data, each rule has one."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from api_catalog.catalog import Difference
from api_catalog.documents.document import parse
from api_catalog.history import differences
from api_catalog.history.findings import merged
from api_catalog.history.impacts import RULES
from api_catalog.history.records import provider_differences, settings_differences, vocabulary_differences
from api_catalog.history.values import key_of

CASES = Path(__file__).parent / "difference_cases"
COMPARE = {"provider": provider_differences, "vocabulary": vocabulary_differences, "settings": settings_differences}
# What only whole files and folders show; the tests of edits and of git have them.
ELSEWHERE = {"api-added", "api-removed", "api-moved", "unreadable"}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*.yml"))
        for case in parse(file.read_bytes(), file.name)
    ]


def _operation(version: str, schemes: Any, operation: dict[str, Any]) -> dict[str, Any]:
    call = {"responses": {"200": {"description": "d"}}, **operation}
    components = {"components": {"securitySchemes": schemes}} if schemes else {}
    info = {"title": "A", "version": "1"}
    return {"openapi": version, "info": info, "paths": {"/things": {"post": call}}, **components}


def _in_request(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def _in_response(schema: Any) -> dict[str, Any]:
    return {"responses": {"200": {"description": "d", "content": {"application/json": {"schema": schema}}}}}


def _described(case: dict[str, Any], side: int) -> Any:
    """The description of a case: whole, or from the part that it says."""
    version, schemes = case.get("version", "3.1.1"), case.get("schemes")
    if "whole" in case:
        return case["whole"][side]
    if "description" in case:
        base = _operation(version, schemes, {}) if case.get("with-operation") else {"openapi": version}
        return {"info": {"title": "A", "version": "1"}, **base, **case["description"][side]}
    if "request" in case:
        return _operation(version, schemes, _in_request(case["request"][side]))
    if "response" in case:
        return _operation(version, schemes, _in_response(case["response"][side]))
    return _operation(version, schemes, case.get("operation", ({}, {}))[side])


def _found(case: dict[str, Any], first: int = 0, second: int = 1) -> list[Difference]:
    for kind, compare in COMPARE.items():
        if kind in case:
            return merged(compare(case[kind][first], case[kind][second]))
    old, new = _described(case, first), _described(case, second)
    record = case.get("record", ({}, {}))
    return differences(old, new, record[first], record[second])


@pytest.mark.parametrize("case", _cases())
def test_what_is_said(case: dict[str, Any]) -> None:
    before = key_of(case)
    found = _found(case)
    assert [f"{each.impact} {each.rule}" for each in found] == case["expect"], [each.message for each in found]
    if "where" in case:
        assert [each.where for each in found] == [case["where"]]
    assert key_of(case) == before, "the input is as it was"


@pytest.mark.parametrize("case", _cases())
def test_nothing_is_said_of_what_is_the_same(case: dict[str, Any]) -> None:
    assert _found(copy.deepcopy({**case}), 0, 0) == []
    assert _found(case, 1, 1) == []


@pytest.mark.parametrize("case", _cases())
def test_the_way_back_is_a_difference_too(case: dict[str, Any]) -> None:
    assert bool(_found(case, 1, 0)) == bool(case["expect"])


def test_there_are_enough_cases_and_every_rule_has_one() -> None:
    said = {rule.split()[1] for case in _cases() for rule in case.values[0]["expect"]}
    assert len(_cases()) >= 80
    assert said - set(RULES) == set()
    assert set(RULES) - said == ELSEWHERE


def test_a_difference_says_why_and_whom_it_concerns() -> None:
    schema = {"T": {"properties": {"a": {"type": "string"}}}}
    answer = {"200": {"description": "d", "content": {"a/b": {"schema": {"$ref": "#/components/schemas/T"}}}}}
    paths = {f"/{name}": {"get": {"tags": [name], "responses": answer}} for name in "abcd"}
    before = {"openapi": "3.1.1", "info": {}, "paths": paths, "components": {"schemas": schema}}
    after = copy.deepcopy(before)
    after["components"]["schemas"]["T"]["properties"] = {}  # type: ignore[index] # it is a mapping
    (found,) = differences(before, after)
    assert found.calls == ("GET /a", "GET /b", "GET /c", "GET /d")
    assert found.tags == ("a", "b", "c", "d")
    assert found.pointer == "/components/schemas/T/properties/a"
    assert found.place == "GET /a, GET /b, GET /c and 1 more · response · schema T › a"
    assert found.reason == "Readers that use it find nothing."


@pytest.mark.parametrize(
    "bad",
    [None, [], "text", {"paths": []}, {"paths": {"/a": {"get": {"parameters": {}, "responses": [], "servers": 1}}}},
     {"paths": {"/a": {"get": {"requestBody": {"content": {"a/b": {"schema": {"type": 5, "enum": 3, "properties": [1],
      "required": {}, "allOf": "x", "oneOf": [1, None], "minimum": "x", "items": True}}}}}}}},
     {"components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}, "securitySchemes": 4}, "security": [1]}],
)  # fmt: skip
def test_wrong_types_are_no_reason_to_fail(bad: Any) -> None:
    good = _operation("3.1.1", None, _in_request({"type": "string"}))
    assert isinstance(differences(bad, good), list)
    assert isinstance(differences(good, bad), list)


def test_references_in_a_circle_end() -> None:
    schema = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    before = _operation("3.1.1", None, _in_request({"$ref": "#/components/schemas/A"}))
    after = copy.deepcopy(before)
    after["components"] = {"schemas": schema}
    assert differences(before, after)
