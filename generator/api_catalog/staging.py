"""A site is built beside the one it replaces and takes its place when it is whole."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

_HERE = -100  # AT_FDCWD: names are relative to the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE, RENAME_SWAP
_AT_ONCE = 2  # parts of a site that are removed
_NAME = ".{name}.{role}-{pid}"


class Staging:
    """Where a site is built: ``folder`` beside ``target``. Nothing happens to ``target`` before ``publish``."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.folder = self._beside("new")

    def start(self) -> None:
        """Cleans up what killed builds left, and brings back a site that one of them had moved away."""
        for path in sorted(self.target.parent.iterdir()) if self.target.parent.is_dir() else ():
            found = re.fullmatch(rf"\.{re.escape(self.target.name)}\.(new|old)-(\d{{1,9}})", path.name)
            if found is None or (_is_running(int(found[2])) and int(found[2]) != os.getpid()):
                continue
            if found[1] == "old" and not self.target.exists():
                path.rename(self.target)
            else:
                shutil.rmtree(path, ignore_errors=True)

    def publish(self) -> None:
        """Puts the new site in the place of the old one: in one step where the system can, so that none is missing."""
        if _swap(self.folder, self.target):
            _remove(self.folder)  # the old one by now
            return
        old = self._beside("old")
        if self.target.exists():
            self.target.rename(old)
        try:
            self.folder.rename(self.target)
        except OSError:
            if old.exists():
                old.rename(self.target)
            raise
        _remove(old)

    def discard(self) -> None:
        """Throws the unfinished site away."""
        _remove(self.folder)

    def _beside(self, role: str) -> Path:
        return self.target.parent / _NAME.format(name=self.target.name, role=role, pid=os.getpid())


def _remove(site: Path) -> None:
    """All of it, as far as it can be. Several parts at a time: each waits for the disk."""
    parts = [path for path in site.glob("*/*") if path.is_dir() and not path.is_symlink()]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        deque(pool.map(partial(shutil.rmtree, ignore_errors=True), parts), maxlen=0)
    shutil.rmtree(site, ignore_errors=True)


def _swap(one: Path, other: Path) -> bool:
    """Exchanges two names, if both exist and the system knows how (Linux: renameat2, macOS: renamex_np)."""
    if os.name != "posix":
        return False
    libc = ctypes.CDLL(None)
    names = (os.fsencode(one), os.fsencode(other))
    if hasattr(libc, "renameat2"):
        return bool(libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    return hasattr(libc, "renamex_np") and bool(libc.renamex_np(*names, _EXCHANGE) == 0)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
