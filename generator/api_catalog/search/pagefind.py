"""The search index, made by Pagefind from records; each of them is a page that nobody sees.

Nothing names a filter: Pagefind writes filters in random order, and two builds of one commit must be equal. In their
place each record has words that nobody types, one for its kind and one for its provider.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from api_catalog.catalog import Catalog
from api_catalog.pages import urls
from api_catalog.search import opensearch
from api_catalog.search.records import Record
from api_catalog.search.words import words_of

FOLDER = "pagefind"
CATALOG = "catalog.json"
"""Beside the index: what the pages know of the catalog before a search."""
_SECONDS = 1800
_NEEDED = ("pagefind-entry.json", "pagefind-worker.js")
_BATCH = 500  # records in one folder
_MOST_NAMED = 500  # APIs whose names every search loads
_HAND_WRITTEN = re.compile(rb'<div class="ac-docs" data-pagefind-body')
_GENERATED = tuple(url.rstrip("/") for url in (urls.APIS, urls.TAGS, urls.PROVIDERS))


class SearchError(Exception):
    """The index could not be made. The message says why."""


def write_index(site: Path, catalog: Catalog, records: Iterable[Record]) -> str:
    """Indexes ``records`` of ``catalog`` and the hand-written pages under ``site`` into ``site/pagefind``.

    Says in ``site/opensearch.xml`` that there is a search, if the catalog knows its address.

    Gives Pagefind's own summary; raises SearchError.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="api-catalog-") as name:
            folder = Path(name)
            kinds = _write(folder, records, catalog)
            _add_hand_written(folder, site)
            summary = _run(folder, site / FOLDER)
        known = {
            "kinds": kinds,
            **_names(catalog),
            "words": words_of(records),
        }
        text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
        (site / FOLDER / CATALOG).write_text(text, "utf-8", errors="replace")
        if catalog.site_url:
            words = opensearch.description(catalog.settings.title, catalog.settings.description, catalog.site_url)
            (site / opensearch.NAME).write_text(words, "utf-8", errors="replace")
    except OSError as error:
        raise SearchError(f"The search index could not be written: {error}") from None
    return summary


def _run(source: Path, target: Path) -> str:
    command = [sys.executable, "-m", "pagefind", "--site", str(source), "--output-path", str(target)]
    try:
        done = subprocess.run(
            [*command, "--force-language", "en"], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SearchError(f"Pagefind did not run: {error}") from None
    if done.returncode != 0:
        raise SearchError(f"Pagefind failed: {(done.stderr or done.stdout).strip()[-800:]}")
    for file in target.glob("pagefind-*"):  # ready-made search boxes that our pages do not use
        if file.name not in _NEEDED:
            file.unlink()
    return done.stdout


def _write(folder: Path, records: Iterable[Record], catalog: Catalog) -> list[str]:
    """Gives the kinds of records that there are."""
    kinds: set[str] = set()
    numbers = {provider.short_name: number for number, provider in enumerate(catalog.providers.values())}
    for number, record in enumerate(records):
        place = folder / "records" / f"{number // _BATCH:04}"
        if number % _BATCH == 0:
            place.mkdir(parents=True)
        html = "".join(_html(record, numbers))
        (place / f"{number:06}.html").write_text(html, "utf-8", errors="replace")
        kinds.add(record.kind)
    return sorted(kinds)


def _html(record: Record, numbers: dict[str, int]) -> Iterator[str]:
    yield '<html lang="en"><body data-pagefind-body>'
    for name in ("kind", "url", "title", "note", "provider", "method", "path"):
        if value := getattr(record, name):
            yield f'<p data-pagefind-ignore data-pagefind-meta="{name}">{escape(value)}</p>'
    yield f"<p>{kind_word(record.kind)}"
    yield f" {provider_word(numbers[record.provider])}</p>" if record.provider else "</p>"
    yield from _texts(record)
    for part in record.parts:
        anchor = part.url.partition("#")[2]
        heading = f"{part.title} {part.method} {part.path}"
        yield f'<h3 id="{escape(anchor)}" data-pagefind-weight="{part.texts[0][0]:g}">{escape(heading)}</h3>'
        yield from _texts(part, 1)
    yield "</body></html>"


def _texts(record: Record, start: int = 0) -> Iterator[str]:
    for weight, words in record.texts[start:]:
        if words:
            yield f'<p data-pagefind-weight="{weight:g}">{escape(words)}</p>'


def kind_word(kind: str) -> str:
    """Found only by who asks for this kind."""
    return f"zzkind{kind}zz"


def provider_word(number: int) -> str:
    """Found only by who asks for the provider of this place in the catalog."""
    return f"zzprovider{number}zz"


def _add_hand_written(folder: Path, site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        place = path.relative_to(site)
        if place.parts[0] in _GENERATED:
            continue
        html = path.read_bytes()
        if _HAND_WRITTEN.search(html):
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(html)


def _names(catalog: Catalog) -> dict[str, list[list[str]]]:
    """Of each thing with a name: what it is called, its address, then other names."""
    tags = (tag for tag in catalog.tags.values() if tag.defined)
    apis = catalog.apis if len(catalog.apis) <= _MOST_NAMED else ()
    return {
        "tags": [[tag.title, urls.tag_url(tag), tag.name, *tag.aliases] for tag in tags],
        "apis": [[api.title, urls.api_url(api), *api.aliases] for api in apis],
        "providers": [
            [provider.short_name, urls.provider_url(provider), provider.name, *provider.aliases]
            for provider in catalog.providers.values()
        ],
    }
