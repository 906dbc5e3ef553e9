"""Jinja: where templates are found, and the few words they may use beyond plain values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from api_catalog.pages import urls
from api_catalog.pages.bytecode import bytecode
from api_catalog.pages.page import Draft
from api_catalog.reference.markdown import said, verbatim

_PACKAGED = Path(__file__).parent.parent / "site_templates"
_CHECKOUT = Path(__file__).parents[3] / "site_templates"
_MONTH = 7  # characters of an ISO date up to the month


def folder() -> Path:
    """The folder of our templates: in the package, or beside ``generator/`` in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def environment(overrides: Sequence[Path] = ()) -> Environment:
    """Made once for the same ``overrides``."""
    return _environment(tuple(overrides))


@lru_cache(maxsize=4)
def _environment(overrides: tuple[Path, ...]) -> Environment:
    """Templates in ``overrides`` come first, file by file. Everything is escaped; an unknown name is an error."""
    env = Environment(
        loader=FileSystemLoader([*overrides, folder()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=bytecode(),
    )
    env.filters["to"] = _to
    env.filters["host"] = host
    env.filters["month"] = lambda date: str(date)[:_MONTH]
    env.filters["count"] = count
    env.filters["web"] = web
    env.filters["place"] = _place
    env.filters["said"] = said
    env.filters["verbatim"] = verbatim
    env.globals["urls"] = urls
    return env


def render(env: Environment, draft: Draft) -> str:
    """The HTML of a draft."""
    return env.get_template(draft.template).render(view=draft.view, page_url=draft.url, places=draft.places)


@pass_context
def _to(context: Context, target: str) -> str:
    """``"tags/ocr/" | to``: the link from the page being drawn."""
    return _relative(target, str(context["page_url"]))


@pass_context
def _place(context: Context, anchor: str) -> str:
    """``"schema-pet" | place``: the link to what has this id, which may be on another page of the reference."""
    page_url = str(context["page_url"])
    target = context["places"].get(anchor, page_url)
    return f"#{anchor}" if target == page_url else f"{_relative(target, page_url)}#{anchor}"


_relative = lru_cache(maxsize=2000)(urls.relative)


def web(url: str) -> str:
    """``url`` if a browser may follow it: http, https or mailto. Else a link to nowhere."""
    try:
        return url if urlsplit(url).scheme in ("http", "https", "mailto") else "#"
    except ValueError:
        return "#"


def host(url: str) -> str:
    """``example.com`` for a URL, without ``www.``."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 operation``, ``2 operations``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
