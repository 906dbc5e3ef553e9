"""Errors of large descriptions in bounded time: jsonschema-rs lists all errors at once, however many there are.

A large description is judged in portions, each small enough to list all of its errors. The caller stops when it has
enough of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

_MOST_NODES = 20_000  # of a portion of which all errors are listed
_MAPS = ("paths", "webhooks", "definitions", "parameters", "responses")


def portions(description: Any) -> Iterator[Any]:
    """Descriptions that together have the errors of ``description``, with everything where it was."""
    if not isinstance(description, dict) or nodes(description) < _MOST_NODES:
        yield description
        return
    rest = dict(description)
    maps: list[tuple[str, ...]] = [(name,) for name in _MAPS if isinstance(description.get(name), dict)]
    components = description.get("components")
    if isinstance(components, dict):
        maps += [("components", name) for name, section in components.items() if isinstance(section, dict)]
        rest["components"] = {name: {} if isinstance(of, dict) else of for name, of in components.items()}
    yield {**rest, **{path[0]: {} for path in maps if len(path) == 1}}
    field = "swagger" if "swagger" in description else "openapi"
    head = {field: description.get(field), "info": {"title": "", "version": ""}, "paths": {}}
    for path in maps:
        whole = description[path[0]] if len(path) == 1 else description[path[0]][path[1]]
        for some in _slices(whole):
            yield {**head, path[0]: some if len(path) == 1 else {path[1]: some}}


def errors(validator: jsonschema_rs.Validator, portion: Any) -> list[jsonschema_rs.ValidationError]:
    """What is wrong with ``portion``; only the first if it is larger than portions should be."""
    if validator.is_valid(portion):
        return []
    if nodes(portion) < _MOST_NODES:
        return list(validator.iter_errors(portion))
    try:
        validator.validate(portion)
    except jsonschema_rs.ValidationError as error:
        return [error]
    return []


def nodes(value: Any) -> int:
    """How many values are in ``value``, counted up to the most that matter."""
    number, stack = 0, [value]
    while stack and number < _MOST_NODES:
        value = stack.pop()
        number += 1
        if isinstance(value, dict):
            number += len(value)
            stack += [item for item in value.values() if isinstance(item, dict | list)]
        elif isinstance(value, list):
            number += len(value)
            stack += [item for item in value if isinstance(item, dict | list)]
    return number


def _slices(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    some: dict[str, Any] = {}
    number = 0
    for name, item in whole.items():
        size = nodes(item)
        if some and number + size >= _MOST_NODES // 2:
            yield some
            some, number = {}, 0
        some[name] = item
        number += size
    if some:
        yield some
