"""A large reference in parts: every operation and schema is somewhere, no part is too heavy, links know the place."""

from __future__ import annotations

from typing import Any

import pytest
from api_catalog.catalog import Api
from api_catalog.catalog.operations import operations_of
from api_catalog.reference import places_of, split
from api_catalog.reference.split import PAGE, Part, weight_of_operation, weight_of_schema


def api_of(operations: int, properties: int, tags: int = 3, shared: int = 0) -> Api:
    """An API whose every operation answers with an object of its own, and with ``shared`` schemas all of them use."""
    schemas: dict[str, Any] = {
        f"S{number}": {
            "type": "object",
            "properties": {f"p{item}": {"type": "string", "description": "Some text."} for item in range(properties)},
        }
        for number in range(operations)
    }
    for number in range(shared):
        schemas[f"Shared{number}"] = {
            "type": "object",
            "properties": {f"q{item}": {"type": "integer", "minimum": item} for item in range(properties)},
        }
    paths = {
        f"/group{number % tags}/things{number}": {
            "get": {
                "operationId": f"get{number}",
                "tags": [f"tag{number % tags}"] if tags > 1 else [],
                "responses": {
                    "200": {"description": "ok", "content": {"application/json": {"schema": _all(number, shared)}}}
                },
            }
        }
        for number in range(operations)
    }
    info = {"title": "Large", "version": "1"}
    description = {"openapi": "3.1.1", "info": info, "paths": paths, "components": {"schemas": schemas}}
    return Api("a/b", "a", "b", "Large", "1", "OpenAPI 3.1", "", operations_of(description), description)


def _all(number: int, shared: int) -> dict[str, Any]:
    references = [f"#/components/schemas/S{number}", *(f"#/components/schemas/Shared{item}" for item in range(shared))]
    return {"type": "object", "properties": {f"r{i}": {"$ref": reference} for i, reference in enumerate(references)}}


def weight(part: Part) -> int:
    return sum(map(weight_of_operation, part.operations)) + sum(map(weight_of_schema, part.schemas))


def test_a_small_reference_stays_whole() -> None:
    view, parts = split(api_of(5, 5))
    assert parts == ()
    assert len(view.operations) == 5


@pytest.mark.parametrize(
    ("operations", "properties", "tags", "shared"),
    [(60, 60, 3, 0), (60, 60, 1, 0), (40, 30, 4, 40), (400, 20, 5, 10), (251, 1, 1, 0), (300, 40, 300, 3)],
)
def test_parts_hold_everything_once_and_fit(operations: int, properties: int, tags: int, shared: int) -> None:
    api = api_of(operations, properties, tags, shared)
    _, parts = split(api)
    drawn = [view.operation.anchor for part in parts for view in part.operations]
    assert sorted(drawn) == sorted(operation.anchor for operation in api.operations)
    assert len({part.slug for part in parts}) == len(parts)
    assert max(map(weight, parts)) <= PAGE
    places = places_of(parts)
    assert {places[operation.anchor] for operation in api.operations} <= {part.slug for part in parts}


def test_schemas_that_all_operations_share_are_drawn_once_and_linked() -> None:
    _, parts = split(api_of(400, 20, 5, 10))
    anchors = [schema.anchor for part in parts for schema in part.schemas]
    assert sorted(set(anchors)) == sorted(anchors)
    assert {f"schema-shared{number}" for number in range(10)} <= set(anchors)
    places = places_of(parts)
    linked = {
        item.schema.link
        for part in parts
        for view in part.operations
        for content in view.responses[0].contents
        if content.schema
        for item in content.schema.properties
    }
    assert linked <= set(places)


def test_parts_are_named_after_tags_else_paths() -> None:
    by_tag, by_path = split(api_of(60, 60, 3))[1], split(api_of(60, 60, 1))[1]
    assert {part.keys[0] for part in by_tag} == {"tag0", "tag1", "tag2"}
    assert all(part.slug.startswith("tag") for part in by_tag)
    assert len(by_path) > 1
