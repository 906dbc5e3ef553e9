"""Checks on operations: their ids, what links name, request bodies where none belong, response codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api_catalog.documents.anatomy import METHODS, Pointer, kind_at
from api_catalog.documents.reading import mapping
from api_catalog.documents.references import MISSING
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.walk import Place
from api_catalog.validation.semantics.wording import did_you_mean

_URL = "https://spec.openapis.org/oas/v3.1.1.html"
_CODE = re.compile("[1-5][0-9]{2}").fullmatch


def _name_of(pointer: Pointer) -> str:
    """An operation as people call it, from its pointer: ``GET /pets``."""
    if len(pointer) < 2:
        return "an operation"
    method, path = str(pointer[-1]), str(pointer[-2])
    if path == "additionalOperations":
        path = str(pointer[-3])
    return f"{method.upper() if method in METHODS else method} {path}"


@check("operation-id-unique", Severity.ERROR, f"{_URL}#operation-object")
def operation_id_unique(description: Description) -> Iterator[Finding]:
    """The same operationId twice, in paths, webhooks or callbacks."""
    first: dict[str, Place] = {}
    for node in description.having("operation", "operationId"):
        name = node.value["operationId"]
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, node)
        if other is not node and description.origin(other.pointer) != description.origin(node.pointer):
            message = f"operationId `{name}` is already that of {_name_of(other.pointer)}"
            yield Finding(node.at("operationId"), message, "Give each operation an id of its own.")


@check("request-body-method", Severity.WARNING, "https://spec.openapis.org/oas/v3.0.4.html#operation-object")
def request_body_method(description: Description) -> Iterator[Finding]:
    """A request body of GET, HEAD or DELETE, which OpenAPI 3.0 ignores; later versions allow it."""
    for node in description.having("operation", "requestBody") if description.version == "3.0" else ():
        method = str(node.pointer[-1])
        if method in ("get", "head", "delete"):
            hint = "Use parameters or another method; if the API is like this, OpenAPI 3.1 can describe it."
            yield Finding(node.at("requestBody"), f"the request body of {method.upper()} is ignored", hint)


@check("response-code", Severity.WARNING, "https://spec.openapis.org/oas/v2.0.html#responses-object")
def response_code(description: Description) -> Iterator[Finding]:
    """A three-digit code that is no HTTP status code, in OpenAPI 2.0, whose schema allows it."""
    if not description.is_2:
        return
    for node in description.having("operation", "responses"):
        for code in mapping(node.value["responses"]):
            if len(code) == 3 and code.isdecimal() and not _CODE(code):
                hint = "Status codes go from 100 to 599; `default` stands for all others."
                yield Finding(node.at("responses", code), f"`{code}` is no HTTP status code", hint)


@check("link-operation", Severity.ERROR, f"{_URL}#link-object")
def link_operation(description: Description) -> Iterator[Finding]:
    """A link to an operation that there is not."""
    ids = [node.value["operationId"] for node in description.having("operation", "operationId")]
    known = {name for name in ids if isinstance(name, str)}
    for link in description.objects("link"):
        name, reference = link.value.get("operationId"), link.value.get("operationRef")
        if isinstance(name, str) and name not in known:
            hint = did_you_mean(name, sorted(known), "Give the operation this operationId, or use operationRef.")
            yield Finding(link.at("operationId"), f"no operation has the operationId `{name}`", hint)
        elif isinstance(reference, str) and reference.startswith("#"):
            target = description.target(reference)
            if target.value is MISSING:
                message = f"operationRef to {reference}: nothing is there"
                hint = "Write / in a path as ~1: #/paths/~1pets/get."
                yield Finding(link.at("operationRef"), message, hint)
            elif kind_at(target.pointer) != "operation":
                hint = "Let it end with the method: #/paths/~1pets/get."
                yield Finding(link.at("operationRef"), f"operationRef to {reference}: that is no operation", hint)
