"""Where a place of a document stands in its text.

Asked only for files with problems, but then often: the texts asked about last are kept, with what is known of them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from json import JSONDecoder
from typing import Any

import yaml
from yaml import events
from yaml._yaml import CParser

from api_catalog.documents.yaml_events import without_breaks

Pointer = tuple[str | int, ...]
_START = (1, 1)
_NOTHING: dict[str, Any] = {}
_KEPT = 4  # texts
_BLANK = re.compile(r"[ \t\n\r]*").match
_decode = JSONDecoder(strict=False).raw_decode


def locate(data: bytes, pointer: Sequence[str | int]) -> tuple[int, int]:
    """Line and column, from 1, of the key or item at ``pointer``; of its nearest parent that exists, else (1, 1)."""
    parts = [str(part) for part in pointer]
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        try:
            return _json_places(data).locate(parts)
        except (ValueError, IndexError, RecursionError):
            pass  # it is YAML that starts like JSON
    try:
        return _yaml_places(data).locate(parts)
    except (yaml.YAMLError, UnicodeError):
        return _START


@lru_cache(maxsize=_KEPT)
def _json_places(data: bytes) -> _JsonPlaces:
    return _JsonPlaces(data.decode("utf-8-sig"))


@lru_cache(maxsize=_KEPT)
def _yaml_places(data: bytes) -> _YamlPlaces:
    return _YamlPlaces(data)


class _JsonPlaces:
    """Places of a JSON text. Looks only at what is asked for, and skips the rest at the speed of Python's decoder."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._members: dict[int, _Members] = {}  # by where the mapping or sequence starts
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._root = _skip_blank(text, 0)

    def locate(self, pointer: Sequence[str]) -> tuple[int, int]:
        place = value = self._root
        for part in pointer:
            found = self._members_at(value).find(part)
            if found is None:
                break
            place, value = found
        if value == self._root:
            return _START
        line = bisect_right(self._lines, place)
        return line, place - self._lines[line - 1] + 1

    def _members_at(self, start: int) -> _Members:
        if start not in self._members:
            self._members[start] = _Members(self._text, start)
        return self._members[start]


class _Members:
    """The members of one mapping or sequence, read as far as was asked."""

    def __init__(self, text: str, start: int) -> None:
        self._unread = members(text, start)
        self._known: dict[str, tuple[int, int]] = {}  # key or index → where it and its value start

    def find(self, name: str) -> tuple[int, int] | None:
        if name not in self._known:
            for read, at, value in self._unread:
                self._known[read] = (at, value)
                if read == name:
                    break
        return self._known.get(name)


def members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """The members of the JSON object or array at ``start`` as (key or index, its start, start of the value).

    Nothing for another value; keys that are given twice come twice. The text must be JSON.
    """
    is_object = text[start] == "{"
    at = _skip_blank(text, start + 1)
    if (not is_object and text[start] != "[") or text[at] in "}]":
        return
    index = 0
    while True:
        name, value = str(index), at
        if is_object:
            name, value = _decode(text, at)
            value = _skip_blank(text, _skip_blank(text, value) + 1)
        yield name, at, value
        end = _skip_blank(text, _decode(text, value)[1])
        if text[end] in "}]":
            return
        at = _skip_blank(text, end + 1)
        index += 1


def duplicate_key(data: bytes) -> tuple[str, int, int] | None:
    """The first key of a JSON text that its mapping has already, with line and column; None if there is none."""
    text = data.decode("utf-8-sig")
    try:
        json.loads(text, object_pairs_hook=_refuse_duplicates)
    except _Duplicate:
        pass
    else:
        return None
    starts = [_skip_blank(text, 0)]
    found = []
    while starts:
        start = starts.pop()
        seen = set()
        for name, at, value in members(text, start):
            if name in seen:
                found.append((at, name))
            seen.add(name)
            starts.append(value)
    at, name = min(found)
    return name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _Duplicate(Exception):  # noqa: N818 - a way out of the decoder
    pass


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise _Duplicate


def _skip_blank(text: str, at: int) -> int:
    match = _BLANK(text, at)
    return match.end() if match else at


class _YamlPlaces:
    """Places of a YAML text, all of them, from one pass over libyaml's events."""

    def __init__(self, data: bytes) -> None:
        self._root: dict[str, Any] = {}  # key or index → (line, column, members of the value)
        get = CParser(without_breaks(data)).get_event
        stack: list[list[Any]] = []  # [members, is a mapping, place of the key or None, key or index]
        while True:
            event: Any = get()
            kind = event.__class__
            if kind is events.StreamEndEvent:
                return
            if kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                stack.pop()
                continue
            opens = kind is events.MappingStartEvent or kind is events.SequenceStartEvent
            if not opens and kind is not events.ScalarEvent and kind is not events.AliasEvent:
                continue
            inside = ({} if stack else self._root) if opens else _NOTHING
            if stack:
                top = stack[-1]
                mark = event.start_mark
                if top[1] and top[2] is None:
                    top[2], top[3] = (mark.line + 1, mark.column + 1), event.value if kind is events.ScalarEvent else ""
                    if not opens:
                        continue
                elif top[1]:
                    top[0].setdefault(top[3], (*top[2], inside))
                    top[2] = None
                else:
                    top[0][str(top[3])] = (mark.line + 1, mark.column + 1, inside)
                    top[3] += 1
            if opens:
                stack.append([inside, kind is events.MappingStartEvent, None, 0])

    def locate(self, pointer: Sequence[str]) -> tuple[int, int]:
        line, column, inside = *_START, self._root
        for part in pointer:
            if part not in inside:
                break
            line, column, inside = inside[part]
        return line, column


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
