"""``oneOf`` and ``anyOf`` of a schema as decisions: what an author wrote tells which branch was meant.

A failed ``oneOf`` says only that nothing fits. Where the branches can be told apart, by a ``$ref``, by a field with a
value of its own in each branch, or by their types, ``if`` says the same and leaves the errors of one branch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


# definition of OpenAPI 3.0 → the same, decided by hand
_BY_HAND: dict[str, Schema] = {
    "SchemaXORContent": {
        "oneOf": [{"required": ["schema"]}, {"required": ["content"]}],
        "dependentSchemas": {
            "content": {
                "properties": dict.fromkeys(("style", "explode", "allowReserved", "example", "examples"), False)
            }
        },
    },
    "HTTPSecurityScheme": {
        "if": {"properties": {"scheme": {"type": "string", "pattern": "^[Bb][Ee][Aa][Rr][Ee][Rr]$"}}},
        "else": {"properties": {"bearerFormat": False}},
    },
}


def decided(schema: Schema) -> Schema:
    """A copy of ``schema`` that accepts the same and decides where it can."""
    copy: Schema = _decided(schema, schema)
    definitions = copy.get("definitions", {})
    for name in _BY_HAND.keys() & definitions.keys():
        kept = {key: value for key, value in definitions[name].items() if key not in ("not", "oneOf")}
        definitions[name] = {**kept, **_BY_HAND[name]}
    return copy


def _decided(node: Any, root: Schema) -> Any:
    if isinstance(node, list):
        return [_decided(item, root) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _decided(value, root) for key, value in node.items()}
    for keyword in ("oneOf", "anyOf"):
        branches = copy.get(keyword)
        if not isinstance(branches, list):
            continue
        decision = _decision([_branch(branch, root) for branch in branches], set(copy.get("required", ())))
        if decision is not None:
            del copy[keyword]
            copy["allOf"] = [*copy.get("allOf", ()), decision]
    return copy


@dataclass(frozen=True, slots=True)
class _Branch:
    """A branch, and what it says at its top: its type, fields it requires, fields with only these values."""

    schema: Schema
    type: str | None
    required: frozenset[str]
    values: dict[str, frozenset[Any]]

    @property
    def is_reference(self) -> bool:
        return self.required == {"$ref"}


def _branch(schema: Schema, root: Schema) -> _Branch:
    target: Any = schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        for part in reference[2:].split("/"):
            target = target[part] if target is not schema else root[part]
    kind = target.get("type")
    values = {name: found for name, of in target.get("properties", {}).items() if (found := _values(of))}
    inner = [_branch(branch, root).values for branch in target.get("oneOf", ())]
    for name in set.intersection(*(set(each) for each in inner)) if inner else ():
        values.setdefault(name, frozenset().union(*(each[name] for each in inner)))
    return _Branch(schema, kind if isinstance(kind, str) else None, frozenset(target.get("required", ())), values)


def _values(schema: Any) -> frozenset[Any]:
    """The only values that a schema allows; nothing if it allows any."""
    options = schema.get("enum", ()) if isinstance(schema, dict) else ()
    return frozenset(options) if all(isinstance(option, str) for option in options) else frozenset()


def _decision(branches: list[_Branch], required: set[str]) -> Schema | None:
    """What stands for ``branches`` in a schema that requires ``required``; None if they cannot be told apart."""
    if len(branches) == 1:
        return branches[0].schema
    for branch in branches:
        others = [other for other in branches if other is not branch]
        guard: Schema | None = None
        if branch.is_reference and not any(other.is_reference for other in others):
            guard = {"type": "object", "required": ["$ref"]}
        elif branch.type in ("array", "boolean") and all(other.type != branch.type for other in others):
            guard = {"type": branch.type}
        if guard is not None:
            rest = _decision(others, required)
            return None if rest is None else {"if": guard, "then": branch.schema, "else": rest}
    return _by_value(branches, required) or _special(branches)


def _by_value(branches: list[_Branch], required: set[str]) -> Schema | None:
    for name in sorted(set.intersection(*(set(branch.values) for branch in branches))):
        groups: dict[frozenset[Any], list[_Branch]] = {}
        for branch in branches:
            groups.setdefault(branch.values[name], []).append(branch)
        every = [value for values in groups for value in values]
        if len(groups) == 1 or len(every) != len(set(every)):
            continue
        parts = [(values, _decision(group, required)) for values, group in groups.items()]
        if any(part is None for _, part in parts):
            continue
        switch: Schema = {
            "properties": {name: {"enum": sorted(every)}},
            "allOf": [{"if": _has(name, values), "then": part} for values, part in parts],
        }
        if all(branch.type == "object" for branch in branches):
            switch["type"] = "object"
        if all(name in branch.required for branch in branches) and name not in required:
            switch["required"] = [name]
        return switch
    return None


def _special(branches: list[_Branch]) -> Schema | None:
    """Two branches, and one of them requires a field with a value of its own."""
    for special, other in (branches, reversed(branches)) if len(branches) == 2 else ():
        for name in sorted(special.required & set(special.values)):
            if name not in other.values:
                return {"if": _has(name, special.values[name]), "then": special.schema, "else": other.schema}
    return None


def _has(name: str, values: frozenset[Any]) -> Schema:
    return {"type": "object", "properties": {name: {"enum": sorted(values)}}, "required": [name]}
