"""Browse: every API, beside every question one can ask of them; and the same as data for the script of the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api_catalog.catalog import Catalog, Kind
from api_catalog.pages import urls
from api_catalog.pages.page import Draft
from api_catalog.pages.provider import ApiRow, api_rows
from api_catalog.pages.uses import held_by

DATA = "apis.json"
_OWN_KEYS = frozenset(("q", "sort", "view", "provider"))  # of the address; a kind of that name gets another
_MOST_VALUES = 150  # of a facet on the page; the script knows all
_MOST_VALUES_BESIDE_MANY = 60  # the same, if the page has many APIs
_MANY_TAGS = 1000  # if there are more, words that only one description uses are no answers
_MOST_TAGS = 8  # of a row
# How the APIs are listed, by the most of them that leave the page within its budget of elements.
_LISTINGS = (("rows", 110), ("list", 1200), ("lines", 3000))
_COUNTS = "counts"  # more than that: providers with their number of APIs


@dataclass(frozen=True, slots=True)
class Answer:
    """One value of a facet. ``number`` is its place in the data; ``api_count``, how many APIs have it."""

    number: int
    title: str
    url: str
    api_count: int
    narrower: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A question with its answers, most APIs first. ``more`` are left out; ``url`` leads to all."""

    key: str
    question: str
    answers: tuple[Answer, ...]
    more: int
    url: str


@dataclass(frozen=True, slots=True)
class BrowseView:
    """What pages/browse.html.jinja draws."""

    rows: tuple[ApiRow, ...]
    facets: tuple[Facet, ...]
    operation_count: int
    listing: str  # rows, list, lines or counts

    @property
    def by_provider(self) -> tuple[tuple[ApiRow, ...], ...]:
        """The rows, in groups of one provider."""
        groups: dict[str, list[ApiRow]] = {}
        for row in self.rows:
            groups.setdefault(row.provider.slug, []).append(row)
        return tuple(tuple(group) for group in groups.values())


@dataclass(frozen=True, slots=True)
class _Value:
    """An answer as the data has it. ``parent`` and ``aliases`` help to find others that are near."""

    name: str
    slug: str
    title: str
    url: str
    parent: str | None
    aliases: tuple[str, ...]
    holders: frozenset[int]


def drafts(catalog: Catalog) -> Iterator[Draft]:
    rows = api_rows(catalog)
    questions = tuple(_questions(catalog, rows))
    listing = next((name for name, most in _LISTINGS if len(rows) <= most), _COUNTS)
    most = _MOST_VALUES if listing == "rows" else _MOST_VALUES_BESIDE_MANY
    view = BrowseView(rows, tuple(_facets(questions, most)), catalog.operation_count, listing)
    description = f"All {len(rows)} APIs, by what they do, where they run, what they cost."
    data = json.dumps(_data(catalog, rows, questions), ensure_ascii=False, separators=(",", ":"))
    files = {DATA: data.encode("utf-8", "replace")}
    yield Draft(urls.APIS, "APIs", description, "pages/browse.html.jinja", view, files=files, top_level=True)


def key_of(kind: Kind) -> str:
    """What the kind is called in the address."""
    return f"kind-{kind.name}" if kind.name in _OWN_KEYS else kind.name


@dataclass(frozen=True, slots=True)
class _Question:
    key: str
    label: str
    question: str
    folder: str
    values: tuple[_Value, ...]
    url: str


def _questions(catalog: Catalog, rows: tuple[ApiRow, ...]) -> Iterator[_Question]:
    """Every kind of tag with the tags in use, and the providers."""
    holders: dict[str, set[int]] = {}
    offered: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        offered.setdefault(row.provider.slug, set()).add(number)
        for name in held_by(catalog, row.api):
            holders.setdefault(name, set()).add(number)
    for kind in catalog.settings.kinds:
        values = tuple(
            _Value(tag.name, tag.slug, tag.title, urls.tag_url(tag), tag.parent, tag.aliases, frozenset(held))
            for tag in catalog.tags_of_kind(kind.name)
            if (held := holders.get(tag.name)) and (tag.defined or len(held) > 1 or len(holders) <= _MANY_TAGS)
        )
        if values:
            yield _Question(key_of(kind), kind.label, kind.question, urls.TAGS, values, f"{urls.TAGS}#kind-{kind.name}")
    providers = tuple(
        _Value(each.slug, each.slug, each.short_name, urls.provider_url(each), None, (), frozenset(offered[each.slug]))
        for each in catalog.providers.values()
        if each.slug in offered
    )
    yield _Question("provider", "Provider", "Who offers it?", urls.PROVIDERS, providers, urls.PROVIDERS)


def _facets(questions: Iterable[_Question], most: int) -> Iterator[Facet]:
    first = 0
    for question in questions:
        numbers = {value.name: first + place for place, value in enumerate(question.values)}
        first += len(numbers)
        order = sorted(question.values, key=lambda value: (-len(value.holders), numbers[value.name]))
        kept = {value.name: value for value in order[:most]}
        children: dict[str | None, list[_Value]] = {}
        for value in kept.values():
            children.setdefault(value.parent if value.parent in kept else None, []).append(value)
        answers = tuple(_answer(value, numbers, children) for value in children.get(None, ()))
        yield Facet(question.key, question.question, answers, len(question.values) - len(kept), question.url)


def _answer(value: _Value, numbers: dict[str, int], children: dict[str | None, list[_Value]]) -> Answer:
    """With all that is narrower in one list."""
    narrower: list[_Value] = list(children.get(value.name, ()))
    for each in narrower:
        narrower += children.get(each.name, ())
    narrower.sort(key=lambda each: (-len(each.holders), numbers[each.name]))
    below = tuple(Answer(numbers[each.name], each.title, each.url, len(each.holders)) for each in narrower)
    return Answer(numbers[value.name], value.title, value.url, len(value.holders), below)


def _data(catalog: Catalog, rows: tuple[ApiRow, ...], questions: tuple[_Question, ...]) -> dict[str, Any]:
    """The data of the script, which says what each place in it holds. Values are numbered through all facets."""
    values = [value for question in questions for value in question.values]
    tag_places = {value.name: place for place, value in enumerate(values[: -len(questions[-1].values) or None])}
    held: list[list[int]] = [[] for _ in rows]
    for place, value in enumerate(values):
        for number in value.holders:
            held[number].append(place)
    labels = list(dict.fromkeys(label for row in rows for label, _ in row.facts))
    return {
        "facets": [
            [
                question.key,
                question.label,
                question.folder,
                [
                    [value.slug, value.title, tag_places.get(value.parent or "", -1), " ".join(value.aliases)]
                    for value in question.values
                ],
            ]
            for question in questions
        ],
        "facts": labels,
        "apis": [_record(row, own, labels, tag_places) for row, own in zip(rows, held, strict=True)],
    }


def _record(row: ApiRow, held: list[int], labels: list[str], tag_places: dict[str, int]) -> list[Any]:
    api = row.api
    shown = [tag_places[does.tag.name] for does in row.does[:_MOST_TAGS] if does.tag.name in tag_places]
    since = api.status.since if api.status.since != "not-stated" else ""
    return [
        held[-1],  # its provider
        api.slug,
        api.title,
        api.summary,
        api.status.state if api.status.state != "unknown" else "",
        since,
        len(api.operations),
        api.reviewed,
        held,
        shown,
        [[labels.index(label), words] for label, words in row.facts],
    ]
