"""Catalog → Pages. A kind of page is one module here, found by itself.

Its function ``drafts`` draws of the whole catalog, or ``drafts_of`` of one API.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from jinja2 import Environment

from api_catalog.catalog import Api, Catalog
from api_catalog.pages.page import Draft, Heading, Page
from api_catalog.pages.templates import environment, folder, render

__all__ = ["Draft", "Heading", "Page", "folder", "pages_of_api", "pages_of_catalog"]


def pages_of_catalog(catalog: Catalog, templates: Sequence[Path] = ()) -> list[Page]:
    """Every page that is not of one API. Templates in the folders ``templates`` replace ours, file by file."""
    drafts = (draft for kind in _kinds("drafts") for draft in kind.drafts(catalog))
    return _drawn(environment(templates), drafts)


def pages_of_api(catalog: Catalog, api: Api, templates: Sequence[Path] = ()) -> list[Page]:
    """The pages of one API. Of other APIs ``catalog`` needs only those before and after it."""
    drafts = (draft for kind in _kinds("drafts_of") for draft in kind.drafts_of(catalog, api))
    return _drawn(environment(templates), drafts)


class _Later:
    """The HTML of a draft, drawn when somebody asks for it. What it is drawn from stands for it: the same templates
    make the same of it.
    """

    def __init__(self, env: Environment, draft: Draft) -> None:
        self._env, self._draft = env, draft

    @functools.cached_property
    def _text(self) -> str:
        return render(self._env, self._draft)

    def read(self) -> str:
        return self._text

    @property
    def digest(self) -> str:
        parts = (self._draft.template, self._draft.url, self._draft.view, sorted(self._draft.places.items()))
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Later) and self._text == other._text

    __hash__ = None  # type: ignore[assignment] # two that are equal may be drawn apart


def _drawn(env: Environment, drafts: Iterable[Draft]) -> list[Page]:
    return [
        Page(
            draft.url,
            draft.title,
            draft.description,
            _Later(env, draft),
            draft.headings,
            draft.files,
            draft.copies,
            draft.top_level,
            draft.whole,
        )
        for draft in drafts
    ]


@functools.cache
def _kinds(name: str) -> tuple[ModuleType, ...]:
    """The modules with a function of this name; found once, for they are asked for each API."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    kinds = (importlib.import_module(f"{__package__}.{each}") for each in names)
    return tuple(kind for kind in kinds if hasattr(kind, name))
