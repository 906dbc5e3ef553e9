"""Which parts of two descriptions can differ at all: most of a description is as it was, and is not walked."""

from __future__ import annotations

from typing import Any

from api_catalog.documents.references import target
from api_catalog.history.values import same

_NONE: frozenset[str] = frozenset()


class Taint:
    """The references of two descriptions that lead, at whatever distance, to something that differs."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self._refs: dict[int, frozenset[str]] = {}
        self._kept: list[Any] = []  # so that ids stay theirs
        names = self.of(before) | self.of(after)
        values = {name: (target(before, name), target(after, name)) for name in names}
        uses: dict[str, set[str]] = {}
        tainted = [name for name, (one, other) in values.items() if one is not other and one != other]
        for name, pair in values.items():
            for used in self.of(pair[0]) | self.of(pair[1]):
                uses.setdefault(used, set()).add(name)
        self._tainted: set[str] = set()
        while tainted:
            name = tainted.pop()
            if name not in self._tainted:
                self._tainted.add(name)
                tainted += uses.get(name, ())

    def is_clean(self, one: Any, other: Any) -> bool:
        """Are the two the same, with all they refer to?"""
        return one == other and same(one, other) and (not self._tainted or self._tainted.isdisjoint(self.of(one)))

    def of(self, value: Any) -> frozenset[str]:
        """The references in a value, itself included."""
        if not isinstance(value, dict | list):
            return _NONE
        known = self._refs.get(id(value))
        if known is None:
            known = self._refs[id(value)] = frozenset(_references(value))
            self._kept.append(value)
        return known


def _references(value: Any) -> set[str]:
    found: set[str] = set()
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            reference = each.get("$ref")
            if isinstance(reference, str) and reference.startswith("#"):
                found.add(reference)
            pending += each.values()
        elif isinstance(each, list):
            pending += each
    return found
