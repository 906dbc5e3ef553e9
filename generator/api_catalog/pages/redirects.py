"""Pages that lead on: of tags that others replaced and nobody uses any more, of APIs and providers that moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api_catalog.catalog import Catalog, Tag
from api_catalog.catalog.slugs import slug
from api_catalog.pages import urls
from api_catalog.pages.page import Draft
from api_catalog.pages.uses import Use, uses_of


@dataclass(frozen=True, slots=True)
class RedirectView:
    """What pages/redirect.html.jinja draws."""

    was: str  # what people called it
    title: str
    url: str


def drafts(catalog: Catalog) -> Iterator[Draft]:
    """A document for each address that was given up. Nothing leads to an address that is in use."""
    uses = uses_of(catalog)
    for tag in catalog.tags.values():
        other = replacement_of(catalog, tag, uses[tag.name])
        if other is not None:
            yield _draft(urls.tag_url(tag), tag.title, other.title, urls.tag_url(other))
    apis = {api.id: api for api in catalog.apis}
    for old in catalog.settings.moved:
        new = _end(catalog.settings.moved, old)
        if not _is_id(old) or new is None:
            continue
        if "/" in old and old not in apis and new in apis:
            yield _draft(f"{urls.APIS}{old}/", old, apis[new].title, urls.api_url(apis[new]))
        elif "/" not in old and old not in catalog.providers and new in catalog.providers:
            provider = catalog.providers[new]
            yield _draft(f"{urls.PROVIDERS}{old}/", old, provider.name, urls.provider_url(provider))


def replacement_of(catalog: Catalog, tag: Tag, use: Use) -> Tag | None:
    """The tag that stands for ``tag`` now; None if it was not replaced, or something still carries it."""
    if not tag.replaced_by or use.operations or use.apis or use.findings:
        return None
    replaced = {each.name: each.replaced_by for each in catalog.tags.values() if each.replaced_by}
    return catalog.tags.get(_end(replaced, tag.name) or "")


def _end(ways: Mapping[str, str], start: str) -> str | None:
    """Where the way from ``start`` ends; None if it leads in a circle."""
    seen, place = {start}, start
    while place in ways:
        place = ways[place]
        if place in seen:
            return None
        seen.add(place)
    return place


def _is_id(name: str) -> bool:
    """Is it made as we make ids? Nothing else becomes a folder."""
    parts = name.split("/")
    return len(parts) <= 2 and all(part and slug(part) == part for part in parts)


def _draft(url: str, was: str, title: str, target: str) -> Draft:
    view = RedirectView(was, title, target)
    return Draft(url, title, f"{was} is {title} now.", "pages/redirect.html.jinja", view, whole=True)
