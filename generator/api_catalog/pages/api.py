"""The page of an API: what it does, what it does not, the facts, and its whole reference."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import orjson

from api_catalog.catalog import Api, Catalog, Finding, Link, Operation, Provider, Tag
from api_catalog.catalog.latest import for_the_latest
from api_catalog.pages import urls
from api_catalog.pages.facts import Fact, Item, facts_of
from api_catalog.pages.page import Draft, Heading
from api_catalog.pages.revisions import RevisionRow, revision_rows
from api_catalog.reference import Part, ReferenceView, places_of, split

_TOC_LIMIT = 60
_MOST_TITLES = 4
_MOST_DOES = 40
# How the operations are listed, by the most of them that leave a page within its budget of elements.
_LISTINGS = (("table", 200), ("rows", 1000), ("lines", 4000))
_CHANGES = (10, 8, 200)  # commits, differences of each, elements in all
_INDEX = "index"  # more than that: a file that leads from an operation to its part


@dataclass(frozen=True, slots=True)
class Does:
    """A task of the API: how many operations do it, and a note with evidence, such as special rules."""

    tag: Tag
    number: int
    notes: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in full. ``tag`` is None only if the vocabulary lost it."""

    tag: Tag
    finding: Finding


@dataclass(frozen=True, slots=True)
class HypeRow:
    """Marketing words and what they come down to."""

    term: str
    url: str
    date: str
    tags: tuple[Tag, ...]
    operation: Operation | None


@dataclass(frozen=True, slots=True)
class ApiView:
    """What pages/api.html.jinja draws."""

    api: Api
    provider: Provider
    does: tuple[Does, ...]
    facts: tuple[Fact, ...]
    api_tags: tuple[Tag, ...]
    reference: ReferenceView
    operation_tags: dict[str, tuple[Tag, ...]]
    findings: tuple[tuple[str, tuple[FindingRow, ...]], ...]
    hype: tuple[HypeRow, ...]
    actions: tuple[Link, ...]
    downloads: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, Api], ...]
    base: Api | None  # the API that this one was made from by an overlay, if it is in the catalog
    contribute: str
    parts: tuple[tuple[Part, str, str], ...]  # with title and URL; empty if the reference fits on this page
    listing: str  # table, rows, lines or index
    clocks: tuple[tuple[str, str], ...]  # what was done, and the day of it
    changes: tuple[RevisionRow, ...]
    feed: str  # URL of the feed of its changes; empty if there is none

    @property
    def shown_does(self) -> tuple[Does, ...]:
        return self.does[:_MOST_DOES]


@dataclass(frozen=True, slots=True)
class PartView:
    """What pages/api-part.html.jinja draws: a page of a split reference."""

    api: Api
    provider: Provider
    part: Part
    title: str
    operation_tags: dict[str, tuple[Tag, ...]]


def drafts_of(catalog: Catalog, api: Api) -> Iterator[Draft]:
    """The page of one API and those of the parts of its reference. Of other APIs it may name those before and after."""
    reference, parts = split(api)
    url = urls.api_url(api)
    inside = places_of(parts)
    places = {name: f"{url}{part}/" for name, part in inside.items()}
    named = tuple((part, _title(catalog, part), f"{url}{part.slug}/") for part in parts)
    listing = next((name for name, most in _LISTINGS if len(api.operations) <= most), _INDEX)
    files = {"operations.json": json.dumps(inside).encode()} if listing == _INDEX else {}
    written, bundled = _names(catalog, api)
    files |= {bundled: _in_one_piece(api)} if bundled else {}
    view = _view(catalog, api, reference, named, listing)
    title = f"{api.title} · {view.provider.short_name}"
    listed = _headings(api.operations)
    copies = {written: api.source_path}
    yield Draft(url, title, api.summary, "pages/api.html.jinja", view, listed, files, copies, places=places)
    for part, name, place in named:
        part_view = PartView(api, view.provider, part, name, view.operation_tags)
        description = f"{name}: a part of the reference of {api.title}."
        listed = _headings(each.operation for each in part.operations)
        yield Draft(
            place, f"{name} · {title}", description, "pages/api-part.html.jinja", part_view, listed, places=places
        )


def _in_one_piece(api: Api) -> bytes:
    """The description with all its parts, as JSON."""
    try:
        return orjson.dumps(api.description, option=orjson.OPT_INDENT_2)
    except orjson.JSONEncodeError:  # a number beyond 64 bits
        return json.dumps(api.description, ensure_ascii=False, indent=2, allow_nan=False).encode()


def _names(catalog: Catalog, api: Api) -> tuple[str, str]:
    """Of the files beside the page: as it was written, and in one piece; empty if that would be the same."""
    suffix = posixpath.splitext(api.source_path)[1]
    packed = ".gz" if catalog.settings.packs_downloads else ""
    bundled = "" if suffix == ".json" and not api.in_parts else f"openapi.bundled.json{packed}"
    return f"{'overlay' if api.base else 'openapi'}{suffix}{packed}", bundled


def _headings(operations: Iterable[Operation]) -> tuple[Heading, ...]:
    return tuple(Heading(operation.name, operation.anchor) for operation in islice(operations, _TOC_LIMIT))


def _title(catalog: Catalog, part: Part) -> str:
    tags = [catalog.tags.get(key) for key in part.keys]
    titles = [tag.title if tag and tag.defined else key for tag, key in zip(tags, part.keys, strict=True)]
    if len(titles) > _MOST_TITLES:
        titles = [*titles[: _MOST_TITLES - 1], f"{len(titles) - _MOST_TITLES + 1} more"]
    title = ", ".join(titles[:-1]) + " and " + titles[-1].lower() if len(titles) > 1 else titles[0]
    return f"{title} {part.number}" if part.number else title


def _view(
    catalog: Catalog,
    api: Api,
    reference: ReferenceView,
    parts: tuple[tuple[Part, str, str], ...],
    listing: str,
) -> ApiView:
    url = urls.api_url(api)
    by_id = {other.id: other for other in catalog.apis}
    related = (("Replaces", api.succeeds), ("Replaced by", api.succeeded_by))
    return ApiView(
        api=api,
        provider=catalog.providers[api.provider],
        does=does_of(catalog, api),
        facts=facts_of(catalog, api),
        api_tags=tuple(catalog.tags[name] for name in api.tags),
        reference=reference,
        operation_tags={op.anchor: tuple(catalog.tags[name] for name in op.tags) for op in api.operations},
        findings=_findings(catalog, api),
        hype=_hype(catalog, api),
        actions=api.links,
        downloads=tuple((name, url + name) for name in _names(catalog, api) if name),
        related=tuple((label, by_id[other]) for label, other in related if other in by_id),
        base=next((other for other in catalog.apis if other.source_path == api.base and api.base), None),
        contribute=catalog.settings.contribute,
        parts=parts,
        listing=listing,
        clocks=tuple(clocks_of(catalog, api)),
        changes=(rows := revision_rows(catalog, catalog.history.of_api(api.id).revisions, *_CHANGES)),
        feed=url + urls.FEED if rows and catalog.site_url else "",
    )


def clocks_of(catalog: Catalog, api: Api) -> Iterator[tuple[str, str]]:
    """How fresh it is: when its newest source was read, its description changed, and somebody compared the two."""
    read = max((source.date for source in api.provenance.sources), default="") if api.provenance else ""
    days = (
        ("sources read", read),
        ("description changed", catalog.history.described.get(api.id, "")),
        ("reviewed", api.reviewed),
    )
    return ((label, day) for label, day in days if day)


def does_of(catalog: Catalog, api: Api) -> tuple[Does, ...]:
    """The tags of the first kind that applies to operations, most operations first."""
    kinds = [kind.name for kind in catalog.settings.kinds if kind.applies_to == "operation"]
    kind = kinds[0] if kinds else catalog.settings.kinds[0].name if catalog.settings.kinds else ""
    counts = Counter(name for operation in api.operations for name in operation.tags if catalog.tags[name].kind == kind)
    order = _order(catalog)
    names = sorted(counts, key=lambda name: (-counts[name], order[name]))
    said: set[str] = set()
    rows = []
    for name in names:
        notes = tuple(note for note in _notes(catalog, api, name) if note.text not in said)  # said once is enough
        said |= {note.text for note in notes}
        rows.append(Does(catalog.tags[name], counts[name], notes))
    return tuple(rows)


@for_the_latest
def _order(catalog: Catalog) -> dict[str, int]:
    """The places of the tags in the vocabulary."""
    return {name: number for number, name in enumerate(catalog.tags)}


def _notes(catalog: Catalog, api: Api, name: str) -> tuple[Item, ...]:
    line = set(catalog.with_ancestors(name))
    return tuple(
        Item(column.label.lower(), found.source)
        for column in catalog.settings.facts
        if line & set(column.only_for)
        for tag in column.findings
        for found in api.findings_about(tag)[:1]
        if found.state == "yes"
    )


def _findings(catalog: Catalog, api: Api) -> tuple[tuple[str, tuple[FindingRow, ...]], ...]:
    """The findings by kind, as (question, rows)."""
    groups = []
    for kind in catalog.settings.kinds:
        rows = tuple(
            FindingRow(catalog.tags[finding.tag], finding)
            for finding in api.findings
            if catalog.tags[finding.tag].kind == kind.name
        )
        if rows:
            groups.append((kind.question, rows))
    return tuple(groups)


def _hype(catalog: Catalog, api: Api) -> tuple[HypeRow, ...]:
    stated = [(hype, None) for hype in api.hype]
    stated += [(hype, operation) for operation in api.operations for hype in operation.hype]  # type: ignore[misc]
    return tuple(
        HypeRow(
            hype.term,
            hype.source.url,
            hype.source.date,
            tuple(catalog.tags[name] for name in hype.maps_to if name in catalog.tags),
            operation,
        )
        for hype, operation in stated
    )
