"""Finds the formats of suggestions: every module of this package whose name starts with ``format_``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from pathlib import Path

from api_catalog.suggestions.patch import Proposal

_PREFIX = "format_"


def formats() -> list[str]:
    """Their names, sorted."""
    modules = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name.removeprefix(_PREFIX) for module in modules if module.name.startswith(_PREFIX))


def report(proposals: Sequence[Proposal], name: str) -> str:
    """The proposals in the format ``name``; empty if there is nothing to say. Raises KeyError for an unknown format."""
    if name not in formats():
        raise KeyError(name)
    text: str = importlib.import_module(f"{__package__}.{_PREFIX}{name}").report(proposals)
    return text
