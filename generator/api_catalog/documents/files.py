"""Opens files below one folder, and nothing else: no links that lead out, no devices, no pipes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from api_catalog.documents.limits import DEFAULT_LIMITS, Limits
from api_catalog.documents.yaml_events import ReadError

SUFFIXES = (".yaml", ".yml", ".json")


def read_bytes(root: Path, relative: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of ``root/relative``. Raises ReadError unless it is a regular file whose real path is under root."""
    path = root / relative
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise ReadError("file not found", hint="Check the name; names are case-sensitive.") from None
    if not real.is_relative_to(root.resolve()):
        raise ReadError("the file lies outside the specs folder", hint="Copy what you need beside the description.")
    try:
        # O_NONBLOCK: opening a pipe must not wait; what was opened is judged, so nobody can swap it in between
        descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}") from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ReadError("not a regular file", hint="Only plain files are read.")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > limits.bytes:
            raise ReadError(f"larger than {limits.bytes // (1024 * 1024)} MiB", hint="Split the file.")
        return file.read(limits.bytes + 1)


def digest_of(data: bytes | None) -> str:
    """Stands for the content of a file; empty for one that is not there or cannot be read."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def walk(root: Path) -> Iterator[str]:
    """Relative POSIX paths of the YAML and JSON files under ``root``, sorted; nothing hidden, no linked folders."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        base = Path(folder).relative_to(root)
        for name in sorted(names):
            if name.endswith(SUFFIXES) and not name.startswith("."):
                yield (base / name).as_posix()
