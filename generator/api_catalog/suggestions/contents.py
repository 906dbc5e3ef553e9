"""What goes into an operation and comes out: names, allowed values and media types, with references followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api_catalog.catalog import Operation
from api_catalog.documents.reading import mapping, sequence, text, texts
from api_catalog.documents.references import look_up, resolve

_DEPTH = 3  # levels of properties
_MOST = 500  # schemas looked at on each side of a call


@dataclass(slots=True)
class Contents:
    """Names as they are written; ``statuses`` are those of success."""

    parameters: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    sent_types: list[str] = field(default_factory=list)
    answered_types: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    calls_back: bool = False


def contents_of(root: dict[str, Any], operation: Operation) -> Contents:
    """The contents of ``operation`` of the description ``root``."""
    found = Contents()
    item = mapping(resolve(root, look_up(root, operation.pointer[:2])))
    raw = mapping(look_up(item, operation.pointer[2:]))
    found.calls_back = bool(mapping(raw.get("callbacks")))
    sent: list[Any] = []
    for stated in (*sequence(item.get("parameters")), *sequence(raw.get("parameters"))):
        parameter = mapping(resolve(root, stated))
        if parameter.get("in") == "body":
            sent.append(parameter.get("schema"))
        else:
            found.parameters.append(text(parameter.get("name")))
            found.allowed += _values(mapping(resolve(root, parameter.get("schema"))))
    body = mapping(resolve(root, raw.get("requestBody")))
    found.sent_types += [*mapping(body.get("content")), *texts(raw.get("consumes", root.get("consumes")))]
    sent += _schemas(root, body)
    for schema in _walk(root, sent):
        found.sent += mapping(schema.get("properties"))
        found.allowed += _values(schema)
    _answers(root, raw, found)
    return found


def _answers(root: dict[str, Any], raw: dict[str, Any], found: Contents) -> None:
    answered: list[Any] = []
    for status, stated in mapping(raw.get("responses")).items():
        if status.startswith("2"):
            answer = mapping(resolve(root, stated))
            found.statuses.append(status)
            found.answered_types += mapping(answer.get("content"))
            if "schema" in answer:  # OpenAPI 2.0
                found.answered_types += texts(raw.get("produces", root.get("produces")))
            answered += [answer.get("schema"), *_schemas(root, answer)]
    for schema in _walk(root, answered):
        found.answered += mapping(schema.get("properties"))


def _schemas(root: dict[str, Any], holder: dict[str, Any]) -> list[Any]:
    media = [mapping(resolve(root, stated)) for stated in mapping(holder.get("content")).values()]
    return [schema for each in media for schema in (each.get("schema"), each.get("itemSchema"))]


def _walk(root: dict[str, Any], schemas: list[Any]) -> Iterator[dict[str, Any]]:
    """The schemas and what is in them, each once, a few levels of properties deep."""
    level = deque(mapping(resolve(root, schema)) for schema in schemas)
    seen: set[int] = set()
    for _ in range(_DEPTH + 1):
        deeper: list[Any] = []
        while level and len(seen) < _MOST:
            schema = level.popleft()
            if id(schema) in seen:
                continue
            seen.add(id(schema))
            yield schema
            same = [schema.get("items"), schema.get("additionalProperties")]
            same += [part for name in ("allOf", "anyOf", "oneOf") for part in sequence(schema.get(name))]
            level += [mapping(resolve(root, part)) for part in same]
            deeper += mapping(schema.get("properties")).values()
        level = deque(mapping(resolve(root, part)) for part in deeper)


def _values(schema: dict[str, Any]) -> list[str]:
    return [value for value in sequence(schema.get("enum")) if isinstance(value, str)]
