"""Catalog → Pages: one module a kind of page, each with a ``drafts`` function; nothing else lists them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from api_catalog.catalog import Catalog
from api_catalog.pages.page import Draft, Heading, Page
from api_catalog.pages.templates import environment, folder, render

__all__ = ["Draft", "Heading", "Page", "folder", "pages_of"]


def pages_of(catalog: Catalog, templates: Sequence[Path] = ()) -> list[Page]:
    """Every page, sorted by URL. Templates in the folders ``templates`` replace ours, file by file."""
    env = environment(templates)
    pages = [
        Page(
            draft.url, draft.title, draft.description, render(env, draft), draft.headings, draft.files, draft.top_level
        )
        for draft in _drafts(catalog)
    ]
    return sorted(pages, key=lambda page: page.url)


def _drafts(catalog: Catalog) -> Iterator[Draft]:
    for module in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda each: each.name):
        kind = importlib.import_module(f"{__package__}.{module.name}")
        if hasattr(kind, "drafts"):
            yield from kind.drafts(catalog)
