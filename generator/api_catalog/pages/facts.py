"""Facts about an API or an operation, with their evidence, as the cells of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, FactColumn, Finding, Operation, Source, Tag
from api_catalog.catalog.latest import for_the_latest


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a fact. ``quiet`` marks what is not known: "not stated", "not yet looked"; ``hint`` says more."""

    text: str
    source: Source | None = None
    url: str = ""
    quiet: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is known."""

    label: str
    items: tuple[Item, ...]


_BRIEF = 36  # characters of a cell
NOT_LOOKED = Item("not yet looked", quiet=True)
NOTHING = Item("—", quiet=True)


def facts_of(catalog: Catalog, api: Api) -> tuple[Fact, ...]:
    """The facts at the top of an API's page. For a bare description, only those that the description itself gives."""
    columns = [column for column in catalog.settings.facts if "api" in column.on]
    facts = (Fact(column.label, cell(catalog, column, api, None)) for column in columns if api.curated or column.show)
    return tuple(fact for fact in facts if fact.items != (NOTHING,))


def columns_for(catalog: Catalog, tag: Tag) -> tuple[FactColumn, ...]:
    """The columns of a tag's table."""
    line = set(catalog.with_ancestors(tag.name))
    columns = (column for column in catalog.settings.facts if "tag" in column.on)
    return tuple(column for column in columns if not column.only_for or line & set(column.only_for))


def cell(catalog: Catalog, column: FactColumn, api: Api, operation: Operation | None) -> tuple[Item, ...]:
    """What is known of ``api``, or of one operation of it, in one column; never empty."""
    known = _cells(catalog)
    key = (id(column), api.id, operation.anchor if operation else None)  # an operation is on the pages of many tags
    if key not in known:
        known[key] = _cell(catalog, column, api, operation)
    return known[key]


@for_the_latest
def _cells(catalog: Catalog) -> dict[tuple[int, str, str | None], tuple[Item, ...]]:
    """Those that were asked for."""
    return {}


def _cell(catalog: Catalog, column: FactColumn, api: Api, operation: Operation | None) -> tuple[Item, ...]:
    if column.show is not None:
        text = _shown(column.show, api, operation)
        return tuple(Item(part) for part in text) or (NOTHING,)
    if column.tags:
        return tuple(_by_tags(catalog, column, api, operation)) or (NOTHING if api.curated else NOT_LOOKED,)
    return tuple(_by_findings(catalog, column, api)) or (NOT_LOOKED,)


def _shown(what: str, api: Api, operation: Operation | None) -> list[str]:
    if what == "authentication":
        if operation is not None:
            return list(operation.authentication)
        ways = {way: None for each in api.operations for way in each.authentication}
        return [way for way in ways if way != "none" or len(ways) == 1]
    if operation is not None:
        stated = operation.input if what == "input" else operation.output
    else:
        stated = api.input if what == "input" else api.output
    return [stated] if stated else []


def _by_tags(catalog: Catalog, column: FactColumn, api: Api, operation: Operation | None) -> Iterator[Item]:
    held = set(api.tags) | set(operation.tags if operation else api.all_tags)
    for name in column.tags:
        tag = catalog.tags.get(name)
        if name in held and tag is not None:
            yield Item(tag.title.lower() if not tag.title.isupper() else tag.title)


def _by_findings(catalog: Catalog, column: FactColumn, api: Api) -> Iterator[Item]:
    found = [finding for name in column.findings for finding in api.findings_about(name)]
    positive = [finding for finding in found if finding.state == "yes"]
    alone = len(column.findings) == 1
    for finding in (positive or found)[: 1 if alone else None]:
        item = item_of(catalog, finding, named=not alone)
        yield Item(brief(finding), item.source, hint=finding.value) if alone and not item.quiet else item


def item_of(catalog: Catalog, finding: Finding, *, named: bool = False) -> Item:
    """A finding in a few words; ``named`` puts the tag's title in place of "yes"."""
    if finding.state == "not-stated":
        return Item("not stated", finding.source, quiet=True)
    tag = catalog.tags.get(finding.tag)
    title = tag.title.lower() if tag else finding.tag
    if named:
        return Item(title if finding.state == "yes" else f"not {title}", finding.source)
    return Item(finding.value or finding.state, finding.source)


def brief(finding: Finding) -> str:
    """A finding in a few words: the first clause of its value, cut if that is long."""
    clause = re.split(r"[,;:(]", finding.value)[0].strip()
    return clause if len(clause) <= _BRIEF else clause[:_BRIEF].rsplit(" ", 1)[0] + "…"
