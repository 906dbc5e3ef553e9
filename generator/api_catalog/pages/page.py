"""A page of the site, ready to publish, and the draft it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol


class Text(Protocol):
    """A text that is drawn or read when it is asked for; ``digest`` stands for it, if the templates are the same."""

    @property
    def digest(self) -> str: ...

    def read(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of a page's table of contents."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Page:
    """``url`` is relative to the site's root and ends with ``/``, or is empty for home. ``files`` lie beside it.

    So do ``copies`` of files in the specs folder, by name, each with its path there. ``whole`` says that ``html`` is a
    document of its own, to be published as it is, and not the content of a page.
    """

    url: str
    title: str
    description: str
    body: Text = field(repr=False)
    headings: tuple[Heading, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    copies: dict[str, str] = field(default_factory=dict)
    top_level: bool = False
    whole: bool = False

    @property
    def html(self) -> str:
        return self.body.read()

    @property
    def digest(self) -> str:
        """Stands for the HTML."""
        return self.body.digest


@dataclass(frozen=True, slots=True)
class Draft:
    """What a kind of page gives: the template and what it draws. Every value of ``view`` is plain or ``Markup``."""

    url: str
    title: str
    description: str
    template: str
    view: Any
    headings: tuple[Heading, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    copies: dict[str, str] = field(default_factory=dict)
    top_level: bool = False
    places: dict[str, str] = field(default_factory=dict, repr=False)  # id → URL of the page it is on, if another
    whole: bool = False  # the template is a document of its own
