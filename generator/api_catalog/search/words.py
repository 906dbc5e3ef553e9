"""Records → the words of the catalog, so that the search can tell a typing error from a word it knows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from string import ascii_lowercase

from api_catalog.search.records import SAID, Record

_WORD = re.compile(r"[^\W\d_]{3,24}")
_MOST = 12_000
_FORMS = (("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
_SHORTEST_BASE = 4


def words_of(record: Record) -> set[str]:
    """The words of a record in lower case, without those of its parts; names of parameters among them."""
    said = " ".join(words for weight, words in record.texts if weight >= SAID)
    return {word.lower() for word in _WORD.findall(said)}


def base_of(word: str, others: Container[str]) -> str:
    """The one of ``others`` that ``word`` is a regular form of, which the search finds as well; empty if there is none.

    Only forms that no stemmer of English tells apart: ``lists``, ``listed`` and ``listing`` beside ``list``.
    """
    for ending, instead in _FORMS:
        base = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(base) >= _SHORTEST_BASE and base in others:
            return base
    return ""


def most_of(counts: Counter[str]) -> list[str]:
    """The words in most records, those in most first."""
    return sorted(counts, key=lambda word: (-counts[word], word))[:_MOST]


def by_letter(words: Iterable[str]) -> dict[str, list[str]]:
    """``words`` by their first letter, in the order of letters; those that begin with no letter of English by ``_``."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[word[0] if word[0] in ascii_lowercase else "_"].append(word)
    return dict(sorted(found.items()))
