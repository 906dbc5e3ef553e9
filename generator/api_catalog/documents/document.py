"""One file, read: its value and the way back from a place in the value to a line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson

from api_catalog.documents import positions, yaml_events
from api_catalog.documents.limits import DEFAULT_LIMITS, Limits
from api_catalog.problems import Problem, Severity

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONG_NUMBER = re.compile(rb"(?:[:,\[]|\A)\s*-?[0-9]{19}")  # outside 64 bits orjson makes it a float
_ALL_ZERO = bytes.maketrans(b"123456789", b"000000000")
_NO_NUMBER = re.compile(rb"[0-9]{4301}|NaN|-?Infinity")
_SIGN = re.compile(rb'"(?:[^"\\]+|\\.)*+(?:"|\Z)|([,:\[{])', re.DOTALL)  # text, or what a value stands behind
_ESCAPED_COLON = b"\\u003"


@dataclass(frozen=True, slots=True)
class Document:
    """``path`` is as people name the file (``specs/aws/polly/openapi.yaml``), ``relative`` below the specs folder."""

    path: str
    relative: str
    data: bytes = field(repr=False)
    value: Any = field(repr=False)

    def problem(
        self, pointer: Sequence[str | int], message: str, rule: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> Problem:
        """A problem at ``pointer``, with its line and column."""
        line, column = positions.locate(self.data, pointer) if pointer else (1, 1)
        return Problem(self.path, line, column, message, rule, severity, hint, positions.to_pointer(pointer))


def parse(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Any:
    """The JSON value of YAML or JSON text. Raises yaml_events.ReadError.

    JSON goes through orjson, and through Python's own reader too where orjson would not keep a number exact.
    """
    data = data.removeprefix(_BOM)
    if not data.strip():
        raise yaml_events.ReadError("the file is empty")
    if data.startswith(_UTF_16):
        raise yaml_events.ReadError("UTF-16 text", hint="Save the file as UTF-8.")
    if not name.endswith(".json"):
        return yaml_events.load(data, limits)
    if _has_more_than(limits.written, data):
        raise yaml_events.ReadError(f"more than {limits.written} values", hint="Split the file.")
    return _json(data)


def _has_more_than(most: int, data: bytes) -> bool:
    """Are there more keys and values in a JSON text? Each but the first stands behind one of ``, : [ {``."""
    if len(data) <= most or sum(map(data.count, (b",", b":", b"[", b"{"))) <= most:
        return False
    signs = (match for match in _SIGN.finditer(data) if match[1])
    return next(islice(signs, most, None), None) is not None


def _has_long_number(data: bytes) -> bool:
    """Four times as fast as the search alone, which stops at every comma."""
    return b"0" * 19 in data.translate(_ALL_ZERO) and _LONG_NUMBER.search(data) is not None


def _json(data: bytes) -> Any:
    written = None
    try:
        value = orjson.loads(data)
        if _has_long_number(data):
            value = json.loads(data)
        written = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)  # fails beyond 254 levels
    except json.JSONDecodeError as error:  # orjson's is one too
        message = f"not JSON: {error.msg}"
        raise yaml_events.ReadError(
            message, error.lineno, error.colno, "Look at this line and the one above."
        ) from None
    except (RecursionError, TypeError) as error:
        if isinstance(error, RecursionError) or "ecursion" in str(error):
            raise yaml_events.ReadError("nested deeper than 254 levels", hint="Use $ref to named schemas.") from None
    except UnicodeDecodeError:
        raise yaml_events.ReadError("not UTF-8 text", hint="Save the file as UTF-8.") from None
    except ValueError:
        match = _NO_NUMBER.search(data)
        at = match.start() if match else 0
        line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
        raise yaml_events.ReadError(
            "a number that is too long or none", line, column, "Put quotes around it."
        ) from None
    if written is None or data.count(b":") != written.count(b":") or _ESCAPED_COLON in data:
        _refuse_duplicate_keys(data)
    return value


def _refuse_duplicate_keys(data: bytes) -> None:
    """Raises ReadError if a mapping has two equal keys, of which readers keep the last silently.

    It reads the text again, so it is asked only if writing the value gave another number of colons than was read.
    """
    found = positions.duplicate_key(data)
    if found is not None:
        name, line, column = found
        raise yaml_events.ReadError(f"duplicate key {name!r}", line, column, "Keep one of the two.")
