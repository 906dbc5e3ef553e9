"""What one Schema Object says, read keyword by keyword by the rules of its version of OpenAPI."""

from __future__ import annotations

from typing import Any

from api_catalog.reference.markdown import clean_text
from api_catalog.reference.words import json_text

MAX_ENUM = 1000
_ANNOTATIONS = {"title", "description", "default", "deprecated", "readOnly", "writeOnly", "nullable", "example", "xml"}
_SHORT_ENUM = 8
_MOST_EXAMPLES = 5
_SHAPES = ("$ref", "items", "properties", "allOf", "oneOf", "anyOf")  # not just annotations and bounds
_NOT_SMALL = frozenset(("properties", "allOf", "oneOf", "anyOf", "not", "if", "additionalProperties", "prefixItems"))
_MARKS = {"readOnly": "only in answers", "writeOnly": "only in requests"}
_CLOSED = {
    "additionalProperties": "no further properties",
    "unevaluatedProperties": "no further properties",
    "unevaluatedItems": "no further items",
    "additionalItems": "no further items",
}
_MARKED = frozenset((*_MARKS, *_CLOSED, "dependentRequired"))
_JSON_TYPES = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}


def name_of(reference: str) -> str:
    """The name that a reference ends in: ``Pet`` for ``#/components/schemas/Pet``."""
    return clean_text(reference.rpartition("/")[2].replace("~1", "/").replace("~0", "~"))


def word(schema: Any) -> str:
    """A schema in a word or two, without looking into what it refers to."""
    if not isinstance(schema, dict):
        return "any"
    if isinstance(schema.get("$ref"), str):
        return clean_text(schema["$ref"].rpartition("/")[2])
    stated = schema.get("type")
    if stated == "array" and isinstance(items := schema.get("items"), dict):
        inner = items.get("$ref") or items.get("type")
        return f"array of {clean_text(str(inner).rpartition('/')[2])}" if isinstance(inner, str) else "array"
    if isinstance(stated, list):
        return " or ".join(str(item) for item in stated)
    return str(stated or schema.get("title") or "any")


def wrapped(schema: dict[str, Any]) -> dict[str, Any] | None:
    """A reference with words around it: ``allOf`` of one ``$ref`` and parts that only annotate, the idiom of 3.0."""
    parts = schema.get("allOf")
    if not isinstance(parts, list) or set(schema) - {"allOf"} - _ANNOTATIONS:
        return None
    found: dict[str, Any] = {}
    for part in (schema, *parts):
        if (
            not isinstance(part, dict)
            or (set(part) - {"$ref", "allOf"} - _ANNOTATIONS)
            or ("$ref" in part and "$ref" in found)
        ):
            return None
        found = {**{key: value for key, value in part.items() if key != "allOf"}, **found}
    return found if isinstance(found.get("$ref"), str) else None


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def names(value: Any) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def is_small(schema: dict[str, Any]) -> bool:
    """A schema that fits on one line: repeated where it is used rather than linked."""
    if not _NOT_SMALL.isdisjoint(schema):
        return False
    items = schema.get("items")
    return not isinstance(items, dict) and len(schema.get("enum") or ()) <= _SHORT_ENUM


def is_bare(schema: Any) -> bool:
    """A type and nothing else: named in the line above, so not worth one of its own."""
    if not isinstance(schema, dict) or not schema:
        return True
    return set(schema) <= {"type", "items"} and is_bare(schema.get("items", {}))


def add_properties(found: dict[str, Any], stated: Any) -> None:
    """Adds properties to ``found``; one that is there already is completed, not replaced."""
    for name, schema in mapping(stated).items():
        old = found.get(name)
        if old is schema or not isinstance(old, dict) or not isinstance(schema, dict):
            found[name] = schema
        elif any(key in each for key in _SHAPES for each in (old, schema)):
            found[name] = {"allOf": [old, schema]} if old != schema else schema
        else:
            texts = dict.fromkeys(each["description"] for each in (old, schema) if is_text(each.get("description")))
            found[name] = {**old, **schema, **({"description": "\n\n".join(texts)} if texts else {})}


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def type_of_values(values: Any) -> str:
    """The type that all ``values`` of an enum have; "any" if they differ or there are none."""
    types = {_JSON_TYPES.get(type(value), "any") for value in values} if isinstance(values, list) else set()
    return types.pop() if len(types) == 1 else "any"


def discriminator(schema: dict[str, Any]) -> str:
    """Which property tells the alternatives apart, and how its values map to schemas, in words."""
    stated = schema.get("discriminator")
    if isinstance(stated, str):  # 2.0
        return clean_text(f"{stated} tells which one it is")
    name, targets = mapping(stated).get("propertyName"), mapping(mapping(stated).get("mapping"))
    if not isinstance(name, str):
        return ""
    pairs = [f"{value} = {str(target).rpartition('/')[2]}" for value, target in targets.items()]
    return clean_text(f"{name} tells which one it is" + (": " + ", ".join(pairs) if pairs else ""))


def is_array(schema: dict[str, Any]) -> bool:
    stated = schema.get("type")
    return (
        stated == "array" or (isinstance(stated, list) and "array" in stated) or (stated is None and "items" in schema)
    )


def nullable(schema: dict[str, Any]) -> bool:
    stated = schema.get("type")
    return (
        schema.get("nullable") is True
        or schema.get("x-nullable") is True
        or (isinstance(stated, list) and "null" in stated)
    )


def enum(schema: dict[str, Any]) -> tuple[str, ...]:
    stated = schema.get("enum")
    if not isinstance(stated, list):
        return ()
    shown = [item if isinstance(item, str) else json_text(item) for item in stated[:MAX_ENUM]]
    more = [f"… and {len(stated) - MAX_ENUM:,} more"] if len(stated) > MAX_ENUM else []
    return tuple(clean_text(item) for item in (*shown, *more))


def examples(schema: dict[str, Any]) -> tuple[str, ...]:
    """The author's examples of a value, each on a line."""
    if "example" not in schema and "examples" not in schema:
        return ()
    stated = [schema["example"]] if "example" in schema else []
    listed = schema.get("examples")
    stated += listed if isinstance(listed, list) else []
    return tuple(dict.fromkeys(json_text(value, 120) for value in stated[:_MOST_EXAMPLES]))


def marks(schema: dict[str, Any]) -> tuple[str, ...]:
    if _MARKED.isdisjoint(schema):
        return ()
    found = [words for key, words in _MARKS.items() if schema.get(key) is True]
    found += [words for key, words in _CLOSED.items() if schema.get(key) is False]
    needs = mapping(schema.get("dependentRequired"))
    found += [clean_text(f"with {name}: {', '.join(names(wanted))} required") for name, wanted in needs.items()]
    return tuple(found)
