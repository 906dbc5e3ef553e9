"""Where a new API goes in the specs folder, and putting its files there without touching any that exist."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from api_catalog.documents import CannotRun
from api_catalog.documents.files import SUFFIXES
from api_catalog.documents.repository import PROVIDER

_OWNERS = tuple(f"{stem}{suffix}" for stem in ("openapi", "swagger") for suffix in SUFFIXES)


@dataclass(frozen=True, slots=True)
class Place:
    """The specs folder, the new folder in it, and whether the provider has a record already."""

    root: Path
    provider: str
    api: str
    has_provider: bool

    @property
    def folder(self) -> str:
        return f"{self.provider}/{self.api}"

    @property
    def provider_file(self) -> str:
        return f"{self.provider}/{PROVIDER}"

    def shown(self, path: str) -> str:
        """A path below the specs folder as people name it."""
        return (self.root / path).as_posix()


def place_of(root: Path, provider: str, api: str) -> Place:
    """The place of ``provider/api`` under ``root``. Raises CannotRun if something is there or in the way."""
    if not root.is_dir():
        raise CannotRun(f"There is no folder {root}. Make it, or name another with --specs-dir.")
    home = root / provider
    folder = home / api
    for path in (home, folder):
        if path.is_symlink():
            raise CannotRun(f"{path.as_posix()} is a link, and links are not followed. Take another name.")
    for taken in _taken(root, provider, api):
        raise CannotRun(f"{taken.as_posix()} is there already; nothing is overwritten. Take another name, or edit it.")
    for above in (root, home):
        for name in _OWNERS:
            if (above / name).exists():
                message = f"{(above / name).as_posix()} makes everything in its folder a part of one description."
                raise CannotRun(f"{message} Move it to a folder of its own first.")
    return Place(root, provider, api, (home / PROVIDER).exists())


def _taken(root: Path, provider: str, api: str) -> list[Path]:
    """What stands where the API would, or has its id: a file where a folder is needed, a folder that is not empty."""
    home, folder = root / provider, root / provider / api
    files = [path for path in (home, folder) if path.exists() and not path.is_dir()]
    full = [folder] if folder.is_dir() and any(folder.iterdir()) else []
    alone = [root / f"{provider}{suffix}" for suffix in SUFFIXES] if provider == api else []
    same = [home / f"{api}{suffix}" for suffix in SUFFIXES]
    return [*files, *full, *(path for path in (*alone, *same) if path.exists())]


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """Writes new files by their path below ``root``; all or none. Raises CannotRun."""
    written: list[Path] = []
    try:
        for name, data in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # never through a link
            written.append(path)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
    except OSError as error:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise CannotRun(f"{path.as_posix()} cannot be written: {error.strerror}. Nothing is left behind.") from None
