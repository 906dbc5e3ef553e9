"""The page of a tag: what it means, who does it side by side, who does not, what providers call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, DoesNot, Finding, Hype, Kind, Operation, Provider, Tag
from api_catalog.pages import urls
from api_catalog.pages.facts import Item, cell, columns_for, item_of
from api_catalog.pages.page import Draft

_ELEMENTS, _ROW_ELEMENTS, _CELL_ELEMENTS = 4000, 10, 4  # of a table, about


@dataclass(frozen=True, slots=True)
class Row:
    """An operation, or a whole API when ``operation`` is None."""

    provider: Provider
    api: Api
    operation: Operation | None
    cells: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is known of one API about the tag."""

    provider: Provider
    api: Api
    item: Item
    finding: Finding


@dataclass(frozen=True, slots=True)
class TagView:
    """What pages/tag.html.jinja draws."""

    tag: Tag
    kind: Kind
    ancestors: tuple[Tag, ...]
    children: tuple[tuple[Tag, int], ...]
    nearby: tuple[Tag, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    api_rows: tuple[Row, ...]
    finding_rows: tuple[FindingRow, ...]
    not_looked: tuple[Api, ...]
    does_not: tuple[tuple[Provider, Api, DoesNot], ...]
    hype: tuple[tuple[Provider, Hype, bool], ...]
    replaced_by: Tag | None

    @property
    def provider_count(self) -> int:
        providers = [row.provider for row in (*self.rows, *self.api_rows)]
        return len({provider.slug for provider in (*providers, *(row.provider for row in self.finding_rows))})

    @property
    def retired_count(self) -> int:
        return len({row.api.id for row in (*self.rows, *self.api_rows) if row.api.status.state == "retired"})


def drafts(catalog: Catalog) -> Iterator[Draft]:
    """A page for every tag in use, for its broader tags, and for those of the vocabulary nobody uses yet."""
    kinds = {kind.name: kind for kind in catalog.settings.kinds}
    usage = usage_of(catalog)
    for tag in catalog.tags.values():
        view = _view(catalog, tag, kinds[tag.kind], usage)
        description = tag.description or f"APIs and operations tagged {tag.title}."
        yield Draft(urls.tag_url(tag), tag.title, description, "pages/tag.html.jinja", view)


def usage_of(catalog: Catalog) -> dict[str, int]:
    """For each tag, how many operations, APIs or findings carry it or a narrower one."""
    counts = dict.fromkeys(catalog.tags, 0)
    for api in catalog.apis:
        uses = [set(operation.tags) for operation in api.operations]
        uses += [{name} for name in api.tags]
        uses += [{finding.tag} for finding in api.findings]
        for names in uses:
            for carried in {broader for name in names for broader in catalog.with_ancestors(name)}:
                counts[carried] += 1
    return counts


def _view(catalog: Catalog, tag: Tag, kind: Kind, usage: dict[str, int]) -> TagView:
    names = set(catalog.with_descendants(tag.name))
    line = catalog.with_ancestors(tag.name)
    providers = catalog.providers
    number = sum(1 for api in catalog.apis for operation in api.operations if names & set(operation.tags))
    fitting = (_ELEMENTS // max(number, 1) - _ROW_ELEMENTS) // _CELL_ELEMENTS  # a long table has fewer columns
    columns = columns_for(catalog, tag)[: max(fitting, 0)]
    rows = tuple(
        Row(providers[api.provider], api, operation, tuple(cell(catalog, column, api, operation) for column in columns))
        for api in catalog.apis
        for operation in api.operations
        if names & set(operation.tags)
    )
    api_rows = tuple(
        Row(providers[api.provider], api, None, tuple(cell(catalog, column, api, None) for column in columns))
        for api in catalog.apis
        if names & set(api.tags)
    )
    finding_rows = tuple(
        FindingRow(providers[api.provider], api, item_of(catalog, finding), finding)
        for api in catalog.apis
        for finding in api.findings
        if finding.tag in names
    )
    looked = {row.api.id for row in finding_rows}
    parent = catalog.tags.get(tag.parent) if tag.parent else None
    siblings = parent.children if parent else ()
    return TagView(
        tag=tag,
        kind=kind,
        ancestors=tuple(catalog.tags[broader] for broader in reversed(line[1:]) if broader in catalog.tags),
        children=tuple((catalog.tags[name], usage[name]) for name in tag.children),
        nearby=tuple(catalog.tags[name] for name in siblings if name != tag.name),
        columns=tuple(column.label for column in columns),
        rows=rows,
        api_rows=api_rows,
        finding_rows=finding_rows,
        not_looked=tuple(api for api in catalog.apis if api.id not in looked) if kind.applies_to == "finding" else (),
        does_not=tuple(
            (providers[api.provider], api, item)
            for api in catalog.apis
            for item in api.does_not
            if tag.name in item.tags
        ),
        hype=tuple(_hype(catalog, tag)),
        replaced_by=catalog.tags.get(tag.replaced_by) if tag.replaced_by else None,
    )


def _hype(catalog: Catalog, tag: Tag) -> Iterator[tuple[Provider, Hype, bool]]:
    for api in catalog.apis:
        stated = [*api.hype, *(hype for operation in api.operations for hype in operation.hype)]
        for hype in stated:
            if tag.name in hype.maps_to:
                yield catalog.providers[api.provider], hype, tag.name in api.all_tags
