"""What is known of one API as a column of a comparison, and several of them as one table.

The same sheets are drawn by a template, for comparisons that are pages, and by a script, from JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from api_catalog.catalog import Api, Catalog, Operation, Source
from api_catalog.pages import urls
from api_catalog.pages.facts import Item, cell
from api_catalog.pages.templates import web

_MOST_OPERATIONS = 5  # of one task
QUIET = "quiet"  # looks of a piece: what is not known; evidence; a path
EVIDENCE = "evidence"
CODE = "code"


class Piece(msgspec.Struct, frozen=True):
    """Some words, perhaps a link; ``url`` is a page of this site or a web address. There are tens of thousands."""

    text: str
    url: str = ""
    look: str = ""


Line = tuple[Piece, ...]


class SheetRow(msgspec.Struct, frozen=True):
    """What one API has in one row. ``order`` is the row's place; ``spare`` rows do not make a row by themselves."""

    order: int
    label: str
    url: str
    lines: tuple[Line, ...]
    spare: bool = False


class Group(msgspec.Struct, frozen=True):
    """Rows under one title. ``missing`` is what an API without the row has; ``shared_first``, that rows of more APIs
    come first."""

    title: str
    missing: str
    rows: tuple[SheetRow, ...]
    shared_first: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """An API as a column."""

    id: str
    title: str
    url: str
    provider: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a comparison, with one cell for each API."""

    label: str
    url: str
    cells: tuple[tuple[Line, ...], ...]


class Sheets:
    """The columns of a catalog. What they have of an API alone is worked out once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._order = {name: place for place, name in enumerate(catalog.tags)}
        self._known: dict[str, _Parts] = {}

    def of(self, api: Api, only: Collection[str] = ()) -> Sheet:
        """``only`` are the tasks to compare, if not all of them; then they come first."""
        parts = self._known.get(api.id) or self._known.setdefault(api.id, self._parts(api))
        rows = parts.denied | {name: row for name, row in parts.tasks.items() if not only or name in only}
        tasks = tuple(sorted(rows.values(), key=lambda row: row.order))
        groups = [parts.glance, Group("The same task", "not described here", tasks, shared_first=True)]
        if only:
            groups.reverse()
        provider = self._catalog.providers[api.provider]
        return Sheet(api.id, api.title, urls.api_url(api), provider.short_name, (*groups, *parts.findings))

    def _parts(self, api: Api) -> _Parts:
        glance = Group("At a glance", "—", tuple(_glance(self._catalog, api)))
        tasks = dict(_tasks(self._catalog, api, self._order))
        denied = dict(_denied(self._catalog, api, self._order))
        return _Parts(glance, tasks, denied, tuple(self._findings(api)))

    def _findings(self, api: Api) -> Iterator[Group]:
        for kind in self._catalog.settings.kinds:
            rows = tuple(
                SheetRow(
                    self._order[finding.tag],
                    tag.title,
                    urls.tag_url(tag),
                    (_answer(finding.state, finding.value, finding.source),),
                )
                for finding in api.findings
                if (tag := self._catalog.tags[finding.tag]).kind == kind.name
            )
            if kind.applies_to == "finding" or rows:
                yield Group(kind.question, "not yet looked", rows)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Of one API. ``tasks`` are rows of its operations, ``denied`` of what it is said not to do, by names of tags."""

    glance: Group
    tasks: dict[str, SheetRow]
    denied: dict[str, SheetRow]
    findings: tuple[Group, ...]


def merged(sheets: Sequence[Sheet]) -> list[tuple[str, list[TableRow]]]:
    """The table of several sheets: titles of groups, each with its rows; compare.mjs does the same."""
    titles = list(dict.fromkeys(group.title for sheet in sheets for group in sheet.groups))
    table = []
    for title in titles:
        groups = [next((group for group in sheet.groups if group.title == title), None) for sheet in sheets]
        known = next(group for group in groups if group)
        columns = [_by_order(group.rows) if group else {} for group in groups]
        holders: dict[tuple[int, str], int] = {}
        for column in columns:
            for key, rows in column.items():
                holders[key] = holders.get(key, 0) + any(not row.spare for row in rows)
        keys = sorted((key for key, number in holders.items() if number), key=lambda key: key)
        if known.shared_first:
            keys.sort(key=lambda key: -holders[key])
        missing: tuple[Line, ...] = ((Piece(known.missing, look=QUIET),),)
        rows_of = [
            TableRow(
                key[1],
                next(row.url for column in columns for row in column.get(key, ())),
                tuple(
                    tuple(line for row in column.get(key, ()) for line in row.lines) or missing for column in columns
                ),
            )
            for key in keys
        ]
        if rows_of:
            table.append((title, rows_of))
    return table


def record_of(sheet: Sheet) -> dict[str, Any]:
    """A sheet as JSON; a piece of plain words is just these."""
    return {
        "id": sheet.id,
        "title": sheet.title,
        "url": sheet.url,
        "provider": sheet.provider,
        "groups": [
            [
                group.title,
                group.missing,
                group.shared_first,
                [
                    [
                        row.order,
                        row.label,
                        row.url,
                        row.spare,
                        [[_packed(piece) for piece in line] for line in row.lines],
                    ]
                    for row in group.rows
                ],
            ]
            for group in sheet.groups
        ],
    }


def _packed(piece: Piece) -> str | list[str]:
    return [piece.text, piece.url, piece.look] if piece.url or piece.look else piece.text


def _by_order(rows: Iterable[SheetRow]) -> dict[tuple[int, str], list[SheetRow]]:
    found: dict[tuple[int, str], list[SheetRow]] = {}
    for row in rows:
        found.setdefault((row.order, row.label), []).append(row)
    return found


def _glance(catalog: Catalog, api: Api) -> Iterator[SheetRow]:
    rows: list[tuple[str, list[Line]]] = [
        ("In short", [(Piece(api.summary),)] if api.summary else []),
        ("Status", _status(api)),
        ("Operations", [(Piece(_described(api)),)]),
    ]
    for column in catalog.settings.facts:
        if "api" in column.on:
            pieces = [
                piece for item in cell(catalog, column, api, None) for piece in (*_item(item), Piece("·", look=QUIET))
            ]
            rows.append((column.label, [tuple(pieces[:-1])]))
    rows.append(
        ("Plans and limits", [_plan_line(plan.name, plan.price, plan.limits, plan.source) for plan in api.plans])
    )
    rows.append(("Does not", [(Piece(each.what), *_evidence(each.source)) for each in api.does_not]))
    rows.append(("Reviewed", [(Piece(api.reviewed),)] if api.reviewed else []))
    for place, (label, lines) in enumerate(rows):
        if lines:
            yield SheetRow(place, label, "", tuple(lines))


def _status(api: Api) -> list[Line]:
    if api.status.state == "unknown":
        return []
    since = f" since {api.status.since}" if api.status.since not in ("", "not-stated") else ""
    source = Source(api.status.source, "") if api.status.source else None
    return [(Piece(api.status.state.replace("-", " ") + since), *_evidence(source))]


def _described(api: Api) -> str:
    if api.coverage:
        return f"{api.coverage.described:,} of {api.coverage.of:,} described"
    return f"{len(api.operations):,}"


def _plan_line(name: str, price: str, limits: tuple[str, ...], source: Source) -> Line:
    said = "; ".join(part for part in (price, *limits) if part)
    return (Piece(f"{name}: {said}" if said else name), *_evidence(source))


def _tasks(catalog: Catalog, api: Api, order: dict[str, int]) -> Iterator[tuple[str, SheetRow]]:
    """The operations by task."""
    kind = next((kind.name for kind in catalog.settings.kinds if kind.applies_to == "operation"), None)
    by_task: dict[str, list[Operation]] = {}
    for operation in api.operations:
        for name in operation.tags:
            if catalog.tags[name].kind == kind:
                by_task.setdefault(name, []).append(operation)
    for name, operations in by_task.items():
        tag = catalog.tags[name]
        lines = [_operation(catalog, api, each) for each in operations[:_MOST_OPERATIONS]]
        if len(operations) > _MOST_OPERATIONS:
            more = f"and {len(operations) - _MOST_OPERATIONS:,} more"
            lines.append((Piece(more, urls.by_provider_url(tag, catalog.providers[api.provider])),))
        yield name, SheetRow(order[name], tag.title, urls.tag_url(tag), tuple(lines))


def _denied(catalog: Catalog, api: Api, order: dict[str, int]) -> Iterator[tuple[str, SheetRow]]:
    """What the API is said not to do, by task."""
    by_task: dict[str, list[Line]] = {}
    for each in api.does_not:
        for name in each.tags:
            if name in order:
                by_task.setdefault(name, []).append((Piece("does not:"), Piece(each.what), *_evidence(each.source)))
    for name, lines in by_task.items():
        tag = catalog.tags[name]
        yield name, SheetRow(order[name], tag.title, urls.tag_url(tag), tuple(lines), spare=True)


def _operation(catalog: Catalog, api: Api, operation: Operation) -> Line:
    """Its name, call, what goes in and comes out, and what else the table's columns say of single operations."""
    pieces = [
        Piece(operation.name, urls.operation_url(api, operation)),
        Piece(f"{operation.method} {operation.path}", look=CODE),
    ]
    for column in catalog.settings.facts:
        if column.show is None and not column.tags:
            continue
        words = ", ".join(
            item.text for item in cell(catalog, column, api, operation) if not item.quiet and item.text != "—"
        )
        if words:
            pieces += [Piece(column.label.lower(), look=QUIET), Piece(words)]
    return tuple(pieces)


def _item(item: Item) -> Iterator[Piece]:
    yield Piece(item.text, look=QUIET if item.quiet else "")
    yield from _evidence(item.source)


def _answer(state: str, value: str, source: Source) -> Line:
    word = Piece(state.replace("-", " "), look=QUIET if state == "not-stated" else "")
    return (word, *((Piece(value),) if value else ()), *_evidence(source))


def _evidence(source: Source | None) -> Line:
    if source is None or web(source.url) == "#":
        return ()
    return (Piece(source.date[:7] or "source", source.url, EVIDENCE),)
