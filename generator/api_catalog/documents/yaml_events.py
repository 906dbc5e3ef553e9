"""YAML 1.2 text to JSON values, strictly, straight from libyaml's events.

The core schema of YAML 1.2.2 (section 10.3), so ``no`` is a string and ``12:30:00`` too. What JSON cannot hold is an
error with a position: unknown tags, several documents, infinities, keys that are not scalars, two equal keys. Merge
keys (``<<``) are honored, because the field's other tools do so.
"""

from __future__ import annotations

import math
import re
from functools import partial
from typing import Any

import yaml
from yaml import events
from yaml._yaml import CParser

from api_catalog.documents.limits import DEFAULT_LIMITS, Limits

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
_NOT_JSON = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)").fullmatch
_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_START = frozenset("-+.0123456789")
_STRING_TAGS = frozenset(("!", "tag:yaml.org,2002:str"))
_IGNORED_TAGS = frozenset(("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"))
_MERGE = object()
# What YAML 1.1 and libyaml take for line breaks and YAML 1.2 for signs like others, and what stands for them meanwhile.
_NO_BREAKS = {"\u0085": "\U0010fff0", "\u2028": "\U0010fff1", "\u2029": "\U0010fff2"}
_BACK = str.maketrans({stand_in: sign for sign, stand_in in _NO_BREAKS.items()})


class ReadError(Exception):
    """The text cannot be read. ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


def load(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Any:
    """The value of one YAML document in UTF-8. Raises ReadError."""
    try:
        return _Constructor(data, limits).run()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(part for part in (error.context, error.problem) if part)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise ReadError(f"not YAML: {message}", line, column, _hint(message)) from None
    except yaml.reader.ReaderError as error:
        line = data.count(b"\n", 0, error.position) + 1 if isinstance(error.position, int) else 1
        raise ReadError(f"not YAML: {error.reason}", line, 1, "Save the file as UTF-8 text.") from None
    except UnicodeError:
        raise ReadError("not UTF-8 text", 1, 1, "Save the file as UTF-8.") from None


def _hint(message: str) -> str:
    if "mapping values are not allowed" in message:
        return "A value with a colon and a space in it needs quotes."
    if "cannot start any token" in message:
        return "YAML is indented with spaces, not tabs; a value that starts with @, ` or % needs quotes."
    return "Look at this line and the one above it: indentation, quotes, brackets."


def without_breaks(data: bytes) -> bytes:
    """The text with stand-ins for signs that libyaml would take for line breaks, unless it has those already."""
    if any(stand_in.encode() in data for stand_in in _NO_BREAKS.values()):
        return data
    for sign, stand_in in _NO_BREAKS.items():
        data = data.replace(sign.encode(), stand_in.encode())
    return data


class _Constructor:
    """Builds the value; one instance a document."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        text = without_breaks(data)
        parser = CParser(text)
        self._next = parser.get_event if text == data else partial(_restored, parser)
        self._limits = limits
        self._nodes = 0
        self._written = 0
        self._anchors: dict[str, tuple[Any, int]] = {}

    def run(self) -> Any:
        root: Any = None
        documents = 0
        while True:
            event = self._next()
            if isinstance(event, events.StreamEndEvent):
                return root
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _error("more than one YAML document", event, "Keep one document a file; remove the `---`.")
                root = self._value(self._next(), 0)

    def _value(self, event: Any, depth: int) -> Any:
        kind = event.__class__
        self._nodes += 1
        self._written += 1
        if self._nodes > self._limits.nodes or self._written > self._limits.written:
            most = min(self._limits.nodes, self._limits.written)
            raise _error(f"more than {most} values", event, "Split the file.")
        if kind is events.ScalarEvent:
            value = _scalar(event, self._limits)
            if event.anchor:
                self._anchors[event.anchor] = (value, 1)
            return value
        if kind is events.AliasEvent:
            return self._alias(event)
        if depth >= self._limits.depth:
            raise _error(f"nested deeper than {self._limits.depth} levels", event, "Use $ref to named schemas.")
        if event.tag is not None and event.tag not in _IGNORED_TAGS:
            raise _error(f"tag not allowed: {event.tag}", event, "Plain YAML only; remove the tag.")
        before = self._nodes
        value = self._mapping(depth + 1) if kind is events.MappingStartEvent else self._sequence(depth + 1)
        if event.anchor:
            self._anchors[event.anchor] = (value, self._nodes - before + 1)
        return value

    def _sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), events.SequenceEndEvent):
            items.append(self._value(event, depth))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        merged: list[dict[str, Any]] = []
        while not isinstance(event := self._next(), events.MappingEndEvent):
            key = self._key(event)
            if key is _MERGE:
                merged += self._merged(self._next(), depth)
                continue
            if key in mapping:
                raise _error(f"duplicate key {key!r}", event, "Keep one of the two.")
            mapping[key] = self._value(self._next(), depth)
        for other in merged:  # a key of the mapping itself wins, then the mapping merged first
            for key, value in other.items():
                mapping.setdefault(key, value)
        return mapping

    def _key(self, event: Any) -> Any:
        self._written += 1
        if isinstance(event, events.AliasEvent):
            value = self._alias(event)
            if isinstance(value, str):
                return value
        elif isinstance(event, events.ScalarEvent):
            if event.value == "<<" and event.implicit[0]:
                return _MERGE
            if event.tag is not None and event.tag not in _STRING_TAGS:
                raise _error(f"tag not allowed: {event.tag}", event, "Plain YAML only; remove the tag.")
            if event.anchor:
                self._anchors[event.anchor] = (event.value, 1)
            return event.value  # JSON keys are strings, so 200: and "200": are the same key
        raise _error("a key must be a single value", event, "Put quotes around it if it starts with { or [.")

    def _merged(self, event: Any, depth: int) -> list[dict[str, Any]]:
        value = self._value(event, depth)
        mappings = value if isinstance(value, list) else [value]
        if not all(isinstance(mapping, dict) for mapping in mappings):
            raise _error("the merge key << takes a mapping or a list of mappings", event, "Merge an alias: <<: *name")
        self._nodes += sum(len(mapping) for mapping in mappings)
        return mappings

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self._anchors:
            raise _error(f"alias *{event.anchor} is not defined above", event, "An anchor cannot contain itself.")
        value, size = self._anchors[event.anchor]
        self._nodes += size
        if self._nodes > self._limits.nodes:
            raise _error(f"aliases expand to more than {self._limits.nodes} values", event, "Use $ref instead.")
        return value


def _restored(parser: CParser) -> Any:
    """The next event, its stand-ins replaced by what they stand for."""
    event = parser.get_event()
    if isinstance(event, events.ScalarEvent):
        event.value = event.value.translate(_BACK)
    return event


def _scalar(event: Any, limits: Limits) -> Any:
    text: str = event.value
    if event.tag is not None:
        if event.tag not in _STRING_TAGS:
            raise _error(f"tag not allowed: {event.tag}", event, "Plain YAML only; remove the tag.")
        return text
    if not event.implicit[0]:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _NUMBER_START:
        if _INTEGER(text):
            if len(text) > limits.digits:
                raise _error(f"integer of more than {limits.digits} digits", event, "Put quotes around it.")
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if _FLOAT(text):
            number = float(text)
            if math.isinf(number):
                raise _error("number too large to be exact", event, "Put quotes around it.")
            return number
        if _NOT_JSON(text):
            raise _error(f"JSON has no number {text}", event, "Put quotes around it, or leave it out.")
    return text


def _error(message: str, event: Any, hint: str) -> ReadError:
    mark = event.start_mark
    return ReadError(message, mark.line + 1, mark.column + 1, hint)
