"""Records → what Pagefind reads of them, a page that nobody sees for each, and what the search shows of them.

Nothing names a filter: Pagefind writes filters in random order, and two builds of one commit must be equal. In their
place each record has a word that nobody types for its provider. So have names of operations that are together in one
record, for else who asks for ``list`` would be told of each place of ``listUsers``. What is shown is not on the page
either, for Pagefind would index it; it is put beside the index when that is made.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from api_catalog.catalog import Api, Catalog
from api_catalog.pages import urls
from api_catalog.search.records import TAG, Record, records_of_api
from api_catalog.search.words import base_of, words_of

_NOT_IN_WORDS = re.compile(r"[^a-z0-9]")
_WORD = re.compile(r"\w+")
_BY_HAND = 0.3  # how much a page by hand counts
_OF_PART = 0.25  # how much the words of a part count
_SHOWN = ("kind", "url", "title", "note", "provider", "method", "path")
_SHOWN_OF_PART = ("title", "method", "path")


@dataclass(frozen=True, slots=True)
class Content:
    """Records: each as HTML and as what is shown of it."""

    pages: tuple[str, ...]
    shown: tuple[dict[str, Any], ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((self.pages, self.shown)).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Portion:
    """Some records, which are ``read`` when an index is made of them; ``digest`` stands for them.

    ``place`` is the page of the API whose operations they are; empty for all other records. ``words`` says in how many
    of them each word is; those of pages by hand are not counted.
    """

    place: str
    digest: str
    words: dict[str, int]
    read: Callable[[], Content]


def portion_of(records: Iterable[Record], place: str = "") -> Portion:
    """All that an index takes of ``records``."""
    pages: list[str] = []
    shown: list[dict[str, Any]] = []
    words: Counter[str] = Counter()
    for record in records:
        pages.append("".join(_html(record)))
        shown.append(_shown(record))
        for each in (record, *record.parts):
            words.update(words_of(each))
    return _at_hand(Content(tuple(pages), tuple(shown)), place, words)


def _at_hand(content: Content, place: str, words: dict[str, int]) -> Portion:
    return Portion(place, content.digest, dict(words), lambda: content)


def portions_of_api(catalog: Catalog, api: Api, is_apart: bool) -> Iterator[Portion]:
    """What is found of an API. If its operations are records of their own, they are apart from what is found of it."""
    records = records_of_api(catalog, api, is_apart)
    if is_apart:
        yield portion_of([next(records)])
    if rest := list(records):
        yield portion_of(rest, urls.api_url(api))


def portion_by_hand(pages: Iterable[tuple[str, str, str]]) -> Portion:
    """Pages of the site that are written by hand: address, title and HTML of each. They count less than the catalog."""
    texts, shown = [], []
    for url, title, html in pages:
        heading = "" if "<h1" in html else f"<h1>{escape(title)}</h1>"
        body = f'<div data-pagefind-body data-pagefind-weight="{_BY_HAND}">{heading}{html}</div>'
        texts.append(f'<html lang="en"><body>{body}</body></html>')
        shown.append({"kind": "page", "url": url, "title": title})
    return _at_hand(Content(tuple(texts), tuple(shown)), "", {})


def _html(record: Record) -> Iterator[str]:
    yield '<html lang="en"><body data-pagefind-body>'
    yield f'<p data-pagefind-ignore data-pagefind-meta="title">{escape(record.title)}</p>'
    if record.url.startswith(urls.APIS):
        yield f"<p>{provider_word(record.url.split('/')[1])}</p>"
    for weight, words in (*record.texts, *_together(record.parts)):
        if words:
            yield f'<p data-pagefind-weight="{weight:g}">{escape(words)}</p>'
    if names := " ".join(dict.fromkeys(name_word(part.name) for part in record.parts if part.name)):
        yield f'<p data-pagefind-weight="{TAG:g}">{names}</p>'
    yield "</body></html>"


def _together(parts: Iterable[Record]) -> Iterator[tuple[float, str]]:
    """Each word of ``parts`` once, where it counts most, but less than what is said of all: a tenth of the places."""
    most: dict[str, float] = {}
    for part in parts:
        for weight, text in part.texts:
            for word in _WORD.findall(text.lower()):
                most[word] = max(most.get(word, 0.0), weight)
    for word in sorted(most):
        if base := base_of(word, most):
            most[base] = max(most[base], most.pop(word))
    words = defaultdict(list)
    for word, weight in most.items():
        words[weight].append(word)
    for weight in sorted(words, reverse=True):
        yield weight * _OF_PART, " ".join(words[weight])


def _shown(record: Record) -> dict[str, Any]:
    """What search.mjs draws of a record. Of each part: anchor, title, method, path and its further words."""
    shown: dict[str, Any] = {name: value for name in _SHOWN if (value := getattr(record, name))}
    if record.parts:
        shown["operations"] = [
            [part.url.partition("#")[2], *(getattr(part, name) for name in _SHOWN_OF_PART), _further(part)]
            for part in record.parts
        ]
    return shown


def _further(part: Record) -> str:
    """The words of an operation that its title and its path do not say, each once."""
    said = set(_WORD.findall(f"{part.title} {part.path}".lower()))
    words = _WORD.findall(" ".join((part.name, *(words for _, words in part.texts))).lower())
    return " ".join(dict.fromkeys(word for word in words if word not in said))


def provider_word(slug: str) -> str:
    """Found only by who asks for the provider with this slug; search.mjs makes the same."""
    return f"zzprovider{_NOT_IN_WORDS.sub(lambda found: f'q{ord(found[0]):x}q', slug)}zz"


def name_word(name: str) -> str:
    """Found only by who asks for an operation of this name, or for the beginning of it; search.mjs makes the same."""
    return f"zzname{_NOT_IN_WORDS.sub('', name.lower())}"
