"""Catalog → every page and what search finds, made wherever work runs, and only if it was not made before.

The pages of an API are one job. Whoever does it reads the description again, so that no description travels. What was
drawn is remembered by what it was drawn from: the files of the API, what of the catalog its pages show, and the
program.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from api_catalog.catalog import Api, Catalog
from api_catalog.catalog.apis import api_of
from api_catalog.documents.memory import no_collection
from api_catalog.documents.repository import load_one
from api_catalog.execution import Cache, spread, tracked
from api_catalog.execution.executors import AUTO, PROCESSES, SERIAL
from api_catalog.execution.program import digest_of, own_digest
from api_catalog.execution.spool import Spool, Stored
from api_catalog.pages import Heading, Page, folder, pages_of_api, pages_of_catalog
from api_catalog.search.records import Record, are_apart, records_of_api, records_of_catalog

_WORTH_IT = 600_000  # bytes of descriptions from which processes save more time than they take to start


@dataclass(frozen=True, slots=True)
class Site:
    """Every page, sorted by URL, and what search finds."""

    pages: list[Page]
    records: Records


class Records:
    """What search finds, in the order of the catalog; read from a spool each time that somebody asks."""

    def __init__(self) -> None:
        self._parts: list[Stored] = []

    def add(self, records: Stored) -> None:
        self._parts.append(records)

    def __iter__(self) -> Iterator[Record]:
        for stored in self._parts:
            yield from msgspec.json.decode(stored.read(), type=list[Record])


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


def draw(job: Job) -> dict[str, Any]:
    """The pages and the records of search as plain values, ready to be remembered."""
    with no_collection():
        api = dataclasses.replace(api_of(load_one(job.root, job.source_path)), digest=job.digest)
        pages = [_plain(page) for page in pages_of_api(job.catalog, api, job.templates)]
        return {"pages": pages, "records": _text(records_of_api(job.catalog, api, job.is_apart))}


def site_of(
    catalog: Catalog, root: Path, templates: Sequence[Path] = (), executor: str = AUTO, cache: Cache | None = None
) -> Site:
    """Everything. ``root`` is the folder that the catalog was read from. Raises ExecutorError."""
    spool = Spool()
    pages = [dataclasses.replace(page, body=spool.put(page.html)) for page in pages_of_catalog(catalog, templates)]
    is_apart = are_apart(catalog)
    program = own_digest() + digest_of([folder(), *templates]) if cache else b""
    records: dict[str, Stored] = {}
    missing: list[Job] = []
    keys: list[bytes] = []
    weights: list[int] = []
    for api in catalog.apis:
        job = Job(root.absolute(), api.source_path, api.digest, _shown(catalog, api), tuple(templates), is_apart)
        key = _key(api, job, program) if cache else b""
        known = cache.get(key) if cache else None
        if known is None:
            missing.append(job)
            keys.append(key)
            weights.append(_size(root, api))
        else:
            pages += _pages(known, spool)
            records[api.source_path] = spool.put(known["records"])
    where = executor if executor != AUTO else PROCESSES if sum(weights) > _WORTH_IT else SERIAL
    for index, drawn in tracked(spread(where, draw, missing, weights), len(missing), "Drawing"):
        if cache:
            cache.put(keys[index], drawn)
        pages += _pages(drawn, spool)
        records[missing[index].source_path] = spool.put(drawn["records"])
    found = Records()
    found.add(spool.put(_text(records_of_catalog(catalog))))
    for api in catalog.apis:
        found.add(records[api.source_path])
    return Site(sorted(pages, key=lambda page: page.url), found)


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
    tags = {name: tag for name, tag in catalog.tags.items() if tag.defined or name in own}
    neighbors = tuple(_name_only(other) for other in catalog.apis if _is_neighbor(api, other))
    return dataclasses.replace(
        catalog,
        tags=tags,
        providers={api.provider: catalog.providers[api.provider]},
        apis=neighbors,
        history=catalog.history.of_api(api.id),
        freshness=None,
    )


def _is_neighbor(api: Api, other: Api) -> bool:
    return other.id in (api.succeeds, api.succeeded_by) or bool(api.base and other.source_path == api.base)


def _name_only(api: Api) -> Api:
    named = Api(api.id, api.provider, api.slug, api.title, api.version, api.openapi, "", (), {})
    return dataclasses.replace(named, source_path=api.source_path)


def _key(api: Api, job: Job, program: bytes) -> bytes:
    digest = hashlib.sha256(program)
    for part in (repr(job.catalog), repr(api), str(job.is_apart)):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _plain(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "title": page.title,
        "description": page.description,
        "html": page.html,
        "headings": [[heading.title, heading.anchor] for heading in page.headings],
        "files": {name: content.decode() for name, content in page.files.items()},
        "copies": page.copies,
    }


def _pages(drawn: dict[str, Any], spool: Spool) -> Iterator[Page]:
    for each in drawn["pages"]:
        yield Page(
            each["url"],
            each["title"],
            each["description"],
            spool.put(each["html"]),
            tuple(Heading(title, anchor) for title, anchor in each["headings"]),
            {name: text.encode() for name, text in each["files"].items()},
            each["copies"],
        )


def _text(records: Iterator[Record]) -> str:
    return msgspec.json.encode(list(records)).decode()
