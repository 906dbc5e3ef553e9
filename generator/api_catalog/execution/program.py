"""What a program is, for those who remember what it worked out: the digest of its files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

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
