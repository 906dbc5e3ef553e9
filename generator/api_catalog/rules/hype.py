"""Rules that keep marketing words where they belong: quoted, with a source, apart from what an API does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from api_catalog.documents import Document
from api_catalog.documents.reading import mapping, mappings, text
from api_catalog.problems import Severity
from api_catalog.rules.dates import day_of
from api_catalog.rules.engine import Finding, Subject, Whole, catalog_rule, curated, follow, ours, rule

_MOST_HYPE_WORDS = 6
_URL = re.compile(r"https?://\S+", re.IGNORECASE).fullmatch
Quotation = tuple[Document, tuple[str | int, ...], dict[str, Any]]


def _in_description(subject: Subject) -> Iterator[Quotation]:
    """Every entry of ``x-hype-tags``, with its place."""
    looked_at = [operation for operation in subject.api.operations if subject.api.curated or operation.hype]
    for pointer in (("info",), *(operation.pointer for operation in looked_at)):
        stated = mapping(follow(subject.api.description, pointer)[1]).get("x-hype-tags")
        for index, entry in enumerate(mappings(stated if isinstance(stated, list | None) else [stated])):
            yield subject.files.description, (*pointer, "x-hype-tags", index), entry


def _quotations(subject: Subject) -> Iterator[Quotation]:
    yield from _in_description(subject)
    if subject.files.record is not None:
        for index, entry in enumerate(mappings(subject.record.get("hype"))):
            yield subject.files.record, ("hype", index), entry


@rule("hype-length")
def hype_length(subject: Subject) -> Iterator[Finding]:
    """A quotation of marketing words that is longer than six words."""
    for document, pointer, entry in _quotations(subject):
        words = len(text(entry.get("term")).split())
        if words > _MOST_HYPE_WORDS:
            yield Finding(document, (*pointer, "term"), f"{words} words quoted", "Quote at most six words.")


@rule("hype-without-source")
def hype_without_source(subject: Subject) -> Iterator[Finding]:
    """An entry of ``x-hype-tags`` that does not say who says so, where and when."""
    for document, pointer, entry in _in_description(subject):
        missing = [
            field
            for field, is_there in (
                ("term", bool(text(entry.get("term")))),
                ("where", bool(_URL(text(entry.get("where"))))),
                ("seen", day_of(text(entry.get("seen"))) is not None),
            )
            if not is_there
        ]
        if missing:
            message = "marketing words without " + " and ".join(f"`{field}`" for field in missing)
            hint = "Write {term: the words, where: the https:// address of the page, seen: 2026-11-22, maps-to: []}."
            yield Finding(document, pointer, message, hint)


Words = Iterable[tuple[Document, tuple[str | int, ...], str]]


@rule("marketing-words", Severity.WARNING, curated)
def marketing_words(subject: Subject) -> Iterator[Finding]:
    """A summary of ours, or a definition of a tag, that praises instead of saying what is done."""
    return _praises(_words_of_api(subject))


@catalog_rule("marketing-words", Severity.WARNING)
def marketing_words_of_catalog(whole: Whole) -> Iterator[Finding]:
    """The same in the vocabulary and in what is said of providers."""
    return _praises(_words_of_catalog(whole))


def _praises(words: Words) -> Iterator[Finding]:
    for document, pointer, stated in words:
        found = _praise().search(stated)
        if found is not None:
            hint = "Say what it does. Quote the provider's own words under `hype`."
            yield Finding(document, pointer, f"`{found[0]}` is a marketing word", hint)


def _words_of_catalog(whole: Whole) -> Words:
    vocabulary = whole.repository.vocabulary
    if vocabulary is not None:
        for index, entry in enumerate(whole.vocabulary):
            yield vocabulary, ("tags", index, "description"), text(entry.get("description"))
    for provider in whole.repository.providers:
        yield provider, ("summary",), text(mapping(provider.value).get("summary"))


def _words_of_api(subject: Subject) -> Words:
    if subject.files.record is not None:
        yield subject.files.record, ("summary",), text(subject.record.get("summary"))
    if ours(subject):
        info = mapping(mapping(subject.api.description).get("info"))
        yield subject.files.description, ("info", "summary"), text(info.get("summary"))
        for operation in subject.api.operations:
            yield subject.files.description, (*operation.pointer, "summary"), operation.summary


@cache
def _praise() -> re.Pattern[str]:
    """Finds a word of marketing-words.txt; a space or hyphen in one stands for either."""
    lines = files("api_catalog.rules").joinpath("marketing-words.txt").read_text("utf-8").splitlines()
    words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    either = ("[ -]".join(map(re.escape, re.split("[ -]", word))) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(either)})\b", re.IGNORECASE)
