"""Which index a record is in. A large catalog has several: each is made apart, and a browser merges them.

The first has what concerns the whole catalog; an API is in one of the others, by a digest of its address, so that a
changed description changes a single index and scores of one are like those of another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from api_catalog.search.portions import Portion

MOST = 50_000
"""Operations in one index."""


def number_of(operations: int, most: int = MOST) -> int:
    """How many indexes a catalog of so many operations has: one, or one more than its operations fill."""
    return 1 if operations <= most else 1 - -operations // most


def shard_of(place: str, number: int) -> int:
    """Which of ``number`` indexes, from 0, has the records of the API at ``place``; empty for the whole catalog."""
    if number == 1 or not place:
        return 0
    return 1 + int.from_bytes(hashlib.sha256(place.encode("utf-8", "surrogatepass")).digest()[:8], "big") % (number - 1)


def dealt(portions: Iterable[Portion], number: int) -> Iterator[tuple[int, Portion]]:
    """Each of ``portions`` with its index."""
    for portion in portions:
        yield shard_of(portion.place, number), portion
