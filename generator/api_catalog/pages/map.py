"""The map: tasks × providers, counted; its first table, in short, is the picture on the home page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from api_catalog.catalog import Catalog, Kind, Provider, Tag
from api_catalog.pages import urls
from api_catalog.pages.page import Draft
from api_catalog.pages.uses import Use, uses_of

_SHADES = 4
_MOST_PROVIDERS = 45  # of a table
_MOST_ROWS = 60
_ELEMENTS = 4200  # of all tables: keeps the page within its budget


@dataclass(frozen=True, slots=True)
class Cell:
    """How many operations a provider has for a task; ``shade`` is 0 for none, up to 4 for the most."""

    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """A task and its cells, in the order of the providers. ``depth`` is 0 for a root."""

    tag: Tag
    cells: tuple[Cell, ...]
    total: int
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Tasks × providers. ``left_out`` says how many providers and tasks there is no room for."""

    providers: tuple[Provider, ...]
    rows: tuple[MapRow, ...]
    left_out: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Section:
    """A root and, task by task, the providers that do something of it."""

    root: Tag
    total: int
    table: Table


@dataclass(frozen=True, slots=True)
class MapView:
    """What pages/map.html.jinja draws."""

    kind: Kind
    overview: Table
    sections: tuple[Section, ...]
    operation_count: int
    provider_count: int


def drafts(catalog: Catalog) -> Iterator[Draft]:
    """One page, if there are operations to put on it."""
    kind = kind_of(catalog)
    if kind is None:
        return
    uses = uses_of(catalog)
    overview = table_of(catalog, roots_of(catalog, kind), uses, _MOST_PROVIDERS)
    if not overview.rows:
        return
    room = _ELEMENTS - _elements(overview)
    sections = []
    for row in overview.rows:
        table = table_of(catalog, _narrower(catalog, row.tag), uses, _MOST_PROVIDERS)
        room -= _elements(table)
        if table.rows and room > 0:
            sections.append(Section(row.tag, row.total, table))
    covered = {(api.id, op.anchor) for row in overview.rows for api, op in uses[row.tag.name].operations}
    offering = {api.provider for row in overview.rows for api, _ in uses[row.tag.name].operations}
    view = MapView(kind, overview, tuple(sections), len(covered), len(offering))
    description = f"{kind.question} Every answer beside every provider, counted."
    yield Draft(urls.MAP, "Map", description, "pages/map.html.jinja", view, top_level=True)


def _elements(table: Table) -> int:
    """Of a table: a row, its name and sum, a cell for each provider, and a link in each that is not empty."""
    heads = 2 * len(table.providers) + 4
    return heads + sum(4 + len(row.cells) + sum(cell.number > 0 for cell in row.cells) for row in table.rows)


def kind_of(catalog: Catalog) -> Kind | None:
    """The kind of tags that the map is of: the first that applies to operations."""
    return next((kind for kind in catalog.settings.kinds if kind.applies_to == "operation"), None)


def roots_of(catalog: Catalog, kind: Kind) -> list[tuple[Tag, int]]:
    return [(tag, 0) for tag in catalog.tags_of_kind(kind.name) if tag.parent is None]


def _narrower(catalog: Catalog, root: Tag) -> list[tuple[Tag, int]]:
    """All below ``root`` as a tree is read, with their depth."""
    found: list[tuple[Tag, int]] = []

    def visit(tag: Tag, depth: int) -> None:
        for name in tag.children:
            if name in catalog.tags and all(name != each.name for each, _ in found):
                found.append((catalog.tags[name], depth))
                visit(catalog.tags[name], depth + 1)

    visit(root, 0)
    return found


def table_of(catalog: Catalog, tags: Iterable[tuple[Tag, int]], uses: dict[str, Use], most: int) -> Table:
    """The tags that operations carry × the ``most`` providers with the most of those operations, by name."""
    counted = [(tag, depth, _by_provider(uses[tag.name])) for tag, depth in tags]
    counted = [entry for entry in counted if entry[2]]
    totals: dict[str, int] = {}
    for _, _, numbers in counted:
        for slug, number in numbers.items():
            totals[slug] = totals.get(slug, 0) + number
    busiest = set(sorted(totals, key=lambda slug: (-totals[slug], slug))[:most])
    providers = tuple(each for each in catalog.providers.values() if each.slug in busiest)
    kept = _most_used(counted)
    most_number = max((number for _, _, numbers in kept for number in numbers.values()), default=1)
    rows = tuple(
        MapRow(
            tag, _cells([numbers.get(each.slug, 0) for each in providers], most_number), sum(numbers.values()), depth
        )
        for tag, depth, numbers in kept
    )
    return Table(providers, rows, (len(totals) - len(providers), len(counted) - len(kept)))


def _most_used(counted: list[tuple[Tag, int, dict[str, int]]]) -> list[tuple[Tag, int, dict[str, int]]]:
    """The rows there is room for, in their order."""
    if len(counted) <= _MOST_ROWS:
        return counted
    kept = sorted(range(len(counted)), key=lambda place: -sum(counted[place][2].values()))[:_MOST_ROWS]
    return [counted[place] for place in sorted(kept)]


def _by_provider(use: Use) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for api, _ in use.operations:
        numbers[api.provider] = numbers.get(api.provider, 0) + 1
    return numbers


def _cells(numbers: Sequence[int], most: int) -> tuple[Cell, ...]:
    return tuple(Cell(number, _shade(number, most)) for number in numbers)


def _shade(number: int, most: int) -> int:
    return 0 if number == 0 else max(1, min(_SHADES, round(_SHADES * (number / most) ** 0.5)))
