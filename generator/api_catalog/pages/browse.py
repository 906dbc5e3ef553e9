"""Browse: every API, beside every question one can ask of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Catalog, Kind, Tag
from api_catalog.pages import urls
from api_catalog.pages.page import Draft
from api_catalog.pages.provider import ApiRow, api_rows


@dataclass(frozen=True, slots=True)
class Facet:
    """A question with its answers; each with the number of APIs."""

    kind: Kind
    values: tuple[tuple[Tag, int], ...]


@dataclass(frozen=True, slots=True)
class BrowseView:
    """What pages/browse.html.jinja draws."""

    rows: tuple[ApiRow, ...]
    facets: tuple[Facet, ...]
    operation_count: int


def drafts(catalog: Catalog) -> Iterator[Draft]:
    rows = api_rows(catalog)
    facets = tuple(_facet(catalog, kind) for kind in catalog.settings.kinds)
    view = BrowseView(rows, tuple(facet for facet in facets if facet.values), catalog.operation_count)
    description = f"All {len(rows)} APIs, by what they do, where they run, what they cost."
    yield Draft(urls.APIS, "APIs", description, "pages/browse.html.jinja", view, top_level=True)


def _facet(catalog: Catalog, kind: Kind) -> Facet:
    """The values in use, most APIs first; a finding counts when its state is yes."""
    counts: dict[str, int] = {}
    for api in catalog.apis:
        held = set(api.all_tags) | {finding.tag for finding in api.findings if finding.state == "yes"}
        for name in held:
            if catalog.tags[name].kind == kind.name:
                counts[name] = counts.get(name, 0) + 1
    order = {name: number for number, name in enumerate(catalog.tags)}
    names = sorted(counts, key=lambda name: (-counts[name], order[name]))
    return Facet(kind, tuple((catalog.tags[name], counts[name]) for name in names))
