"""Checks on paths: templates and their parameters, and paths that are the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from api_catalog.documents.reading import mapping, text
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description, Operation
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.wording import nearest

_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_URL = "https://spec.openapis.org/oas/v3.1.1.html"


@check("path-parameter-missing", Severity.ERROR, f"{_URL}#path-templating")
def path_parameter_missing(description: Description) -> Iterator[Finding]:
    """A name in braces in a path for which an operation has no path parameter."""
    for operation in description.operations:
        if operation.has_unknown:
            continue
        declared = _path_parameters(operation)
        for name in dict.fromkeys(_TEMPLATE.findall(operation.path)):
            if name not in declared:
                message = f"{operation.name} has no path parameter `{name}`"
                yield Finding(operation.place.pointer, message, _hint(operation.path, name, declared))


def _hint(path: str, name: str, declared: set[str]) -> str:
    if "?" in path[: path.index(f"{{{name}}}")]:
        return "Describe it as a query parameter, and leave the ? and what follows out of the path."
    near = nearest(name, sorted(declared - set(_TEMPLATE.findall(path))))
    if near:
        return f"There is a parameter `{near}`: write the name the same way in both places."
    return f"Add a parameter with name: {name}, in: path and required: true."


@check("path-parameter-unused", Severity.ERROR, f"{_URL}#parameter-object")
def path_parameter_unused(description: Description) -> Iterator[Finding]:
    """A path parameter whose name is not in braces in the path, nor like one that lacks a parameter."""
    seen = set()
    for operation in description.operations:
        names = _TEMPLATE.findall(operation.path)
        for parameter in operation.parameters:
            name = text(parameter.value.get("name"))
            if parameter.value.get("in") != "path" or not name or name in names:
                continue
            pointer = parameter.pointer
            is_told = nearest(name, sorted(set(names) - _path_parameters(operation))) and not operation.has_unknown
            if is_told or (pointer, operation.path) in seen:
                continue
            seen.add((pointer, operation.path))
            hint = f"Add {{{name}}} to the path, or remove the parameter."
            yield Finding(pointer, f"the path {operation.path} has no {{{name}}} for this path parameter", hint)


def _path_parameters(operation: Operation) -> set[str]:
    values = [parameter.value for parameter in operation.parameters]
    return {text(value.get("name")) for value in values if value.get("in") == "path"}


@check("equivalent-paths", Severity.ERROR, f"{_URL}#paths-object")
def equivalent_paths(description: Description) -> Iterator[Finding]:
    """Paths that differ in nothing but the names in braces. OpenAPI 2.0 does not forbid them (a warning)."""
    first: dict[str, str] = {}
    severity = Severity.WARNING if description.is_2 else None
    for path in mapping(description.root.get("paths")):
        if path.startswith("/"):
            other = first.setdefault(_TEMPLATE.sub("{}", path), path)
            if other != path:
                message = f"the same path as {other} but for the names in braces"
                hint = "Bring the operations of both together under one of them."
                yield Finding(("paths", path), message, hint, severity)


@check("repeated-template", Severity.WARNING, "https://spec.openapis.org/oas/v3.2.0.html#path-templating")
def repeated_template(description: Description) -> Iterator[Finding]:
    """A name in braces twice in one path; OpenAPI 3.2 forbids it (an error)."""
    severity = Severity.ERROR if description.version == "3.2" else None
    for path in mapping(description.root.get("paths")):
        for name, number in Counter(_TEMPLATE.findall(path)).items():
            if number > 1 and path.startswith("/"):
                hint = "Give each part of the path a name of its own."
                yield Finding(("paths", path), f"`{{{name}}}` stands {number} times in the path", hint, severity)
