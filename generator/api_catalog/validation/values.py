"""Values and types in plain words, and how to write one that has the wrong type."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

_LONGEST = 60  # characters of a value that are shown
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
_EMPTY = {
    "string": 'Write its text, or "" for none.',
    "array": "Write a list, or [] for none.",
    "object": "Write what belongs to it below, indented, or {} for nothing.",
}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_BOOLEANS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def shown(value: Any) -> str:
    """A value as JSON, shortened."""
    return cut(json.dumps(value, ensure_ascii=False, default=str))


def cut(text: str) -> str:
    """A text, shortened."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def what_it_is(value: Any) -> str:
    """``the number 5``, ``the text "a"``, ``a list``."""
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, bool) or value is None:
        return shown(value)
    return f"the number {shown(value)}"


def wanted(types: Sequence[str]) -> str:
    """Types of JSON Schema in words."""
    if set(types) == {"boolean", "object"}:
        return "a schema"
    return " or ".join(_TYPES.get(each, each) for each in types)


def to_right_type(value: Any, types: Sequence[str]) -> str:
    """How to write ``value`` so that it has one of ``types``."""
    if value is None:
        return next((_EMPTY[each] for each in types if each in _EMPTY), f"Write {wanted(types)}.")
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        if found and ("number" in types or ("integer" in types and not found[1])):
            return f"Write {value} without quotes."
        if "boolean" in types and value.casefold() in _BOOLEANS:
            return f"Write {_BOOLEANS[value.casefold()]}, without quotes."
    if "string" in types and isinstance(value, bool | int | float):
        return f'Write it in quotes: "{shown(value).strip(chr(34))}".'
    if "array" in types and not isinstance(value, list):
        return "Start each item with `- `." if isinstance(value, dict) else f"Write a list: [{_plain(value)}]."
    if set(types) == {"boolean", "object"}:
        return "Write its keywords below it, as in type: string."
    if "object" in types:
        return "Write its fields below it, each as `name: value`."
    return f"Write {wanted(types)}."


def size(where: str, kind: str, limit: int, value: Any) -> tuple[str, str]:
    """Message and hint for something too short, too long, with too few or too many in it."""
    number = len(value) if isinstance(value, str | list | dict) else 0
    what = {"Length": "character", "Items": "item", "Properties": "entry"}[kind[3:]]
    if kind.startswith("Min"):
        if number == 0:
            return f"{where} is empty", f"Write at least {_count(limit, what)}, or remove it."
        return f"{where} has {_count(number, what)}, and needs {limit}", "Add what is missing."
    hint = "Shorten it." if what == "character" else f"Keep {limit}."
    return f"{where} has {_count(number, what)}, and may have {limit}", hint


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {'entries' if what == 'entry' else what + 's'}"


def _plain(value: Any) -> str:
    return value if isinstance(value, str) and re.fullmatch(r"[\w-]{1,40}", value) else shown(value)
