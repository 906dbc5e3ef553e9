"""Descriptions that are large but right: they build, in parts that are bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from hostile.case import BUILDS, FOE, FOE_YAML, Case, api, encoded, operation, with_schema

_PAGE = 5_500  # elements; more than the aim, as one operation is never divided
_SECONDS = 20  # the largest takes half of them on a machine that does nothing else
_METHODS = ("get", "put", "post", "delete", "patch")


def _operations(number: int, **fields: Any) -> dict[str, Any]:
    return api(paths={f"/p{index}": {"get": operation(f"op{index}", **fields)} for index in range(number)})


def _one_path(number: int) -> dict[str, Any]:
    """All with the same start, so that no segment tells them apart."""
    paths = {
        f"/v1/{{id}}/x{index}": {method: operation(f"{method}{index}") for method in _METHODS}
        for index in range(number // len(_METHODS))
    }
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return api(paths={path: {**item, "parameters": [id_]} for path, item in paths.items()})


def _properties(number: int, schema: dict[str, Any]) -> dict[str, Any]:
    return with_schema({"type": "object", "properties": {f"p{index}": schema for index in range(number)}})


def _nested(levels: int, keyword: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "description": "The last."}
    for index in range(levels):
        inner: Any = {f"p{index}": schema} if keyword == "properties" else schema
        schema = {keyword: [schema, {"type": "null"}] if keyword in ("oneOf", "allOf", "prefixItems") else inner}
    return with_schema(schema)


def _text(fields: str, characters: int) -> dict[str, Any]:
    said = "Some words of *text*, as people write them. " * (characters // 44)
    said = said.replace(". Some words", ".\n\nSome words")
    match fields:
        case "info":
            return api(info={"title": "T", "version": "1", "description": said})
        case "operation":
            return api(paths={"/look": {"get": operation(description=said)}})
    return with_schema({"type": "object", "properties": {"a": {"type": "string", fields: said}}})


def _enum(number: int) -> dict[str, Any]:
    values = [f"value-{index}" for index in range(number)]
    return with_schema({"type": "object", "properties": {"a": {"type": "string", "enum": values}}})


def _tags(number: int) -> dict[str, Any]:
    """Each used by one operation, and explained."""
    paths = {f"/p{index}": {"get": operation(f"op{index}", tags=[f"t{index}"])} for index in range(number)}
    return api(paths=paths, tags=[{"name": f"t{index}", "description": f"Text {index}."} for index in range(number)])


def _many(number: int, where: str) -> dict[str, Any]:
    """Many of what one operation or description may have."""
    numbers = range(number)
    schema = {"type": "string"}
    match where:
        case "parameters":
            stated = [{"name": f"p{each}", "in": "query", "schema": schema} for each in numbers]
            return api(paths={"/look": {"get": operation(parameters=stated)}})
        case "responses":
            return api(paths={"/look": {"get": operation(responses={"200": {"description": "D"}, **{
                f"{each}": {"description": "D"} for each in range(100, 600)}})}})  # fmt: skip
        case "media types":
            content = {f"text/x{each}": {"schema": schema} for each in numbers}
            return api(paths={"/look": {"post": operation(requestBody={"content": content})}})
        case "examples":
            values = {f"e{each}": {"value": "a"} for each in numbers}
            body = {"content": {"application/json": {"schema": schema, "examples": values}}}
            return api(paths={"/look": {"post": operation(requestBody=body)}})
        case "callbacks":
            inner = {"{$url}": {"post": {"responses": {"200": {"description": "D"}}}}}
            return api(paths={"/look": {"get": operation(callbacks={f"c{each}": inner for each in numbers})}})
        case "servers":
            return api(servers=[{"url": f"https://s{each}.example"} for each in numbers])
        case "security schemes":
            schemes = {f"s{each}": {"type": "http", "scheme": "bearer"} for each in numbers}
            return api(components={"securitySchemes": schemes}, security=[{name: []} for name in schemes])
        case "schemas":
            return api(
                components={
                    "schemas": {f"S{each}": {"type": "object", "properties": {"a": schema}} for each in numbers}
                }
            )
        case "webhooks":
            return api(webhooks={f"w{each}": {"post": operation(f"w{each}")} for each in numbers})
        case "tags of an operation":
            return api(paths={"/look": {"get": operation(tags=[f"t{each}" for each in numbers])}})
        case "extensions":
            return api(**{f"x-{each}": {"a": each} for each in numbers})
    return with_schema({where: [{"type": "object", "properties": {f"p{each}": schema}} for each in numbers]})


def _encoded(make: Callable[[], dict[str, Any]]) -> bytes:
    return encoded(make())


def _yaml(number: int) -> bytes:
    paths = "".join(f"  /p{each}: {{get: {{responses: {{'200': {{description: D}}}}}}}}\n" for each in range(number))
    return b'openapi: 3.1.1\ninfo: {title: T, version: "1"}\npaths:\n' + paths.encode()


_CASES: dict[str, tuple[Callable[[], dict[str, Any]], int]] = {  # what makes it, and the most elements of a page
    "20,000 operations": (partial(_operations, 20_000), _PAGE),
    "2,500 operations that start the same": (partial(_one_path, 2_500), _PAGE),
    "5,000 properties": (partial(_properties, 5_000, {"type": "string", "description": "Text."}), _PAGE),
    "5,000 properties with properties": (
        partial(_properties, 5_000, {"type": "object", "properties": {"a": {"type": "string"}}}),
        _PAGE,
    ),
    "90 levels of properties": (partial(_nested, 90, "properties"), _PAGE),
    "100 levels of properties": (partial(_nested, 100, "properties"), _PAGE),
    "220 levels of items": (partial(_nested, 220, "items"), _PAGE),
    "220 levels of not": (partial(_nested, 220, "not"), _PAGE),
    "110 levels of allOf": (partial(_nested, 110, "allOf"), _PAGE),
    "110 levels of oneOf": (partial(_nested, 110, "oneOf"), _PAGE),
    "110 levels of prefixItems": (partial(_nested, 110, "prefixItems"), _PAGE),
    "220 levels of additionalProperties": (partial(_nested, 220, "additionalProperties"), _PAGE),
    "10 MB of words about the API": (partial(_text, "info", 10_000_000), 8_000),
    "10 MB of words about an operation": (partial(_text, "operation", 10_000_000), 8_000),
    "10 MB of words about a property": (partial(_text, "description", 10_000_000), 8_000),
    "10 MB of an example": (partial(_text, "example", 10_000_000), _PAGE),
    "10 MB of a default": (partial(_text, "default", 10_000_000), _PAGE),
    "1 MB of a pattern": (partial(_text, "pattern", 1_000_000), _PAGE),
    "an enum of 100,000": (partial(_enum, 100_000), _PAGE),
    "1,000 tags": (partial(_tags, 1_000), 8_000),
    **{
        f"{number:,} {where}": (partial(_many, number, where), 0)
        for where, number in {
            "parameters": 2_000, "responses": 500, "media types": 1_000, "examples": 1_000, "callbacks": 500,
            "servers": 1_000, "security schemes": 1_000, "schemas": 2_000, "webhooks": 2_000, "extensions": 20_000,
            "allOf": 3_000, "oneOf": 2_000, "anyOf": 2_000, "prefixItems": 2_000, "tags of an operation": 1_000,
        }.items()
    },
}  # fmt: skip


def cases() -> Iterator[Case]:
    for name, (make, elements) in _CASES.items():
        shows = ("more characters",) if name.startswith("10 MB of words") else ()
        files = {FOE: partial(_encoded, make)}
        yield Case(f"large: {name}", files, BUILDS, shows=shows, elements=elements, apis=2, seconds=_SECONDS)
    yield Case(
        "large: 2,000 operations in YAML", {FOE_YAML: partial(_yaml, 2_000)}, elements=_PAGE, apis=2, seconds=_SECONDS
    )
