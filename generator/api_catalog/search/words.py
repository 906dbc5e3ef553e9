"""Records → the words of the catalog, so that the search can tell a typing error from a word it knows."""

from __future__ import annotations

import re
from collections import Counter

from api_catalog.search.records import SAID, Record

_WORD = re.compile(r"[^\W\d_]{3,24}")
_MOST = 12_000


def words_of(record: Record) -> set[str]:
    """The words of a record in lower case, without those of its parts; names of parameters among them."""
    said = " ".join(words for weight, words in record.texts if weight >= SAID)
    return {word.lower() for word in _WORD.findall(said)}


def most_of(counts: Counter[str]) -> str:
    """The words in most records, apart by spaces, those in most first."""
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return " ".join(ordered[:_MOST])
