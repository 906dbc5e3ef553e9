"""Rules about paths."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.references import look_up, resolve
from api_catalog.rules.engine import Finding, Subject, rule

AWS_TARGET = "/#X-Amz-Target="


@rule("fragment-in-path")
def fragment_in_path(subject: Subject) -> Iterator[Finding]:
    """A ``#`` in a path, which no server sees. One form is allowed: ``/#X-Amz-Target=Service.Action`` with its header."""
    for operation in subject.api.operations:
        if "#" not in operation.path:
            continue
        place = operation.pointer[:-1]
        if not operation.path.startswith(AWS_TARGET):
            hint = "Describe variants of one path in one operation. Only /#X-Amz-Target=… is allowed, for AWS JSON services."
            yield Finding(subject.files.description, place, f"`#` in the path {operation.path}", hint)
        elif not subject.api.curated or _sends(subject, operation.pointer, operation.path.removeprefix(AWS_TARGET)):
            continue
        else:
            hint = "Add the header as a required parameter with schema: {type: string, const: Service.Action}."
            yield Finding(subject.files.description, place, "no X-Amz-Target header with the value of the path", hint)


def _sends(subject: Subject, pointer: tuple[str | int, ...], value: str) -> bool:
    """Does the operation require the header X-Amz-Target with just this value?"""
    root = subject.api.description
    parameters = [
        resolve(root, item)
        for place in (pointer, pointer[:-1])
        for item in (resolve(root, look_up(root, place)).get("parameters") or ())
    ]
    return any(
        item.get("name") == "X-Amz-Target"
        and item.get("in") == "header"
        and item.get("required") is True
        and value in (item.get("schema", {}).get("const"), *(item.get("schema", {}).get("enum") or ()))
        for item in parameters
    )
