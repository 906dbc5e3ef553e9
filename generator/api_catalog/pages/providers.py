"""The list of providers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Catalog
from api_catalog.pages import urls
from api_catalog.pages.page import Draft
from api_catalog.pages.provider import ProviderView, provider_views


@dataclass(frozen=True, slots=True)
class ProvidersView:
    """What pages/providers.html.jinja draws."""

    providers: tuple[ProviderView, ...]


def drafts(catalog: Catalog) -> Iterator[Draft]:
    views = provider_views(catalog)
    description = f"Who offers the APIs of {catalog.settings.title}."
    yield Draft(
        urls.PROVIDERS, "Providers", description, "pages/providers.html.jinja", ProvidersView(views), top_level=True
    )
