"""Values of every type in every field of a description: a wrong one is a problem, and nothing falls over it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api_catalog.documents.anatomy import kind_at
from api_catalog.documents.document import parse
from api_catalog.documents.references import look_up
from hostile.case import ANY, FOE, Case, Entry, encoded

_FILE = Path(__file__).with_name("every_object.yml")
EVERYTHING: dict[str, dict[str, Any]] = parse(_FILE.read_bytes(), _FILE.name)
_WRONG: dict[str, Any] = {"null": None, "number": -7.5, "text": "\x00<script>", "list": [None, 7, "text", [[]], {}]}
_OTHERS: dict[str, Any] = {
    **_WRONG,
    "false": False,
    "large": 10**300,
    "mapping": {"key": {"key": [{"$ref": "#/key"}]}, "": None},
    "reference": {"$ref": "#/info"},
    "wrong reference": {"$ref": 7},
}
_EVERY = 3  # of the fields that may have several types; all of them take a minute
_Place = tuple[str | int, ...]


def cases() -> Iterator[Case]:
    for version, value in EVERYTHING.items():
        yield Case(f"types {version}: all right", {FOE: encoded(value)})
        for number, place in enumerate(_places(value)):
            name = f"types {version}: {'/'.join(map(str, place))}"
            if kind_at(place) is not None and isinstance(
                look_up(value, place), dict
            ):  # an object, and nothing else may stand there
                files = _files(value, place, _WRONG)
                yield Case(name, files, "openapi-structure", refused=tuple(files))
            elif number % _EVERY == 0:  # one of the values, each in its turn
                chosen = list(_OTHERS)[number // _EVERY % len(_OTHERS)]
                yield Case(f"{name}: {chosen}", _files(value, place, {chosen: _OTHERS[chosen]}), ANY)


def _files(value: Any, place: _Place, others: dict[str, Any]) -> dict[str, Entry]:
    return {f"foe/{name}/openapi.json": encoded(_replaced(value, place, other)) for name, other in others.items()}


def _places(value: Any, place: _Place = ()) -> Iterator[_Place]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*place, key)
        yield from _places(item, (*place, key))


def _replaced(value: Any, place: _Place, other: Any) -> Any:
    if not place:
        return other
    value = copy.copy(value)
    value[place[0]] = _replaced(value[place[0]], place[1:], other)
    return value
