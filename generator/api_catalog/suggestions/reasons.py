"""Why a tag fits, in words: what the operation says, where, and which name of the tag that is."""

from __future__ import annotations

from collections.abc import Iterable

from api_catalog.suggestions.evidence import Evidence
from api_catalog.suggestions.scoring import Match

_MOST_WORDS = 4
_MOST_PLACES = 2


def reason_of(match: Match, evidence: Evidence) -> str:
    """``alias "speech synthesis": Synthesize, Speech (operationId, path)``; empty if no word of the tag was said."""
    phrase = match.clear or match.phrase
    by_phrase = [term for term in evidence.places if term in phrase.stems]
    by_description = [term for term in evidence.places if term in match.profile.description and term not in by_phrase]
    parts = []
    if by_phrase:
        parts.append(f'{phrase.what} "{phrase.text}": {_said(by_phrase, evidence)}')
    if by_description:
        parts.append(f"definition: {_said(by_description, evidence)}")
    return "; ".join(parts)


def _said(terms: Iterable[str], evidence: Evidence) -> str:
    """The strongest of the words, as they stand, with where they stand."""
    order = sorted(terms, key=lambda term: (-evidence.strength.get(term, 0), term))[:_MOST_WORDS]
    spoken = list(dict.fromkeys(next(iter(evidence.places[term].values())) for term in order))
    places = list(dict.fromkeys(place for term in order for place in list(evidence.places[term])[:_MOST_PLACES]))
    return f"{', '.join(spoken)} ({', '.join(places)})"
