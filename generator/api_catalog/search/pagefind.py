"""The search of a catalog: its indexes, which Pagefind makes, and what pages know of the catalog before a search."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from api_catalog.catalog import Catalog
from api_catalog.execution.linking import link
from api_catalog.execution.program import own_digest
from api_catalog.pages import urls
from api_catalog.search import opensearch, shards
from api_catalog.search.earlier import EarlierIndexes
from api_catalog.search.making import PROGRAM, Making, SearchError
from api_catalog.search.portions import Portion
from api_catalog.search.shown import ABOUT, RECORDS
from api_catalog.search.words import by_letter, most_of

FOLDER = "pagefind"
CATALOG = "catalog.json"
"""Beside the first index: what the pages know of the catalog before a search."""
WORDS = "words"
"""A folder beside it: the words of the catalog, one file for each first letter."""
_LOADED = ("pagefind-entry.json", "*.pf_meta", ABOUT, "index/*", f"{RECORDS}/*")
_MOST_NAMED = 500  # APIs whose names every search loads


class Index:
    """The search in the making: Pagefind runs beside whatever else is done until somebody waits for it."""

    def __init__(
        self,
        catalog: Catalog,
        portions: Iterable[Portion],
        earlier: EarlierIndexes | None = None,
        most: int = shards.MOST,
    ) -> None:
        """Starts with all ``portions`` of ``catalog``, which are asked for more than once.

        Indexes that ``earlier`` has are not made again. ``most`` is how many operations one index has. Raises
        SearchError.
        """
        self._catalog = catalog
        self._portions = portions
        self._number = shards.number_of(catalog.operation_count, most)
        self._earlier = earlier
        self._makings: dict[int, Making] = {}
        self._files: dict[int, dict[str, bytes]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="index")
        self._tasks: list[Future[None]] = []
        self._keys, self._words = self._looked_at()
        self._make([shard for shard, key in self._keys.items() if not earlier or not earlier.may_have(str(shard), key)])

    def complete(self, by_hand: Portion) -> None:
        """Adds what is found of pages ``by_hand``. There is nothing more. Raises SearchError."""
        self._keys[0] += by_hand.digest
        rest = (shard for shard in self._keys if shard not in self._makings)
        self._make([shard for shard in rest if not self._has(shard)])
        if 0 in self._makings:
            self._tasks.append(self._pool.submit(self._makings[0].add, by_hand))
        self._tasks.append(self._pool.submit(self._collect))

    @property
    def made(self) -> tuple[int, ...]:
        """The indexes that are made now; all others are taken from the last site."""
        return tuple(sorted(self._makings))

    def publish(self, site: Path) -> None:
        """Waits for the indexes and puts them into ``site/pagefind``, with what the search knows of the catalog.

        Says in ``site/opensearch.xml`` that there is a search, if the catalog knows its address. Raises SearchError.
        """
        try:
            for task in self._tasks:
                task.result()
            target = site / FOLDER
            _empty(target)
            for shard, key in self._keys.items():
                place = _place(target, shard)
                if shard in self._makings:
                    _write(self._files.pop(shard), place)
                else:
                    self._take(shard, place)
                if self._earlier is not None:
                    is_same = self._earlier.note(str(shard), key, place, _files_of(place, shard))
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
        """Ends what still runs."""
        for task in self._tasks:
            task.cancel()
        for making in self._makings.values():
            making.stop()
        self._pool.shutdown()

    def _looked_at(self) -> tuple[dict[int, str], Counter[str]]:
        """What each index that has a record is made from, as a digest, and in how many records each word is."""
        words: Counter[str] = Counter()
        digests = {0: hashlib.sha256(own_digest())}
        for shard, portion in shards.dealt(self._portions, self._number):
            words.update(portion.words)
            digests.setdefault(shard, hashlib.sha256(own_digest())).update(portion.digest.encode())
        return {shard: digests[shard].hexdigest() for shard in sorted(digests)}, words

    def _has(self, shard: int) -> bool:
        return self._earlier is not None and self._earlier.has(str(shard), self._keys[shard], *self._old(shard))

    def _old(self, shard: int) -> tuple[Path, list[Path]]:
        assert self._earlier is not None  # noqa: S101 - who asks has looked
        place = _place(self._earlier.site / FOLDER, shard)
        return place, _files_of(place, shard)

    def _make(self, numbers: list[int]) -> None:
        try:
            for shard in numbers:
                self._makings[shard] = Making(shard)
        except SearchError:
            self.close()
            raise
        if numbers:
            self._tasks.append(self._pool.submit(self._feed, numbers))

    def _feed(self, numbers: list[int]) -> None:
        for shard, portion in shards.dealt(self._portions, self._number):
            if shard in numbers:
                self._makings[shard].add(portion)

    def _collect(self) -> None:
        for making in self._makings.values():
            making.ask()
        for shard, making in self._makings.items():
            self._files[shard] = making.take()

    def _take(self, shard: int, place: Path) -> None:
        """An index of the last site, as it was found."""
        old, files = self._old(shard)
        for path in files:
            new = place / path.relative_to(old)
            new.parent.mkdir(parents=True, exist_ok=True)
            link(path, new)

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


def _files_of(place: Path, shard: int) -> list[Path]:
    """What a browser loads of the index in ``place``, sorted; of the first also the program that searches."""
    names = _LOADED if shard else (*_LOADED, *PROGRAM)
    return sorted(path for name in names for path in place.glob(name) if path.is_file())


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _write(files: dict[str, bytes], place: Path) -> None:
    for folder in {(place / name).parent for name in files}:
        folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (place / name).write_bytes(data)


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
