"""Home: what this is, the counts, the search, the map of who does what, and what was looked at last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, Provider, Settings, Tag
from api_catalog.pages import urls
from api_catalog.pages.page import Draft

_LATEST = 5
_MOST_PROVIDERS = 14
_SHADES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """How many operations a provider has for a task; ``shade`` is 0 for none, up to 4 for the most."""

    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """A task root and its cells, in the order of the providers."""

    tag: Tag
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class HomeView:
    """What pages/home.html.jinja draws."""

    settings: Settings
    counts: tuple[tuple[int, str, str, str], ...]  # number, noun, plural, url
    providers: tuple[Provider, ...]
    rows: tuple[MapRow, ...]
    latest: tuple[tuple[Api, Provider], ...]


def drafts(catalog: Catalog) -> Iterator[Draft]:
    defined = [tag for tag in catalog.tags.values() if tag.defined]
    counts = (
        (len(catalog.apis), "API", "APIs", urls.APIS),
        (catalog.operation_count, "operation", "operations", urls.APIS),
        (len(catalog.providers), "provider", "providers", urls.PROVIDERS),
        (len(defined) or len(catalog.tags), "tag", "tags", urls.TAGS),
    )
    providers = _busiest(catalog)
    reviewed = sorted((api for api in catalog.apis if api.reviewed), key=lambda api: (_backwards(api.reviewed), api.id))
    latest = tuple((api, catalog.providers[api.provider]) for api in reviewed[:_LATEST])
    view = HomeView(catalog.settings, counts, providers, _map(catalog, providers), latest)
    yield Draft(
        urls.HOME, catalog.settings.title, catalog.settings.description, "pages/home.html.jinja", view, top_level=True
    )


def _backwards(date: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in date)


def _busiest(catalog: Catalog) -> tuple[Provider, ...]:
    counts = dict.fromkeys(catalog.providers, 0)
    for api in catalog.apis:
        counts[api.provider] += len(api.operations)
    names = set(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_PROVIDERS])
    return tuple(provider for provider in catalog.providers.values() if provider.slug in names)


def _map(catalog: Catalog, providers: tuple[Provider, ...]) -> tuple[MapRow, ...]:
    """Roots of the first kind on operations × providers; rows without an operation are left out."""
    kind = next((kind.name for kind in catalog.settings.kinds if kind.applies_to == "operation"), None)
    roots = [tag for tag in catalog.tags_of_kind(kind) if tag.parent is None] if kind else []
    table = []
    for root in roots:
        names = set(catalog.with_descendants(root.name))
        numbers = [
            sum(
                1
                for api in catalog.apis
                if api.provider == provider.slug
                for operation in api.operations
                if names & set(operation.tags)
            )
            for provider in providers
        ]
        if any(numbers):
            table.append((root, numbers))
    most = max((number for _, numbers in table for number in numbers), default=1)
    return tuple(
        MapRow(root, tuple(Cell(number, _shade(number, most)) for number in numbers), sum(numbers))
        for root, numbers in table
    )


def _shade(number: int, most: int) -> int:
    return 0 if number == 0 else max(1, min(_SHADES, round(_SHADES * (number / most) ** 0.5)))
