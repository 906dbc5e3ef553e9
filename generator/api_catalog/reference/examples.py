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
_LONGEST = 6_000
_MOST_SCHEMAS = 400
_MOST_CHARACTERS = 1200
_WRITTEN = ("value", "dataValue", "serializedValue")
_FORMATS = {
    "date-time": "2026-01-31T12:00:00Z", "date": "2026-01-31", "time": "12:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://example.com", "url": "https://example.com", "email": "name@example.com", "byte": "aGVsbG8=",
    "binary": "", "hostname": "example.com", "ipv4": "192.0.2.1", "password": "********",
}  # fmt: skip


_SCALARS = ("string", "integer", "number", "boolean")
_COMPOSED = frozenset(("oneOf", "anyOf", "allOf", "properties"))


class Examples:
    """The examples of one description; what is found is remembered with the part that it was found for."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self._made: dict[int, tuple[Any, str]] = {}
        self._of_names: dict[str, str] = {}
        self._written: dict[int, tuple[Any, str]] = {}
        self._targets: dict[str, Any] = {}

    def generated(self, schema: Any) -> str:
        """A generated example as text: as deep as still fits into ``_MOST_CHARACTERS``; empty if there is none."""
        reference = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        if isinstance(reference, str):
            if reference not in self._of_names:
                self._of_names[reference] = self._short(schema)
            return self._of_names[reference]
        if id(schema) not in self._made:
            self._made[id(schema)] = (schema, self._short(schema))
        return self._made[id(schema)][1]

    def _short(self, schema: Any) -> str:
        text = ""
        for depth in range(_DEPTH, 0, -1):
            made = _Generator(self.root, depth, self._targets).value(schema, 0, ())
            text = "" if made in (None, "", {}, []) else pretty(made)
            if len(text) <= _MOST_CHARACTERS:
                return text
        return text if len(text) <= 2 * _MOST_CHARACTERS else ""

    def text(self, value: Any) -> str:
        """An example as it is shown."""
        if not isinstance(value, dict | list):
            return pretty(value)
        if id(value) not in self._written:
            self._written[id(value)] = (value, pretty(value))
        return self._written[id(value)][1]

    def stated(self, holder: dict[str, Any]) -> Iterator[ExampleView]:
        """The author's, of a media type, parameter or header: ``example``, and Example Objects by name."""
        for key in ("example", "x-example"):
            if key in holder:
                yield ExampleView("", self.text(holder[key]))
        examples = holder.get("examples")
        for name, raw in examples.items() if isinstance(examples, dict) else ():
            example = resolve(self.root, raw)
            if isinstance(example, dict) and set(example) & {*_WRITTEN, "externalValue", "description"}:
                yield self._example(clean_text(str(name)), example)

    def _example(self, name: str, example: dict[str, Any]) -> ExampleView:
        written = next((self.text(example[key]) for key in _WRITTEN if key in example), "")
        return ExampleView(
            title=clean_text(str(example.get("summary") or name)),
            text=written,
            description=markdown(str(example.get("description") or "")),
            url=clean_text(str(example.get("externalValue") or "")),
        )


def examples_of(examples: Examples, content: dict[str, Any], schema: Any) -> tuple[ExampleView, ...]:
    """The examples of a body in one media type; a generated one if the author gave none."""
    stated = list(examples.stated(content))
    if not stated and isinstance(schema, dict):
        target = resolve(examples.root, schema)
        if isinstance(target, dict) and "example" in target:
            stated = [ExampleView("", examples.text(target["example"]))]
        elif isinstance(target, dict) and isinstance(target.get("examples"), list):
            stated = [ExampleView("", examples.text(value)) for value in target["examples"]]
    if stated:
        return tuple(_cut(example) for example in stated)
    made = examples.generated(schema)
    return (ExampleView("", made, generated=True),) if made else ()


def _cut(example: ExampleView) -> ExampleView:
    if len(example.text) <= _LONGEST:
        return example
    return dataclasses.replace(example, text=example.text[:_LONGEST] + "\n… the rest is in the description")


def generate(root: dict[str, Any], schema: Any, deepest: int = _DEPTH) -> Any:
    """A small value that fits ``schema``: its example, default, first enum value, else one by type and format.

    Objects below ``deepest`` levels are left out.
    """
    return _Generator(root, deepest, {}).value(schema, 0, ())


class _Generator:
    """Makes one value; stops when it has looked at ``_MOST_SCHEMAS``."""

    def __init__(self, root: dict[str, Any], deepest: int, targets: dict[str, Any]) -> None:
        self._root = root
        self._deepest = deepest
        self._left = _MOST_SCHEMAS
        self._targets = targets

    def _resolved(self, schema: Any) -> Any:
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        if not isinstance(reference, str):
            return schema
        if reference not in self._targets:
            self._targets[reference] = resolve(self._root, schema)
        return self._targets[reference]

    def value(self, schema: Any, depth: int, inside: tuple[int, ...]) -> Any:
        self._left -= 1
        if depth > self._deepest or self._left < 0:
            return None
        schema = self._resolved(schema)
        if not isinstance(schema, dict) or id(schema) in inside:
            return None
        stated = _given(schema)
        if stated is not MISSING:
            return stated
        kind = schema.get("type")
        if kind in _SCALARS and _COMPOSED.isdisjoint(schema):
            return _scalar(kind, schema)
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
            target = self._resolved(raw)
            if isinstance(target, dict) and (target.get("readOnly") or target.get("deprecated")):
                continue
            value = self.value(target, depth + 1, inside)
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
