"""Words that hints of several checks share."""

from __future__ import annotations

import difflib
from collections.abc import Collection

_MOST = 500  # names looked through; more would take long
_LENGTHS = 3  # how much shorter or longer the meant name may be


def nearest(name: str, names: Collection[str]) -> str | None:
    """The one of ``names`` that is most like ``name``, if one is."""
    alike = [other for other in names if abs(len(other) - len(name)) <= _LENGTHS][:_MOST]
    found = difflib.get_close_matches(name, alike, 1)
    return found[0] if found else None


def did_you_mean(name: str, names: Collection[str], otherwise: str) -> str:
    """A hint with the nearest of ``names``, or ``otherwise``."""
    near = nearest(name, names)
    return f"Did you mean `{near}`?" if near else otherwise
