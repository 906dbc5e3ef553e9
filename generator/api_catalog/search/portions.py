"""Records → what Pagefind reads of them: a page that nobody sees for each, made where the records are made.

Nothing names a filter: Pagefind writes filters in random order, and two builds of one commit must be equal. In their
place each record has words that nobody types, one for its kind and one for its provider.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from api_catalog.pages import urls
from api_catalog.search.records import Record
from api_catalog.search.words import words_of

_NOT_IN_WORDS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Portion:
    """Some records as HTML, their kinds, and in how many of them each word is said."""

    pages: tuple[str, ...]
    kinds: tuple[str, ...]
    words: dict[str, int]


def portion_of(records: Iterable[Record]) -> Portion:
    """All that an index takes of ``records``."""
    pages: list[str] = []
    kinds: dict[str, None] = {}
    words: Counter[str] = Counter()
    for record in records:
        pages.append("".join(_html(record)))
        kinds[record.kind] = None
        for each in (record, *record.parts):
            words.update(words_of(each))
    return Portion(tuple(pages), tuple(kinds), dict(words))


def _html(record: Record) -> Iterator[str]:
    yield '<html lang="en"><body data-pagefind-body>'
    for name in ("kind", "url", "title", "note", "provider", "method", "path"):
        if value := getattr(record, name):
            yield f'<p data-pagefind-ignore data-pagefind-meta="{name}">{escape(value)}</p>'
    yield f"<p>{kind_word(record.kind)}"
    yield f" {provider_word(record.url.split('/')[1])}</p>" if record.url.startswith(urls.APIS) else "</p>"
    yield from _texts(record)
    for part in record.parts:
        anchor = part.url.partition("#")[2]
        heading = f"{part.title} {part.method} {part.path}"
        yield f'<h3 id="{escape(anchor)}" data-pagefind-weight="{part.texts[0][0]:g}">{escape(heading)}</h3>'
        yield from _texts(part, 1)
    yield "</body></html>"


def _texts(record: Record, start: int = 0) -> Iterator[str]:
    for weight, words in record.texts[start:]:
        if words:
            yield f'<p data-pagefind-weight="{weight:g}">{escape(words)}</p>'


def kind_word(kind: str) -> str:
    """Found only by who asks for this kind."""
    return f"zzkind{kind}zz"


def provider_word(slug: str) -> str:
    """Found only by who asks for the provider with this slug; search.mjs makes the same."""
    return f"zzprovider{_NOT_IN_WORDS.sub(lambda found: f'q{ord(found[0]):x}q', slug)}zz"
