"""Which object of the OpenAPI specifications stands where: the shape of a description, as data.

Used by everything that walks a description: a property named ``parameters`` is not a list of parameters. Fields are
those of OpenAPI 2.0, 3.0.4, 3.1.1 and 3.2.0 together; a version's own schema decides which of them it allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

# field → (how many, what): "one" object, a "list" of objects, a "map" of named objects, or "patterned": a map in which
# names that start with x- are extensions
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
    "discriminator": ("one", "discriminator"),
}  # fmt: skip
_PARAMETER: Fields = {
    "schema": ("one", "schema"),
    "content": ("map", "mediaType"),
    "examples": ("map", "example"),
    "items": ("one", "schema"),
}

FIELDS: dict[str, Fields] = {
    "openapi": {
        "paths": ("patterned", "pathItem"),
        "webhooks": ("map", "pathItem"),
        "components": ("one", "components"),
        "servers": ("list", "server"),
        "security": ("list", "securityRequirement"),
        "tags": ("list", "tag"),
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
        "servers": ("list", "server"),
        "parameters": ("list", "parameter"),
        "additionalOperations": ("map", "operation"),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "requestBody"),
        "responses": ("patterned", "response"),
        "callbacks": ("map", "callback"),
        "security": ("list", "securityRequirement"),
        "servers": ("list", "server"),
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
        "prefixEncoding": ("list", "encoding"),
        "itemEncoding": ("one", "encoding"),
        "examples": ("map", "example"),
    },
    "encoding": {
        "headers": ("map", "header"),
        "encoding": ("map", "encoding"),
        "prefixEncoding": ("list", "encoding"),
        "itemEncoding": ("one", "encoding"),
    },
    "schema": _SCHEMA,
    "link": {"server": ("one", "server")},
    "discriminator": {},
    "example": {},
    "securityRequirement": {},
    "securityScheme": {},
    "server": {},
    "tag": {},
}
REFERABLE = frozenset(FIELDS["components"][section][1] for section in FIELDS["components"])  # may be a $ref instead

Pointer = tuple[str | int, ...]
Place = tuple[str, Pointer, dict[str, Any]]


def objects(
    value: Any, kind: str = "openapi", pointer: Pointer = (), *, within_schemas: bool = True
) -> Iterator[Place]:
    """Every object of a description as (kind, pointer, mapping), in document order; ``$ref`` is not followed.

    Without ``within_schemas`` a schema is given whole, and not what is in it.
    """
    stack: list[tuple[str, Pointer, Any]] = [(kind, pointer, value)]
    while stack:
        kind, pointer, value = stack.pop()
        if not isinstance(value, dict):
            continue
        yield kind, pointer, value
        if kind == "schema" and not within_schemas:
            continue
        found = [(of, (*pointer, *steps), child) for of, steps, child in children(kind, value)]
        found.reverse()
        stack += found


def children(kind: str, value: dict[str, Any]) -> list[tuple[str, Pointer, Any]]:
    """What stands in an object of ``kind``: (kind, the way there, value); a value may be of a wrong type."""
    fields = FIELDS[kind]
    found: list[tuple[str, Pointer, Any]] = []
    if not fields:
        return found
    others = fields.get("*")
    for key, child in value.items():
        shape = fields.get(key)
        if shape is None:
            if others is None or key.startswith("x-"):
                continue
            shape = others
        many, of = shape
        if many == "one":
            if isinstance(child, list) and key == "items":  # draft 4: items may be a list
                found += [(of, (key, index), item) for index, item in enumerate(child)]
            else:
                found.append((of, (key,), child))
        elif many == "list":
            if isinstance(child, list):
                found += [(of, (key, index), item) for index, item in enumerate(child)]
        elif isinstance(child, dict):
            found += [
                (of, (key, name), item) for name, item in child.items() if many == "map" or not name.startswith("x-")
            ]
    return found


def kind_at(pointer: Pointer) -> str | None:
    """The kind of object that stands at ``pointer`` of a description; None where the specification knows none."""
    kind = "openapi"
    steps = list(pointer)
    while steps:
        fields = FIELDS[kind]
        key = str(steps.pop(0))
        shape = fields.get(key) or (fields.get("*") if not key.startswith("x-") else None)
        if shape is None:
            return None
        many, kind = shape
        if many != "one" or (key == "items" and steps and str(steps[0]).isdecimal()):
            if not steps:
                return None
            steps.pop(0)
    return kind


def security_schemes(description: dict[str, Any]) -> dict[str, Any]:
    """The security schemes of a description by name, wherever its version keeps them."""
    holder = description if "swagger" in description else description.get("components")
    name = "securityDefinitions" if "swagger" in description else "securitySchemes"
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, dict) else {}
