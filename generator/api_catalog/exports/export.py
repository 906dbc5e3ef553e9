"""A file of the site that programs read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Export:
    """``path`` is relative to the site's root."""

    path: str
    content: bytes = field(repr=False)
