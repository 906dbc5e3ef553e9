"""Which object of the OpenAPI specifications stands where: the shape of a description, as data.

Used by everything that walks a description: a property named ``parameters`` is not a list of parameters. Fields are
those of OpenAPI 2.0, 3.0.4, 3.1.1 and 3.2.0 together; a version's own schema decides which of them it allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

# field → (how many, what): "one" object, a "list" of objects, a "map" of named objects
Fields = dict[str, tuple[str, str]]

_SCHEMA: Fields = {
    **dict.fromkeys(
        ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"), ("map", "schema")
    ),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schema")),
    **dict.fromkeys(
        (
            "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
            "unevaluatedItems", "unevaluatedProperties", "contentSchema", "additionalItems",
        ),
        ("one", "schema"),
    ),
}  # fmt: skip
_PARAMETER: Fields = {
    "schema": ("one", "schema"),
    "content": ("map", "mediaType"),
    "examples": ("map", "example"),
    "items": ("one", "schema"),
}

FIELDS: dict[str, Fields] = {
    "openapi": {
        "paths": ("map", "pathItem"),
        "webhooks": ("map", "pathItem"),
        "components": ("one", "components"),
        "definitions": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "securityDefinitions": ("map", "securityScheme"),
    },
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "examples": ("map", "example"),
        "requestBodies": ("map", "requestBody"),
        "headers": ("map", "header"),
        "securitySchemes": ("map", "securityScheme"),
        "links": ("map", "link"),
        "callbacks": ("map", "callback"),
        "pathItems": ("map", "pathItem"),
        "mediaTypes": ("map", "mediaType"),
    },
    "pathItem": {
        **dict.fromkeys(METHODS, ("one", "operation")),
        "parameters": ("list", "parameter"),
        "additionalOperations": ("map", "operation"),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "requestBody"),
        "responses": ("map", "response"),
        "callbacks": ("map", "callback"),
    },
    "callback": {"*": ("one", "pathItem")},
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "requestBody": {"content": ("map", "mediaType")},
    "response": {
        "headers": ("map", "header"),
        "content": ("map", "mediaType"),
        "links": ("map", "link"),
        "schema": ("one", "schema"),
    },
    "mediaType": {
        "schema": ("one", "schema"),
        "itemSchema": ("one", "schema"),
        "encoding": ("map", "encoding"),
        "examples": ("map", "example"),
    },
    "encoding": {"headers": ("map", "header")},
    "schema": _SCHEMA,
    "example": {},
    "link": {},
    "securityScheme": {},
}

Place = tuple[str, tuple[str | int, ...], dict[str, Any]]


def objects(
    value: Any, kind: str = "openapi", pointer: tuple[str | int, ...] = (), *, within_schemas: bool = True
) -> Iterator[Place]:
    """Every object of a description as (kind, pointer, mapping), in document order; ``$ref`` is not followed.

    Without ``within_schemas`` a schema is given whole, and not what is in it.
    """
    stack: list[tuple[str, tuple[str | int, ...], Any]] = [(kind, pointer, value)]
    while stack:
        kind, pointer, value = stack.pop()
        if isinstance(value, list) and kind == "schema":  # draft 4: items may be a list
            stack += [(kind, (*pointer, index), item) for index, item in reversed(list(enumerate(value)))]
            continue
        if not isinstance(value, dict):
            continue
        yield kind, pointer, value
        if kind == "schema" and not within_schemas:
            continue
        stack += reversed(list(_children(kind, pointer, value)))


def _children(
    kind: str, pointer: tuple[str | int, ...], value: dict[str, Any]
) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    fields = FIELDS[kind]
    for key, child in value.items():
        shape = fields.get(key) or (fields.get("*") if not key.startswith("x-") else None)
        if shape is None or (key.startswith("x-") and shape[0] == "one" and kind != "schema"):
            continue
        many, of = shape
        if many == "one":
            yield of, (*pointer, key), child
        elif many == "list" and isinstance(child, list):
            for index, item in enumerate(child):
                yield of, (*pointer, key, index), item
        elif many == "map" and isinstance(child, dict):
            for name, item in child.items():
                if not (name.startswith("x-") and of in ("pathItem", "response") and not isinstance(item, dict)):
                    yield of, (*pointer, key, name), item


def security_schemes(description: dict[str, Any]) -> dict[str, Any]:
    """The security schemes of a description by name, wherever its version keeps them."""
    holder = description if "swagger" in description else description.get("components")
    name = "securityDefinitions" if "swagger" in description else "securitySchemes"
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}
