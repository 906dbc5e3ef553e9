"""What a theme puts around our pages: drawn once for all pages that stand alike, and filled for each of them.

A theme takes milliseconds a page, and a catalog has thousands that differ in nothing but title, description, list of
contents and content. So the theme draws one page with marks in their places.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from typing import Any

from jinja2.filters import do_striptags
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

_MARK = "\ue000{}\ue000"  # of a private character that no title of ours has
_TITLE, _DESCRIPTION, _ADDRESS, _FIRST, _LISTED, _CONTENT = (_MARK.format(each) for each in "tdaflc")
_SPLIT = re.compile("(\ue000[tdaflc]\ue000)").split
_HEAD = re.compile(r"<title>.*?</title>", re.DOTALL)
_BLANKS = re.compile(r"\n\s+")
Finish = Callable[[str, str], str]


class Frames:
    """Frames by what they depend on. ``finish`` is what is done to a page of the theme and its content."""

    def __init__(self, env: Any, addresses: Sequence[str], finish: Finish) -> None:
        self._env = env
        self._addresses = addresses  # that the theme links to
        self._finish = finish
        self._frames: dict[tuple[Any, ...], list[str]] = {}

    def around(self, page: Any, context: TemplateContext) -> str:
        """The page as it is published; ``page`` is one of ours, and not in the navigation."""
        feeds = context["config"].extra.get("api_catalog", {}).get("feeds", ())
        description = page.meta.get("description")
        key = (
            tuple(get_relative_url(address, page.url) for address in self._addresses),
            context["base_url"],
            tuple(page.meta.get("hide", ())),
            bool(description),
            bool(page.canonical_url),
            bool(page.toc.items),
            f"{page.url}feed.xml" in feeds,
        )
        if key not in self._frames:
            self._frames[key] = _SPLIT(self._drawn(page, context))
        title = _BLANKS.sub("\n", page.title)
        values = {
            _TITLE: title,
            _DESCRIPTION: _BLANKS.sub("\n", description or ""),
            _ADDRESS: page.canonical_url or "",
            _FIRST: page.toc.items[0].id if page.toc.items else "",
            _LISTED: _BLANKS.sub("\n", page.listed),
            _CONTENT: page.content,
        }
        parts = self._frames[key]
        text = [values.get(part, part) for part in parts]
        text[parts.index(_TITLE)] = do_striptags(title)  # the theme does so in the title of the document
        return "".join(text)

    def _drawn(self, page: Any, context: TemplateContext) -> str:
        marked = copy.copy(page)
        marked.mark(_CONTENT)
        marked.title = _TITLE
        marked.canonical_url = _ADDRESS if page.canonical_url else None
        marked.meta = {**page.meta, **({"description": _DESCRIPTION} if page.meta.get("description") else {})}
        marked.toc = TableOfContents([AnchorLink(_TITLE, _FIRST, 2)] if page.toc.items else [])
        marked.listed = _LISTED
        output = self._env.get_template("main.html").render({**context, "page": marked})
        return self._finish(output, _CONTENT)
