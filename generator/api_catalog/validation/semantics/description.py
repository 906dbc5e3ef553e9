"""A bundled description as checks see it: its objects by kind, its operations, and where references lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from urllib.parse import unquote

from api_catalog.documents.anatomy import METHODS, REFERABLE, Pointer
from api_catalog.documents.positions import from_pointer
from api_catalog.documents.reading import mapping, sequence, text
from api_catalog.documents.references import LONGEST, MISSING, look_up
from api_catalog.validation.semantics.walk import Node, Place, Walk

Origin = Callable[[Pointer], tuple[str, Pointer]]
_NOWHERE = Place(MISSING, None, ())


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of ``paths``, with what it takes from its path item.

    ``parameters`` are those of both lists, references followed, those of the operation winning; ``has_unknown`` if a
    reference in one of the lists, or that of the path item, leads nowhere.
    """

    path: str
    method: str
    place: Place
    parameters: tuple[Place, ...] = field(repr=False)
    has_unknown: bool = False

    @property
    def name(self) -> str:
        """As people call it: ``GET /pets``."""
        return f"{self.method} {self.path}"


class Description:
    """``version`` is "2.0", "3.0", "3.1" or "3.2"; ``origin`` tells the file and pointer of what stands at one."""

    def __init__(self, root: dict[str, Any], version: str, origin: Origin) -> None:
        self.root = root
        self.version = version
        self.origin = origin
        self.unfolded = 0  # schemas looked into to judge values; bounds the time
        self.patterns: dict[str, Any] = {}  # what judges by a pattern, once it was needed
        self.is_2 = version == "2.0"
        self._walk = Walk(root)
        self.objects = self._walk.objects
        self.having = self._walk.having
        self._targets: dict[str, Place] = {}
        self._uses: dict[str, dict[str, list[Node]]] = {}

    def target(self, reference: str) -> Place:
        """What ``#/…`` leads to; its value is ``MISSING`` for what leads nowhere or out of the bundle."""
        if reference not in self._targets:
            self._targets[reference] = self._target(reference)
        return self._targets[reference]

    def _target(self, reference: str) -> Place:
        try:
            pointer = from_pointer(unquote(reference[1:])) if reference.startswith("#") else None
        except ValueError:
            return _NOWHERE
        return _NOWHERE if pointer is None else Place(look_up(self.root, pointer), None, pointer)

    def follow(self, place: Place) -> Place:
        """``place``, or what its ``$ref`` leads to in the end."""
        for _ in range(LONGEST):
            value = place.value
            if value.__class__ is not dict or not isinstance(reference := value.get("$ref"), str):
                return place
            place = self.target(reference)
        return _NOWHERE

    def resolved(self, value: Any) -> dict[str, Any]:
        """``value``, or what its ``$ref`` leads to in the end, if that is a mapping; else an empty one."""
        if value.__class__ is dict and "$ref" not in value:
            return cast("dict[str, Any]", value)
        return mapping(self.follow(Place(value, None, ())).value)

    @cached_property
    def references(self) -> list[tuple[str, str]]:
        """What each ``$ref`` to a place of the bundle says, once, as (kind of object it stands for, reference)."""
        return [
            (kind, reference)
            for kind in sorted(REFERABLE)
            for reference in dict.fromkeys(self._walk.texts_of(kind, "$ref"))
            if reference.startswith("#")
        ]

    def uses(self, kind: str, reference: str) -> list[Node]:
        """The objects that are or have this ``$ref``."""
        if kind not in self._uses:
            self._uses[kind] = defaultdict(list)
            for node in self.having(kind, "$ref"):
                self._uses[kind][str(node.value["$ref"])].append(node)
        return self._uses[kind][reference]

    @cached_property
    def resources(self) -> frozenset[Pointer]:
        """The pointers of schemas with an ``$id``, from which the references in them start."""
        return frozenset(node.pointer for node in self.having("schema", "$id"))

    @cached_property
    def operations(self) -> list[Operation]:
        """The operations of ``paths``."""
        return [
            operation
            for path, stated in mapping(self.root.get("paths")).items()
            if not path.startswith("x-") and isinstance(stated, dict)
            for operation in self._operations_of(path, Place(stated, None, ("paths", path)))
        ]

    def _operations_of(self, path: str, item: Place) -> Iterator[Operation]:
        pieces = [item]
        if isinstance(item.value.get("$ref"), str):
            pieces.append(self.follow(item))
        is_unknown = not isinstance(pieces[-1].value, dict)
        shared: dict[tuple[str, str], Place] = {}
        for piece in reversed(pieces):
            is_unknown |= self._add_parameters(shared, piece)
        for piece in pieces:
            for method, operation in _calls(piece):
                parameters = dict(shared)
                has_unknown = self._add_parameters(parameters, operation)
                yield Operation(path, method, operation, tuple(parameters.values()), is_unknown or has_unknown)

    def _add_parameters(self, found: dict[tuple[str, str], Place], holder: Place) -> bool:
        """Adds what ``parameters`` of ``holder`` has; True if one of the references leads nowhere."""
        is_unknown = False
        for index, stated in enumerate(sequence(mapping(holder.value).get("parameters"))):
            parameter = self.follow(Place(stated, holder, ("parameters", index)))
            if isinstance(parameter.value, dict):
                found[text(parameter.value.get("name")), text(parameter.value.get("in"))] = parameter
            else:
                is_unknown = True
        return is_unknown


def _calls(item: Place) -> Iterator[tuple[str, Place]]:
    """The operations of a path item by method."""
    fields = mapping(item.value)
    for method in METHODS:
        if isinstance(fields.get(method), dict):
            yield method.upper(), Place(fields[method], item, (method,))
    for method, value in mapping(fields.get("additionalOperations")).items():
        if isinstance(value, dict):
            yield method, Place(value, item, ("additionalOperations", method))
