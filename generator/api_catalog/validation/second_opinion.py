"""openapi-spec-validator as second opinion: what it finds beyond structure, bounded, and never a crash.

It is slow and says little about where, so it is asked only about curated descriptions that passed our own checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from jsonschema_path import SchemaPath
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from api_catalog.documents import ApiFiles
from api_catalog.problems import Problem, Severity
from api_catalog.validation.schemas import version_of

RULE = "second-opinion"
_VALIDATORS: dict[str, Any] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}
_MOST_BYTES = 300_000
_SCHEMES = ("<all_urls>", "http", "https", "file")
_MOST_ERRORS = 20


def check(api: ApiFiles) -> list[Problem]:
    """What openapi-spec-validator says of a curated description; nothing about others or very large ones."""
    version = version_of(api.description.value)
    if api.record is None or version is None or len(api.description.data) > _MOST_BYTES:
        return []
    if any(_leads_out(value) for value in _values(api.bundle.value)):
        return []  # it would fetch what a reference names; references are judged by us
    document = api.description
    try:
        spec = SchemaPath.from_dict(api.bundle.value, handlers=dict.fromkeys(_SCHEMES, _refuse))
        errors = list(islice(_VALIDATORS[version](spec).iter_errors(), _MOST_ERRORS))
    except Exception as error:  # it raises many kinds of errors on input it does not expect; that is a finding too
        message = f"openapi-spec-validator could not judge this file: {type(error).__name__}"
        return [document.problem((), message, RULE, severity=Severity.WARNING)]
    problems = []
    for found in errors:
        pointer = tuple(getattr(found, "absolute_path", None) or ())
        message = f"openapi-spec-validator: {str(found.message).splitlines()[0][:300]}"
        problems.append(document.problem(pointer, message, RULE))
    return problems


def _refuse(url: str) -> NoReturn:
    """Stands in for every way to fetch a reference."""
    raise ValueError(f"not fetched: {url}")


def _values(value: Any) -> Iterator[Any]:
    stack = [value]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value


def _leads_out(value: Any) -> bool:
    """A mapping with a reference out of the document, or with a base that would turn local references into such."""
    if not isinstance(value, dict):
        return False
    references = [value.get(key) for key in ("$ref", "$dynamicRef", "$recursiveRef")]
    is_foreign = any(isinstance(reference, str) and not reference.startswith("#") for reference in references)
    return is_foreign or isinstance(value.get("$id"), str) or isinstance(value.get("$schema"), str)
