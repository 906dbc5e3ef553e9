"""One walk over a description: all its objects by kind. Places are worked out only for what is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api_catalog.documents.anatomy import FIELDS, Pointer


class Place:
    """A value in a bundled description. ``pointer`` is the way to it, made when it is asked for."""

    __slots__ = ("_above", "steps", "value")

    def __init__(self, value: Any, above: Place | None, steps: Pointer) -> None:
        self.value = value
        self._above = above
        self.steps = steps  # from the place above, or from the start

    @property
    def pointer(self) -> Pointer:
        return self.steps if self._above is None else (*self._above.pointer, *self.steps)

    def at(self, *steps: str | int) -> Pointer:
        """The pointer of what stands further down."""
        return (*self.pointer, *steps)


class Node(Place):
    """An object that the walk came by; its value is a mapping."""

    __slots__ = ("_index", "_walk")

    def __init__(self, walk: Walk, index: int) -> None:
        self.value: dict[str, Any] = walk.values[index]
        self._walk = walk
        self._index = index

    @property
    def pointer(self) -> Pointer:
        return self._walk.pointer(self._index)


class Walk:
    """``values`` are the objects of a description, the outer before the inner, each known by its index."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.values = values = [root]
        self._parents = parents = [0]
        self._fields = fields = [""]  # the field of the parent it stands in …
        self._names: list[str | int | None] = [None]  # … and under which name or index there, if it has several
        self._by_kind: dict[str, list[int]] = {kind: [] for kind in FIELDS}
        self._by_kind["openapi"].append(0)
        names, kinds = self._names, ["openapi"]
        for parent, value in enumerate(values):  # grows as it is walked
            shapes = FIELDS[kinds[parent]]
            others = shapes.get("*")
            for field, child in value.items():
                shape = shapes.get(field)
                if shape is None:
                    if others is None or field.startswith("x-"):
                        continue
                    shape = others
                many, kind = shape
                found: Any = ((None, child),)
                if many != "one":
                    found = _members(many, child)
                elif field == "items" and child.__class__ is list:  # before 2020-12
                    found = enumerate(child)
                of_kind = self._by_kind[kind]
                for name, item in found:
                    if item.__class__ is dict:
                        of_kind.append(len(values))
                        values.append(item)
                        kinds.append(kind)
                        parents.append(parent)
                        fields.append(field)
                        names.append(name)

    def objects(self, kind: str) -> list[Node]:
        """All objects of a kind."""
        return [Node(self, index) for index in self._by_kind[kind]]

    def having(self, kind: str, field: str) -> list[Node]:
        """All objects of a kind that have a field."""
        values = self.values
        return [Node(self, index) for index in self._by_kind[kind] if field in values[index]]

    def texts_of(self, kind: str, field: str) -> list[str]:
        """What a field says, in all objects of a kind that have it as text."""
        values = self.values
        found = [values[index].get(field) for index in self._by_kind[kind]]
        return [text for text in found if text.__class__ is str]

    def pointer(self, index: int) -> Pointer:
        """The way to the object of this index."""
        steps: list[str | int] = []
        while index:
            name = self._names[index]
            if name is not None:
                steps.append(name)
            steps.append(self._fields[index])
            index = self._parents[index]
        return tuple(reversed(steps))


def _members(many: str, child: Any) -> Iterable[tuple[str | int, Any]]:
    """What stands in a field that has several objects, with their names or indexes."""
    if many == "list":
        return enumerate(child) if child.__class__ is list else ()
    if child.__class__ is not dict:
        return ()
    return child.items() if many == "map" else [item for item in child.items() if not item[0].startswith("x-")]
