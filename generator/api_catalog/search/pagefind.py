"""The search of a site: its indexes, which Pagefind makes, and what the pages know of the catalog before a search."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from api_catalog.catalog import Catalog
from api_catalog.execution.program import own_digest
from api_catalog.pages import urls
from api_catalog.search import opensearch, shards
from api_catalog.search.earlier import EarlierIndexes
from api_catalog.search.making import Making, SearchError, files_of
from api_catalog.search.portions import Portion
from api_catalog.search.words import by_letter, most_of

FOLDER = "pagefind"
CATALOG = "catalog.json"
"""Beside the first index: what the pages know of the catalog before a search."""
WORDS = "words"
"""A folder beside it: the words of the catalog, one file for each first letter."""
_AT_ONCE = 2  # indexes; each has threads of its own
_MOST_NAMED = 500  # APIs whose names every search loads


class Index:
    """The search in the making: Pagefind runs beside whatever else is done until somebody waits for it."""

    def __init__(
        self,
        catalog: Catalog,
        portions: Iterable[Portion],
        by_hand: Mapping[str, str],
        earlier: EarlierIndexes | None = None,
        most: int = shards.MOST,
    ) -> None:
        """Starts with all ``portions`` of ``catalog``, which are asked for twice, and pages ``by_hand``: HTML that
        Pagefind reads, by path.

        Indexes that ``earlier`` has are not made again. ``most`` is how many operations one index has. Raises
        SearchError.
        """
        self._catalog = catalog
        self._number = shards.number_of(catalog.operation_count, most)
        self._by_hand = by_hand
        self._earlier = earlier
        self._folder = tempfile.TemporaryDirectory(prefix="api-catalog-")
        self._keys: dict[int, str] = {}
        self._words: Counter[str] = Counter()
        self._makings: dict[int, Making] = {}
        self._runs: dict[int, Future[None]] = {}
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="index")
        try:
            self._begin(portions)  # not in a thread: each file written there would wait for whoever else works
        except OSError as error:
            self.close()
            raise SearchError(f"The search index could not be written: {error}") from None

    @property
    def made(self) -> tuple[int, ...]:
        """The indexes that are made now; all others are taken from the last site."""
        return tuple(self._makings)

    def publish(self, site: Path) -> None:
        """Waits for the indexes and puts them into ``site/pagefind``, with what the search knows of the catalog.

        Says in ``site/opensearch.xml`` that there is a search, if the catalog knows its address. Raises SearchError.
        """
        try:
            for run in self._runs.values():
                run.result()
            target = site / FOLDER
            _empty(target)
            for shard, key in self._keys.items():
                place = _place(target, shard)
                if shard in self._makings:
                    _move(self._makings[shard].result, place, is_first=not shard)
                else:
                    self._take(shard, place)
                if self._earlier is not None:
                    is_same = self._earlier.note(str(shard), key, place, files_of(place, is_first=not shard))
                    if shard not in self._makings and not is_same:
                        raise SearchError(f"The search index {place.name} changed while it was taken over.")
            self._tell(target)
            if self._catalog.site_url:
                settings = self._catalog.settings
                words = opensearch.description(settings.title, settings.description, self._catalog.site_url)
                (site / opensearch.NAME).write_text(words, "utf-8", errors="replace")
        except OSError as error:
            raise SearchError(f"The search index could not be written: {error}") from None
        finally:
            self.close()

    def close(self) -> None:
        """Ends what still runs, and removes what was not published."""
        for run in self._runs.values():
            run.cancel()
        for making in self._makings.values():
            making.stop()
        self._pool.shutdown()
        self._folder.cleanup()

    def _looked_at(self, portions: Iterable[Portion]) -> tuple[dict[int, str], Counter[str]]:
        """What each index that has a record is made from, as a digest, and in how many records each word is."""
        words: Counter[str] = Counter()
        digests = {0: hashlib.sha256(own_digest())}
        for path, html in sorted(self._by_hand.items()):
            digests[0].update(repr((path, html)).encode("utf-8", "surrogatepass"))
        for shard, portion in shards.dealt(portions, self._number):
            words.update(portion.words)
            digest = digests.setdefault(shard, hashlib.sha256(own_digest()))
            digest.update(repr((portion.pages, portion.shown)).encode("utf-8", "surrogatepass"))
        return {shard: digests[shard].hexdigest() for shard in sorted(digests)}, words

    def _has(self, shard: int, key: str) -> bool:
        return self._earlier is not None and self._earlier.has(str(shard), key, *self._old(shard))

    def _old(self, shard: int) -> tuple[Path, list[Path]]:
        assert self._earlier is not None  # noqa: S101 - who asks has looked
        place = _place(self._earlier.site / FOLDER, shard)
        return place, files_of(place, is_first=not shard)

    def _begin(self, portions: Iterable[Portion]) -> None:
        """Finds what is missing, writes the records of that, and has Pagefind read them."""
        self._keys, self._words = self._looked_at(portions)
        missing = [shard for shard, key in self._keys.items() if not self._has(shard, key)]
        self._makings = {shard: Making(Path(self._folder.name) / str(shard), shard) for shard in missing}
        for shard, portion in shards.dealt(portions, self._number) if missing else ():
            if shard in self._makings:
                self._makings[shard].add(portion)
        if 0 in self._makings:
            for path, html in self._by_hand.items():
                self._makings[0].add_page(path, html)
        self._runs = {shard: self._pool.submit(making.run) for shard, making in self._makings.items()}

    def _take(self, shard: int, place: Path) -> None:
        """An index of the last site, as it was found."""
        old, files = self._old(shard)
        for path in files:
            new = place / path.relative_to(old)
            new.parent.mkdir(parents=True, exist_ok=True)
            _link(path, new)

    def _tell(self, target: Path) -> None:
        """What the search knows of the catalog, beside its indexes."""
        letters = by_letter(most_of(self._words))
        (target / WORDS).mkdir()
        for letter, words in letters.items():
            (target / WORDS / f"{letter}.txt").write_text(" ".join(words), "utf-8")
        known = {**_names(self._catalog), "indexes": list(self._keys), "letters": "".join(letters)}
        text = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        (target / CATALOG).write_text(text, "utf-8", errors="replace")


def _place(folder: Path, shard: int) -> Path:
    """Where an index is: the first in ``folder``, all others in one each below it."""
    return folder / str(shard) if shard else folder


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _move(index: Path, place: Path, *, is_first: bool) -> None:
    place.mkdir(exist_ok=True)
    for path in sorted({index / path.relative_to(index).parts[0] for path in files_of(index, is_first=is_first)}):
        shutil.move(path, place / path.name)


def _link(path: Path, new: Path) -> None:
    """The same file under another name, or a copy where there is no such thing."""
    try:
        os.link(path, new)
    except OSError:
        shutil.copyfile(path, new)


def _names(catalog: Catalog) -> dict[str, list[list[str]]]:
    """Of each thing with a name: what it is called, its address, then other names."""
    tags = (tag for tag in catalog.tags.values() if tag.defined)
    apis = catalog.apis if len(catalog.apis) <= _MOST_NAMED else ()
    return {
        "tags": [_named(tag.title, urls.tag_url(tag), tag.name, *tag.aliases) for tag in tags],
        "apis": [_named(api.title, urls.api_url(api), *api.aliases) for api in apis],
        "providers": [
            _named(provider.short_name, urls.provider_url(provider), provider.name, *provider.aliases)
            for provider in catalog.providers.values()
        ],
    }


def _named(title: str, url: str, *others: str) -> list[str]:
    return [title, url, *(name for name in dict.fromkeys(others) if name != title)]
