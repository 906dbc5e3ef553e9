"""Puts tags into the text of a description and leaves every other byte as it is.

Spans come from libyaml's own tree, which reads JSON as well. What was written is read again: only if it is the old
value with the new tags, and nothing else, does the edit stand.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from api_catalog.documents import Document, ReadError
from api_catalog.documents.document import parse
from api_catalog.documents.positions import Pointer, from_pointer
from api_catalog.documents.references import look_up
from api_catalog.scaffolding.scalars import scalar

_BOM = "\ufeff"
_FIRST = ("operationId", "summary", "description")  # tags are written below these
_MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text of a file, and the pointers of operations that could not be edited."""

    data: bytes
    failed: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def edited(document: Document, wanted: Mapping[Pointer, Sequence[str]]) -> Edited:
    """``document`` with the tags ``wanted``, by the pointer of the operation in it."""
    if len(document.data) > _MOST_BYTES:
        return Edited(document.data, tuple(wanted))
    text = document.data.decode("utf-8", "replace")
    bom = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:  # a few things that JSON allows, such as the halves of a character as two escapes
        return Edited(document.data, tuple(wanted))
    edits: dict[Pointer, tuple[Pointer, _Edit]] = {}
    for pointer, tags in wanted.items():
        place = _real(document.value, pointer)
        operation = _node(root, place)
        edit = _edit(text, operation, tags) if isinstance(operation, MappingNode) else None
        if edit is not None and all(edit.start != other.start for _, other in edits.values()):
            edits[pointer] = (place, edit)
    good: list[Pointer] = []
    _prove(document, text, wanted, edits, list(edits), good)
    data = (bom + _applied(text, [edits[pointer][1] for pointer in good])).encode() if good else document.data
    return Edited(data, tuple(pointer for pointer in wanted if pointer not in good))


def _prove(
    document: Document,
    text: str,
    wanted: Mapping[Pointer, Sequence[str]],
    edits: Mapping[Pointer, tuple[Pointer, _Edit]],
    pointers: Sequence[Pointer],
    good: list[Pointer],
    halvings: int = 5,
) -> None:
    """Adds to ``good`` the ``pointers`` whose edits do what they should; halves what does not, to find the culprits."""
    tried = [*good, *pointers]
    expected = copy.deepcopy(document.value)
    for pointer in tried:
        look_up(expected, edits[pointer][0])["tags"] = list(wanted[pointer])
    try:
        applied = _applied(text, [edits[each][1] for each in tried]).encode("utf-8", "replace")
        is_right = parse(applied, document.relative) == expected
    except ReadError:
        is_right = False
    if is_right:
        good += pointers
    elif len(pointers) > 1 and halvings:
        half = len(pointers) // 2
        _prove(document, text, wanted, edits, pointers[:half], good, halvings - 1)
        _prove(document, text, wanted, edits, pointers[half:], good, halvings - 1)


def _applied(text: str, edits: Sequence[_Edit]) -> str:
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def _real(value: Any, pointer: Pointer) -> Pointer:
    """Where the operation at ``pointer`` is written, if its path item is a reference to another place of the file."""
    item = look_up(value, pointer[:2])
    reference = item.get("$ref") if isinstance(item, dict) else None
    if isinstance(reference, str) and reference.startswith("#/"):
        return (*from_pointer(unquote(reference[1:])), *pointer[2:])
    return pointer


def _node(node: Node | None, pointer: Pointer) -> Node | None:
    """The node at ``pointer``, or None; what a merge key brings in stands elsewhere."""
    for part in pointer:
        if not isinstance(node, MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == str(part)), None)
    return node


def _edit(text: str, operation: MappingNode, tags: Sequence[str]) -> _Edit | None:
    """The change that gives ``operation`` its tags; None if there is no place that is sure to be right."""
    for key, value in operation.value:
        if key.value == "tags":
            return _change(text, value, tags, quoted=key.style == '"')
    return _insertion(text, operation, tags) if operation.value else None


def _insertion(text: str, operation: MappingNode, tags: Sequence[str]) -> _Edit:
    keys = [key for key, _ in operation.value]
    below = next((key for key in keys if key.value not in _FIRST), keys[0])
    if _line_above(text, below).lstrip().startswith("#"):
        below = keys[0]  # a comment stays with what it is about
    start = below.start_mark.index
    indent = text[text.rfind("\n", 0, start) + 1 : start]
    quoted = below.style == '"'
    entry = f"{_item('tags', quoted=quoted)}: {_flow(tags, quoted=quoted)}" + ("," if operation.flow_style else "")
    if indent.strip():
        return _Edit(start, start, f"{entry} ")
    line = start - len(indent)
    return _Edit(line, line, f"{indent}{entry}{_newline(text)}")


def _change(text: str, value: Node, tags: Sequence[str], *, quoted: bool) -> _Edit | None:
    """New tags in place of those that stand there, or after them."""
    start, end = value.start_mark.index, value.end_mark.index
    if isinstance(value, ScalarNode):
        return _Edit(start, end, (" " if start == end else "") + _flow(tags, quoted=quoted))
    if not isinstance(value, SequenceNode):
        return None
    if not value.value:
        return _Edit(start, end, _flow(tags, quoted=quoted))
    old = [item.value for item in value.value]
    separator = ", " if value.flow_style else f"{_newline(text)}{' ' * value.start_mark.column}- "
    last = value.value[-1].end_mark.index
    if list(tags[: len(old)]) == old:
        place = last if value.flow_style else _line_end(text, last)
        return _Edit(place, place, "".join(separator + _item(tag, quoted=quoted) for tag in tags[len(old) :]))
    first = value.value[0].start_mark.index
    if "#" in text[first:last]:
        return None  # a comment between tags would be lost
    return _Edit(first, last, separator.join(_item(tag, quoted=quoted) for tag in tags))


def _flow(tags: Sequence[str], *, quoted: bool) -> str:
    return f"[{', '.join(_item(tag, quoted=quoted) for tag in tags)}]"


def _item(tag: str, *, quoted: bool) -> str:
    return json.dumps(tag, ensure_ascii=False) if quoted else scalar(tag)


def _line_above(text: str, key: Node) -> str:
    line = text.rfind("\n", 0, key.start_mark.index)
    return text[text.rfind("\n", 0, max(line, 0)) + 1 : max(line, 0)]


def _line_end(text: str, place: int) -> int:
    """The end of the line at ``place``, before its line break."""
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
