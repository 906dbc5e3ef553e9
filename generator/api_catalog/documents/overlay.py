"""OpenAPI Overlays 1.0 and 1.1: a description made from another by a list of actions, each a change at a JSONPath.

Source: https://spec.openapis.org/overlay/v1.1.0.html
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from api_catalog.documents.document import Document
from api_catalog.documents.positions import Pointer
from api_catalog.documents.reading import mapping, sequence, text
from api_catalog.documents.references import look_up
from api_catalog.problems import Problem, Severity

RULE = "overlay"
_VERSION = re.compile(r"1\.[01]\.\d+").fullmatch
_FIELDS = {"target", "description", "update", "remove", "copy"}
_MOST_PLACES = 10_000  # that one action changes
Origins = dict[tuple[str, ...], tuple[Document, Pointer]]


@dataclass(frozen=True, slots=True)
class Action:
    """What one action did: ``kind`` is update, remove or copy, ``places`` how many places it changed."""

    kind: str
    target: str
    description: str
    places: int


@dataclass(slots=True)
class Overlaid:
    """The description that came out. ``origins`` says which places of it the overlay wrote, and where."""

    value: Any = field(repr=False)
    actions: list[Action] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: Origins = field(default_factory=dict, repr=False)


def apply(overlay: Document, base: Any) -> Overlaid:
    """``base`` with the actions of ``overlay`` applied in order; ``base`` stays as it is.

    An action with a mistake is a problem and changes nothing; the others are applied.
    """
    result = Overlaid(copy.deepcopy(base))
    stated = mapping(overlay.value)
    result.problems += _form(overlay, stated)
    for number, raw in enumerate(sequence(stated.get("actions"))):
        at: Pointer = ("actions", number)
        try:
            result.actions.append(_apply(result, overlay, at, mapping(raw)))
        except _Wrong as wrong:
            pointer = (*at, *wrong.way)
            result.problems.append(overlay.problem(pointer, wrong.message, RULE, wrong.hint, wrong.severity))
    return result


class _Wrong(Exception):  # noqa: N818 - it says what is so
    def __init__(self, way: Pointer, message: str, hint: str, severity: Severity = Severity.ERROR) -> None:
        super().__init__(message)
        self.way, self.message, self.hint, self.severity = way, message, hint, severity


def _form(overlay: Document, stated: dict[str, Any]) -> Iterator[Problem]:
    if not _VERSION(text(stated.get("overlay"))):
        yield overlay.problem(("overlay",), "not an Overlay of version 1.0 or 1.1", RULE, "Write overlay: 1.1.0.")
    info = mapping(stated.get("info"))
    if not text(info.get("title")) or not text(info.get("version")):
        yield overlay.problem(("info",), "`info` needs a title and a version", RULE, "Say what the overlay is for.")
    if not sequence(stated.get("actions")):
        yield overlay.problem(("actions",), "no actions", RULE, "List at least one, with target and update.")


def _apply(result: Overlaid, overlay: Document, at: Pointer, action: dict[str, Any]) -> Action:
    target = text(action.get("target"))
    unknown = [name for name in action if name not in _FIELDS and not name.startswith("x-")]
    if unknown:
        raise _Wrong((unknown[0],), f"`{unknown[0]}` is not a field of an action", f"There are {_named(_FIELDS)}.")
    kinds = [kind for kind in ("remove", "update", "copy") if kind in action and action[kind] is not False]
    if len(kinds) != 1:
        raise _Wrong((), "an action does one thing", "Write one of update, remove and copy.")
    places = _places(result.value, target, "target")
    if not places:
        hint = "Look whether the path is right; names with slashes stand in brackets: $.paths['/a'].get."
        raise _Wrong(("target",), f"{target} is nowhere in the description", hint, Severity.WARNING)
    kind = kinds[0]
    if kind == "remove":
        if () in places:
            raise _Wrong(("target",), "the whole description cannot be removed", "Name a part of it.")
        for place in sorted(places, key=_last_first):
            _remove(result, place)
    else:
        addition, way = action[kind], (*at, kind)
        if kind == "copy":
            sources = _places(result.value, text(addition), "copy")
            if len(sources) != 1:
                raise _Wrong(("copy",), f"{addition} is {len(sources)} places", "Name exactly one.")
            addition = look_up(result.value, sources[0])
        for place in places:
            _must_fit(look_up(result.value, place), addition, kind, place)
        for place in places:
            _update(result, place, copy.deepcopy(addition), overlay, way)
    return Action(kind, target, text(action.get("description")), len(places))


def _places(value: Any, path: str, name: str) -> list[Pointer]:
    import jsonpath  # takes longer than most descriptions, and few have an overlay

    try:
        paths = jsonpath.JSONPathEnvironment(strict=True)
        found = [tuple(match.parts) for match in paths.finditer(path, value)]
    except (jsonpath.JSONPathError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it is nested too deep"
        raise _Wrong((name,), f"not a JSONPath: {reason}", "Begin with $, such as $.info or $.paths.*.get.") from None
    if len(found) > _MOST_PLACES:
        raise _Wrong((name,), f"{len(found)} places, more than {_MOST_PLACES}", "Name fewer.")
    return found


def _last_first(place: Pointer) -> tuple[Any, ...]:
    """So that removing an item of a list does not move those that are still to be removed."""
    return tuple((-part, "") if isinstance(part, int) else (0, part) for part in place)


def _remove(result: Overlaid, place: Pointer) -> None:
    holder, last = look_up(result.value, place[:-1]), place[-1]
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last]
    origins, result.origins = result.origins, {}
    above, depth = _key(place[:-1]), len(place) - 1
    for where, source in origins.items():
        if where[:depth] != above or len(where) == depth:
            result.origins[where] = source
        elif where[depth] != str(last):
            is_after = isinstance(holder, list) and int(where[depth]) > int(last)
            name = str(int(where[depth]) - 1) if is_after else where[depth]
            result.origins[(*above, name, *where[depth + 1 :])] = source


def _update(result: Overlaid, place: Pointer, addition: Any, overlay: Document, way: Pointer) -> None:
    old = look_up(result.value, place)
    if isinstance(old, list):
        if isinstance(addition, list):
            _extend(result, place, old, addition, overlay, way)
        else:
            result.origins[_key((*place, len(old)))] = (overlay, way)
            old.append(addition)
    elif isinstance(old, dict):
        _merge(result, place, old, addition, overlay, way)
    else:
        look_up(result.value, place[:-1])[place[-1]] = addition
        result.origins[_key(place)] = (overlay, way)


def _must_fit(old: Any, addition: Any, kind: str, place: Pointer) -> None:
    """Looked at before anything is changed."""
    if isinstance(old, dict) and not isinstance(addition, dict):
        raise _Wrong((kind,), "an object takes an object", "Write the fields that it should have.")
    if not isinstance(old, dict | list) and (not place or isinstance(addition, dict | list)):
        raise _Wrong((kind,), "what is there is neither an object nor a list", "Name the object that it is in.")


def _merge(
    result: Overlaid, place: Pointer, old: dict[str, Any], addition: dict[str, Any], overlay: Document, way: Pointer
) -> None:
    """Objects are merged field by field, lists are joined, everything else is replaced."""
    for name, value in addition.items():
        here, source = (*place, name), (*way, name)
        if isinstance(value, dict) and isinstance(old.get(name), dict):
            _merge(result, here, old[name], value, overlay, source)
        elif isinstance(value, list) and isinstance(old.get(name), list):
            _extend(result, here, old[name], value, overlay, source)
        else:
            old[name] = value
            result.origins[_key(here)] = (overlay, source)


def _extend(
    result: Overlaid, place: Pointer, old: list[Any], items: list[Any], overlay: Document, way: Pointer
) -> None:
    for number, item in enumerate(items):
        result.origins[_key((*place, len(old)))] = (overlay, (*way, number))
        old.append(item)


def _key(pointer: Pointer) -> tuple[str, ...]:
    return tuple(map(str, pointer))


def _named(names: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(names))
