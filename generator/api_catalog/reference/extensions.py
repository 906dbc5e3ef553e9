"""Vendor extensions that say something to readers. All others are in the description that can be downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.documents.reading import mapping, mappings, sequence, text, texts
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.model import SampleView

_LONGEST = 40
_TRUE = {
    "x-beta": "beta",
    "x-experimental": "experimental",
    "x-preview": "preview",
    "x-internal": "internal",
    "x-ms-long-running-operation": "takes long: ask again for the result",
    "x-immutable": "cannot be changed later",
}
_STAGES = ("x-maturity", "x-release-status", "x-stability", "x-stability-level", "x-lifecycle", "x-status")
_MARKING = frozenset((*_TRUE, *_STAGES, "x-ms-pageable", "x-badges", "x-ms-deprecation", "x-sunset"))
_NO_NEWS = {"ga", "stable", "general", "active", "released", "production", "current", "default", "generally-available"}
_SAMPLES = ("x-codeSamples", "x-code-samples")
_MEANINGS = ("x-enum-descriptions", "x-enumDescriptions", "x-enum-varnames", "x-enumNames")


def marks(raw: dict[str, Any]) -> tuple[str, ...]:
    """Marks of an operation or schema: beta and the like, that answers come in pages."""
    return () if _MARKING.isdisjoint(raw) else tuple(dict.fromkeys(_marks(raw)))


def _marks(raw: dict[str, Any]) -> Iterator[str]:
    for key, words in _TRUE.items():
        if raw.get(key) is True:
            yield words
    for key in _STAGES:
        stage = clean_text(text(raw.get(key))).strip()[:_LONGEST]
        if stage and stage.lower().replace(" ", "-") not in _NO_NEWS:
            yield stage.lower()
    if isinstance(raw.get("x-ms-pageable"), dict):
        yield "answers in pages"
    for badge in sequence(raw.get("x-badges")):
        if name := clean_text(text(mapping(badge).get("name")) or text(badge))[:_LONGEST]:
            yield name
    gone = mapping(raw.get("x-ms-deprecation"))
    if date := clean_text(text(raw.get("x-sunset")) or text(gone.get("removalDate")))[:_LONGEST]:
        yield f"ends {date}"


def samples(raw: dict[str, Any]) -> Iterator[SampleView]:
    """Requests in other languages that the author wrote."""
    for key in _SAMPLES:
        for sample in mappings(raw.get(key)):
            language, code = clean_text(text(sample.get("lang"))), clean_text(text(sample.get("source")))
            if code.strip():
                yield SampleView(language or "code", code, generated=False)


def meanings(schema: dict[str, Any], shown: int) -> tuple[str, ...]:
    """What each of the first ``shown`` values of an enum stands for; empty if the author does not say."""
    values = sequence(schema.get("enum"))[:shown]
    for key in _MEANINGS:
        stated = schema.get(key)
        if isinstance(stated, dict):
            return tuple(clean_text(text(stated.get(text(value)))) for value in values)
        if isinstance(stated, list) and stated:
            return tuple(clean_text(words) for words in (*texts(stated), *[""] * len(values))[: len(values)])
    named = {text(item.get("value")): item for item in mappings(mapping(schema.get("x-ms-enum")).get("values"))}
    found = tuple(clean_text(text(mapping(named.get(text(value))).get("description"))) for value in values)
    return found if any(found) else ()
