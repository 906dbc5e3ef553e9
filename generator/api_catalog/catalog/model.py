"""What a catalog holds: providers, their APIs, operations, tags, and what is known about them. Frozen and sorted.

Dates are ISO 8601 text as written in the record. ``None`` or an empty tuple means that nobody has stated it; a finding
with ``state == "not-stated"`` means that somebody looked and did not find it. The two are never the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from api_catalog.catalog.freshness import Freshness
from api_catalog.catalog.revisions import History

Thing = TypeVar("Thing")


def _told_once(kind: type[Thing]) -> type[Thing]:
    """Has each object work out its ``repr`` once: pages are told from each other by it, and many show the same tags."""
    tell = kind.__repr__

    def told(self: Thing) -> str:
        known: dict[str, str] = self.__dict__
        return known.get("_told") or known.setdefault("_told", tell(self))

    kind.__repr__ = told  # type: ignore[method-assign, assignment] # of any object
    return kind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tags, which answers one question; a facet of the catalog."""

    name: str
    label: str
    question: str
    applies_to: str = "both"  # operation, api, both, finding
    minimum: int = 0
    maximum: int | None = None
    required_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A short fact to show about an API: from the description (``show``), from tags, or from findings."""

    label: str
    show: str | None = None
    tags: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    on: tuple[str, ...] = ("api", "tag")
    only_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """catalog.yml. ``rules`` has a severity, or ``off``, for house rules by id; ``moved``, new ids by former ones."""

    title: str
    description: str
    closed: bool
    skip_invalid: bool
    kinds: tuple[Kind, ...]
    facts: tuple[FactColumn, ...]
    examples: tuple[str, ...] = ()
    contribute: str = ""
    packs_downloads: bool = False
    rules: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


@_told_once
@dataclass(frozen=True)
class Tag:
    """A word of the vocabulary. ``defined`` is False for one that a description uses and nobody has defined."""

    name: str
    title: str
    description: str
    kind: str
    slug: str
    parent: str | None = None
    children: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    aligned_with: tuple[str, ...] = ()
    replaced_by: str | None = None
    defined: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A page elsewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and when."""

    url: str
    date: str


@_told_once
@dataclass(frozen=True)
class Provider:
    """Who offers APIs."""

    slug: str
    name: str
    short_name: str
    summary: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """Whether an API can be used. ``since`` is a year, month or day, or ``not-stated``."""

    state: str = "unknown"
    since: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact with its evidence. ``state`` is yes, no or not-stated."""

    tag: str
    state: str
    value: str
    source: Source
    scope: str = "api"


@dataclass(frozen=True, slots=True)
class DoesNot:
    """What a reader may expect and will not get."""

    what: str
    tags: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Hype:
    """Marketing words, and the tags of the operations behind them."""

    term: str
    source: Source
    maps_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What it costs."""

    name: str
    price: str
    limits: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of an API's operations are described here."""

    described: int
    of: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a description comes from."""

    kind: str
    sources: tuple[Source, ...] = ()
    license: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call. ``anchor`` is its permanent id on the page of its API.

    ``authentication`` has a word for each way to prove who is calling, ``none`` among them if no proof is needed.
    """

    anchor: str
    operation_id: str
    method: str
    path: str
    summary: str
    description: str
    tags: tuple[str, ...]
    deprecated: bool
    input: str
    output: str
    authentication: tuple[str, ...]
    pointer: tuple[str | int, ...]
    hype: tuple[Hype, ...] = ()

    @property
    def name(self) -> str:
        """What people call it: the summary, else the id, else method and path."""
        return self.summary or self.operation_id or f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Change:
    """An action of an overlay: ``kind`` is update, remove or copy, ``places`` how many it changed."""

    kind: str
    target: str
    description: str
    places: int


@dataclass(frozen=True, slots=True)
class Api:
    """An API. ``description`` is its OpenAPI document with every reference inside it, ``source`` the file as it is.

    Both are left out of a catalog that is to be kept in memory; ``digest`` stands for all files it was read from.
    ``servers`` are the URLs of the whole API, with the defaults of variables written in.

    ``base`` is the path of the description that an overlay made this one from, ``changes`` what the overlay did.
    ``in_parts`` says that the file refers to others; ``is_template``, that what the API takes and gives depends on the
    model that its owner loads.
    """

    id: str
    provider: str
    slug: str
    title: str
    version: str
    openapi: str
    summary: str
    operations: tuple[Operation, ...]
    description: Any = field(repr=False)
    source_path: str = ""
    source: bytes = field(default=b"", repr=False)
    digest: str = ""
    servers: tuple[str, ...] = ()
    in_parts: bool = False
    curated: bool = False
    is_template: bool = False
    input: str = ""
    output: str = ""
    aliases: tuple[str, ...] = ()
    status: Status = Status()
    tags: tuple[str, ...] = ()
    coverage: Coverage | None = None
    provenance: Provenance | None = None
    reviewed: str = ""
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    does_not: tuple[DoesNot, ...] = ()
    hype: tuple[Hype, ...] = ()
    plans: tuple[Plan, ...] = ()
    succeeds: str = ""
    succeeded_by: str = ""
    base: str = ""
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        """Short where ``digest`` stands for all the rest."""
        if self.digest:
            return f"Api(id={self.id!r}, digest={self.digest!r})"
        shown = (each.name for each in dataclasses.fields(self) if each.repr)
        return f"Api({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    @property
    def all_tags(self) -> frozenset[str]:
        """Tags of the API and of its operations, without those of findings."""
        return frozenset(self.tags).union(*(operation.tags for operation in self.operations))

    def findings_about(self, tag: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.tag == tag)


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything. APIs are sorted by id, providers by name, tags as in the vocabulary.

    ``site_url`` is the address of the published site, with a slash at its end; empty if nobody has said it.
    ``freshness`` is what the last look at links found.
    """

    settings: Settings
    tags: dict[str, Tag]
    providers: dict[str, Provider]
    apis: tuple[Api, ...]
    history: History = field(default_factory=History)
    site_url: str = ""
    freshness: Freshness | None = None

    @property
    def operation_count(self) -> int:
        return sum(len(api.operations) for api in self.apis)

    def tags_of_kind(self, kind: str) -> tuple[Tag, ...]:
        return tuple(tag for tag in self.tags.values() if tag.kind == kind)

    def with_ancestors(self, name: str) -> tuple[str, ...]:
        """The tag and its broader tags, nearest first; ends at a cycle."""
        line: list[str] = []
        current: str | None = name
        while current is not None and current not in line:
            line.append(current)
            tag = self.tags.get(current)
            current = tag.parent if tag else None
        return tuple(line)

    def with_descendants(self, name: str) -> tuple[str, ...]:
        """The tag and all narrower ones, in the vocabulary's order."""
        found = [name]
        for tag in found:
            found += [child for child in self.tags[tag].children if child not in found] if tag in self.tags else []
        return tuple(found)
