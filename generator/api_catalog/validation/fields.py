"""What a JSON Schema allows at one of its places: the name of the object there, its fields, and their conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Path = list[str | int]


@dataclass(frozen=True, slots=True)
class Condition:
    """Another field, with one of ``values`` if there are any; ``may_miss`` if it need not be there."""

    field: str
    values: tuple[str, ...] = ()
    may_miss: bool = False

    def holds(self, value: dict[str, Any]) -> bool:
        if self.field not in value:
            return self.may_miss
        return not self.values or value[self.field] in self.values

    @property
    def text(self) -> str:
        return f"`{self.field}: {' or '.join(self.values)}`" if self.values else f"`{self.field}`"


Fields = dict[str, list[tuple[Condition, ...]]]
_DEEPEST = 8

_NAMES = (
    "Callback", "Components", "Contact", "Discriminator", "Encoding", "Example", "External Documentation", "Header",
    "Info", "License", "Link", "Media Type", "OAuth Flow", "OAuth Flows", "Operation", "Parameter", "Path Item",
    "Paths", "Reference", "Request Body", "Response", "Responses", "Schema", "Scopes", "Security Requirement",
    "Security Scheme", "Server", "Server Variable", "Tag", "XML",
)  # fmt: skip
_OBJECTS = {name.casefold().replace(" ", ""): f"{name} Object" for name in _NAMES}
_OTHER_NAMES = {
    "callbacks": "Callback",
    "externaldocs": "External Documentation",
    "jsonreference": "Reference",
    "primitivesitems": "Items",
    "fileschema": "Schema",
    "parameterlocation": "Parameter",
    "parameters": "Parameter",
    "parameterorreference": "Parameter",
    "responsevalue": "Response",
}
_ENDINGS = {
    "securityscheme": "Security Scheme Object",
    "security": "Security Scheme Object",
    "parameter": "Parameter Object",
    "parametersubschema": "Parameter Object",
    "flow": "OAuth Flow Object",
}
_ALTERNATIVES = re.compile(r"\^\((?:\?:)?([A-Za-z|]+)\)\$")


def node_at(root: Any, path: Path) -> Any:
    """What stands at ``path`` in a schema; {} if nothing does."""
    for part in path:
        if isinstance(root, dict):
            root = root.get(str(part), {})
        else:
            root = root[part] if isinstance(root, list) and isinstance(part, int) and part < len(root) else {}
    return root


def object_name(path: Path) -> str:
    """``"Path Item Object"`` for a place in the definition of one; empty for a place in none that has a name."""
    if len(path) < 2 or path[0] not in ("$defs", "definitions"):
        return ""
    if path[1] == "oauth-flows" and path[2:3] == ["$defs"]:
        return _OBJECTS["oauthflow"]
    name = str(path[1]).replace("-", "").casefold()
    name = _OTHER_NAMES.get(name, name).casefold().replace(" ", "")
    if name in _OBJECTS:
        return _OBJECTS[name]
    return next((title for ending, title in _ENDINGS.items() if name.endswith(ending)), "")


def fields_at(root: Any, path: Path) -> Fields:
    """The fields that the schema at ``path`` knows, each with the conditions of every place that allows it."""
    found: Fields = {}
    for name, conditions in _fields(root, node_at(root, path), (), 0):
        found.setdefault(name, []).append(conditions)
    return found


def allows_extensions(root: Any, path: Path) -> bool:
    """Does the schema at ``path`` allow fields that start with ``x-``?"""
    node = node_at(root, path)
    parts = [node, node_at(root, _target(node)), *(node_at(root, _target(part)) for part in node.get("allOf", ()))]
    return any("^x-" in part.get("patternProperties", {}) for part in parts if isinstance(part, dict))


def unmet(alternatives: list[tuple[Condition, ...]], value: Any) -> str:
    """In words, what has to be beside a field in ``value``; empty if it is there."""
    if not isinstance(value, dict) or any(all(each.holds(value) for each in some) for some in alternatives):
        return ""
    fewest = [some for some in alternatives if not any(set(other) < set(some) for other in alternatives)]
    return " or ".join(dict.fromkeys(" and ".join(each.text for each in some) for some in fewest))


def _fields(
    root: Any, node: Any, conditions: tuple[Condition, ...], depth: int
) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    for name, of in node.get("properties", {}).items():
        if of is not False:
            yield name, conditions
    for pattern in node.get("patternProperties", {}):
        if alternatives := _ALTERNATIVES.fullmatch(pattern):
            yield from ((name, conditions) for name in alternatives[1].split("|"))
    inside = [node_at(root, _target(node)) if "$ref" in node else None, node.get("else")]
    inside += [each for keyword in ("allOf", "anyOf", "oneOf") for each in node.get(keyword, ())]
    for each in inside:
        yield from _fields(root, each, conditions, depth + 1)
    yield from _fields(root, node.get("then"), (*conditions, *_conditions(node.get("if"))), depth + 1)
    for name, each in node.get("dependentSchemas", {}).items():
        yield from _fields(root, each, (*conditions, Condition(name)), depth + 1)


def _target(node: Any) -> Path:
    """Where the ``$ref`` of a schema leads, in the same file; nowhere if it leads out of it."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    return [*reference[2:].split("/")] if isinstance(reference, str) and reference.startswith("#/") else ["nowhere"]


def _conditions(guard: Any) -> Iterator[Condition]:
    for name, of in guard.get("properties", {}).items() if isinstance(guard, dict) else ():
        values = [of["const"]] if "const" in of else of.get("enum", [])
        if all(isinstance(value, str) for value in values):
            yield Condition(name, tuple(values), name not in guard.get("required", ()))
