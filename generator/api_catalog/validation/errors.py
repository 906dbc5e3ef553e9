"""Errors of jsonschema-rs as values: where in the instance and in the schema, and those behind a failed choice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from api_catalog.documents.references import look_up
from api_catalog.validation.fields import Path, node_at

Pointer = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Error:
    """An error with its place in the instance and in the schema ``root``, and the object it is in."""

    pointer: Pointer
    kind: str
    details: Any = field(repr=False)
    root: dict[str, Any] = field(repr=False)
    path: Path
    object: str

    @property
    def name(self) -> str:
        return str(self.pointer[-1]) if self.pointer else ""

    @property
    def within(self) -> str:
        return f" in the {self.object}" if self.object else ""

    @property
    def where(self) -> str:
        if not self.pointer:
            return "the file"
        last = self.pointer[-1]
        if isinstance(last, str):
            return f"`{last}`"
        of = f" of `{self.pointer[-2]}`" if len(self.pointer) > 1 and isinstance(self.pointer[-2], str) else ""
        return f"item {last + 1}{of}"


def pointer_of(value: Any, path: list[str | int]) -> Pointer:
    """The place in the instance; a key that looks like a number is a key again."""
    pointer: list[str | int] = []
    for part in path:
        pointer.append(part if isinstance(value, list) else str(part))
        value = look_up(value, (part,))
    return tuple(pointer)


def leaves(error: jsonschema_rs.ValidationError) -> list[jsonschema_rs.ValidationError]:
    """The errors behind ``error``: those of the likeliest branch of a choice that was not decided by the schema."""
    branches = getattr(error.kind, "context", None) if type(error.kind).__name__ != "OneOfMultipleValid" else None
    branches = branches or []
    kinds = {type(each.kind).__name__ for branch in branches for each in branch}
    if not branches or kinds <= {"Required"} or kinds == {"Pattern", "Enum"} or not all(branches):
        return [error]
    found = [[leaf for inner in branch for leaf in leaves(inner)] for branch in branches]
    return min(found, key=lambda branch: _unlikeliness(branch, len(error.instance_path)))


def _unlikeliness(branch: list[jsonschema_rs.ValidationError], level: int) -> tuple[int, int]:
    """A branch whose errors lie deeper fits better; one that wants another type was hardly meant."""
    here = [error for error in branch if len(error.instance_path) <= level]
    wrong_type = sum(1 for error in here if type(error.kind).__name__ == "Type")
    return (10 * wrong_type + 2 * len(here), len(branch))


def excluded(error: Error) -> list[str]:
    """The fields of which at most one may stand here."""
    node = node_at(error.root, error.path)
    if error.kind == "Not" and isinstance(node, dict):
        required = node.get("required", [])
        key = error.path[-2] if error.path[-3:-2] == ["dependentSchemas"] else None
        return [str(name) for name in ([key] if key else []) + required]
    if error.kind == "OneOfMultipleValid" and isinstance(node, list):
        return [str(name) for branch in node if isinstance(branch, dict) for name in branch.get("required", [])]
    return []


def unexpected(error: Error) -> list[str]:
    """The names of fields that are not allowed."""
    is_of_fields = error.kind in ("AdditionalProperties", "UnevaluatedProperties")
    return [str(name) for name in error.details.unexpected] if is_of_fields else []


def required_of(error: Error) -> list[str]:
    """The fields of which one is missing."""
    inner = [each for branch in getattr(error.details, "context", ()) for each in branch]
    is_of_fields = {type(each.kind).__name__ for each in inner} == {"Required"} and error.kind != "OneOfMultipleValid"
    return [str(each.kind.property) for each in inner] if is_of_fields else []
