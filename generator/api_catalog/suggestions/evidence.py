"""Operation → what it says about itself: stems, each with how strongly it is said, and where."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from api_catalog.catalog import Api, Operation
from api_catalog.catalog.apis import first_sentence
from api_catalog.suggestions.contents import Contents, contents_of
from api_catalog.suggestions.words import is_telling, stem, words

# Where a word may stand, and how much it says there; anything else is a fact of HTTP.
_WEIGHTS = {
    "path": 3.0, "operationId": 3.0, "summary": 3.0, "description": 1.0, "grouping": 1.0, "request": 0.7,
    "answer": 0.7, "parameters": 0.5, "allowed values": 0.5, "title of the API": 0.5,
}  # fmt: skip
_FACT = 3.0
_HALF = 2.0  # the weight at which a stem has half of all the strength it can have
_COMMON = 0.6  # part of its weight that a stem loses if every operation of the API has it in path or operationId
_FEW = 4  # operations; what fewer have in common may be what they do
_LOOK_AT = 1000  # characters of a description

# Media types that say how an answer comes or a request goes, in the words that people use for it.
_STREAMS = {
    "text/event-stream": "SSE, server-sent events",
    "application/x-ndjson": "NDJSON",
    "application/ndjson": "NDJSON",
    "application/jsonl": "NDJSON",
    "application/json-seq": "JSON lines stream",
}
_BINARY = re.compile(r"(?:audio|image|video|font)/|application/(?:octet-stream|pdf|zip|gzip)\b").match


@dataclass(slots=True)
class Evidence:
    """``strength`` of each stem, 0 to 1, and its ``places``: where it was read, and the word as it stands there."""

    strength: dict[str, float] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)

    def names(self, stems: Collection[str], *, by_fact: bool = False) -> bool:
        """Are all ``stems`` in one place that says what the call does? ``by_fact``: in a fact of HTTP."""
        shared = set.intersection(*(set(self.places.get(term, ())) for term in stems))
        return any(place not in _WEIGHTS or (not by_fact and _WEIGHTS[place] >= _FACT) for place in shared)


def evidence_of(api: Api, grouping: Mapping[str, tuple[str, ...]]) -> list[Evidence]:
    """What each operation of ``api`` says. ``grouping`` has tags of its author's own, by its anchor."""
    said = [dict(_said(api, operation, grouping.get(operation.anchor, ()))) for operation in api.operations]
    counts = Counter(term for texts in said for term in _stems(texts["path"] + " " + texts["operationId"]))
    share = {term: count / len(said) for term, count in counts.items()} if len(said) >= _FEW else {}
    return [_evidence(texts, share) for texts in said]


def _evidence(texts: Mapping[str, str], share: Mapping[str, float]) -> Evidence:
    found = Evidence()
    weights: defaultdict[str, float] = defaultdict(float)
    for place, text in texts.items():
        for term, word in _stems(text).items():
            found.places.setdefault(term, {})[place] = word
            if is_telling(word):
                weights[term] += _WEIGHTS.get(place, _FACT) * (1 - _COMMON * share.get(term, 0))
    found.strength = {term: weight / (weight + _HALF) for term, weight in weights.items()}
    return found


def _stems(text: str) -> dict[str, str]:
    """The stems of a text, each with its first word there."""
    found: dict[str, str] = {}
    for word in words(text):
        found.setdefault(stem(word), word)
    return found


def _said(api: Api, operation: Operation, grouping: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every text to read, by its place."""
    contents = contents_of(api.description, operation)
    description = re.sub(r"<[^<>]*>", " ", operation.description[:_LOOK_AT])
    yield "path", re.sub(r"\{[^{}]*\}", " ", operation.path)
    yield "operationId", operation.operation_id
    yield "summary", operation.summary or first_sentence(operation.description)
    yield "description", description
    yield "grouping", " ".join(grouping)
    yield "parameters", " ".join(contents.parameters)
    yield "request", " ".join(contents.sent)
    yield "answer", " ".join(contents.answered)
    yield "allowed values", " ".join(contents.allowed)
    yield "title of the API", api.title
    yield from _facts(contents)


def _facts(contents: Contents) -> Iterator[tuple[str, str]]:
    """What HTTP itself says of a call, in the words that people use for it."""
    said = set()
    for name in contents.answered_types:
        media_type = name.split(";")[0].strip().lower()
        words = _STREAMS.get(media_type, "binary response" if _BINARY(media_type) else "")
        if words and words not in said:
            said.add(words)
            yield f"answer of type {media_type}", words
    if any(name.lower().startswith("multipart/") for name in contents.sent_types):
        yield "request of type multipart", "multipart form-data"
    if contents.calls_back:
        yield "callbacks", "callback webhook"
    if "202" in contents.statuses:
        yield "status 202", "asynchronous"
    elif contents.statuses:
        yield f"status {contents.statuses[0]}", "synchronous"
