"""Records → the words of the catalog, so that the search can tell a typing error from a word it knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from api_catalog.search.records import SAID, Record

_WORD = re.compile(r"[^\W\d_]{3,24}")
_MOST = 12_000


def words_of(records: Iterable[Record]) -> str:
    """Words in lower case, those in most records first, apart by spaces; names of parameters among them."""
    counts: Counter[str] = Counter()
    for record in records:
        for each in (record, *record.parts):
            said = " ".join(words for weight, words in each.texts if weight >= SAID)
            counts.update({word.lower() for word in _WORD.findall(said)})
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return " ".join(ordered[:_MOST])
