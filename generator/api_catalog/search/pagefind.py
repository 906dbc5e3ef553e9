"""The search index, made by Pagefind from records; each of them is a page that nobody sees."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable

from api_catalog.catalog import Catalog
from api_catalog.pages import urls
from api_catalog.search import opensearch
from api_catalog.search.portions import Portion
from api_catalog.search.words import most_of

FOLDER = "pagefind"
CATALOG = "catalog.json"
"""Beside the index: what the pages know of the catalog before a search."""
_SECONDS = 1800
_NEEDED = ("pagefind-entry.json", "pagefind-worker.js")
_BATCH = 500  # records in one folder
_MOST_NAMED = 500  # APIs whose names every search loads


class SearchError(Exception):
    """The index could not be made. The message says why."""


class Index:
    """An index in the making: Pagefind runs beside whatever else is done until somebody waits for it."""

    def __init__(self, catalog: Catalog, portions: Iterable[Portion], by_hand: Mapping[str, str]) -> None:
        """Starts with all ``portions`` of ``catalog`` and pages ``by_hand``, HTML for Pagefind by path.

        Raises SearchError.
        """
        self._catalog = catalog
        self._folder = tempfile.TemporaryDirectory(prefix="api-catalog-")
        try:
            source, target = Path(self._folder.name) / "pages", Path(self._folder.name) / FOLDER
            (source / "records").mkdir(parents=True)
            self._known = _write(source / "records", portions)
            for path, html in by_hand.items():
                (source / path).parent.mkdir(parents=True, exist_ok=True)
                (source / path).write_text(html, "utf-8", errors="replace")
            command = [get_executable(), "--site", str(source), "--output-path", str(target)]
            self._log = (Path(self._folder.name) / "log").open("w+b")
            self._process = subprocess.Popen(
                [*command, "--force-language", "en"], stdout=self._log, stderr=subprocess.STDOUT
            )
        except OSError as error:
            self._folder.cleanup()
            raise SearchError(f"The search index could not be written: {error}") from None

    def publish(self, site: Path) -> None:
        """Waits for the index and puts it into ``site/pagefind``, with what the search knows of the catalog.

        Says in ``site/opensearch.xml`` that there is a search, if the catalog knows its address. Raises SearchError.
        """
        try:
            self._wait()
            target = site / FOLDER
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(Path(self._folder.name) / FOLDER, target)
            for file in target.glob("pagefind-*"):  # ready-made search boxes that our pages do not use
                if file.name not in _NEEDED:
                    file.unlink()
            known = {**self._known, **_names(self._catalog)}
            text = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            (target / CATALOG).write_text(text, "utf-8", errors="replace")
            if self._catalog.site_url:
                settings = self._catalog.settings
                words = opensearch.description(settings.title, settings.description, self._catalog.site_url)
                (site / opensearch.NAME).write_text(words, "utf-8", errors="replace")
        except OSError as error:
            raise SearchError(f"The search index could not be written: {error}") from None
        finally:
            self.close()

    def _wait(self) -> None:
        try:
            code = self._process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            raise SearchError(f"Pagefind was not done after {_SECONDS} seconds.") from None
        if code != 0:
            self._log.seek(0)
            said = self._log.read().decode("utf-8", "replace").strip()[-800:]
            raise SearchError(f"Pagefind failed: {said}")

    def close(self) -> None:
        """Ends what still runs, and removes what was not published."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()
        self._folder.cleanup()


def _write(folder: Path, portions: Iterable[Portion]) -> dict[str, Any]:
    """Gives the kinds and the words that there are."""
    kinds: set[str] = set()
    counts: Counter[str] = Counter()
    number = 0
    for portion in portions:
        kinds.update(portion.kinds)
        counts.update(portion.words)
        for html in portion.pages:
            place = folder / f"{number // _BATCH:04}"
            if number % _BATCH == 0:
                place.mkdir()
            (place / f"{number:06}.html").write_bytes(html.encode("utf-8", "replace"))
            number += 1
    return {"kinds": sorted(kinds), "words": most_of(counts)}


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
