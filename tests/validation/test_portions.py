"""Large descriptions are judged in portions: nothing is lost, and nothing takes long."""

from __future__ import annotations

from typing import Any

import pytest
from api_catalog.documents import ApiFiles, Document
from api_catalog.documents.references import Bundle
from api_catalog.problems import Problem
from api_catalog.validation import structure
from api_catalog.validation.portions import nodes, portions
from validation.descriptions import description

MANY = 30_000


def _check(value: Any) -> list[Problem]:
    return structure.check(ApiFiles(("a",), Document("a", "a", b"{}", value), Bundle(value, (), ())))


def _messages(value: Any) -> set[str]:
    return {problem.message for problem in _check(value)}


def test_small_descriptions_are_one_portion() -> None:
    value = description("3.1", {})
    assert list(portions(value)) == [value]
    assert list(portions([])) == [[]]


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.1"])
def test_mistakes_far_from_each_other_are_all_found(version: str) -> None:
    fine: dict[str, Any] = {f"/a{index}": {"parameters": []} for index in range(MANY)}
    named: dict[str, Any] = {f"A{index}": {"type": "string"} for index in range(MANY)}
    over: dict[str, Any] = {"paths": {"rain": {}, **fine, "/snow": {"parameters": 5}}, "tags": [5]}
    named = {**named, "Wind": {"minLength": "1"}}
    value = description(version, {**over, **({"definitions": named} if version == "2.0" else {})})
    if version != "2.0":
        value["components"] = {"schemas": named, "colours": {}}
    assert nodes(value) < len(list(portions(value))) * MANY
    assert _messages(value) >= {
        "the path `rain` does not start with /",
        "`parameters` must be a list, not the number 5",
        "item 1 of `tags` must be a mapping, not the number 5",
        '`minLength` must be a whole number, not the text "1"',
    }


@pytest.mark.parametrize("version", ["3.0", "3.1"])
@pytest.mark.parametrize(
    "over",
    [
        {"components": {"schemas": {f"A{index}": {"type": "strng", "items": 5} for index in range(MANY)}}},
        {"components": {"schemas": {"A": {"properties": {f"a{index}": {"type": 5} for index in range(MANY)}}}}},
        {"components": {"schemas": {"A": {"required": [5] * MANY}}}},
        {"tags": [5] * MANY},
        {"info": {f"a{index}": 1 for index in range(MANY)}},
        {"paths": {f"a{index}": 1 for index in range(MANY)}},
    ],
    ids=["schemas", "one schema", "a list", "tags", "fields", "paths"],
)
def test_very_many_mistakes_are_cut_short(version: str, over: dict[str, Any]) -> None:
    assert 1 <= len(_check(description(version, over))) <= 100
