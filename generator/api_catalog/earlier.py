"""The site that was published last: which of its files would come out the same, and need not be made again.

A page is the same if what it shows and the frame around it are: settings, navigation, theme. What was published is
believed only if nobody touched it since, as git believes files, so the result is that of a build without it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from os import fsencode
from pathlib import Path, PurePath
from typing import Any

from api_catalog.execution import Cache
from api_catalog.execution.linking import link

_AT_ONCE = 2  # files that are taken
_FRAME_FILES = ("*.html", "*.jinja", "*.svg")
_UNSEEN = (
    "plugins",
    "hooks",
    "config_file_path",
    "docs_dir",
    "site_dir",
    "markdown_extensions",
    "mdx_configs",
    "watch",
)


class EarlierSite:
    """What is known of the files in the folder ``site``, by their paths there; the next one is built in ``folder``.

    A file that is taken is the same file in both folders, so that nothing is written. Nobody may write into it.
    """

    def __init__(self, cache: Cache, site: Path, folder: Path) -> None:
        self._cache = cache
        self._site, self._folder = str(site.absolute()), str(folder.absolute())
        self._question = b"site\0" + fsencode(self._site)
        stated = cache.get(self._question)
        self._known: dict[str, Any] = stated if isinstance(stated, dict) else {}
        self._now: dict[str, list[Any]] = {}
        self._made: set[str] = set()  # folders

    def take(self, path: str, key: str) -> bool:
        """Puts the file at ``path`` into the next site, if it was made with the same ``key`` and nobody touched it."""
        known = self._known.get(path)
        source, target = f"{self._site}/{path}", f"{self._folder}/{path}"
        if not isinstance(known, list) or known != [key, *_seen(source)]:
            return False
        parent = target.rpartition("/")[0]
        if parent not in self._made:
            Path(parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        try:
            link(source, target)
        except FileExistsError:
            return False
        self._now[path] = known
        return True

    def take_all(self, wanted: Mapping[str, str]) -> set[str]:
        """Those of the paths that could be taken; each has its key. Several at a time: each waits for the disk."""
        paths = list(wanted)
        size = -(-len(paths) // _AT_ONCE) or 1
        parts = [paths[start : start + size] for start in range(0, len(paths), size)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            taken = pool.map(lambda part: [path for path in part if self.take(path, wanted[path])], parts)
            return {path for part in taken for path in part}

    def note(self, path: str, key: str) -> None:
        """Remembers a file that is made now."""
        self._now[path] = [key]

    def save(self) -> None:
        """Once the site is published."""
        for path, known in self._now.items():
            if len(known) == 1:
                known += _seen(f"{self._site}/{path}")
        self._cache.put(self._question, self._now)


def _seen(path: str) -> list[int]:
    """What changes when a file does: its size, and when it was written; empty if it is not there."""
    try:
        found = os.lstat(path)
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def frame_of(settings: Mapping[str, Any], theme: Mapping[str, Any], folders: Iterable[Path], *further: Any) -> bytes:
    """Stands for all that a page has around what it shows; ``folders`` hold the templates of the theme."""
    digest = hashlib.sha256()
    shown = {name: value for name, value in settings.items() if name not in _UNSEEN}
    digest.update(json.dumps(_plain([shown, theme, further]), sort_keys=True, ensure_ascii=True).encode())
    for folder in folders:
        for pattern in _FRAME_FILES:
            for path in sorted(folder.rglob(pattern)):
                digest.update(fsencode(path.relative_to(folder)) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _plain(value: Any) -> Any:
    """A setting as JSON. What has no name but its place in memory is another in every run, and nothing is the same."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return f"{type(value).__qualname__} {value}"
