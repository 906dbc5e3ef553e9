"""Records → the words of the catalog, so that the search can tell a typing error from a word it knows."""

from __future__ import annotations

import re
from collections import Counter

from api_catalog.search.records import SAID, Record

_WORD = re.compile(r"[^\W\d_]{3,24}")
_MOST = 12_000


class Words:
    """Words in lower case with the number of records that have them; names of parameters among them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, record: Record) -> None:
        for each in (record, *record.parts):
            said = " ".join(words for weight, words in each.texts if weight >= SAID)
            self._counts.update({word.lower() for word in _WORD.findall(said)})

    def text(self) -> str:
        """Those in most records first, apart by spaces."""
        ordered = sorted(self._counts, key=lambda word: (-self._counts[word], word))
        return " ".join(ordered[:_MOST])
