"""Runs openapi-spec-validator over descriptions, in a process of its own: a program, not a module to import.

Each line of the input is a description as ``{"version": "3.1", "description": …}``; each line of the output is what
it says of it: ``{"errors": [[pointer, message], …]}``, or ``{"raised": name}`` if it could not judge. It is slow, may
never end, and raises many kinds of errors on input it does not expect, so whoever runs this waits only so long.
"""

from __future__ import annotations

import gc
import json
import re
import sys
import warnings
from itertools import islice
from typing import Any, NoReturn

import jsonschema_rs
from jsonschema_path import SchemaPath
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

_VALIDATORS: dict[str, Any] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}
_SCHEMES = ("<all_urls>", "http", "https", "file")
_MOST_ERRORS = 20
_LONGEST = 300  # characters of a message
_KEPT = 100_000  # references that are resolved once


def judge(version: str, description: dict[str, Any]) -> dict[str, Any]:
    """What openapi-spec-validator says of a description whose references are all local."""
    try:
        spec = SchemaPath.from_dict(
            description, handlers=dict.fromkeys(_SCHEMES, _refuse), resolved_cache_maxsize=_KEPT
        )
        errors = list(islice(_VALIDATORS[version](spec).iter_errors(), _MOST_ERRORS))
    except Exception as error:  # whatever it raises is what it says
        return {"raised": type(error).__name__}
    return {"errors": [[list(getattr(each, "absolute_path", None) or ()), _message(each)] for each in errors]}


def with_readable_patterns(value: Any) -> Any:
    """A copy of ``value`` without the patterns that openapi-spec-validator takes for wrong because it cannot read them.

    It reads patterns as Python does, and once more with the flag ``u``; ECMA-262 has patterns that fail in either.
    """
    if isinstance(value, list):
        return [with_readable_patterns(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: with_readable_patterns(item)
        for key, item in value.items()
        if key != "pattern" or not isinstance(item, str) or _is_readable(item)
    }


def _is_readable(pattern: str) -> bool:
    try:
        re.compile(pattern)
        return bool(jsonschema_rs.is_valid({"format": "regex"}, pattern, validate_formats=True))
    except (re.error, ValueError, OverflowError, RecursionError):
        return False


def _message(error: Any) -> str:
    return (str(error.message).splitlines() or [""])[0][:_LONGEST]


def _refuse(url: str) -> NoReturn:
    """Stands in for every way to fetch a reference."""
    raise ValueError(f"not fetched: {url}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    gc.disable()  # a fifth faster; the process ends soon
    for line in sys.stdin:
        task = json.loads(line)
        answer = judge(task["version"], with_readable_patterns(task["description"]))
        print(json.dumps(answer), flush=True)
