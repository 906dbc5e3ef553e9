"""Does a value fit its schema? Judged by jsonschema-rs, on a schema made for the value.

The schema is unfolded only as far as the value goes, with references followed and the dialects of OpenAPI 2.0 and 3.0
translated, so that no schema is too large or too circular to be asked. What could accuse wrongly is left out: formats,
``not``, conditions, one of several; properties that only requests or only responses have are not required.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from api_catalog.documents.anatomy import Pointer
from api_catalog.documents.reading import mapping, sequence
from api_catalog.validation.semantics.description import Description

_TYPES = {
    "string": str, "number": int | float, "integer": int | float, "boolean": bool, "null": type(None),
    "array": list, "object": dict,
}  # fmt: skip
_KEPT = frozenset((
    "const", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
))  # fmt: skip
_COMBINED = frozenset(("allOf", "anyOf", "oneOf"))
_MOST_SCHEMAS = 2000  # unfolded for one value
_MOST_IN_ALL = 1_000_000  # in one description; what is beyond is not judged
_DEEPEST = 80
_MOST_PATTERNS = 500  # compiled for one description
_PATTERNS = jsonschema_rs.FancyRegexOptions(backtrack_limit=10_000, size_limit=200_000)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where in the value, and what is wrong there."""

    way: Pointer
    reason: str


def misfit(description: Description, schema: Any, value: Any) -> Misfit | None:
    """The first thing in ``value`` that contradicts ``schema``; None if it fits or it cannot be told."""
    if description.unfolded > _MOST_IN_ALL:
        return None
    try:
        unfolded = _Unfolding(description).whole(schema, value)
        if unfolded is True:
            return None
        validator = jsonschema_rs.Draft202012Validator(unfolded, validate_formats=False, pattern_options=_PATTERNS)
        error = next(iter(validator.iter_errors(value)), None)
    except (_CannotTell, ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
        return None  # too large, or a schema that is none; structure says so
    return None if error is None else Misfit(tuple(error.instance_path), _reason(error))


def types_of(schema: dict[str, Any]) -> list[str]:
    """The types that a schema allows, ``null`` among them if it says so in the manner of its version; [] for any."""
    stated = schema.get("type")
    types = [stated] if isinstance(stated, str) else stated if isinstance(stated, list) else []
    for name in types:
        if not isinstance(name, str) or name not in _TYPES:
            return []
    if types and (schema.get("nullable") is True or schema.get("x-nullable") is True):
        return [*types, "null"]
    return types


def is_of_type(value: Any, types: list[str]) -> bool:
    """Is ``value`` of one of ``types``? Of any if there are none."""
    for name in types:
        if isinstance(value, bool) and name != "boolean":
            continue
        if isinstance(value, _TYPES[name]) and not (name == "integer" and isinstance(value, float) and value % 1):
            return True
    return not types


def shown(value: Any) -> str:
    """A value for a message, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _reason(error: jsonschema_rs.ValidationError) -> str:
    match type(error.kind).__name__:
        case "Type":
            return f"{shown(error.instance)} is not of type {' or '.join(error.kind.as_dict()['types'])}"
        case "Required":
            return f"`{error.kind.as_dict()['property']}` is missing"
        case "AnyOf":
            return f"{shown(error.instance)} fits none of the schemas to choose from"
        case "Enum":
            return f"{shown(error.instance)} is not one of the values of `enum`"
        case "FalseSchema":
            return f"`{error.instance_path[-1]}` is not a property of it" if error.instance_path else "nothing fits it"
    return error.message if len(error.message) <= 120 else f"{shown(error.instance)} breaks `{error.kind.name}`"


def _compiled(pattern: str) -> jsonschema_rs.Validator | None:
    """What judges by a pattern; None for one that is too large or cannot be read."""
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=_PATTERNS)
    except ValueError:
        return None


class _CannotTell(Exception):  # noqa: N818 - it says what happened, as StopIteration does
    pass


class _Unfolding:
    """Makes the schema for one value: what is left of it when everything is left out that the value surely fulfills."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._number = 0
        self._required: list[list[str]] = []
        self._one_way: set[str] = set()  # missing properties that are read-only or write-only

    def whole(self, schema: Any, value: Any) -> Any:
        unfolded = self._schema(schema, value, 0)
        for names in self._required:
            names[:] = [name for name in names if name not in self._one_way]
        return unfolded

    def _schema(self, schema: Any, value: Any, depth: int) -> Any:
        self._number += 1
        self._description.unfolded += 1
        if self._number > _MOST_SCHEMAS or depth > _DEEPEST:
            raise _CannotTell
        if not isinstance(schema, dict):
            return schema is not False
        if "$ref" in schema and isinstance(schema["$ref"], str):
            target = self._schema(self._description.target(schema["$ref"]).value, value, depth + 1)
            if self._description.version < "3.1":
                return target
            rest = self._schema({key: item for key, item in schema.items() if key != "$ref"}, value, depth + 1)
            return rest if target is True else {"allOf": [target, rest]}
        types = types_of(schema)
        if value is None and "null" in types:
            return True
        made: dict[str, Any] = {}
        if not _KEPT.isdisjoint(schema):
            made = {key: item for key, item in schema.items() if key in _KEPT}
            self._tidy(made, value)
        if not is_of_type(value, types):
            made["type"] = types
        elif isinstance(value, dict):
            self._properties(schema, value, depth, made)
        elif isinstance(value, list):
            self._items(schema, value, depth, made)
        if not _COMBINED.isdisjoint(schema):
            self._combine(schema, value, depth, made)
        return made or True

    def _combine(self, schema: dict[str, Any], value: Any, depth: int, made: dict[str, Any]) -> None:
        """Adds what allOf, anyOf and oneOf ask; of oneOf only that one of them fits."""
        demands = [self._schema(item, value, depth + 1) for item in sequence(schema.get("allOf"))]
        for keyword in ("anyOf", "oneOf"):
            choices = [self._schema(item, value, depth + 1) for item in sequence(schema.get(keyword))]
            demands += [{"anyOf": choices}] if choices and True not in choices else []
        demands = [demand for demand in demands if demand is not True]
        if demands:
            made["allOf"] = demands

    def _tidy(self, made: dict[str, Any], value: Any) -> None:
        """Translates what OpenAPI 2.0 and 3.0 write otherwise, and leaves out what would be asked in vain."""
        if self._description.version < "3.1":
            for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
                if made.pop(exclusive, None) is True and bound in made:
                    made[exclusive] = made.pop(bound)
        if isinstance(made.get("multipleOf"), float):
            del made["multipleOf"]  # 0.1 and its like are not exact
        if isinstance(value, str) and isinstance(values := made.get("enum"), list) and value in values:
            del made["enum"]
        if "pattern" in made and (not isinstance(value, str) or self._matches(made["pattern"], value)):
            del made["pattern"]

    def _matches(self, pattern: Any, value: str) -> bool:
        """Does ``value`` match, or can it not be told? A pattern is compiled once, for some take long."""
        known = self._description.patterns
        if not isinstance(pattern, str):
            return True
        if pattern not in known:
            known[pattern] = _compiled(pattern) if len(known) < _MOST_PATTERNS else None
        validator = known[pattern]
        errors = validator.iter_errors(value) if validator else ()
        return all(type(error.kind).__name__ != "Pattern" for error in errors)  # not: it took too many steps

    def _properties(self, schema: dict[str, Any], value: dict[str, Any], depth: int, made: dict[str, Any]) -> None:
        declared = mapping(schema.get("properties"))
        properties: dict[str, Any] = {}
        for name, stated in declared.items():
            if name in value:
                properties[name] = self._schema(stated, value[name], depth + 1)
            elif isinstance(stated, dict) and self._is_one_way(stated):
                self._one_way.add(name)
        missing = [name for name in sequence(schema.get("required")) if isinstance(name, str) and name not in value]
        if missing:
            made["required"] = missing
            self._required.append(missing)
        further = schema.get("additionalProperties")
        if "patternProperties" not in schema and isinstance(further, dict | bool):
            for name in value.keys() - declared.keys():
                properties[name] = self._schema(further, value[name], depth + 1)
        if any(unfolded is not True for unfolded in properties.values()):
            made["properties"] = {name: properties[name] for name in value if name in properties}

    def _is_one_way(self, schema: dict[str, Any]) -> bool:
        schema = self._description.resolved(schema)
        return schema.get("readOnly") is True or schema.get("writeOnly") is True

    def _items(self, schema: dict[str, Any], value: list[Any], depth: int, made: dict[str, Any]) -> None:
        first = sequence(schema.get("prefixItems"))
        rest = schema.get("items")
        rest = rest if isinstance(rest, dict) else True
        items = [
            self._schema(first[index] if index < len(first) else rest, item, depth + 1)
            for index, item in enumerate(value)
        ]
        if any(unfolded is not True for unfolded in items):
            made["prefixItems"] = items
