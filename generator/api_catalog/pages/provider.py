"""The page of a provider: who it is and what APIs it has here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, Provider
from api_catalog.pages import urls
from api_catalog.pages.api import Does, does_of
from api_catalog.pages.page import Draft


@dataclass(frozen=True, slots=True)
class ApiRow:
    """An API in a list."""

    api: Api
    provider: Provider
    does: tuple[Does, ...]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """What pages/provider.html.jinja draws."""

    provider: Provider
    rows: tuple[ApiRow, ...]

    @property
    def operation_count(self) -> int:
        return sum(len(row.api.operations) for row in self.rows)


def api_rows(catalog: Catalog) -> tuple[ApiRow, ...]:
    """All APIs, by title of their provider and their own."""
    rows = (ApiRow(api, catalog.providers[api.provider], does_of(catalog, api)) for api in catalog.apis)
    return tuple(sorted(rows, key=lambda row: (row.provider.name.casefold(), row.api.title.casefold(), row.api.id)))


def drafts(catalog: Catalog) -> Iterator[Draft]:
    rows = api_rows(catalog)
    for provider in catalog.providers.values():
        view = ProviderView(provider, tuple(row for row in rows if row.provider is provider))
        description = provider.summary or f"APIs of {provider.name}."
        yield Draft(urls.provider_url(provider), provider.name, description, "pages/provider.html.jinja", view)
