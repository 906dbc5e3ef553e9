"""Catalog → every page, drawn wherever work runs, and only if it was not drawn before.

The pages of an API are one job. Whoever does it reads the description again, so that no description travels. What was
drawn is remembered by what it was drawn from: the files of the API, what of the catalog its pages show, and the
program.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api_catalog.catalog import Api, Catalog
from api_catalog.catalog.apis import api_of
from api_catalog.documents.memory import no_collection
from api_catalog.documents.repository import load_one
from api_catalog.execution import Cache, spread, tracked
from api_catalog.execution.executors import PROCESSES, SERIAL
from api_catalog.execution.program import digest_of
from api_catalog.pages import Heading, Page, files_of, folder, pages_of_api, pages_of_catalog

AUTO = "auto"
_WORTH_IT = 3_000_000  # bytes of descriptions from which processes save more time than they take to start


@dataclass(frozen=True, slots=True)
class Job:
    """The pages of one API. ``catalog`` is what of it they show; the API itself is read from its file."""

    root: Path
    source_path: str
    catalog: Catalog
    templates: tuple[Path, ...]


def draw(job: Job) -> list[dict[str, Any]]:
    """The pages as plain values, ready to be remembered."""
    with no_collection():
        api = api_of(load_one(job.root, job.source_path))
        return [_plain(page) for page in pages_of_api(job.catalog, api, job.templates)]


def pages_of(
    catalog: Catalog, root: Path, templates: Sequence[Path] = (), executor: str = AUTO, cache: Cache | None = None
) -> list[Page]:
    """Every page, sorted by URL. ``root`` is the folder that the catalog was read from. Raises ExecutorError."""
    pages = pages_of_catalog(catalog, templates)
    program = _program(templates)
    missing: list[tuple[Job, bytes, dict[str, bytes]]] = []
    weights: list[int] = []
    for api in catalog.apis:
        job = Job(root, api.source_path, _shown(catalog, api), tuple(templates))
        beside = files_of(api)
        key = _key(api, job.catalog, program, beside)
        known = cache.get(key) if cache else None
        if known is None:
            missing.append((job, key, beside))
            weights.append(len(api.source))
        else:
            pages += _with_files(known, beside)
    where = executor if executor != AUTO else PROCESSES if sum(weights) > _WORTH_IT else SERIAL
    results = spread(where, draw, [job for job, _, _ in missing], weights)
    for index, drawn in tracked(results, len(missing), "Drawing"):
        _, key, beside = missing[index]
        if cache:
            cache.put(key, drawn)
        pages += _with_files(drawn, beside)
    return sorted(pages, key=lambda page: page.url)


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
    )


def _is_neighbor(api: Api, other: Api) -> bool:
    return other.id in (api.succeeds, api.succeeded_by) or bool(api.base and other.source_path == api.base)


def _name_only(api: Api) -> Api:
    named = Api(api.id, api.provider, api.slug, api.title, api.version, api.openapi, "", (), {})
    return dataclasses.replace(named, source_path=api.source_path)


def _key(api: Api, shown: Catalog, program: bytes, beside: dict[str, bytes]) -> bytes:
    digest = hashlib.sha256(program)
    light = dataclasses.replace(api, description=None, source=b"")
    parts = (repr(shown).encode("utf-8", "surrogatepass"), repr(light).encode("utf-8", "surrogatepass"), api.source)
    for part in (*parts, *(beside.values() if api.in_parts else ())):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


@functools.lru_cache(maxsize=1)
def _own_files() -> bytes:
    """The digest of this program."""
    return digest_of([Path(__file__).parent, folder()])


def _program(templates: Sequence[Path]) -> bytes:
    return _own_files() + digest_of(templates)


def _plain(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "title": page.title,
        "description": page.description,
        "html": page.html,
        "headings": [[heading.title, heading.anchor] for heading in page.headings],
        "files": {name: content.decode() for name, content in page.files.items()},
    }


def _with_files(drawn: list[dict[str, Any]], beside: dict[str, bytes]) -> Iterator[Page]:
    """The pages, the first with the files ``beside`` it."""
    for each in drawn:
        files = {**{name: text.encode() for name, text in each["files"].items()}, **beside}
        headings = tuple(Heading(title, anchor) for title, anchor in each["headings"])
        yield Page(each["url"], each["title"], each["description"], each["html"], headings, files)
        beside = {}
