"""Is a description well-formed? Judged by OpenAPI's own schemas, part by part, with a place for every error."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import jsonschema_rs

from api_catalog.documents import ApiFiles, Document
from api_catalog.documents.anatomy import objects
from api_catalog.documents.references import MISSING, target
from api_catalog.problems import Problem
from api_catalog.validation import schemas, wording

RULE = "openapi-structure"
_MOST = 100  # problems reported for one file; more of them help nobody


def check(api: ApiFiles) -> list[Problem]:
    """All structural problems of a description and of the parts of other files that it uses."""
    description = api.description
    version = schemas.version_of(description.value)
    if version is None:
        return [_unknown_version(description)]
    return list(islice(_problems(api, version), _MOST))


def _problems(api: ApiFiles, version: str) -> Iterator[Problem]:
    description = api.description
    yield from _errors(description, (), description.value, schemas.openapi_validator(version))
    yield from _schema_objects(description, (), description.value, "openapi", version)
    yield from _dangling(description)
    for fragment in api.bundle.fragments:
        validator = schemas.part_validator(version, fragment.kind)
        if validator is not None:
            yield from _errors(fragment.document, fragment.pointer, fragment.value, validator)
        if fragment.kind != "schema":
            yield from _schema_objects(fragment.document, fragment.pointer, fragment.value, fragment.kind, version)


def _errors(
    document: Document, base: tuple[str | int, ...], value: Any, validator: jsonschema_rs.Validator
) -> Iterator[Problem]:
    if validator.is_valid(value):
        return
    for error in validator.iter_errors(value):
        for finding in wording.findings(error):
            yield document.problem((*base, *finding.pointer), finding.message, RULE, finding.hint)


def _schema_objects(
    document: Document, base: tuple[str | int, ...], value: Any, kind: str, version: str
) -> Iterator[Problem]:
    """From 3.1 on OpenAPI's schema leaves Schema Objects to JSON Schema's own meta-schema."""
    if version not in ("3.1", "3.2"):
        return
    for found, pointer, item in objects(value, kind, base, within_schemas=False):
        if found == "schema":
            yield from _errors(document, pointer, item, schemas.schema_object_validator())


def _dangling(document: Document) -> Iterator[Problem]:
    for _, pointer, item in objects(document.value):
        reference = item.get("$ref")
        if isinstance(reference, str) and reference.startswith("#") and target(document.value, reference) is MISSING:
            hint = "Check the spelling; names are case-sensitive."
            yield document.problem((*pointer, "$ref"), f"$ref to {reference}: nothing is there", "unresolved-ref", hint)


def _unknown_version(document: Document) -> Problem:
    stated = document.value if isinstance(document.value, dict) else {}
    field = "openapi" if "openapi" in stated else "swagger" if "swagger" in stated else None
    hint = "Start the file with openapi: 3.1.1 (2.0, 3.0, 3.1 and 3.2 are read)."
    if field is None:
        return document.problem((), "not an OpenAPI description: no `openapi` or `swagger` field", "not-openapi", hint)
    return document.problem(
        (field,), f"version {str(stated[field])[:40]!r} of OpenAPI is not known", "not-openapi", hint
    )
