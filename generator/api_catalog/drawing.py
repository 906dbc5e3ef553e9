"""Catalog → every page and what search finds, made wherever work runs, and only if it was not made before.

The pages of an API are one job. Whoever does it reads the description again, so that no description travels. What was
drawn is remembered by what it was drawn from: the files of the API, what of the catalog its pages show, and the
program.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from api_catalog.catalog import Api, Catalog, Tag
from api_catalog.catalog.apis import api_of
from api_catalog.catalog.latest import for_the_latest
from api_catalog.documents.memory import no_collection
from api_catalog.documents.repository import load_one
from api_catalog.execution import Cache, spread, tracked
from api_catalog.execution.cache import Memory
from api_catalog.execution.executors import AUTO
from api_catalog.execution.program import digest_of, own_digest
from api_catalog.pages import Heading, Page, folder, pages_of_api, pages_of_catalog
from api_catalog.search.portions import Content, Portion, portion_of, portions_of_api
from api_catalog.search.records import are_apart, records_of_catalog

Drawn = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """Every page, sorted by URL, and what search finds."""

    pages: list[Page]
    portions: Iterable[Portion]


@dataclass(frozen=True, slots=True)
class Job:
    """The pages of one API. ``catalog`` is what of it they show; the API itself is read from its file.

    ``is_apart`` if search finds each of its operations as a record of its own.
    """

    root: Path
    source_path: str
    digest: str
    catalog: Catalog
    templates: tuple[Path, ...]
    is_apart: bool


def draw(job: Job) -> Drawn:
    """The pages, their HTML and the records of search as plain values, ready to be remembered."""
    with no_collection():
        api = dataclasses.replace(api_of(load_one(job.root, job.source_path)), digest=job.digest)
        pages = pages_of_api(job.catalog, api, job.templates)
        portions = list(portions_of_api(job.catalog, api, job.is_apart))
        return {
            "pages": [_plain(page) for page in pages],
            "html": [page.html for page in pages],
            "found": [[portion.place, portion.digest, portion.words] for portion in portions],
            "search": [msgspec.to_builtins(portion.read()) for portion in portions],
        }


def site_of(
    catalog: Catalog, root: Path, templates: Sequence[Path] = (), executor: str = AUTO, cache: Cache | None = None
) -> Site:
    """Everything. ``root`` is the folder that the catalog was read from. Raises ExecutorError."""
    pages = pages_of_catalog(catalog, templates)
    is_apart = are_apart(catalog)
    shelf = Shelf(cache, templates)
    jobs = [
        Job(root.absolute(), api.source_path, api.digest, _shown(catalog, api), tuple(templates), is_apart)
        for api in catalog.apis
    ]
    keys = [shelf.key(api, job) for api, job in zip(catalog.apis, jobs, strict=True)]
    missing = [index for index, key in enumerate(keys) if not shelf.has(key)]
    weights = [_size(root, catalog.apis[index]) for index in missing]
    done = spread(executor, draw, [jobs[index] for index in missing], weights)
    for number, drawn in tracked(done, len(missing), "Drawing"):
        shelf.put(keys[missing[number]], drawn)
    for key, job in zip(keys, jobs, strict=True):
        pages += shelf.pages(key, job)
    portions = Portions(portion_of(records_of_catalog(catalog)), shelf, list(zip(keys, jobs, strict=True)))
    return Site(sorted(pages, key=lambda page: page.url), portions)


class Shelf:
    """What was drawn of each API: what pages are, apart from their HTML, which is read when it is asked for.

    It lies in ``cache``; without one, in memory.
    """

    def __init__(self, cache: Cache | None, templates: Sequence[Path]) -> None:
        self._cache: Cache | Memory = Memory() if cache is None else cache if cache.works() else Cache.temporary()
        self._program = own_digest() + digest_of([folder(), *templates]) if cache else b""
        self._at_hand: dict[bytes, list[dict[str, Any]]] = {}
        self._latest: tuple[bytes, list[str]] = (b"", [])
        self._latest_found: tuple[bytes, list[Any]] = (b"", [])

    def key(self, api: Api, job: Job) -> bytes:
        """Stands for all that the pages of an API depend on."""
        digest = hashlib.sha256(self._program)
        for part in (repr(job.catalog), repr(api), str(job.is_apart)):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.digest()

    def has(self, key: bytes) -> bool:
        known = self._cache.get(key + b"pages")
        if known is None:
            return False
        self._at_hand[key] = known
        return True

    def put(self, key: bytes, drawn: Drawn) -> None:
        self._at_hand[key] = drawn["pages"]
        for part in ("html", "search", "found", "pages"):
            self._cache.put(key + part.encode(), drawn[part])

    def pages(self, key: bytes, job: Job) -> Iterator[Page]:
        for index, each in enumerate(self._at_hand.pop(key)):
            yield Page(
                each["url"],
                each["title"],
                each["description"],
                Remembered(self, key, job, index, each["digest"]),
                tuple(Heading(title, anchor) for title, anchor in each["headings"]),
                {name: text.encode() for name, text in each["files"].items()},
                each["copies"],
            )

    def html(self, key: bytes, job: Job) -> list[str]:
        """The HTML of an API's pages, which are read one after another."""
        if self._latest[0] != key:
            self._latest = (key, self._part(key, job, "html"))
        return self._latest[1]

    def portions(self, key: bytes, job: Job) -> list[Portion]:
        """What search finds of an API."""
        return [
            Portion(place, digest, words, partial(self._content, key, job, index))
            for index, (place, digest, words) in enumerate(self._part(key, job, "found"))
        ]

    def _content(self, key: bytes, job: Job, index: int) -> Content:
        """One of an API's portions, which are read one after another."""
        if self._latest_found[0] != key:
            self._latest_found = (key, self._part(key, job, "search"))
        return msgspec.convert(self._latest_found[1][index], Content)

    def _part(self, key: bytes, job: Job, name: str) -> Any:
        known = self._cache.get(key + name.encode())
        return draw(job)[name] if known is None else known  # somebody may have emptied the cache meanwhile


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """The HTML of a page that lies on a shelf. ``digest`` stands for it."""

    shelf: Shelf
    key: bytes
    job: Job
    index: int
    digest: str

    def read(self) -> str:
        return self.shelf.html(self.key, self.job)[self.index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Remembered) and self.read() == other.read()

    __hash__ = None  # type: ignore[assignment] # two that are equal may lie apart


class Portions:
    """What search finds, in the order of the catalog; read from the shelf each time that somebody asks."""

    def __init__(self, first: Portion, shelf: Shelf, rest: list[tuple[bytes, Job]]) -> None:
        self._first, self._shelf, self._rest = first, shelf, rest

    def __iter__(self) -> Iterator[Portion]:
        yield self._first
        for key, job in self._rest:
            yield from self._shelf.portions(key, job)


def _size(root: Path, api: Api) -> int:
    try:
        return (root / api.source_path).stat().st_size
    except OSError:
        return 1


def _shown(catalog: Catalog, api: Api) -> Catalog:
    """What the pages of an API show of the catalog: the vocabulary, its own tags, its provider, titles of others."""
    own = (
        set(api.all_tags)
        | {finding.tag for finding in api.findings}
        | {tag for each in api.hype for tag in each.maps_to}
    )
    defined, by_id, by_path = _within_reach(catalog)
    others = sorted(name for name in own if name in catalog.tags and name not in defined)  # as in the catalog
    found = (by_id.get(api.succeeds), by_id.get(api.succeeded_by), by_path.get(api.base))
    neighbors = {other.id: _name_only(other) for other in found if other is not None}
    return dataclasses.replace(
        catalog,
        tags=defined | {name: catalog.tags[name] for name in others},
        providers={api.provider: catalog.providers[api.provider]},
        apis=tuple(neighbors[name] for name in sorted(neighbors)),
        history=catalog.history.of_api(api.id),
        freshness=None,
    )


@for_the_latest
def _within_reach(catalog: Catalog) -> tuple[dict[str, Tag], dict[str, Api], dict[str, Api]]:
    """The vocabulary, and the APIs by id and by path."""
    return (
        {name: tag for name, tag in catalog.tags.items() if tag.defined},
        {api.id: api for api in catalog.apis},
        {api.source_path: api for api in catalog.apis},
    )


def _name_only(api: Api) -> Api:
    named = Api(api.id, api.provider, api.slug, api.title, api.version, api.openapi, "", (), {})
    return dataclasses.replace(named, source_path=api.source_path)


def _plain(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "title": page.title,
        "description": page.description,
        "digest": hashlib.sha256(page.html.encode("utf-8", "surrogatepass")).hexdigest(),
        "headings": [[heading.title, heading.anchor] for heading in page.headings],
        "files": {name: content.decode() for name, content in page.files.items()},
        "copies": page.copies,
    }
