"""Rules about paths."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import mapping, sequence
from api_catalog.documents.references import resolve
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Subject, curated, follow, rule

AWS_TARGET = "/#X-Amz-Target="


@rule("fragment-in-path", Severity.WARNING, curated)
def fragment_in_path(subject: Subject) -> Iterator[Finding]:
    """A ``#`` in a path, which no server sees; allowed is only ``/#X-Amz-Target=Service.Action`` with its header."""
    for operation in subject.api.operations:
        if "#" not in operation.path:
            continue
        place = operation.pointer[:-1]
        if not operation.path.startswith(AWS_TARGET):
            hint = "Describe variants of one path in one operation; /#X-Amz-Target=… is for AWS JSON services."
            yield Finding(subject.files.description, place, f"`#` in the path {operation.path}", hint)
        elif _sends(subject, operation.pointer, operation.path.removeprefix(AWS_TARGET)):
            continue
        else:
            hint = "Add the header as a required parameter with schema: {type: string, const: Service.Action}."
            yield Finding(subject.files.description, place, "no X-Amz-Target header with the value of the path", hint)


def _sends(subject: Subject, pointer: tuple[str | int, ...], value: str) -> bool:
    """Does the operation require the header X-Amz-Target with just this value?"""
    root = subject.api.description
    parameters = [
        mapping(resolve(root, item))
        for place in (pointer, pointer[:-1])
        for item in sequence(mapping(follow(root, place)[1]).get("parameters"))
    ]
    for item in parameters:
        schema = mapping(resolve(root, item.get("schema")))
        allowed = (schema.get("const"), *sequence(schema.get("enum")), *sequence(item.get("enum")))  # 2.0 has no schema
        if item.get("name") == "X-Amz-Target" and item.get("in") == "header" and item.get("required") is True:
            return value in allowed
    return False
