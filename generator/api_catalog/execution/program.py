"""What a program is, for those who remember what it worked out: the digest of its files."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_PARTS = (".py", ".jinja", ".txt")


def digest_of(folders: Iterable[Path]) -> bytes:
    """The digest of the program files in ``folders``, by name and content."""
    digest = hashlib.sha256()
    for top in folders:
        for parent, _, names in sorted(os.walk(top)):
            for name in sorted(names):
                if name.endswith(_PARTS):
                    path = Path(parent, name)
                    digest.update(os.fsencode(path.relative_to(top)) + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


@functools.lru_cache(maxsize=1)
def own_digest() -> bytes:
    """The digest of this program: its files, and the versions of the libraries that it is declared to use."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256(digest_of([package]))
    for requirement in sorted(metadata.requires("mkdocs-api-catalog") or ()):
        name = _NAME.match(requirement)
        with contextlib.suppress(metadata.PackageNotFoundError):
            digest.update(f"{requirement} {metadata.version(name[0]) if name else ''}\n".encode())
    return digest.digest()
