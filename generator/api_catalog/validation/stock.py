"""Runs openapi-spec-validator over descriptions, in a process of its own: a program, not a module to import.

Each line of the input is a description as ``{"version": "3.1", "description": …}``; each line of the output is what
it says of it: ``{"errors": [[pointer, message], …]}``, or ``{"raised": name}`` if it could not judge. It is slow, may
never end, and raises many kinds of errors on input it does not expect, so whoever runs this waits only so long.
"""

from __future__ import annotations

import functools
import gc
import json
import re
import sys
import warnings
from collections.abc import Hashable
from itertools import islice
from typing import Any, NoReturn, cast

import jsonschema_rs
from jsonschema_path import SchemaPath
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

_SCHEMES = ("<all_urls>", "http", "https", "file")
_MOST_ERRORS = 20
_LONGEST = 300  # characters of a message
_KEPT = 100_000  # references that are resolved once


class _Quicker:
    """Has jsonschema-rs look first whether a schema is one, by the same meta-schema: most of the time goes there.

    What it refuses, and whatever else goes wrong, is judged as always.
    """

    def _validate_schema_meta(self, schema: Any, value: Any) -> Any:
        try:
            if _meta_validator(cast(Hashable, self._meta(schema, value))).is_valid(value):
                return None
        except (ImportError, AttributeError, ValueError, TypeError, RecursionError):
            pass
        return super()._validate_schema_meta(schema, value)  # type: ignore[misc] # of the class it is mixed into

    def _meta(self, schema: Any, value: Any) -> type[Any]:
        """The class whose meta-schema holds."""
        if hasattr(self, "schema_validator_cls"):
            return cast(type[Any], self.schema_validator_cls)
        known: Any = self
        return cast(type[Any], known._get_validator_class_for_dialect(known._get_schema_dialect_id(schema, value)))


@functools.cache
def _meta_validator(validator: Any) -> jsonschema_rs.Validator:
    from openapi_schema_validator._specifications import REGISTRY

    known = [(name, REGISTRY[name].contents) for name in REGISTRY]
    return jsonschema_rs.validator_for(
        validator.META_SCHEMA, validate_formats=True, registry=jsonschema_rs.Registry(known), offline=True
    )


def _quicker(validator: type[Any]) -> type[Any]:
    """The same validator, quicker."""
    keywords = dict(validator.keyword_validators)
    keywords["schema"] = type("Quicker", (_Quicker, keywords["schema"]), {})
    return type(validator.__name__, (validator,), {"keyword_validators": keywords})


AS_IT_IS: dict[str, Any] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}
QUICKER: dict[str, Any] = {version: _quicker(validator) for version, validator in AS_IT_IS.items()}
"""The same, but for patterns that it takes for wrong because it cannot read them."""


def judge(version: str, description: dict[str, Any], validators: dict[str, Any] = QUICKER) -> dict[str, Any]:
    """What openapi-spec-validator says of a description whose references are all local."""
    try:
        spec = SchemaPath.from_dict(
            description, handlers=dict.fromkeys(_SCHEMES, _refuse), resolved_cache_maxsize=_KEPT
        )
        errors = list(islice(validators[version](spec).iter_errors(), _MOST_ERRORS))
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
