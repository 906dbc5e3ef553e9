"""Which tags to propose for the operations of an API.

Of a kind that an operation must have, the best are proposed; of other kinds only those that the operation clearly
names. Tags that are there already stay, and their kinds are not proposed again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from api_catalog.catalog import Api, Catalog, Kind, Operation
from api_catalog.suggestions.evidence import Evidence, evidence_of
from api_catalog.suggestions.reasons import reason_of
from api_catalog.suggestions.scoring import Match, Scorer

SHOWN = 3  # candidates of a kind
_LEAST = 0.1  # score of a candidate
_SURE = 0.3  # score of the best one, to be proposed
_NEARLY_AS_GOOD = 0.8  # of the best score, for a second tag of a kind
_OTHERS = 0.6  # how much a good match speaks for the second and further tags that require its kind
_PROCESS = "POST"  # the method that asks for work; the others read, store and remove


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tag that fits: how well, why, and whether it is proposed."""

    tag: str
    kind: str
    score: float
    reason: str
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is proposed for an operation.

    ``kept`` are tags that it has, ``dropped`` those that the vocabulary does not have, ``missing`` the kinds that it
    must have and for which no tag surely fits.
    """

    operation: Operation
    candidates: tuple[Candidate, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(candidate.tag for candidate in self.candidates if candidate.is_proposed)

    def perhaps(self, kind: str) -> str:
        """What to say of a missing ``kind``."""
        names = ", ".join(candidate.tag for candidate in self.candidates if candidate.kind == kind)
        return f"{kind}: choose one, perhaps {names}" if names else f"{kind}: choose one; nothing fits well"

    @property
    def tags(self) -> tuple[str, ...]:
        """All that the operation is to have."""
        return tuple(dict.fromkeys((*self.kept, *self.added)))


@dataclass(frozen=True, slots=True)
class _Ranked:
    match: Match
    score: float
    because: str = ""


class Suggester:
    """Proposes tags of one catalog's vocabulary."""

    def __init__(self, catalog: Catalog) -> None:
        self._tags = catalog.tags
        self._closed = catalog.settings.closed
        self._kinds = [kind for kind in catalog.settings.kinds if kind.applies_to in ("operation", "both")]
        usable = [tag for tag in catalog.tags.values() if tag.defined and not tag.replaced_by]
        self._scorers = {kind.name: Scorer([tag for tag in usable if tag.kind == kind.name]) for kind in self._kinds}

    def suggest(self, api: Api) -> list[Suggestion]:
        """For each operation of ``api``, in its order."""
        unknown = {
            operation.anchor: tuple(tag for tag in operation.tags if not self._is_defined(tag))
            for operation in api.operations
        }
        evidence = evidence_of(api, unknown)
        return [self._suggestion(*pair) for pair in zip(api.operations, evidence, strict=True)]

    def _suggestion(self, operation: Operation, evidence: Evidence) -> Suggestion:
        kept, dropped = self._has(operation)
        ranked = self._ranked(operation, evidence)
        had = {self._tags[tag].kind for tag in kept if tag in self._tags}
        chosen = set(kept)
        found: dict[str, list[Candidate]] = {}
        missing = []
        for kind in sorted(self._kinds, key=lambda kind: bool(kind.required_with)):  # last those that others decide on
            if kind.name in had:
                continue
            fitting = [each for each in ranked[kind.name] if each.score >= _LEAST]
            is_needed = kind.minimum > 0 and (not kind.required_with or bool(chosen.intersection(kind.required_with)))
            proposed = _best(kind, fitting) if is_needed else [] if kind.minimum else _clear(fitting)
            shown = fitting[:SHOWN] if kind.minimum else proposed
            names = {each.match.tag.name for each in proposed}
            found[kind.name] = [_candidate(each, evidence, names) for each in shown]
            chosen |= names
            missing += [kind.name] if is_needed and not proposed else []
        candidates = tuple(each for kind in self._kinds for each in found.get(kind.name, ()))
        return Suggestion(operation, candidates, kept, dropped, tuple(missing))

    def _ranked(self, operation: Operation, evidence: Evidence) -> dict[str, list[_Ranked]]:
        """The tags of each kind, best first.

        A good match of a kind that is required with certain tags speaks for these tags, if the call asks for work.
        """
        matches = {name: scorer.rank(evidence) for name, scorer in self._scorers.items()}
        asks: dict[str, tuple[float, str]] = {}
        for kind in self._kinds:
            best = matches[kind.name][0] if matches[kind.name] else None
            if best is not None and best.score >= _SURE and operation.method == _PROCESS:
                because = f"a {_PROCESS} that the {kind.name} tag {best.tag.name} fits"
                for index, tag in enumerate(kind.required_with):
                    asks[tag] = max(asks.get(tag, (0.0, "")), (best.score * (_OTHERS if index else 1), because))
        return {name: sorted((_asked(match, asks) for match in each), key=_order) for name, each in matches.items()}

    def _has(self, operation: Operation) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The tags that stay, replaced ones by their replacement, and those that go."""
        kept, dropped = [], []
        for name in operation.tags:
            tag = self._tags.get(name)
            if tag is not None and tag.defined and tag.replaced_by:
                kept.append(tag.replaced_by)
                dropped.append(name)
            elif self._is_defined(name) or not self._closed:
                kept.append(name)
            else:
                dropped.append(name)
        return tuple(dict.fromkeys(kept)), tuple(dropped)

    def _is_defined(self, name: str) -> bool:
        return name in self._tags and self._tags[name].defined


def _asked(match: Match, asks: dict[str, tuple[float, str]]) -> _Ranked:
    more, because = asks.get(match.tag.name, (0.0, ""))
    return _Ranked(match, match.score + more, because)


def _order(each: _Ranked) -> tuple[float, str]:
    return (-each.score, each.match.tag.name)


def _best(kind: Kind, fitting: Sequence[_Ranked]) -> list[_Ranked]:
    """The best one, and those nearly as good as far as the kind allows more."""
    if not fitting or fitting[0].score < _SURE:
        return []
    most = min(kind.maximum or SHOWN, SHOWN)
    return [each for each in fitting[:most] if each.score >= _NEARLY_AS_GOOD * fitting[0].score]


def _clear(fitting: Sequence[_Ranked]) -> list[_Ranked]:
    """Those that the operation says in so many words."""
    return [each for each in fitting if each.match.clear]


def _candidate(each: _Ranked, evidence: Evidence, proposed: Collection[str]) -> Candidate:
    tag = each.match.tag
    reason = "; ".join(part for part in (reason_of(each.match, evidence), each.because) if part)
    return Candidate(tag.name, tag.kind, round(each.score, 3), reason, tag.name in proposed)
