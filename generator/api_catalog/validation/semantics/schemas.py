"""Checks on schemas: lists of values and of required properties, and what discriminators name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from api_catalog.documents.anatomy import Pointer
from api_catalog.documents.reading import mapping, sequence
from api_catalog.documents.references import is_reference
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.fitting import shown
from api_catalog.validation.semantics.wording import did_you_mean

_VALIDATION = "https://json-schema.org/draft/2020-12/json-schema-validation"
_OTHER_RULES = ("$ref", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas", "patternProperties")


@check("duplicate-enum-value", Severity.WARNING, f"{_VALIDATION}#section-6.1.2")
def duplicate_enum_value(description: Description) -> Iterator[Finding]:
    """A value twice in ``enum``. In 2.0 the schema forbids it."""
    for schema in () if description.is_2 else description.having("schema", "enum"):
        values = schema.value["enum"]
        if not isinstance(values, list) or len(values) == len(set(map(_key, values))):
            continue
        first: dict[Any, int] = {}
        twice = [index for index, value in enumerate(values) if first.setdefault(_key(value), index) != index]
        more = f", like {len(twice) - 1} more" if len(twice) > 1 else ""
        message = f"{shown(values[twice[0]])} stands twice in `enum`{more}"
        yield Finding(schema.at("enum", twice[0]), message, "Keep one of the two.")


def _key(value: Any) -> Any:
    """Equal for values that JSON Schema holds to be equal: 1 and 1.0 are, 1 and true are not."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | dict | list) or value is None:
        return (json.dumps(value, sort_keys=True),)
    return (float(value),) if isinstance(value, float) or abs(value) < 2**53 else (value,)


@check("undeclared-required", Severity.WARNING, f"{_VALIDATION}#section-6.5.3")
def undeclared_required(description: Description) -> Iterator[Finding]:
    """A required property that no value can have, or whose name differs from a declared one in case or signs only."""
    for node in description.having("schema", "required"):
        schema = node.value
        properties = schema.get("properties")
        if not isinstance(properties, dict) or not properties or any(word in schema for word in _OTHER_RULES):
            continue
        required = sequence(schema["required"])
        missing = [index for index, name in enumerate(required) if isinstance(name, str) and name not in properties]
        named = {name for name in required if isinstance(name, str)}
        alike = {_bare(name): name for name in properties if name not in named} if missing else {}
        for index in missing:
            name = required[index]
            if other := alike.get(_bare(name)):
                message = f"`{name}` is required, but the property is called `{other}`"
                yield Finding(node.at("required", index), message, f"Write {other}.")
            elif schema.get("additionalProperties") is False:
                message = f"`{name}` is required, but it is no property and no others are allowed"
                yield Finding(node.at("required", index), message, "Add it to `properties`, or do not require it.")


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


@check("discriminator-mapping", Severity.WARNING, "https://spec.openapis.org/oas/v3.1.1.html#discriminator-object")
def discriminator_mapping(description: Description) -> Iterator[Finding]:
    """A name in the mapping of a discriminator that no schema has. OpenAPI 3."""
    schemas = mapping(mapping(description.root.get("components")).get("schemas"))
    for node in description.objects("discriminator"):
        named: list[tuple[Pointer, Any]] = [(("defaultMapping",), node.value.get("defaultMapping"))]
        named += [(("mapping", value), name) for value, name in mapping(node.value.get("mapping")).items()]
        for steps, name in named:
            if not isinstance(name, str) or name in schemas or is_reference(name) or "://" in name:
                continue
            hint = did_you_mean(name, schemas, "Write the name of a schema, or #/components/schemas/….")
            yield Finding(node.at(*steps), f"there is no schema `{name}`", hint)
