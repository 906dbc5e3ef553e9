"""Which index a record is in. A catalog that is not small has several: each is made apart, and a browser merges them.

The first has what concerns the whole catalog, and APIs whose operations are records of their own; the operations of an
API, or it with them, are in one of the others, by a digest of its address. So a changed description changes one or two
indexes, and scores of one are like those of another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from api_catalog.search.portions import Portion

FEW = 1_000
"""Operations for which one index is enough."""
SOME = 2
"""Indexes of operations that every catalog with more may have."""
MOST = 50_000
"""Operations in one index."""


def number_of(operations: int, most: int = MOST) -> int:
    """How many indexes a catalog of so many operations has: one, or one more than they are dealt to."""
    parts = max(min(SOME, -(-operations // FEW)), -(-operations // most))
    return 1 if parts < 2 else 1 + parts


def shard_of(place: str, number: int) -> int:
    """Which of ``number`` indexes, from 0, has the records of the API at ``place``; empty for the whole catalog."""
    if number == 1 or not place:
        return 0
    return 1 + int.from_bytes(hashlib.sha256(place.encode("utf-8", "surrogatepass")).digest()[:8], "big") % (number - 1)


def dealt(portions: Iterable[Portion], number: int) -> Iterator[tuple[int, Portion]]:
    """Each of ``portions`` with its index."""
    for portion in portions:
        yield shard_of(portion.place, number), portion
