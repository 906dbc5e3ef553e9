"""One file, read: its value and the way back from a place in the value to a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from api_catalog.documents import positions, yaml_events
from api_catalog.documents.limits import DEFAULT_LIMITS, Limits
from api_catalog.problems import Problem, Severity

_BOM = b"\xef\xbb\xbf"
_LONG_NUMBER = re.compile(rb"[0-9]{16}")  # orjson would round it to a float


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

    JSON goes through orjson; what orjson refuses, or would not keep exact, is read again for a position.
    """
    data = data.removeprefix(_BOM)
    if not data.strip():
        raise yaml_events.ReadError("the file is empty")
    if name.endswith(".json") and not _LONG_NUMBER.search(data):
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            pass
    return yaml_events.load(data, limits)
