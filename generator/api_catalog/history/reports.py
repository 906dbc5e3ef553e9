"""Finds the formats of ``api-catalog diff``: every module of this package whose name starts with ``format_``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from api_catalog.history.comparison import Comparison

PREFIX = "format_"


def formats() -> list[str]:
    """Names of the formats, sorted."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name.removeprefix(PREFIX) for module in modules if module.name.startswith(PREFIX))


def report(comparison: Comparison, name: str) -> str:
    """The comparison in the format ``name``; ends without a newline. Raises KeyError for an unknown format."""
    if name not in formats():
        raise KeyError(name)
    module = importlib.import_module(f"{__package__}.{PREFIX}{name}")
    text: str = module.report(comparison)
    return text
