"""Whatever a description holds, the semantic checks give problems and no exception, and soon."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.documents import ApiFiles, Bundle, Document
from api_catalog.validation import semantics

WHOLE = yaml.safe_load((Path(__file__).parent / "elsewhere" / "whole.yml").read_text("utf-8"))
ODD: list[Any] = [
    None, True, 5, 1e400, "", "x", "#/", "#/a~2", "\ud83d", [], [None], [[]], {}, {"": None}, {"x": {}},
    {"$ref": 5}, {"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": "http://[", "type": {}}, {"$ref": "#/info/%zz"},
]  # fmt: skip
SECONDS = 10


def _problems(value: Any) -> list[Any]:
    document = Document("specs/a.json", "a.json", b"{}", value)
    return semantics.problems_of(ApiFiles(("a",), document, Bundle(value, (), ())))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of a value."""
    for key, child in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(child, dict | list):
            yield from _places(child)


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("version", WHOLE)
def test_odd_values_everywhere(version: str, odd: Any) -> None:
    whole = copy.deepcopy(WHOLE[version])
    assert _problems(whole) == []
    for container, key in list(_places(whole)):
        kept = container[key]
        container[key] = odd
        for problem in _problems(whole):
            assert problem.message
            assert problem.hint
        container[key] = kept


def _schemas(**schemas: Any) -> dict[str, Any]:
    return {"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "components": {"schemas": schemas}}


def _reference(name: object) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


MANY = 20_000
LARGE = {
    "schemas that double at every step": _schemas(
        **{f"A{n}": {"allOf": [_reference(f"A{n + 1}")] * 2} for n in range(60)}, A60={"type": "string"},
        B={**_reference("A0"), "examples": [1] * 1000},
    ),
    "a long chain": _schemas(**{f"A{n}": _reference(f"A{n + 1}") for n in range(MANY)}),
    "a long circle": _schemas(**{f"A{n}": _reference(f"A{(n + 1) % MANY}") for n in range(MANY)}),
    "all refer to all": _schemas(**{f"A{n}": {"anyOf": [_reference(f"A{m}") for m in range(150)]} for n in range(150)}),
    "references to nowhere": _schemas(**{f"A{n}": _reference(f"None{n}") for n in range(MANY)}),
    "references to nowhere that are let pass": _schemas(
        All={"$id": "https://example.com/all", "properties": {f"a{n}": {"$ref": f"#/none/{n}"} for n in range(MANY)}}
    ),
    "patterns that go back": _schemas(
        **{f"A{n}": {"type": "string", "pattern": "^(a|a)*(b|b)*$", "examples": ["a" * 5000 + "c"]} for n in range(200)}
    ),
    "patterns that are large": _schemas(
        **{f"A{n}": {"type": "string", "pattern": f"^.{{1,{1000 + n}}}$", "examples": ["a"]} for n in range(MANY)}
    ),
    "many required": _schemas(
        A={"properties": {f"p{n}": {} for n in range(MANY)}, "required": [f"P-{n}x" for n in range(MANY)]}
    ),
    "many equal values": _schemas(A={"enum": ["a"] * MANY}, B={"type": "integer", "enum": ["a"] * MANY}),
    "a large example": _schemas(
        A={"type": "array", "items": {"oneOf": [{"type": "string"}, {"type": "integer"}]}, "examples": [[None] * MANY]}
    ),
    "many operations of one id, many links to none": {
        **_schemas(),
        "paths": {
            f"/{n}": {"get": {"operationId": f"{n % 3}", "responses": {"200": {"links": {n: {"operationId": str(n)}}}}}}
            for n in range(MANY)
        },
    },
    "many names in a path": {**_schemas(), "paths": {"/" + "".join(f"{{a{n}}}" for n in range(MANY)): {"get": {}}}},
    "tags in a long line": {
        **_schemas(), "openapi": "3.2.0",
        "tags": [{"name": f"t{n}", "parent": f"t{n + 1}"} for n in range(2000)],
    },
}  # fmt: skip


@pytest.mark.parametrize("value", LARGE.values(), ids=LARGE)
def test_large_values(value: Any) -> None:
    started = time.process_time()
    problems = _problems(value)
    assert time.process_time() - started < SECONDS
    assert len(problems) <= 300
