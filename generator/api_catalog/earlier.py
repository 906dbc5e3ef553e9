"""The site that was published last: which of its pages would come out the same, and need not go through the theme.

A page is the same if what it shows and the frame around it are: settings, navigation, theme. What was published is
believed only if it still has the digest that it had then, so the result is that of a build without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from os import fsencode
from pathlib import Path, PurePath
from typing import Any

from api_catalog.execution import Cache

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
    """What is known of the pages in ``site``, by their paths there."""

    def __init__(self, cache: Cache, site: Path) -> None:
        self._cache = cache
        self._site = site
        self._question = b"site\0" + fsencode(site.absolute())
        stated = cache.get(self._question)
        self._known: dict[str, Any] = stated if isinstance(stated, dict) else {}
        self._now: dict[str, list[str]] = {}

    def has(self, path: str, key: str) -> bool:
        """Was the page at ``path`` made with the same ``key``?"""
        known = self._known.get(path)
        return isinstance(known, list) and len(known) == 2 and known[0] == key

    def page(self, path: str, key: str) -> str | None:
        """The page at ``path`` if it was made with the same ``key`` and nobody touched it."""
        if not self.has(path, key):
            return None
        known = self._known[path]
        try:
            data = (self._site / path).read_bytes()
            text = data.decode()
        except (OSError, ValueError):
            return None
        if hashlib.sha256(data).hexdigest() != known[1]:
            return None
        self._now[path] = known
        return text

    def note(self, path: str, key: str, output: str) -> None:
        """Remembers a page that is published now."""
        data = output.encode("utf-8", "xmlcharrefreplace")  # as MkDocs writes it
        self._now[path] = [key, hashlib.sha256(data).hexdigest()]

    def save(self) -> None:
        """Once the site is published."""
        self._cache.put(self._question, self._now)


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
