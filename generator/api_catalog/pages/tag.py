"""The page of a tag: what it means, who does it side by side, who does not, what providers call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from api_catalog.catalog import Api, Catalog, DoesNot, FactColumn, Finding, Hype, Kind, Operation, Provider, Tag
from api_catalog.pages import urls
from api_catalog.pages.browse import key_of
from api_catalog.pages.facts import Item, cell, columns_for, item_of
from api_catalog.pages.map import kind_of
from api_catalog.pages.page import Draft
from api_catalog.pages.redirects import replacement_of
from api_catalog.pages.revisions import RevisionRow, revision_rows
from api_catalog.pages.uses import Use, uses_of

_ELEMENTS, _ROW_ELEMENTS, _CELL_ELEMENTS = 4000, 10, 4  # of a table, about
_MOST_OPERATIONS = 380  # of a table; if there are more, it has a row for each API
_MOST_APIS = 400  # of a table; if there are more, they are lines
_MOST_RELATED = 6
_CHANGES = (5, 3, 200)  # commits, differences of each, elements in all
_MOST_NAMES = 60  # of APIs or providers in a sentence


@dataclass(frozen=True, slots=True)
class Row:
    """An operation, or a whole API when ``operation`` is None, perhaps with the number of its operations."""

    provider: Provider
    api: Api
    operation: Operation | None
    cells: tuple[tuple[Item, ...], ...]
    operation_count: int = 0

    def __repr__(self) -> str:
        """Short where the digest of the API stands for its operations; it tells pages from each other."""
        called = self.operation.anchor if self.operation and self.api.digest else self.operation
        return f"Row({self.provider!r}, {self.api!r}, {called!r}, {self.cells!r}, {self.operation_count!r})"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is known of one API about the tag."""

    provider: Provider
    api: Api
    item: Item
    finding: Finding


@dataclass(frozen=True, slots=True)
class Related:
    """Another tag of the same kind, and how many APIs have both."""

    tag: Tag
    api_count: int


@dataclass(frozen=True, slots=True)
class Absent:
    """Who has no operation for a task, as far as is known: ``whole`` are APIs of which every operation is described,
    ``unknown`` are providers of which something is not described. Neither says "no" in words of its own."""

    whole: tuple[Api, ...]
    unknown: tuple[Provider, ...]
    more: int


@dataclass(frozen=True, slots=True)
class TagView:
    """What pages/tag.html.jinja draws."""

    tag: Tag
    kind: Kind
    ancestors: tuple[Tag, ...]
    children: tuple[tuple[Tag, int], ...]
    nearby: tuple[Tag, ...]
    related: tuple[Related, ...]
    columns: tuple[str, ...]
    operation_count: int
    rows: tuple[Row, ...]
    api_rows: tuple[Row, ...]
    finding_rows: tuple[FindingRow, ...]
    not_looked: tuple[Api, ...]
    does_not: tuple[tuple[Provider, Api, DoesNot], ...]
    absent: Absent | None
    hype: tuple[tuple[Provider, Hype, bool], ...]
    replaced_by: Tag | None
    listing: str  # of who does it: operations, apis or lines
    is_compared: bool  # has a page that compares its main APIs
    browse: str  # the list of APIs with this tag chosen
    changes: tuple[RevisionRow, ...]
    feed: str  # URL of the feed of its changes; empty if there is none

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
    uses = uses_of(catalog)
    holders = {name: _holders(use) for name, use in uses.items()}
    said = _said(catalog)
    for tag in catalog.tags.values():
        if replacement_of(catalog, tag, uses[tag.name]):
            continue  # its page leads on
        view = _view(catalog, tag, kinds[tag.kind], uses, holders, said)
        description = tag.description or f"APIs and operations tagged {tag.title}."
        yield Draft(urls.tag_url(tag), tag.title, description, "pages/tag.html.jinja", view)


def _holders(use: Use) -> frozenset[str]:
    """Ids of the APIs that have the tag."""
    found = (api for api, finding in use.findings if finding.state == "yes")
    return frozenset(api.id for api in (*(api for api, _ in use.operations), *use.apis, *found))


def usage_of(catalog: Catalog) -> dict[str, int]:
    """For each tag, how many operations, APIs or findings carry it or a narrower one."""
    return {name: _number(use) for name, use in uses_of(catalog).items()}


def _view(
    catalog: Catalog, tag: Tag, kind: Kind, uses: dict[str, Use], holders: dict[str, frozenset[str]], said: _Said
) -> TagView:
    line = catalog.with_ancestors(tag.name)
    providers = catalog.providers
    use = uses[tag.name]
    listing = _listing(use)
    offering = {api.id for api, _ in use.operations}
    number = len(use.operations if listing == "operations" else offering) + len(use.apis)
    fitting = (_ELEMENTS // max(number, 1) - _ROW_ELEMENTS) // _CELL_ELEMENTS  # a long table has fewer columns
    columns = columns_for(catalog, tag)[: max(fitting, 0)]
    api_rows = tuple(
        Row(providers[api.provider], api, None, tuple(cell(catalog, column, api, None) for column in columns))
        for api in use.apis
    )
    finding_rows = tuple(
        FindingRow(providers[api.provider], api, item_of(catalog, finding), finding) for api, finding in use.findings
    )
    looked = {row.api.id for row in finding_rows}
    parent = catalog.tags.get(tag.parent) if tag.parent else None
    siblings = parent.children if parent else ()
    does_not = tuple(said.does_not.get(tag.name, ()))
    main = kind_of(catalog)
    is_task = main is not None and tag.kind == main.name
    denying = {api.id for _, api, _ in does_not}
    return TagView(
        tag=tag,
        kind=kind,
        ancestors=tuple(catalog.tags[broader] for broader in reversed(line[1:]) if broader in catalog.tags),
        children=tuple((catalog.tags[name], _number(uses[name])) for name in tag.children),
        nearby=tuple(catalog.tags[name] for name in siblings if name != tag.name),
        related=_related(catalog, tag, holders),
        columns=tuple(column.label for column in columns),
        operation_count=len(use.operations),
        rows=tuple(_rows(catalog, use, columns, listing)),
        api_rows=api_rows,
        finding_rows=finding_rows,
        not_looked=tuple(api for api in catalog.apis if api.id not in looked) if kind.applies_to == "finding" else (),
        does_not=does_not,
        absent=_absent(catalog, uses[line[-1]], use, denying) if is_task and tag.defined and len(line) > 1 else None,
        hype=tuple(said.hype.get(tag.name, ())),
        replaced_by=catalog.tags.get(tag.replaced_by) if tag.replaced_by else None,
        listing=listing,
        is_compared=is_task and tag.defined and len({api.provider for api, _ in use.operations}) > 1,
        changes=(changes := _changes(catalog, tag)),
        feed=urls.tag_url(tag) + urls.FEED if changes and catalog.site_url else "",
        browse=f"{urls.APIS}?{quote(key_of(kind))}={tag.slug}" if len(holders[tag.name]) > 1 else "",
    )


def _listing(use: Use) -> str:
    if len(use.operations) <= _MOST_OPERATIONS:
        return "operations"
    return "apis" if len({api.id for api, _ in use.operations}) <= _MOST_APIS else "lines"


def _rows(catalog: Catalog, use: Use, columns: Collection[FactColumn], listing: str) -> Iterator[Row]:
    """An operation a row, or an API if there are too many of them."""
    if listing == "operations":
        for api, operation in use.operations:
            cells = tuple(cell(catalog, column, api, operation) for column in columns)
            yield Row(catalog.providers[api.provider], api, operation, cells)
        return
    numbers = Counter(api.id for api, _ in use.operations)
    for api in {api.id: api for api, _ in use.operations}.values():
        cells = tuple(cell(catalog, column, api, None) for column in columns)
        yield Row(catalog.providers[api.provider], api, None, cells, numbers[api.id])


def _changes(catalog: Catalog, tag: Tag) -> tuple[RevisionRow, ...]:
    """What changed for this tag and narrower ones."""
    return revision_rows(catalog, catalog.history.of_tags(catalog.with_descendants(tag.name)), *_CHANGES)


def _number(use: Use) -> int:
    return len(use.operations) + len(use.apis) + len(use.findings)


def _related(catalog: Catalog, tag: Tag, holders: dict[str, frozenset[str]]) -> tuple[Related, ...]:
    """Tags of the same kind that two of the same APIs or more have, those first that go together most."""
    family = {*catalog.with_ancestors(tag.name), *catalog.with_descendants(tag.name)}
    own = holders[tag.name]
    if len(own) < 2 or not tag.defined:
        return ()
    scores = []
    for place, other in enumerate(catalog.tags_of_kind(tag.kind)):
        both = len(own & holders[other.name]) if other.name not in family and not other.children else 0
        if both > 1:
            scores.append((-both / len(own | holders[other.name]), place, Related(other, both)))
    return tuple(related for _, _, related in sorted(scores, key=lambda score: score[:2])[:_MOST_RELATED])


def _absent(catalog: Catalog, field: Use, use: Use, denying: Collection[str]) -> Absent | None:
    """Of the providers that do something in the same field, those with no operation for the task itself."""
    doing = {api.provider for api, _ in use.operations}
    apis = {api.id: api for api, _ in field.operations if api.provider not in doing and api.id not in denying}
    whole = [api for api in apis.values() if api.coverage and api.coverage.described >= api.coverage.of]
    partly = {api.provider for api in apis.values() if api not in whole}
    unknown = [provider for slug, provider in catalog.providers.items() if slug in partly]
    if not whole and not unknown:
        return None
    more = max(0, len(whole) - _MOST_NAMES) + max(0, len(unknown) - _MOST_NAMES)
    return Absent(tuple(whole[:_MOST_NAMES]), tuple(unknown[:_MOST_NAMES]), more)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said about tags: by name of the tag, in order of the APIs."""

    does_not: dict[str, list[tuple[Provider, Api, DoesNot]]]
    hype: dict[str, list[tuple[Provider, Hype, bool]]]


def _said(catalog: Catalog) -> _Said:
    said = _Said({}, {})
    for api in catalog.apis:
        provider = catalog.providers[api.provider]
        for missing in api.does_not:
            for name in missing.tags:
                said.does_not.setdefault(name, []).append((provider, api, missing))
        for hype in (*api.hype, *(hype for operation in api.operations for hype in operation.hype)):
            for name in hype.maps_to:
                said.hype.setdefault(name, []).append((provider, hype, name in api.all_tags))
    return said
