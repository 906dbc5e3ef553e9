"""Takes values out of what people wrote: a wrong type reads as absent, and is validation's to report.

So a catalog can be made of invalid files too, and the house rules find what is wrong in them in the same run.
"""

from __future__ import annotations

from typing import Any


def mapping(value: Any) -> dict[str, Any]:
    """``value`` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """``value`` if it is a sequence, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: Any) -> list[dict[str, Any]]:
    """A sequence with an empty mapping in place of everything that is none, so that positions stay."""
    return [mapping(item) for item in sequence(value)]


def text(value: Any, default: str = "") -> str:
    """A scalar as text; ``default`` for anything else and for nothing."""
    if isinstance(value, str):
        return value
    return default if value is None or isinstance(value, bool | dict | list) else str(value)


def texts(value: Any) -> tuple[str, ...]:
    """A sequence with everything as text, so that positions stay."""
    return tuple(text(item) for item in sequence(value))


def whole(value: Any, default: int = 0) -> int:
    """``value`` if it is a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default
