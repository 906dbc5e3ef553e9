"""Catalog → files for programs. An export is one module here with ``exports(catalog)``, found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from api_catalog.catalog import Catalog
from api_catalog.exports.export import Export

__all__ = ["Export", "exports_of"]


def exports_of(catalog: Catalog) -> list[Export]:
    """Every file, sorted by path."""
    found: list[Export] = []
    for module in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda each: each.name):
        kind = importlib.import_module(f"{__package__}.{module.name}")
        if hasattr(kind, "exports"):
            found += kind.exports(catalog)
    return sorted(found, key=lambda export: export.path)
