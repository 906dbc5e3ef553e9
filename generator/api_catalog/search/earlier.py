"""The indexes of the site that was published last: those that would come out the same are not made again.

An index is the same if its records and the program are. What was published is believed only if it still has the
digest that it had then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from os import fsencode
from pathlib import Path
from typing import Any

from api_catalog.execution import Cache


class EarlierIndexes:
    """What is known of the indexes in ``site``, by their names."""

    def __init__(self, cache: Cache, site: Path) -> None:
        self._cache = cache
        self.site = site
        self._question = b"index\0" + fsencode(site.absolute())
        stated = cache.get(self._question)
        self._known: dict[str, Any] = stated if isinstance(stated, dict) else {}
        self._now: dict[str, list[str]] = {}

    def may_have(self, name: str, start: str) -> bool:
        """Was the index ``name`` made with a key that begins so?"""
        known = self._known.get(name)
        return isinstance(known, list) and len(known) == 2 and str(known[0]).startswith(start)

    def has(self, name: str, key: str, folder: Path, files: Iterable[Path]) -> bool:
        """Was the index ``name`` made with the same ``key``, and did nobody touch its ``files`` in ``folder``?"""
        known = self._known.get(name)
        if not isinstance(known, list) or len(known) != 2 or known[0] != key:
            return False
        try:
            return bool(digest_of(folder, files) == known[1])
        except OSError:
            return False

    def note(self, name: str, key: str, folder: Path, files: Iterable[Path]) -> bool:
        """Remembers an index that is published now. Is it the same as it was? Raises OSError."""
        self._now[name] = [key, digest_of(folder, files)]
        return bool(self._now[name] == self._known.get(name))

    def save(self) -> None:
        """Once they are published."""
        self._cache.put(self._question, self._now)


def digest_of(folder: Path, files: Iterable[Path]) -> str:
    """Stands for the names and the bytes of ``files`` in ``folder``. Raises OSError."""
    digest = hashlib.sha256()
    for path in files:
        data = path.read_bytes()
        digest.update(b"%s\0%d\0" % (fsencode(path.relative_to(folder)), len(data)))
        digest.update(data)
    return digest.hexdigest()
