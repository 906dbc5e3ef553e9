"""The vocabulary: every tag, by kind and as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Catalog, Kind, Tag
from api_catalog.pages import urls
from api_catalog.pages.page import Draft, Heading
from api_catalog.pages.tag import usage_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag in the tree."""

    tag: Tag
    number: int
    children: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class TagsView:
    """What pages/tags.html.jinja draws: kinds with their trees."""

    kinds: tuple[tuple[Kind, tuple[Entry, ...]], ...]
    total: int


def drafts(catalog: Catalog) -> Iterator[Draft]:
    view = TagsView(trees(catalog), len(catalog.tags))
    headings = tuple(Heading(kind.question, f"kind-{kind.name}") for kind, _ in view.kinds)
    description = f"The words {catalog.settings.title} uses, and what each of them means."
    yield Draft(urls.TAGS, "Tags", description, "pages/tags.html.jinja", view, headings, top_level=True)


def trees(catalog: Catalog) -> tuple[tuple[Kind, tuple[Entry, ...]], ...]:
    """The kinds that have tags, in display order, each with its tree."""
    usage = usage_of(catalog)
    found = []
    for kind in catalog.settings.kinds:
        tags = catalog.tags_of_kind(kind.name)
        roots = [tag for tag in tags if tag.parent is None or tag.parent not in catalog.tags]
        if tags:
            found.append((kind, tuple(_entry(catalog, tag, usage) for tag in roots)))
    return tuple(found)


def _entry(catalog: Catalog, tag: Tag, usage: dict[str, int]) -> Entry:
    children = (catalog.tags[name] for name in tag.children if name in catalog.tags)
    return Entry(tag, usage[tag.name], tuple(_entry(catalog, child, usage) for child in children))
