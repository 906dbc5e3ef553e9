"""Comparisons: APIs that a reader picks, from one file each, and ready ones for tasks that several providers have."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, Tag
from api_catalog.pages import urls
from api_catalog.pages.map import kind_of
from api_catalog.pages.page import Draft
from api_catalog.pages.sheets import Sheet, Sheets, TableRow, merged, record_of
from api_catalog.pages.uses import Use, uses_of

MOST = 4  # APIs side by side


@dataclass(frozen=True, slots=True)
class Ready:
    """A comparison that is a page: of the task's main APIs, one a provider."""

    tag: Tag
    apis: tuple[Api, ...]
    provider_count: int
    depth: int


@dataclass(frozen=True, slots=True)
class CompareView:
    """What pages/compare.html.jinja draws."""

    ready: tuple[Ready, ...]
    most: int = MOST


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What pages/comparison.html.jinja draws."""

    ready: Ready
    sheets: tuple[Sheet, ...]

    @property
    def table(self) -> list[tuple[str, list[TableRow]]]:
        return merged(self.sheets)


def drafts(catalog: Catalog) -> Iterator[Draft]:
    comparisons = ready_of(catalog, uses_of(catalog))
    sheets_of = Sheets(catalog).of
    files = {f"data/{api.id}.json": _file(sheets_of(api)) for api in catalog.apis}
    description = "Up to four APIs side by side: facts, findings and the operations for the same task."
    view = CompareView(comparisons)
    yield Draft(urls.COMPARE, "Compare", description, "pages/compare.html.jinja", view, files=files, top_level=True)
    for ready in comparisons:
        tasks = catalog.with_descendants(ready.tag.name)
        sheets = tuple(sheets_of(api, tasks) for api in ready.apis)
        title = f"{ready.tag.title}, compared"
        description = f"{', '.join(sheet.title for sheet in sheets)}: {ready.tag.title} side by side."
        template = "pages/comparison.html.jinja"
        yield Draft(urls.compare_url(ready.tag), title, description, template, ComparisonView(ready, sheets))


def ready_of(catalog: Catalog, uses: dict[str, Use]) -> tuple[Ready, ...]:
    """For each task of the vocabulary that two providers or more have: of each the API with the most operations."""
    kind = kind_of(catalog)
    found = []
    for tag in catalog.tags_of_kind(kind.name) if kind else ():
        numbers = Counter(api.id for api, _ in uses[tag.name].operations)
        apis = {api.id: api for api, _ in uses[tag.name].operations}
        main: dict[str, Api] = {}
        for api_id, _ in sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0])):
            main.setdefault(apis[api_id].provider, apis[api_id])
        if len(main) > 1 and tag.defined:
            depth = len(catalog.with_ancestors(tag.name)) - 1
            found.append(Ready(tag, tuple(main.values())[:MOST], len(main), depth))
    return tuple(found)


def _file(sheet: Sheet) -> bytes:
    return json.dumps(record_of(sheet), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
