"""Examples: the author's, else one made from the schema and said to be so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from api_catalog.documents.references import MISSING, resolve
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import ExampleView
from api_catalog.reference.words import pretty

_DEPTH = 6
_LONGEST = 20_000
_MOST_SCHEMAS = 400
_MOST_CHARACTERS = 1200
_WRITTEN = ("value", "dataValue", "serializedValue")
_FORMATS = {
    "date-time": "2026-01-31T12:00:00Z", "date": "2026-01-31", "time": "12:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.com", "url": "https://example.com", "email": "name@example.com", "byte": "aGVsbG8=",
    "binary": "", "hostname": "example.com", "ipv4": "192.0.2.1", "password": "********",
}  # fmt: skip


class Examples:
    """Generated examples of one page; those of a named schema are made once."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self._made: dict[str, str] = {}

    def generated(self, schema: Any) -> str:
        """A generated example as text: as deep as still fits into ``_MOST_CHARACTERS``; empty if there is none."""
        reference = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        if not isinstance(reference, str):
            return self._short(schema)
        if reference not in self._made:
            self._made[reference] = self._short(schema)
        return self._made[reference]

    def _short(self, schema: Any) -> str:
        text = ""
        for depth in range(_DEPTH, 0, -1):
            made = generate(self.root, schema, depth)
            text = "" if made in (None, "", {}, []) else pretty(made)
            if len(text) <= _MOST_CHARACTERS:
                return text
        return text if len(text) <= 2 * _MOST_CHARACTERS else ""


def examples_of(examples: Examples, content: dict[str, Any], schema: Any) -> tuple[ExampleView, ...]:
    """The examples of a body in one media type; a generated one if the author gave none."""
    stated = list(stated_examples(examples.root, content))
    if not stated and isinstance(schema, dict):
        target = resolve(examples.root, schema)
        if isinstance(target, dict) and "example" in target:
            stated = [ExampleView("", pretty(target["example"]))]
        elif isinstance(target, dict) and isinstance(target.get("examples"), list):
            stated = [ExampleView("", pretty(value)) for value in target["examples"]]
    if stated:
        return tuple(_cut(example) for example in stated)
    made = examples.generated(schema)
    return (ExampleView("", made, generated=True),) if made else ()


def stated_examples(root: dict[str, Any], holder: dict[str, Any]) -> Iterator[ExampleView]:
    """The author's, of a media type, parameter or header: ``example``, and Example Objects by name."""
    for key in ("example", "x-example"):
        if key in holder:
            yield ExampleView("", pretty(holder[key]))
    examples = holder.get("examples")
    for name, raw in examples.items() if isinstance(examples, dict) else ():
        example = resolve(root, raw)
        if isinstance(example, dict) and set(example) & {*_WRITTEN, "externalValue", "description"}:
            yield _example(clean_text(str(name)), example)


def _example(name: str, example: dict[str, Any]) -> ExampleView:
    written = next((pretty(example[key]) for key in _WRITTEN if key in example), "")
    return ExampleView(
        title=clean_text(str(example.get("summary") or name)),
        text=written,
        description=markdown(str(example.get("description") or "")),
        url=clean_text(str(example.get("externalValue") or "")),
    )


def _cut(example: ExampleView) -> ExampleView:
    if len(example.text) <= _LONGEST:
        return example
    return dataclasses.replace(example, text=example.text[:_LONGEST] + "\n… the rest is in the description")


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
