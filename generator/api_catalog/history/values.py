"""Values of descriptions compared: true is not 1, and words about a thing are not the thing."""

from __future__ import annotations

from typing import Any

import orjson

Key = bytes
_ABOUT = frozenset(("description", "summary", "title", "example", "examples", "externalDocs", "$comment"))
_NAMES = frozenset(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "mapping"))


def key_of(value: Any) -> Key:
    """The same for values that are the same JSON, and for no others."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, RecursionError):  # half a character, or a number beyond 64 bits
        return repr(value).encode("utf-8", "surrogatepass")


def same(one: Any, other: Any) -> bool:
    return key_of(one) == key_of(other)


def bare(value: Any) -> Any:
    """``value`` without words for people: descriptions, examples, extensions."""
    if isinstance(value, list):
        return [bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: bare(each) for name, each in item.items()}
        if key in _NAMES and isinstance(item, dict)
        else bare(item)
        for key, item in value.items()
        if key not in _ABOUT and not key.startswith("x-")
    }
