"""What a theme puts around our pages: drawn once for all pages that stand alike, and filled for each of them.

A theme takes milliseconds a page, and a catalog has thousands that differ in nothing but title, description, list of
contents and content. So the theme draws one page with marks in their places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from jinja2.filters import do_striptags

_TITLE, _DESCRIPTION, _ADDRESS, _FIRST, _LISTED, _CONTENT = (f"\ue000{each}\ue000" for each in "tdaflc")
_SPLIT = re.compile("(\ue000[tdaflc]\ue000)").split
_BLANKS = re.compile(r"\n\s+")
# What Material's script would do on our pages takes it 300 ms: look at each code block, follow each heading.
_COMPONENTS = (' data-md-component="content"', ' data-md-component="toc"')
_UNUSED = re.compile(  # words of the theme's own search; tabs, which our pages have none of
    r', "(?:search\.|select)[a-z.]+": "(?:[^"\\]|\\.)*"|<script>var target=document\.getElementById.*?</script>\n?'
)


def trimmed(output: str, content: str) -> str:
    """A page without what of the theme it does not use, 3 KB; ``content`` is ours and stays as it is."""
    for component in _COMPONENTS:
        output = output.replace(component, "", 1)
    if not content or content not in output:
        return output
    return content.join(_UNUSED.sub("", _BLANKS.sub("\n", part)) for part in output.split(content, 1))


class Framed(Protocol):
    """A page of ours in a theme: ``listed`` is its list of contents, ``first`` the id of the first thing there."""

    @property
    def url(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def first(self) -> str: ...

    @property
    def listed(self) -> str: ...

    @property
    def content(self) -> str: ...

    @property
    def hides(self) -> tuple[str, ...]: ...

    def with_marks(self, **marks: str) -> Framed:
        """The same page with other texts; what is empty stays so."""


class Frames:
    """Frames by what they depend on: a link of the theme is the same on two pages that are as deep as each other and
    have the same way in common with what is linked to.

    ``draw`` has the theme draw a page; ``addresses`` are those that the theme links to, relative to the site's root;
    ``finish`` is what is done to what the theme drew around a content.
    """

    def __init__(
        self, draw: Callable[[Any, Any], str], addresses: Iterable[str], finish: Callable[[str, str], str]
    ) -> None:
        self._draw, self._finish = draw, finish
        self._folders = {"".join(parts) for address in addresses for parts in _beginnings(address)}
        self._frames: dict[tuple[Any, ...], list[str]] = {}

    def around(self, page: Framed, context: Any, *further: Any) -> str:
        """The page as it is published; ``further`` is what else in ``context`` the theme looks at."""
        key = (
            page.url.count("/"),
            max((part for part in map("".join, _beginnings(page.url)) if part in self._folders), key=len, default=""),
            page.hides,
            bool(page.description),
            bool(page.address),
            bool(page.listed),
            *further,
        )
        if key not in self._frames:
            marked = page.with_marks(
                title=_TITLE, description=_DESCRIPTION, address=_ADDRESS, first=_FIRST, listed=_LISTED, content=_CONTENT
            )
            self._frames[key] = _SPLIT(self._finish(self._draw(marked, context), _CONTENT))
        title = _BLANKS.sub("\n", page.title)
        values = {
            _TITLE: title,
            _DESCRIPTION: _BLANKS.sub("\n", page.description),
            _ADDRESS: page.address,
            _FIRST: page.first,
            _LISTED: _BLANKS.sub("\n", page.listed),
            _CONTENT: page.content,
        }
        parts = self._frames[key]
        text = [values.get(part, part) for part in parts]
        text[parts.index(_TITLE)] = do_striptags(title)  # the theme does so in the title of the document
        return "".join(text)


def _beginnings(url: str) -> Iterator[list[str]]:
    """The folders that lead to an address: aws/, aws/polly/."""
    parts = [f"{part}/" for part in url.split("/")[:-1]]
    return (parts[:length] for length in range(1, len(parts) + 1))
