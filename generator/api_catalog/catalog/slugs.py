"""Names for URLs and anchors: the one function that makes them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

MAX_BYTES = 100
_NOT_PORTABLE = re.compile(r"[^a-z0-9._]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}").fullmatch
_LONGEST_PARENT = 200
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", "index", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)


def slug(text: str) -> str:
    """``text`` as lower-case ASCII letters, digits, ``-``, ``.`` and ``_``, at most 100 bytes; never empty.

    What ASCII cannot hold, or is longer, ends in a hash of the whole text, so that different texts stay different.
    """
    plain = unicodedata.normalize("NFKD", text)
    ascii_only = "".join(character for character in plain if not unicodedata.combining(character))
    clean = _NOT_PORTABLE.sub("-", ascii_only.lower()).strip("-._")
    lost = any(character.isalnum() and not character.isascii() for character in ascii_only)
    if lost or not clean or len(clean) > MAX_BYTES or clean.split(".")[0] in _RESERVED:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        clean = f"{clean[: MAX_BYTES - 9].rstrip('-._')}-{digest}".lstrip("-")
    return clean


def anchor(prefix: str, text: str) -> str:
    """An id for an element: ``op-detect-labels`` for ("op", "DetectLabels"); the prefix keeps it from the theme's."""
    return f"{prefix}-{slug(_CAMEL.sub('-', text))}"


def within(parent: str, name: str) -> str:
    """An id for a named part of an element that has an id: ``schema-pet.photoUrls``."""
    if len(parent) > _LONGEST_PARENT:
        parent = slug(parent)
    return f"{parent}.{name if _PLAIN_NAME(name) else slug(name)}"


def unique(names: Iterable[str]) -> list[str]:
    """The names in their order, the second ``a`` as ``a-2``. None of them equals another."""
    taken: set[str] = set()
    result = []
    counts: dict[str, int] = {}
    for name in names:
        candidate = name
        while candidate in taken:
            counts[name] = counts.get(name, 1) + 1
            candidate = f"{name}-{counts[name]}"
        taken.add(candidate)
        result.append(candidate)
    return result
