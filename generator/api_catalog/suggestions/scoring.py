"""How well tags of one kind fit what an operation says.

A tag has phrases, which are its name, its title and its aliases, and a description. A phrase counts by how rare its
words are among the tags of the kind (inverse document frequency) and how much of it the operation says, squared, so
that half a phrase is a quarter. The words of the description count less, and less each the more there are. A tag that
others are narrower than counts less: the most exact one is wanted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from api_catalog.catalog import Tag
from api_catalog.suggestions.evidence import Evidence
from api_catalog.suggestions.words import is_telling, stem, words

_DESCRIPTION = 0.5
_SHORTEST = 4  # words; shorter descriptions count as if they had so many
_BROAD = 0.6
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name of a tag: ``what`` it is, as it stands, and its stems."""

    what: str
    text: str
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """A tag, made ready to be compared."""

    tag: Tag
    phrases: tuple[Phrase, ...]
    description: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """How well a tag fits. ``phrase`` is its best one, ``clear`` one that the operation says in so many words."""

    profile: Profile
    score: float
    phrase: Phrase
    clear: Phrase | None

    @property
    def tag(self) -> Tag:
        return self.profile.tag


class Scorer:
    """Compares operations with the tags of one kind."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._profiles = [_profile(tag) for tag in tags]
        counts = Counter(term for profile in self._profiles for term in _all_stems(profile))
        rarest = _rarity(1, len(self._profiles))
        self._rarity = {term: _rarity(count, len(self._profiles)) / rarest for term, count in counts.items()}

    def rank(self, evidence: Evidence) -> list[Match]:
        """Every tag, best first."""
        matches = [self._match(profile, evidence) for profile in self._profiles]
        return sorted(matches, key=lambda match: (-match.score, match.profile.tag.name))

    def _match(self, profile: Profile, evidence: Evidence) -> Match:
        strength = evidence.strength
        said, best = max(((self._phrase(phrase, evidence), phrase) for phrase in profile.phrases), key=itemgetter(0))
        described = sum(self._rarity[term] * strength.get(term, 0) for term in profile.description)
        score = said + _DESCRIPTION * described / math.sqrt(max(_SHORTEST, len(profile.description)))
        clear = next((phrase for phrase in profile.phrases if _is_clear(phrase, evidence)), None)
        return Match(profile, score * (_BROAD if profile.tag.children else 1), best, clear)

    def _phrase(self, phrase: Phrase, evidence: Evidence) -> float:
        whole = sum(self._rarity[term] for term in phrase.stems)
        said = sum(self._rarity[term] * evidence.strength.get(term, 0) for term in phrase.stems)
        return said * said / whole


def _rarity(count: int, number: int) -> float:
    """How much a word tells that ``count`` of ``number`` tags have."""
    return math.log(1 + (number - count + 0.5) / (count + 0.5))


def _is_clear(phrase: Phrase, evidence: Evidence) -> bool:
    """One word that is only an alias may mean something else, unless HTTP itself says it."""
    return evidence.names(phrase.stems, by_fact=len(phrase.stems) == 1 and phrase.what == "alias")


def _profile(tag: Tag) -> Profile:
    named = (("name", tag.name), ("title", tag.title), *(("alias", alias) for alias in tag.aliases))
    phrases = [Phrase(what, text, stems) for what, text in named if (stems := _phrase_stems(text))]
    description = frozenset(stem(word) for word in words(tag.description) if is_telling(word))
    return Profile(tag, tuple(phrases) or (Phrase("name", tag.name, frozenset((tag.name,))),), description)


def _phrase_stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word.lower() not in _SMALL)


def _all_stems(profile: Profile) -> set[str]:
    return set(profile.description).union(*(phrase.stems for phrase in profile.phrases))
