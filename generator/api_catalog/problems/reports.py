"""Finds the report formats: every module of this package whose name starts with ``format_``."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path

from api_catalog.problems.context import Context
from api_catalog.problems.problem import Problem

PREFIX = "format_"
_NOTHING_KNOWN = Context()


@functools.cache
def formats() -> tuple[str, ...]:
    """Names of the report formats, sorted; found once, for a large catalog has thousands of problems."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    return tuple(sorted(module.name.removeprefix(PREFIX) for module in modules if module.name.startswith(PREFIX)))


def report(problems: Sequence[Problem], name: str, context: Context = _NOTHING_KNOWN) -> str:
    """The problems in the report format ``name``; ends without a newline. Raises KeyError for an unknown format."""
    if name not in formats():
        raise KeyError(name)
    module = importlib.import_module(f"{__package__}.{PREFIX}{name}")
    text: str = module.report(problems, context)
    return text
