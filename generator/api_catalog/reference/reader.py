"""What the views of one page are read with: the description, and what of it has been drawn so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from api_catalog.catalog import Api
from api_catalog.catalog.latest import for_the_latest
from api_catalog.documents.reading import text
from api_catalog.documents.references import LONGEST, MISSING, target
from api_catalog.reference.examples import Examples
from api_catalog.reference.model import ExampleView, SampleView
from api_catalog.reference.schemas import MAX_DEPTH, Leaves, Schemas

_BESIDE = ("summary", "description")  # what OpenAPI 3.1 allows beside a $ref


class Stated(NamedTuple):
    """What a parameter or header says wherever it is used: ``raw`` of it, and that read."""

    raw: dict[str, Any]
    name: str
    location: str
    required: bool
    deprecated: bool
    schema: Any
    description: Markup
    notes: tuple[str, ...]
    examples: tuple[ExampleView, ...]


@dataclass
class Memory:
    """What holds on every page of one description, so that it is worked out once.

    Where the key is the identity of a part of the description, the part is remembered too, for its identity to stay.
    """

    examples: Examples
    leaves: Leaves = field(default_factory=dict)
    parameters: dict[int, Stated] = field(default_factory=dict)
    headers: dict[tuple[int, str], tuple[Any, dict[str, Any]]] = field(default_factory=dict)
    samples: dict[str, tuple[SampleView, ...]] = field(default_factory=dict)  # by the id of the operation


@for_the_latest
def _memory_of(root: dict[str, Any]) -> Memory:
    """The parts of one description are read one after another."""
    return Memory(Examples(root))


class Reader:
    """``linked`` draws every named schema apart. ``used`` collects the references that were followed."""

    def __init__(self, api: Api, *, linked: bool) -> None:
        self.api = api
        self.root: dict[str, Any] = api.description
        self.is_2 = "swagger" in self.root
        self.keeps_siblings = text(self.root.get("openapi")).startswith(("3.1", "3.2"))
        taken = {operation.anchor for operation in api.operations}
        self.memory = _memory_of(self.root)
        self.schemas = Schemas(self.root, 0 if linked else MAX_DEPTH, taken, self.memory.leaves)
        self.examples = self.memory.examples
        self.used: set[str] = set()

    def follow(self, value: Any) -> dict[str, Any]:
        """What stands behind a reference, with the words that 3.1 allows beside it; empty if it is no object."""
        beside: dict[str, Any] = {}
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(reference := value.get("$ref"), str):
            if self.keeps_siblings:
                beside = {**{key: value[key] for key in _BESIDE if key in value}, **beside}
            if reference in seen or not reference.startswith("#") or len(seen) == LONGEST:
                return {}
            seen.add(reference)
            self.used.add(reference)
            value = target(self.root, reference)
        if value is MISSING or not isinstance(value, dict):
            return {}
        return {**value, **beside} if beside else value
