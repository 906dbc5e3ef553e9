"""Home: what this is, the counts, the search, the map of who does what, what changed and was looked at last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, Provider, Settings
from api_catalog.pages import urls
from api_catalog.pages.changes import rows_of
from api_catalog.pages.map import Table, kind_of, roots_of, table_of
from api_catalog.pages.page import Draft
from api_catalog.pages.revisions import Brief, in_brief
from api_catalog.pages.uses import uses_of

_LATEST = 5
_MOST_NAMED = 3  # of what one commit did
_MOST_PROVIDERS = 14


@dataclass(frozen=True, slots=True)
class HomeView:
    """What pages/home.html.jinja draws."""

    settings: Settings
    counts: tuple[tuple[int, str, str, str], ...]  # number, noun, plural, url
    map: Table | None
    changes: tuple[Brief, ...]
    latest: tuple[tuple[Api, Provider], ...]


def drafts(catalog: Catalog) -> Iterator[Draft]:
    defined = [tag for tag in catalog.tags.values() if tag.defined]
    counts = (
        (len(catalog.apis), "API", "APIs", urls.APIS),
        (catalog.operation_count, "operation", "operations", urls.APIS),
        (len(catalog.providers), "provider", "providers", urls.PROVIDERS),
        (len(defined) or len(catalog.tags), "tag", "tags", urls.TAGS),
    )
    reviewed = sorted((api for api in catalog.apis if api.reviewed), key=lambda api: (_backwards(api.reviewed), api.id))
    latest = tuple((api, catalog.providers[api.provider]) for api in reviewed[:_LATEST])
    changes = tuple(in_brief(row, _MOST_NAMED) for row in rows_of(catalog)[:_LATEST])
    view = HomeView(catalog.settings, counts, _map(catalog), changes, latest)
    yield Draft(
        urls.HOME, catalog.settings.title, catalog.settings.description, "pages/home.html.jinja", view, top_level=True
    )


def _backwards(date: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in date)


def _map(catalog: Catalog) -> Table | None:
    """Roots × the busiest providers, if operations carry any."""
    kind = kind_of(catalog)
    table = table_of(catalog, roots_of(catalog, kind), uses_of(catalog), _MOST_PROVIDERS) if kind else None
    return table if table and table.rows else None
