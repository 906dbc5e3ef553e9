"""JSON Schema keywords as words a person would say."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

_CONSTRAINING = frozenset((
    "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "pattern", "contentEncoding",
    "contentMediaType",
))  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
_WORDS = {None: "null", True: "true", False: "false"}


def json_text(value: Any, limit: int = 0) -> str:
    """``value`` as JSON on one line, cut after ``limit`` characters if that is not 0."""
    kind = type(value)
    if kind is str:
        text = encode_basestring(value)
    elif kind is int:
        text = repr(value)
    elif kind is bool or value is None:
        text = _WORDS[value]
    else:
        text = _encode(value)
    return text if not limit or len(text) <= limit else text[: limit - 1] + "…"


def pretty(value: Any, width: int = 72, indent: int = 0) -> str:
    """``value`` as an example to read: text as it is, everything else as JSON that breaks only lines over ``width``."""
    if isinstance(value, str) and indent == 0:
        return value
    if not isinstance(value, dict | list) or not value:
        return json_text(value)
    if _may_fit(value, width - indent):
        line = _encode(value)
        if indent + len(line) <= width:
            return line
    deeper = indent + 2
    start = " " * deeper
    if isinstance(value, dict):
        parts = [f"{start}{json_text(key)}: {pretty(item, width, deeper)}" for key, item in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{' ' * indent}}}"
    return "[\n" + ",\n".join([start + pretty(item, width, deeper) for item in value]) + f"\n{' ' * indent}]"


def _may_fit(value: Any, room: int) -> bool:
    """May the JSON of a list or mapping have so few characters? Says so of some that do not."""
    for item in value:  # "key": v, or at least one character and a comma
        if isinstance(value, dict):
            room -= len(item) if isinstance(item, str) else 1
            room -= 4
            item = value[item]
        room -= len(item) + 2 if isinstance(item, str) else 3
        if room < 0:
            return False
    return True


def constraints(schema: dict[str, Any]) -> tuple[str, ...]:
    """Bounds and forms of a schema, in words, in a fixed order."""
    if _CONSTRAINING.isdisjoint(schema):
        return ()
    words = [
        str(schema["format"]) if isinstance(schema.get("format"), str) else "",
        _range(*_bounds(schema), ""),
        f"multiple of {schema['multipleOf']}" if "multipleOf" in schema else "",
        _range(schema.get("minLength"), schema.get("maxLength"), "character"),
        _range(schema.get("minItems"), schema.get("maxItems"), "item"),
        "no item twice" if schema.get("uniqueItems") is True else "",
        _range(schema.get("minProperties"), schema.get("maxProperties"), "entry"),
        f"matches {schema['pattern']}" if isinstance(schema.get("pattern"), str) else "",
        str(schema["contentEncoding"]) if isinstance(schema.get("contentEncoding"), str) else "",
        str(schema["contentMediaType"]) if isinstance(schema.get("contentMediaType"), str) else "",
    ]
    return tuple(word for word in words if word)


def _bounds(schema: dict[str, Any]) -> tuple[Any, Any]:
    """Lowest and highest value as words; 3.0 marks an exclusive bound with true, 3.1 gives the bound itself."""
    low, high = schema.get("minimum"), schema.get("maximum")
    below, above = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if below is not None and below is not False:
        low = f"more than {low if below is True else below}"
    if above is not None and above is not False:
        high = f"less than {high if above is True else above}"
    return low, high


def _range(low: Any, high: Any, noun: str) -> str:
    if low in (None, 0) and noun and high is None:
        return ""
    if low is None and high is None:
        return ""
    if low == high:
        return f"exactly {_count(low, noun)}"
    if isinstance(low, str) or isinstance(high, str):  # an exclusive bound, already in words
        return " and ".join(
            value if isinstance(value, str) else f"{word} {value}"
            for value, word in ((low, "at least"), (high, "at most"))
            if value is not None
        )
    if high is None:
        return f"at least {_count(low, noun)}"
    if low is None or (noun and low == 0):
        return f"at most {_count(high, noun)}"
    return f"{low} to {_count(high, noun)}"


def _count(number: Any, noun: str) -> str:
    if not noun:
        return str(number)
    plural = "entries" if noun == "entry" else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}" if isinstance(number, int) else f"{number} {plural}"
