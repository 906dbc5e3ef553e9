"""Checks on the values that schemas carry: defaults, lists of values and examples that contradict them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from api_catalog.documents.reading import mapping, sequence
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.fitting import is_of_type, misfit, shown, types_of
from api_catalog.validation.semantics.walk import Node, Place

_URL = "https://spec.openapis.org/oas/v3.0.4.html#schema-object"
_VALIDATION = "https://json-schema.org/draft/2020-12/json-schema-validation"
_JSON = re.compile(r"(application|text)/([a-z0-9.+-]+\+)?json\s*(;.*)?", re.IGNORECASE).fullmatch
_FORM = re.compile(r"(multipart/.*|application/x-www-form-urlencoded\s*(;.*)?)", re.IGNORECASE).fullmatch


def _schemas(description: Description, name: str) -> list[Node]:
    """Schemas with a field ``name``, but not those before 3.1 in which it is ignored because it stands beside $ref."""
    found = description.having("schema", name)
    return found if description.version >= "3.1" else [schema for schema in found if "$ref" not in schema.value]


def _carriers(description: Description, name: str) -> list[Node]:
    """Schemas with a field ``name``, and in 2.0 the parameters and headers that are schemas themselves."""
    found = _schemas(description, name)
    for kind in ("parameter", "header") if description.is_2 else ():
        found += description.having(kind, name)
    return found


@check("invalid-default", Severity.WARNING, _URL)
def invalid_default(description: Description) -> Iterator[Finding]:
    """A default that contradicts its schema. OpenAPI 2.0 and 3.0 demand that it is of the schema's type (an error)."""
    for schema in _carriers(description, "default"):
        value = schema.value["default"]
        if wrong := misfit(description, schema.value, value):
            is_error = description.version in ("2.0", "3.0") and not is_of_type(value, types_of(schema.value))
            yield Finding(
                schema.at("default", *wrong.way),
                f"the default does not fit its schema: {wrong.reason}",
                _quotes(value, schema.value) or "Change the default, or the schema.",
                Severity.ERROR if is_error else None,
            )


@check("invalid-enum-value", Severity.WARNING, f"{_VALIDATION}#section-6.1.2")
def invalid_enum_value(description: Description) -> Iterator[Finding]:
    """A value of ``enum`` that is not of the schema's type, so that nothing can have it."""
    for schema in _carriers(description, "enum"):
        types = types_of(schema.value)
        values = sequence(schema.value["enum"])
        wrong = [(index, value) for index, value in enumerate(values) if not is_of_type(value, types)]
        if wrong:
            index, value = wrong[0]
            further = f", like {len(wrong) - 1} more of `enum`" if len(wrong) > 1 else ""
            message = f"{shown(value)} is not of type {' or '.join(types)}{further}"
            hint = _quotes(value, schema.value) or "Change the value, or the type."
            if types == ["array"]:
                hint = "Move `enum` to `items`, if it lists what an item can be."
            yield Finding(schema.at("enum", index), message, hint)


def _quotes(value: Any, schema: dict[str, Any]) -> str:
    """The hint for a value whose quotes are missing or too many."""
    types = types_of(schema)
    if isinstance(value, str) and _read(value, types) is not value:
        return "Remove the quotes."
    if "string" in types and isinstance(value, int | float | bool):
        return "Put quotes around it."
    return ""


def _read(text: str, types: list[str]) -> Any:
    """``text`` as a number or truth value, if a type wants one and it is written as one; else ``text``."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if not isinstance(value, str | dict | list) and is_of_type(value, types) and types else text


@check("invalid-example", Severity.WARNING, "https://spec.openapis.org/oas/v3.1.1.html#working-with-examples")
def invalid_example(description: Description) -> Iterator[Finding]:
    """An example that contradicts its schema. OpenAPI 3.2 demands of ``dataValue`` that it does not (an error)."""
    for schema, example in _examples(description):
        if wrong := misfit(description, schema, example.value):
            hint = _quotes(example.value, description.resolved(schema)) or "Change the example, or the schema."
            message = f"the example does not fit its schema: {wrong.reason}"
            severity = Severity.ERROR if example.steps == ("dataValue",) else None
            yield Finding(example.at(*wrong.way), message, hint, severity)


def _examples(description: Description) -> Iterator[tuple[Any, Place]]:
    """Every example that is written as a value, not as text of another format, after its schema."""
    for node in _schemas(description, "example"):
        if not _is_text(description, node.value, node.value["example"]):
            yield node.value, Place(node.value["example"], node, ("example",))
    for node in description.having("schema", "examples") if description.version >= "3.1" else ():
        for index, value in enumerate(sequence(node.value["examples"])):
            yield node.value, Place(value, node, ("examples", index))
    if description.is_2:
        yield from _examples_of_responses(description)
        return
    for kind in ("parameter", "header"):
        for node in description.having(kind, "schema"):
            schema = node.value["schema"]
            for example in _stated(description, node):
                if not isinstance(example.value, str) or "string" in types_of(description.resolved(schema)):
                    yield schema, example
    for node in description.having("mediaType", "schema"):
        schema = node.value["schema"]
        for example in _stated(description, node):
            media_type = str(node.pointer[-1])
            is_form = _FORM(media_type) is not None and not isinstance(example.value, str)
            if (is_form or _JSON(media_type)) and not _is_text(description, schema, example.value):
                yield schema, example


def _stated(description: Description, holder: Place) -> Iterator[Place]:
    """The values of ``example`` and ``examples``."""
    if "example" in holder.value:
        yield Place(holder.value["example"], holder, ("example",))
    for name, stated in mapping(holder.value.get("examples")).items():
        example = description.follow(Place(stated, holder, ("examples", name)))
        for field in ("value", "dataValue") if isinstance(example.value, dict) else ():
            if field in example.value:
                yield Place(example.value[field], example, (field,))


def _examples_of_responses(description: Description) -> Iterator[tuple[Any, Place]]:
    """The examples of responses in OpenAPI 2.0."""
    for node in description.having("response", "examples"):
        schema = node.value.get("schema")
        for media_type, value in mapping(node.value["examples"]).items():
            if _JSON(media_type) and schema is not None and not _is_text(description, schema, value):
                yield schema, Place(value, node, ("examples", media_type))


def _is_text(description: Description, schema: Any, value: Any) -> bool:
    """Is it text that stands for an object or a list, such as XML or a JSON text?"""
    return isinstance(value, str) and {"string", "number", "integer", "boolean"}.isdisjoint(
        types_of(description.resolved(schema))
    )
