"""The word that was probably meant, fast in a large vocabulary."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable

_CANDIDATES = 20
_LIKENESS = 0.7
_LONGEST = 100  # characters; a longer word is no mistyped one


class Words:
    """Words with what each stands for; the first meaning of a word wins."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._meaning: dict[str, str] = {}
        self._with: dict[str, list[str]] = {}
        self._known: dict[str, str | None] = {}
        for word, meaning in words:
            key = _key(word)
            if key not in self._meaning:
                self._meaning[key] = meaning
                for part in _parts(key):
                    self._with.setdefault(part, []).append(key)

    def nearest(self, word: str) -> str | None:
        """What the word most like ``word`` stands for; None if none is like it."""
        key = _key(word)
        if key not in self._known:
            self._known[key] = self._search(key) if len(key) <= _LONGEST else None
        return self._known[key]

    def _search(self, key: str) -> str | None:
        shared = Counter(known for part in sorted(_parts(key)) for known in self._with.get(part, ()))
        likely = [known for known, _ in shared.most_common(_CANDIDATES)]
        near = difflib.get_close_matches(key, likely, 1, _LIKENESS)
        return self._meaning[near[0]] if near else None


def did_you_mean(words: Words, word: str, otherwise: str) -> str:
    """A hint: the word that was probably meant, else ``otherwise``."""
    near = words.nearest(word)
    return f"Did you mean `{near}`?" if near is not None else otherwise


def _key(word: str) -> str:
    return "-".join(word.casefold().split())


def _parts(key: str) -> set[str]:
    """Pieces of two characters, its ends marked."""
    marked = f"^{key}$"
    return {marked[index : index + 2] for index in range(len(marked) - 1)}
