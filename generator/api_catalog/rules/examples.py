"""Rules about examples in curated descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from api_catalog.documents.reading import mapping, sequence, texts
from api_catalog.documents.references import resolve
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Subject, ours, rule

# Media types that people can read, and so an example of; `+json` and the like included.
_READABLE = re.compile(r"text/|.*[/+.-](json|jsonl|ndjson|json-seq|xml|yaml|csv|x-www-form-urlencoded)\b").match
_MOST_SCHEMAS = 200  # looked at for one body
Place = tuple[tuple[str | int, ...], list[dict[str, Any]]]


@rule("request-example", Severity.WARNING, ours)
def request_example(subject: Subject) -> Iterator[Finding]:
    """A request body without an example. Bytes, sounds and pictures need none."""
    for operation in subject.api.operations:
        raw = subject.raw(operation)
        for pointer, contents in _requests(subject.api.description, raw):
            if contents and not any(_has_example(subject.api.description, content) for content in contents):
                message = f"no example of what {operation.method} {operation.path} is sent"
                yield Finding(subject.files.description, (*operation.pointer, *pointer), message, _HINT)


@rule("response-example", Severity.WARNING, ours)
def response_example(subject: Subject) -> Iterator[Finding]:
    """A success response with a body and without an example. Bytes, sounds and pictures need none."""
    for operation in subject.calls:
        raw = subject.raw(operation)
        for pointer, contents in _successes(subject.api.description, raw):
            if contents and not any(_has_example(subject.api.description, content) for content in contents):
                message = f"no example of what {operation.method} {operation.path} answers"
                yield Finding(subject.files.description, (*operation.pointer, *pointer), message, _HINT)


_HINT = "Add `example`, with placeholder values such as my-model and YOUR_KEY."


def _requests(description: Any, raw: dict[str, Any]) -> Iterator[Place]:
    """The request body of an operation: place, and its contents that people can read."""
    if "swagger" in description:
        for index, stated in enumerate(sequence(raw.get("parameters"))):
            parameter = mapping(resolve(description, stated))
            if parameter.get("in") == "body" and _is_read(texts(raw.get("consumes", description.get("consumes")))):
                yield ("parameters", index), [parameter]
    elif "requestBody" in raw:
        yield ("requestBody",), _readable(mapping(resolve(description, raw["requestBody"])).get("content"))


def _successes(description: Any, raw: dict[str, Any]) -> Iterator[Place]:
    for status, stated in mapping(raw.get("responses")).items():
        if not status.startswith("2"):
            continue
        response = mapping(resolve(description, stated))
        if "swagger" not in description:
            yield ("responses", status), _readable(response.get("content"))
        elif "schema" in response and _is_read(texts(raw.get("produces", description.get("produces")))):
            yield ("responses", status), [response]


def _readable(content: Any) -> list[dict[str, Any]]:
    return [mapping(stated) for name, stated in mapping(content).items() if _READABLE(name.casefold())]


def _is_read(media_types: tuple[str, ...]) -> bool:
    return not media_types or any(_READABLE(name.casefold()) for name in media_types)


def _has_example(description: Any, content: dict[str, Any]) -> bool:
    """An example of the whole, or of something in its schema, which a whole one is made with."""
    items = chain((content,), islice(_schemas(description, content), _MOST_SCHEMAS))
    return any("example" in item or bool(item.get("examples")) for item in items)


def _schemas(description: Any, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schema of a content and those in it, each once, nearest first; no key of theirs is taken for a keyword."""
    seen: set[int] = set()
    pending: list[Any] = [content.get("schema"), content.get("itemSchema")]
    for stated in pending:
        schema = mapping(resolve(description, stated))
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        yield schema
        pending += [schema.get("items"), *mapping(schema.get("properties")).values()]
        pending += [
            part for field in ("allOf", "oneOf", "anyOf", "prefixItems") for part in sequence(schema.get(field))
        ]
