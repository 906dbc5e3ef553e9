"""Is a description well-formed? Judged by OpenAPI's own schemas, part by part, with a place for every error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import jsonschema_rs

from api_catalog.documents import ApiFiles, Document
from api_catalog.documents.positions import Pointer
from api_catalog.problems import Problem
from api_catalog.validation import schemas
from api_catalog.validation.portions import errors, portions
from api_catalog.validation.values import shown
from api_catalog.validation.wording import Wording

RULE = "openapi-structure"
_MOST = 100  # problems reported for one file; more of them help nobody


def check(api: ApiFiles) -> list[Problem]:
    """All structural problems of a description and of the parts of other files that it uses."""
    version = schemas.version_of(api.description.value)
    if version is None:
        return [_unknown_version(api.description)]
    return list(islice(_problems(api, version), _MOST))


def _problems(api: ApiFiles, version: str) -> Iterator[Problem]:
    description = api.description
    dialect = schemas.dialect_of(description.value)
    wording = Wording(schemas.openapi_schemas(version), version)
    validator = schemas.openapi_validator(version, dialect)
    if not _is_valid(validator, description.value):
        for portion in portions(description.value):
            written_at = api.bundle.written_at if api.base else None
            yield from _errors(description, (), portion, validator, wording, written_at)
    for fragment in api.bundle.fragments:
        judge = schemas.part_validator(version, fragment.kind, dialect)
        if judge is not None and not _is_reference(fragment.value, fragment.kind, version):
            yield from _errors(fragment.document, fragment.pointer, fragment.value, judge, wording)


def _is_reference(value: Any, kind: str, version: str) -> bool:
    """Is a part a Reference Object, which stands wherever the part may? It leads to a part of its own."""
    return version < "3.1" and kind != "pathItem" and isinstance(value, dict) and isinstance(value.get("$ref"), str)


def _is_valid(validator: jsonschema_rs.Validator, value: Any) -> bool:
    try:
        return validator.is_valid(value)
    except UnicodeEncodeError:
        return False


def _errors(
    document: Document,
    base: Pointer,
    value: Any,
    validator: jsonschema_rs.Validator,
    wording: Wording,
    written_at: Callable[[Pointer, Document], tuple[Document, Pointer]] | None = None,
) -> Iterator[Problem]:
    try:
        findings = wording.findings(errors(validator, value), value)
    except UnicodeEncodeError:
        hint = "Write the whole character; \\ud800 to \\udfff stand only in pairs."
        yield document.problem(base, "text with half a character", RULE, hint)
        return
    for finding in findings:
        pointer: Pointer = (*base, *finding.pointer)
        place, at = written_at(pointer, document) if written_at else (document, pointer)
        yield place.problem(at, finding.message, RULE, finding.hint)


def _unknown_version(document: Document) -> Problem:
    value = document.value
    rule, start = "not-openapi", "Start the file with openapi: 3.1.1 (2.0, 3.0, 3.1 and 3.2 are read)."
    if not isinstance(value, dict) or not value.keys() & {"openapi", "swagger"}:
        message = "not an OpenAPI description: no `openapi` or `swagger` field"
        return document.problem((), message, rule, start)
    field = "openapi" if "openapi" in value else "swagger"
    is_2 = field == "swagger" or str(value[field]).startswith("2")
    hint = 'Write swagger: "2.0", or openapi: 3.1.1 for a later version.' if is_2 else start
    return document.problem((field,), f"{shown(value[field])} is no version of OpenAPI that is known", rule, hint)
