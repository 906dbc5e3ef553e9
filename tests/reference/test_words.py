"""Bounds and forms of a schema in words, and values as text to read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from api_catalog.reference.words import constraints, json_text, pretty

WORDS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"type": "string"}, []),
    ({"format": "date-time"}, ["date-time"]),
    ({"format": 5}, []),
    ({"minimum": 1, "maximum": 10}, ["1 to 10"]),
    ({"minimum": 0, "maximum": 1}, ["0 to 1"]),
    ({"minimum": -90.5, "maximum": 90.5}, ["-90.5 to 90.5"]),
    ({"minimum": 0}, ["at least 0"]),
    ({"minimum": 5}, ["at least 5"]),
    ({"maximum": 5}, ["at most 5"]),
    ({"maximum": 0}, ["at most 0"]),
    ({"minimum": 5, "maximum": 5}, ["exactly 5"]),
    ({"minimum": 5, "exclusiveMinimum": True}, ["more than 5"]),
    ({"maximum": 5, "exclusiveMaximum": True}, ["less than 5"]),
    ({"minimum": 5, "exclusiveMinimum": False}, ["at least 5"]),
    ({"exclusiveMinimum": 5}, ["more than 5"]),
    ({"exclusiveMaximum": 5.5}, ["less than 5.5"]),
    ({"exclusiveMinimum": 0, "maximum": 1}, ["more than 0 and at most 1"]),
    ({"minimum": 0, "exclusiveMaximum": 1}, ["at least 0 and less than 1"]),
    ({"exclusiveMinimum": 0, "exclusiveMaximum": 1}, ["more than 0 and less than 1"]),
    ({"minimum": 0, "exclusiveMinimum": True, "maximum": 1, "exclusiveMaximum": True}, ["more than 0 and less than 1"]),
    ({"multipleOf": 0.01}, ["multiple of 0.01"]),
    ({"minLength": 0}, []),
    ({"minLength": 1}, ["at least 1 character"]),
    ({"maxLength": 1}, ["at most 1 character"]),
    ({"minLength": 2}, ["at least 2 characters"]),
    ({"maxLength": 0}, ["at most 0 characters"]),
    ({"maxLength": 100000}, ["at most 100,000 characters"]),
    ({"minLength": 0, "maxLength": 5}, ["at most 5 characters"]),
    ({"minLength": 1, "maxLength": 5}, ["1 to 5 characters"]),
    ({"minLength": 36, "maxLength": 36}, ["exactly 36 characters"]),
    ({"minLength": 1, "maxLength": 1}, ["exactly 1 character"]),
    ({"minItems": 1}, ["at least 1 item"]),
    ({"minItems": 1, "maxItems": 2000}, ["1 to 2,000 items"]),
    ({"uniqueItems": True}, ["no item twice"]),
    ({"uniqueItems": False}, []),
    ({"minProperties": 1}, ["at least 1 entry"]),
    ({"maxProperties": 50}, ["at most 50 entries"]),
    ({"pattern": "^[a-z]+$"}, ["matches ^[a-z]+$"]),
    ({"contentEncoding": "base64", "contentMediaType": "image/png"}, ["base64", "image/png"]),
    ({"pattern": "x", "minLength": 2, "format": "uuid"}, ["uuid", "at least 2 characters", "matches x"]),
]


@pytest.mark.parametrize(("schema", "words"), WORDS)
def test_constraints(schema: dict[str, Any], words: list[str]) -> None:
    assert list(constraints(schema)) == words


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        ("é", 0, '"é"'),
        ({"a": [1, None, True]}, 0, '{"a": [1, null, true]}'),
        (12345678901234567890, 0, "12345678901234567890"),
        ("x" * 10, 5, '"xxx…'),
        ("xxx", 5, '"xxx"'),
    ],
)
def test_json_text(value: Any, limit: int, text: str) -> None:
    assert json_text(value, limit) == text


LONG = "x" * 40
PRETTY: list[tuple[Any, str]] = [
    ("text", "text"),
    ('"quoted"\n', '"quoted"\n'),
    (5, "5"),
    (None, "null"),
    ([], "[]"),
    ({}, "{}"),
    ({"a": 1, "b": ["x", 2]}, '{"a": 1, "b": ["x", 2]}'),
    ([LONG, LONG], f'[\n  "{LONG}",\n  "{LONG}"\n]'),
    ({"a": LONG, "b": {"c": LONG}}, f'{{\n  "a": "{LONG}",\n  "b": {{"c": "{LONG}"}}\n}}'),
    (
        {"a": {"b": LONG, "c": LONG}},
        f'{{\n  "a": {{\n    "b": "{LONG}",\n    "c": "{LONG}"\n  }}\n}}',
    ),
    ([{"a": LONG}, {"a": LONG}, []], f'[\n  {{"a": "{LONG}"}},\n  {{"a": "{LONG}"}},\n  []\n]'),
    ({"a": "x" * 200}, '{\n  "a": "' + "x" * 200 + '"\n}'),
]


@pytest.mark.parametrize(("value", "text"), PRETTY)
def test_pretty(value: Any, text: str) -> None:
    assert pretty(value) == text


@pytest.mark.parametrize("value", [value for value, _ in PRETTY if not isinstance(value, str)])
@pytest.mark.parametrize("width", [1, 20, 72, 1000])
def test_pretty_is_still_the_same_value(value: Any, width: int) -> None:
    assert json.loads(pretty(value, width)) == value
