"""Where a place of a document stands in its text. Asked only for files with problems, so nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from yaml import events
from yaml._yaml import CParser

Pointer = tuple[str | int, ...]


def locate(data: bytes, pointer: Sequence[str | int]) -> tuple[int, int]:
    """Line and column, from 1, of the key or item at ``pointer``; of its nearest parent that exists, else (1, 1)."""
    try:
        return _search(data, [str(part) for part in pointer])
    except (yaml.YAMLError, UnicodeError):
        return (1, 1)


def _search(data: bytes, wanted: list[str]) -> tuple[int, int]:
    """Streams events and stops at the place, or at the end of the deepest container on the way to it."""
    get = CParser(data).get_event
    best = (1, 1)
    matched = 0  # how many parts of the pointer are behind us
    stack: list[list[Any]] = []  # [is a mapping, current key or index]
    while True:
        event: Any = get()
        kind = event.__class__
        if kind is events.StreamEndEvent:
            return best
        if kind in (events.MappingEndEvent, events.SequenceEndEvent):
            stack.pop()
            if len(stack) <= matched:
                return best
            _value_done(stack)
            continue
        if kind not in (events.ScalarEvent, events.AliasEvent, events.MappingStartEvent, events.SequenceStartEvent):
            continue
        if stack:
            top = stack[-1]
            is_key = top[0] and top[1] is None
            if is_key:
                top[1] = event.value if kind is events.ScalarEvent else ""
            elif not top[0]:
                top[1] += 1
            if (is_key or not top[0]) and len(stack) - 1 == matched < len(wanted) and str(top[1]) == wanted[matched]:
                matched += 1
                best = (event.start_mark.line + 1, event.start_mark.column + 1)
                if matched == len(wanted):
                    return best
            if is_key:
                continue
        if kind in (events.ScalarEvent, events.AliasEvent) and len(stack) == matched > 0:
            return best  # the value on the way is no container
        if kind is events.MappingStartEvent:
            stack.append([True, None])
        elif kind is events.SequenceStartEvent:
            stack.append([False, -1])
        else:
            _value_done(stack)


def _value_done(stack: list[list[Any]]) -> None:
    if stack and stack[-1][0]:
        stack[-1][1] = None


def to_pointer(parts: Sequence[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of ``parts``."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def from_pointer(text: str) -> Pointer:
    """The parts of a JSON Pointer; array indexes stay strings. Raises ValueError if it is not one."""
    if text == "":
        return ()
    if not text.startswith("/"):
        raise ValueError(text)
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text[1:].split("/"))
