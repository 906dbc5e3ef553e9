"""What the views of one page are read with: the description, and what of it has been drawn so far."""

from __future__ import annotations

from typing import Any

from api_catalog.catalog import Api
from api_catalog.catalog.latest import for_the_latest
from api_catalog.documents.reading import text
from api_catalog.documents.references import LONGEST, MISSING, target
from api_catalog.reference.examples import Examples
from api_catalog.reference.schemas import MAX_DEPTH, Schemas

_BESIDE = ("summary", "description")  # what OpenAPI 3.1 allows beside a $ref


@for_the_latest
def _examples_of(root: dict[str, Any]) -> Examples:
    """The parts of one description are read one after another."""
    return Examples(root)


class Reader:
    """``linked`` draws every named schema apart. ``used`` collects the references that were followed."""

    def __init__(self, api: Api, *, linked: bool) -> None:
        self.api = api
        self.root: dict[str, Any] = api.description
        self.is_2 = "swagger" in self.root
        self.keeps_siblings = text(self.root.get("openapi")).startswith(("3.1", "3.2"))
        taken = {operation.anchor for operation in api.operations}
        self.schemas = Schemas(self.root, 0 if linked else MAX_DEPTH, taken)
        self.examples = _examples_of(self.root)
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
