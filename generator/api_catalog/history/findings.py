"""Collects what differs: each difference once, with every operation it is about and the worst of its impacts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api_catalog.catalog.revisions import Difference
from api_catalog.documents.positions import Pointer, to_pointer
from api_catalog.history.impacts import IMPACTS, RULES

REQUEST, RESPONSE = "request", "response"
_KINDS = {"-added": "added", "-removed": "removed"}
_LONGEST = 160  # characters of a value in a message


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, for programs and in words."""

    pointer: Pointer = ()
    words: str = ""

    def step(self, *keys: str | int, words: str = "") -> Place:
        return Place((*self.pointer, *keys), self.words + words)


@dataclass(slots=True)
class Found:
    """A difference before it is merged with others that say the same."""

    rule: str
    place: Place
    message: str
    side: str = ""
    calls: dict[str, None] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)


def merged(found: Iterable[Found]) -> list[Difference]:
    """The differences, the worst first, else as they were found.

    What is said of a place twice, because requests and answers share it, or because many operations do, is one.
    """
    groups: dict[tuple[object, ...], list[Found]] = {}
    for each in found:
        inside = each.place.pointer if each.place.pointer[:1] != ("paths",) else ()
        groups.setdefault((inside, each.place.words, each.message), []).append(each)
    differences = [_one(group) for group in groups.values()]
    return sorted(differences, key=lambda each: IMPACTS.index(each.impact))


def _one(group: list[Found]) -> Difference:
    worst = min(group, key=lambda each: IMPACTS.index(RULES[each.rule].impact))
    rule = RULES[worst.rule]
    sides = dict.fromkeys(each.side for each in group if each.side)
    return Difference(
        impact=rule.impact,
        kind=next((kind for end, kind in _KINDS.items() if rule.id.endswith(end)), "changed"),
        rule=rule.id,
        message=worst.message,
        reason=rule.reason,
        where=worst.place.words.strip(" ›"),
        calls=tuple(dict.fromkeys(call for each in group for call in each.calls)),
        side=" and ".join(sorted(sides)),
        pointer=to_pointer(worst.place.pointer),
        tags=tuple(sorted({tag for each in group for tag in each.tags})),
    )


def shown(value: object) -> str:
    """A value in a message: short, on one line, between marks that a reader knows."""
    if isinstance(value, bool) or value is None:
        text = {True: "true", False: "false", None: "null"}[value]
    elif isinstance(value, str):
        text = " ".join(value.split())
    elif isinstance(value, int | float):
        text = repr(value)
    elif isinstance(value, list | tuple):
        text = ", ".join(shown(item) for item in value[:8])
    else:
        text = "…"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def quoted(values: Iterable[object]) -> str:
    """``"a", "b"`` of values, the first few."""
    listed = list(values)
    text = ", ".join(f"“{shown(value)}”" for value in listed[:6])
    return text + (f" and {len(listed) - 6} more" if len(listed) > 6 else "")


def gone_and_new(before: Iterable[str], after: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is only in the first, and only in the second, each in its order."""
    old, new = list(dict.fromkeys(before)), list(dict.fromkeys(after))
    return [each for each in old if each not in new], [each for each in new if each not in old]
