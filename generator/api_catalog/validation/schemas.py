"""The JSON Schemas that say what is well-formed, compiled once: OpenAPI's own, and ours for the catalog's files.

OpenAPI's schemas are data of the packages openapi-spec-validator and openapi-schema-validator, which are not imported
for them, because that takes half a second. They are corrected where the specification says otherwise. Ours lie in
``schemas/``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

from api_catalog.validation import corrections, ecma262
from api_catalog.validation.branches import decided

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
    "schema": "$defs/schema",
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
_DRAFT = corrections.JSON_SCHEMAS[0]


def version_of(description: Any) -> str | None:
    """``"3.1"`` for a description that starts with ``openapi: 3.1.x``; None if it names no version that is known."""
    if not isinstance(description, dict):
        return None
    stated = description.get("openapi", description.get("swagger"))
    version = ".".join(str(stated).split(".")[:2])
    if version not in VERSIONS or (version == "2.0") != ("swagger" in description and "openapi" not in description):
        return None
    return version


def dialect_of(description: Any) -> str:
    """The dialect of JSON Schema that a description states for its schemas; empty for OpenAPI's own."""
    stated = description.get("jsonSchemaDialect") if isinstance(description, dict) else None
    name = stated.removesuffix("#") if isinstance(stated, str) else ""
    return name if name in corrections.JSON_SCHEMAS else ""


@cache
def openapi_schemas(version: str) -> corrections.Schemas:
    """OpenAPI's schema of ``version`` as "", and those that it refers to by ``$id``, corrected."""
    schemas = shipped_schemas(version)
    corrections.correct(version, schemas)
    schemas[""] = decided(schemas[""])
    return schemas


def shipped_schemas(version: str) -> corrections.Schemas:
    """The same as they are shipped, but for drafts and formats: all of draft 2020-12, no format but ``regex``."""
    whole = _read(_folder("openapi_spec_validator") / "resources" / "schemas" / f"v{version}" / "schema.json")
    whole = _modern(whole)
    schemas = {"": whole}
    for path in sorted(_folder("openapi_schema_validator").glob("schemas/oas3*/**/*")):
        if path.is_file() and f"/oas/{version}/" in (schema := _read(path)).get("$id", ""):
            schemas[schema["$id"]] = _modern(schema)
    return schemas


@cache
def openapi_validator(version: str, dialect: str = "") -> jsonschema_rs.Validator:
    """Judges a whole description of ``version`` that has stated ``dialect`` for its schemas."""
    return _compiled(version, dialect, openapi_schemas(version)[""])


@cache
def part_validator(version: str, kind: str, dialect: str = "") -> jsonschema_rs.Validator | None:
    """Judges one object, such as a parameter that lies in another file; None if the schema has no rule for it."""
    definition = _DEFINITIONS.get(version, _DEFINITIONS_3_1).get(kind)
    if definition is None:
        return None
    whole = openapi_schemas(version)[""]
    keep = {key: value for key, value in whole.items() if key in ("$schema", "$id", "definitions", "$defs")}
    return _compiled(version, dialect, {**keep, "$ref": f"#/{definition}"})


def _compiled(version: str, dialect: str, schema: dict[str, Any]) -> jsonschema_rs.Validator:
    if dialect and "$defs" in schema:
        schema = {**schema, "$defs": {**schema["$defs"], corrections.DIALECT: {"$ref": dialect}}}
    others = {**json_schemas(), **openapi_schemas(version)}
    formats = {"regex": _is_pattern, **dict.fromkeys(("uri", "uri-reference"), _is_anything)}
    registry = jsonschema_rs.Registry([(name, other) for name, other in others.items() if name])
    return jsonschema_rs.validator_for(
        schema, registry=registry, formats=formats, validate_formats=True, mask="it", offline=True
    )


@cache
def json_schemas() -> corrections.Schemas:
    """JSON Schema's own schemas by their name, of draft 4 and later."""
    folder = _folder("jsonschema_specifications") / "schemas"
    schemas = [_read(path) for path in sorted(folder.glob("**/*")) if path.is_file() and path.suffix != ".py"]
    return {schema.get("$id", schema.get("id", "")).removesuffix("#"): schema for schema in schemas}


def _is_pattern(text: str) -> bool:
    return ecma262.fault(text) is None


def _is_anything(text: str) -> bool:
    return True


def _folder(package: str) -> Path:
    """Where a package lies, found without importing it."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(found.submodule_search_locations[0])


def _read(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return schema


def _modern(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of draft 4 or later as one of draft 2020-12, without formats, which the specification leaves open."""
    modern: dict[str, Any] = _translated(schema)
    identifier = modern.pop("id", None)
    return {**({"$id": identifier} if identifier else {}), **modern, "$schema": _DRAFT}


def _translated(value: Any) -> Any:
    if isinstance(value, list):
        return [_translated(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _translated(item) for key, item in value.items()}
    if isinstance(copy.get("format"), str) and copy["format"] != "regex":
        del copy["format"]
    if copy.get("exclusiveMinimum") is True:
        copy["exclusiveMinimum"] = copy.pop("minimum")
    return copy


def record_schema_text(name: str) -> str:
    """Our JSON Schema ``name``, one of ``RECORDS``, as text to publish."""
    return files("api_catalog.validation").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")


@cache
def record_schema(name: str) -> dict[str, Any]:
    """Our JSON Schema ``name``."""
    schema: dict[str, Any] = json.loads(record_schema_text(name))
    return schema


@cache
def record_validator(name: str) -> jsonschema_rs.Validator:
    """Judges a file of the catalog: ``api``, ``catalog``, ``provider`` or ``tags``."""
    return jsonschema_rs.validator_for(record_schema(name), mask="it", offline=True)
