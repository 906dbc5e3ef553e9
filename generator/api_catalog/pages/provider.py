"""The page of a provider: who it is and what APIs it has here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, Provider
from api_catalog.catalog.latest import for_the_latest
from api_catalog.pages import urls
from api_catalog.pages.api import Does, does_of
from api_catalog.pages.facts import facts_of
from api_catalog.pages.page import Draft

_MOST_FACTS = 3


@dataclass(frozen=True, slots=True)
class ApiRow:
    """An API in a list. ``facts`` are the first that are known, as label and words."""

    api: Api
    provider: Provider
    does: tuple[Does, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """What pages/provider.html.jinja draws."""

    provider: Provider
    rows: tuple[ApiRow, ...]

    @property
    def operation_count(self) -> int:
        return sum(len(row.api.operations) for row in self.rows)


@for_the_latest
def api_rows(catalog: Catalog) -> tuple[ApiRow, ...]:
    """All APIs, by title of their provider and their own."""
    rows = (
        ApiRow(api, catalog.providers[api.provider], does_of(catalog, api), _facts(catalog, api))
        for api in catalog.apis
    )
    return tuple(sorted(rows, key=lambda row: (row.provider.name.casefold(), row.api.title.casefold(), row.api.id)))


def provider_views(catalog: Catalog) -> tuple[ProviderView, ...]:
    rows: dict[str, list[ApiRow]] = {slug: [] for slug in catalog.providers}
    for row in api_rows(catalog):
        rows[row.provider.slug].append(row)
    return tuple(ProviderView(provider, tuple(rows[slug])) for slug, provider in catalog.providers.items())


def _facts(catalog: Catalog, api: Api) -> tuple[tuple[str, str], ...]:
    known = (
        (fact.label, ", ".join(item.text for item in fact.items if not item.quiet)) for fact in facts_of(catalog, api)
    )
    return tuple((label, words) for label, words in known if words)[:_MOST_FACTS]


def drafts(catalog: Catalog) -> Iterator[Draft]:
    for view in provider_views(catalog):
        provider = view.provider
        description = provider.summary or f"APIs of {provider.name}."
        yield Draft(urls.provider_url(provider), provider.name, description, "pages/provider.html.jinja", view)
