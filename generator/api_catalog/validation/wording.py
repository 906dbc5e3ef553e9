"""JSON Schema errors in words that say what to do, and the branch of a ``oneOf`` that the author meant."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

_ALLOWED = 8  # how many allowed values a hint names


@dataclass(frozen=True, slots=True)
class Finding:
    """One error: where in the instance, what, and what to do."""

    pointer: tuple[str | int, ...]
    message: str
    hint: str = ""


def findings(error: jsonschema_rs.ValidationError) -> Iterator[Finding]:
    """The errors behind ``error``; a failed oneOf or anyOf is followed into its likeliest branch."""
    for leaf in _leaves(error):
        yield from _describe(leaf)


def _leaves(error: jsonschema_rs.ValidationError) -> list[jsonschema_rs.ValidationError]:
    branches = getattr(error.kind, "context", None)
    if not branches:
        return [error]
    leaves = [[leaf for inner in branch for leaf in _leaves(inner)] for branch in branches]
    leaves = [branch for branch in leaves if branch]
    if not leaves:
        return [error]
    return min(leaves, key=lambda branch: _unlikeliness(branch, len(error.instance_path)))


def _unlikeliness(branch: list[jsonschema_rs.ValidationError], level: int) -> tuple[int, int]:
    """A branch whose errors lie deeper fits better; one that wants another type or a $ref was hardly meant."""
    shallow = 0
    for error in branch:
        if len(error.instance_path) <= level:
            text = error.message
            shallow += 10 if " is not of type" in text or '"$ref" is a required' in text else 2
    return (shallow, len(branch))


def _describe(error: jsonschema_rs.ValidationError) -> Iterator[Finding]:
    pointer = tuple(error.instance_path)
    kind = type(error.kind).__name__
    where = f"`{pointer[-1]}`" if pointer and isinstance(pointer[-1], str) else "this"
    match kind:
        case "AdditionalProperties" | "UnevaluatedProperties":
            for name in getattr(error.kind, "unexpected", ()):
                if pointer == ("paths",):
                    yield Finding((*pointer, name), f"the path `{name}` does not start with /", f"Write `/{name}:`.")
                    continue
                yield Finding((*pointer, name), f"`{name}` is not a field here", _close(name, error))
            return
        case "Required":
            name = str(getattr(error.kind, "property", error.message))
            yield Finding(pointer, f"`{name}` is missing", f"Add `{name}:` here.")
            return
        case "Type":
            yield Finding(pointer, f"{where} has the wrong type: {_shorten(error.message)}", "")
            return
        case "Enum":
            yield Finding(
                pointer, f"{where} has a value that is not allowed: {_value(error.instance)}", _options(error)
            )
            return
        case "MaxLength" | "MinLength":
            length = len(error.instance) if isinstance(error.instance, str) else 0
            yield Finding(pointer, f"{where} has {length} characters: {_shorten(error.message, tail=True)}", "")
            return
        case "Pattern":
            yield Finding(pointer, f"{where} does not have the right form: {_value(error.instance)}", _pattern(error))
            return
    yield Finding(pointer, _shorten(error.message), "")


def _options(error: jsonschema_rs.ValidationError) -> str:
    options = getattr(error.kind, "options", None)
    if isinstance(options, str):
        options = json.loads(options)
    options = [str(option) for option in options or []]
    if not options:
        return ""
    near = difflib.get_close_matches(str(error.instance), options, 1)
    if near:
        return f"Did you mean {near[0]}?"
    return "Allowed: " + ", ".join(options[:_ALLOWED]) + ("…" if len(options) > _ALLOWED else "")


def _pattern(error: jsonschema_rs.ValidationError) -> str:
    pattern = str(getattr(error.kind, "pattern", ""))
    if "{4}-[0-9]{2}-[0-9]{2}" in pattern:
        return "Write a date as 2026-11-22."
    if pattern.startswith("^https?"):
        return "Write a whole URL that starts with https://."
    return f"It must match {pattern}" if pattern else ""


def _close(name: str, error: jsonschema_rs.ValidationError) -> str:
    if name.startswith("x-"):
        return ""
    known = _known_fields(error)
    near = difflib.get_close_matches(name, known, 1)
    return f"Did you mean `{near[0]}`?" if near else "Remove it; a field of your own starts with `x-`."


def _known_fields(error: jsonschema_rs.ValidationError) -> list[str]:
    fields = getattr(error, "instance", None)
    siblings = list(fields) if isinstance(fields, dict) else []
    return [field for field in _COMMON_FIELDS if field not in siblings]


_COMMON_FIELDS = (
    "summary", "description", "operationId", "parameters", "requestBody", "responses", "security", "servers", "tags",
    "externalDocs", "deprecated", "callbacks", "content", "schema", "example", "examples", "required", "headers",
    "links", "title", "version", "license", "contact", "name", "in", "properties", "components", "paths", "info",
    "status", "input", "output", "coverage", "provenance", "reviewed", "findings", "does-not", "hype", "plans",
    "source", "seen", "state", "value", "scope", "parent", "kind", "x-aliases", "homepage", "documentation",
)  # fmt: skip


def _value(value: Any) -> str:
    return _shorten(json.dumps(value, ensure_ascii=False, default=str))


def _shorten(text: str, limit: int = 160, *, tail: bool = False) -> str:
    if len(text) <= limit:
        return text
    return "…" + text[-limit:] if tail else text[: limit // 2] + " … " + text[-limit // 2 :]
