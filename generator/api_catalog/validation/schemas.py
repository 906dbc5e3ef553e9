"""The JSON Schemas that say what is well-formed, compiled once: OpenAPI's own, and ours for the catalog's files.

OpenAPI's schemas come from the openapi-spec-validator package, ours lie in ``schemas/``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs
from openapi_spec_validator.schemas.utils import get_schema_content

# version of a description → schema of the package; in the order that an unknown version is reported in
VERSIONS = ("2.0", "3.0", "3.1", "3.2")
RECORDS = ("api", "catalog", "provider", "tags")

# object of the specification → its definition in the schema, to judge a part that lies in another file
_DEFINITIONS = {
    "2.0": {
        "schema": "definitions/schema",
        "response": "definitions/response",
        "parameter": "definitions/parameter",
        "pathItem": "definitions/pathItem",
    },
    "3.0": {
        "schema": "definitions/Schema",
        "response": "definitions/Response",
        "parameter": "definitions/Parameter",
        "example": "definitions/Example",
        "requestBody": "definitions/RequestBody",
        "header": "definitions/Header",
        "securityScheme": "definitions/SecurityScheme",
        "link": "definitions/Link",
        "callback": "definitions/Callback",
        "pathItem": "definitions/PathItem",
    },
}
_DEFINITIONS_3_1 = {
    "response": "$defs/response",
    "parameter": "$defs/parameter",
    "example": "$defs/example",
    "requestBody": "$defs/request-body",
    "header": "$defs/header",
    "securityScheme": "$defs/security-scheme",
    "link": "$defs/link",
    "callback": "$defs/callbacks",
    "pathItem": "$defs/path-item",
    "mediaType": "$defs/media-type",
}


def version_of(description: Any) -> str | None:
    """``"3.1"`` for a description that starts with ``openapi: 3.1.x``; None if it names no version that is known."""
    if not isinstance(description, dict):
        return None
    stated = description.get("openapi", description.get("swagger"))
    version = ".".join(str(stated).split(".")[:2])
    if version not in VERSIONS or (version == "2.0") != ("swagger" in description and "openapi" not in description):
        return None
    return version


@cache
def openapi_schema(version: str) -> dict[str, Any]:
    """OpenAPI's own JSON Schema of ``version``."""
    schema: dict[str, Any] = json.loads(json.dumps(get_schema_content(version)))
    return schema


@cache
def openapi_validator(version: str) -> jsonschema_rs.Validator:
    """Judges a whole description of ``version``."""
    return jsonschema_rs.validator_for(openapi_schema(version), validate_formats=False)


@cache
def part_validator(version: str, kind: str) -> jsonschema_rs.Validator | None:
    """Judges one object, such as a parameter that lies in another file; None if the schema has no rule for it."""
    if kind == "schema" and version in ("3.1", "3.2"):
        return schema_object_validator()
    definition = _DEFINITIONS.get(version, _DEFINITIONS_3_1).get(kind)
    if definition is None:
        return None
    whole = openapi_schema(version)
    keep = {key: value for key, value in whole.items() if key in ("$schema", "id", "$id", "definitions", "$defs")}
    return jsonschema_rs.validator_for({**keep, "$ref": f"#/{definition}"}, validate_formats=False)


@cache
def schema_object_validator() -> jsonschema_rs.Validator:
    """Judges a Schema Object of OpenAPI 3.1 and later, which is a JSON Schema of draft 2020-12."""
    return jsonschema_rs.validator_for({"$ref": "https://json-schema.org/draft/2020-12/schema"}, validate_formats=False)


def record_schema_text(name: str) -> str:
    """Our JSON Schema ``name``, one of ``RECORDS``, as text to publish."""
    return files("api_catalog.validation").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")


@cache
def record_validator(name: str) -> jsonschema_rs.Validator:
    """Judges a file of the catalog: ``api``, ``catalog``, ``provider`` or ``tags``."""
    return jsonschema_rs.validator_for(json.loads(record_schema_text(name)))
