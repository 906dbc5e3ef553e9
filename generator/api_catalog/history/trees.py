"""The files of a state of the specs folder, and which of them belong together: an API, a provider, the vocabulary."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api_catalog.documents import ReadError
from api_catalog.documents.document import parse
from api_catalog.documents.files import SUFFIXES, read_bytes, walk
from api_catalog.documents.reading import mapping, text
from api_catalog.documents.repository import OVERLAY, PROVIDER, RECORD, SETTINGS, VOCABULARY

API, PROVIDERS, WORDS, SETTING = "api", "provider", "vocabulary", "settings"
_OWNERS = (OVERLAY, *(f"{stem}{suffix}" for stem in ("openapi", "swagger") for suffix in SUFFIXES))
Read = Callable[[str], "bytes | None"]


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """What changes as one: ``path`` is the folder of an API, or its one file."""

    kind: str
    path: str


class Tree:
    """Paths and blobs of one state; ``change`` makes it the next."""

    def __init__(self, files: Mapping[str, str] | None = None) -> None:
        self.files: dict[str, str] = {}
        self._inside: dict[str, set[str]] = {}
        self._overlays: set[str] = set()
        self._bases: dict[tuple[str, str], str] = {}
        for path, blob in (files or {}).items():
            self.change(path, blob)

    def change(self, path: str, blob: str) -> None:
        """Puts a file in its place; an empty ``blob`` takes it away."""
        if blob:
            self.files[path] = blob
        else:
            self.files.pop(path, None)
        folder = path
        while folder:
            folder = posixpath.dirname(folder)
            inside = self._inside.setdefault(folder, set())
            inside.add(path) if blob else inside.discard(path)
        if posixpath.basename(path) == OVERLAY:
            self._overlays.add(path) if blob else self._overlays.discard(path)

    def unit_of(self, path: str) -> Unit | None:
        """What the file at ``path`` belongs to."""
        name = posixpath.basename(path)
        if path in (SETTINGS, VOCABULARY):
            return Unit(SETTING if path == SETTINGS else WORDS, path)
        if name == PROVIDER:
            return Unit(PROVIDERS, path) if path.count("/") == 1 else None
        folder = path
        while folder:
            folder = posixpath.dirname(folder)
            if self.description_in(folder):
                return Unit(API, folder)
        return None if name == RECORD else Unit(API, path)

    def description_in(self, folder: str) -> str:
        """The description, or the overlay, that makes a folder an API; empty if it is none."""
        paths = (posixpath.join(folder, name) for name in _OWNERS)
        return next((path for path in paths if path in self.files), "")

    def main(self, unit: Unit) -> str:
        """The file that stands for the unit; empty if it is not in this state."""
        return unit.path if unit.path in self.files else self.description_in(unit.path) if unit.kind == API else ""

    def files_of(self, unit: Unit, read: Read) -> dict[str, str]:
        """The files that make the unit what it is; a description of one file may use those beside it."""
        main = self.main(unit)
        if not main:
            return {}
        if unit.path == main:
            return {main: self.files[main]}
        paths = set(self._inside.get(unit.path, ()))
        if posixpath.basename(main) == OVERLAY and (base := self._base(main, read)):
            beside = self.unit_of(base)
            paths |= self._inside.get(beside.path, {base}) if beside else {base}
        return {path: self.files[path] for path in sorted(paths) if path in self.files}

    def made_from(self, paths: Iterable[str], read: Read) -> set[Unit]:
        """The APIs whose overlays change a description at one of ``paths``."""
        if not self._overlays:
            return set()
        changed = set(paths)
        return {unit for path in self._overlays if self._base(path, read) in changed and (unit := self.unit_of(path))}

    def _base(self, overlay: str, read: Read) -> str:
        """The description that an overlay names; read once for each text of it."""
        key = (overlay, self.files[overlay])
        if key not in self._bases:
            try:
                stated = text(mapping(parse(read(key[1]) or b"", OVERLAY)).get("extends"))
            except ReadError:
                stated = ""
            folder = posixpath.dirname(overlay)
            self._bases[key] = posixpath.normpath(posixpath.join(folder, stated)) if stated else ""
        return self._bases[key]


def work_tree(root: Path, name_length: int) -> tuple[dict[str, str], dict[str, bytes]]:
    """The files as they are on disk: path → blob, and blob → bytes. Names are those that git would give."""
    files: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    for path in walk(root):
        try:
            data = read_bytes(root, path)
        except ReadError:
            continue
        digest = hashlib.sha256() if name_length == 64 else hashlib.sha1(usedforsecurity=False)
        digest.update(b"blob %d\0" % len(data))
        digest.update(data)
        files[path] = digest.hexdigest()
        contents[files[path]] = data
    return files, contents


def units_of(before: Tree, after: Tree, paths: Iterable[str], read: Read) -> list[Unit]:
    """What the changed files ``paths`` belong to, in either state; sorted."""
    changed = list(paths)
    found: set[Unit] = set()
    for tree in (before, after):
        found |= {unit for path in changed if (unit := tree.unit_of(path)) is not None and tree.main(unit)}
        found |= tree.made_from(changed, read)
    return sorted(found)
