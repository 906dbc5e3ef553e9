"""Text → stems that can be compared: ``SynthesizeSpeech`` and "speech synthesis" have the same two."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[aeiouy]").search
_LONGEST = 40  # letters of a word; longer ones are keys and hashes

# Words that say nothing about what a call does: English ones, and those of any HTTP API.
STOP = frozenset(files("api_catalog.suggestions").joinpath("stop-words.txt").read_text("utf-8").split())
# How English makes one word from another, longest first, and the least that has to be left.
_SUFFIXES = (
    ("ization", 3), ("isation", 3), ("ication", 3), ("ation", 3), ("ative", 3), ("ating", 4), ("ated", 4),
    ("ition", 4), ("ence", 5), ("ance", 5), ("ful", 4), ("ion", 4), ("ing", 3), ("ize", 4), ("ise", 4), ("ity", 4),
    ("ate", 4), ("ed", 4), ("is", 3), ("y", 5), ("e", 3),
)  # fmt: skip
_CHANGES = (("scription", "scrib"), ("ysis", "y"), ("yze", "y"), ("yse", "y"))


def words(text: str) -> list[str]:
    """The words of ``text`` as they stand, in order; names in camel case and with underscores are taken apart."""
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    return [word for word in _WORD.findall(_CAMEL.sub(" ", plain)) if len(word) <= _LONGEST]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part of an English word that its relatives share; the same for equal words in any case."""
    word = _singular(word.lower())
    for ending, replacement in _CHANGES:
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    for suffix, least in _SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= least and _VOWEL(rest):
            word = rest
            break
    is_doubled = len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl"
    return word[:-1] if is_doubled else word


def _singular(word: str) -> str:
    """Without the s of plurals and verbs; ``ied`` is the same y as ``ies``."""
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word.removesuffix("es") if word.endswith("sses") else word.removesuffix("s")


def is_telling(word: str) -> bool:
    """Does the word say anything about what a call does?"""
    lower = word.lower()
    return lower not in STOP and not lower.isdigit() and not re.fullmatch(r"v\d+\w*", lower)
