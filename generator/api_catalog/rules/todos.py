"""A rule about what `api-catalog new` left to be written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.documents import Document
from api_catalog.rules.engine import Finding, Pointer, Subject, Whole, catalog_rule, curated, rule

_MARK = "TODO:"


@rule("todo-left", of=curated)
def todo_left(subject: Subject) -> Iterator[Finding]:
    """A text that starts with ``TODO:``. One problem for each file, at the first of them."""
    yield from _first(subject.files.description, is_made=bool(subject.files.base))
    if subject.files.record is not None:
        yield from _first(subject.files.record)


@catalog_rule("todo-left")
def todo_left_in_provider(whole: Whole) -> Iterator[Finding]:
    """The same in provider.yml."""
    for document in whole.repository.providers:
        yield from _first(document)


def _first(document: Document, *, is_made: bool = False) -> Iterator[Finding]:
    """``is_made`` if the value holds more than the text of the file: it came from another and an overlay."""
    places = list(_places(document.value)) if is_made or _MARK.encode() in document.data else []
    if places:
        more = f", and {len(places) - 1} more in this file" if len(places) > 1 else ""
        yield Finding(document, places[0], f"a TODO is left{more}", "Write what it asks for.")


def _places(value: Any) -> Iterator[Pointer]:
    """Where the texts with the mark stand, in the order of the file."""
    stack: list[tuple[Pointer, Any]] = [((), value)]
    while stack:
        pointer, value = stack.pop()
        if isinstance(value, str):
            if value.startswith(_MARK):
                yield pointer
        elif isinstance(value, dict):
            stack += [((*pointer, key), item) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            stack += [((*pointer, index), value[index]) for index in range(len(value) - 1, -1, -1)]
