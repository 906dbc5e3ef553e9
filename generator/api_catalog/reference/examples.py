"""Examples: the author's, else one made from the schema and said to be so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.documents.references import MISSING, resolve
from api_catalog.reference.model import ExampleView
from api_catalog.reference.words import pretty

_DEPTH = 6
_MOST = 4
_MOST_SCHEMAS = 400
_MOST_CHARACTERS = 1200
_FORMATS = {
    "date-time": "2026-01-31T12:00:00Z", "date": "2026-01-31", "time": "12:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.com", "url": "https://example.com", "email": "name@example.com", "byte": "aGVsbG8=",
    "binary": "", "hostname": "example.com", "ipv4": "192.0.2.1", "password": "********",
}  # fmt: skip


def examples_of(root: dict[str, Any], content: dict[str, Any], schema: Any) -> tuple[ExampleView, ...]:
    """The examples of a body in one media type; a generated one if the author gave none."""
    stated = list(_stated(root, content))
    if not stated and isinstance(schema, dict):
        target = resolve(root, schema)
        if isinstance(target, dict) and "example" in target:
            stated = [ExampleView("", pretty(target["example"]))]
        elif isinstance(target, dict) and isinstance(target.get("examples"), list) and target["examples"]:
            stated = [ExampleView("", pretty(target["examples"][0]))]
    if stated:
        return tuple(stated[:_MOST])
    made = _short(root, schema)
    return (ExampleView("", made, generated=True),) if made else ()


def _short(root: dict[str, Any], schema: Any) -> str:
    """A generated example as text: as deep as still fits into ``_MOST_CHARACTERS``, empty if nothing can be made."""
    text = ""
    for depth in range(_DEPTH, 0, -1):
        made = generate(root, schema, depth)
        text = "" if made in (None, "", {}, []) else pretty(made)
        if len(text) <= _MOST_CHARACTERS:
            return text
    return text if len(text) <= 2 * _MOST_CHARACTERS else ""


def _stated(root: dict[str, Any], content: dict[str, Any]) -> Iterator[ExampleView]:
    if "example" in content:
        yield ExampleView("", pretty(content["example"]))
    examples = content.get("examples")
    for name, raw in examples.items() if isinstance(examples, dict) else ():
        example = resolve(root, raw)
        if not isinstance(example, dict):
            continue
        for field in ("value", "dataValue", "serializedValue"):
            if field in example:
                yield ExampleView(str(example.get("summary") or name), pretty(example[field]))
                break


def generate(root: dict[str, Any], schema: Any, deepest: int = _DEPTH) -> Any:
    """A small value that fits ``schema``: its example, default, first enum value, else one by type and format.

    Objects below ``deepest`` levels are left out.
    """
    return _Generator(root, deepest).value(schema, 0, ())


class _Generator:
    """Makes one value; stops when it has looked at ``_MOST_SCHEMAS``."""

    def __init__(self, root: dict[str, Any], deepest: int) -> None:
        self._root = root
        self._deepest = deepest
        self._left = _MOST_SCHEMAS

    def value(self, schema: Any, depth: int, inside: tuple[int, ...]) -> Any:
        self._left -= 1
        schema = resolve(self._root, schema)
        if not isinstance(schema, dict) or depth > self._deepest or id(schema) in inside or self._left < 0:
            return None
        stated = _given(schema)
        if stated is not MISSING:
            return stated
        inside = (*inside, id(schema))
        for key in ("oneOf", "anyOf"):
            if isinstance(schema.get(key), list) and schema[key] and "properties" not in schema:
                return self.value(schema[key][0], depth, inside)
        if isinstance(schema.get("allOf"), list):
            parts = [self.value(part, depth, inside) for part in schema["allOf"]]
            merged = {key: value for part in parts if isinstance(part, dict) for key, value in part.items()}
            own = self.value({key: value for key, value in schema.items() if key != "allOf"}, depth, inside)
            if merged or isinstance(own, dict):
                return {**merged, **(own if isinstance(own, dict) else {})}
            return next((part for part in parts if part is not None), None)
        kind = schema.get("type")
        kind = next((item for item in kind if item != "null"), None) if isinstance(kind, list) else kind
        if kind == "array" or (kind is None and "items" in schema):
            item = self.value(schema.get("items"), depth + 1, inside)
            return [] if item is None else [item]
        if kind == "object" or isinstance(schema.get("properties"), dict):
            return self._object(schema, depth, inside)
        return _scalar(kind, schema)

    def _object(self, schema: dict[str, Any], depth: int, inside: tuple[int, ...]) -> dict[str, Any]:
        made = {}
        properties = schema.get("properties")
        for name, raw in properties.items() if isinstance(properties, dict) else ():
            if isinstance(target := resolve(self._root, raw), dict) and (
                target.get("readOnly") or target.get("deprecated")
            ):
                continue
            value = self.value(raw, depth + 1, inside)
            if value is not None:
                made[name] = value
        return made


def _given(schema: dict[str, Any]) -> Any:
    for key in ("example", "const", "default"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if isinstance(schema.get(key), list) and schema[key]:
            return schema[key][0]
    return MISSING


def _scalar(kind: Any, schema: dict[str, Any]) -> Any:
    match kind:
        case "string":
            return _FORMATS.get(str(schema.get("format")), "text")
        case "integer":
            return schema.get("minimum", 1) if isinstance(schema.get("minimum", 1), int) else 1
        case "number":
            return schema.get("minimum", 0.5)
        case "boolean":
            return True
    return None
