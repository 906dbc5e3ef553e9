"""How much one file may ask of us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for reading one file; a file beyond one of them is refused with a message that names the bound."""

    bytes: int = 64 * 1024 * 1024
    depth: int = 200  # nested mappings and sequences
    written: int = 3_000_000  # keys and values, as they are written
    nodes: int = 5_000_000  # values after aliases and merge keys are expanded
    digits: int = 400  # of one integer
    files: int = 200  # read through $ref for one description


DEFAULT_LIMITS = Limits()
