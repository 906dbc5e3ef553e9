"""Catalog → records: what can be found, with the words it is found by, and how much each of them counts.

A large catalog would have more records than a browser can handle, so there some operations of an API together are one
record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api_catalog.catalog import Api, Catalog, Operation, Provider, Tag
from api_catalog.documents.reading import mapping, mappings, sequence, text
from api_catalog.documents.references import look_up, resolve
from api_catalog.pages import urls

MOST_APART = 5_000
"""Operations of a catalog up to which each of them is a record."""
MOST_TOGETHER = 50
"""Operations that are one record in a larger catalog."""
_MOST_NAMES, _DEEPEST = 600, 12  # parameters, properties and values of one operation
_FEW_NAMES, _SHALLOW = 60, 3  # where operations are parts
_MOST_PROSE, _SHORT_PROSE = 1500, 200  # characters
_LONGEST_NAME = 60
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PIECE = re.compile(r"\w+")
_BREAKS = re.compile(r"[^\w]+|_+")
_MARKUP = re.compile(r"<[^>]*>|\]\([^)]*\)|[`*#|\[]+")
_SUBSCHEMAS = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "schema")
_LISTS = ("allOf", "oneOf", "anyOf", "prefixItems")

# How much the words of each place count, as Pagefind weighs them: 0 to 10, by the square.
TITLE, NAME, TAG, SAID, PROSE, ASIDE = 8.0, 6.0, 4.0, 2.0, 1.0, 0.4


@dataclass(frozen=True, slots=True)
class Record:
    """One result. ``url`` is relative to the site's root, ``texts`` are words with their weight.

    ``parts`` are operations that have no record of their own; ``name`` is what programs call one of them.
    """

    kind: str  # operation, api, tag, provider; operations: those of an API that its own record has no room for
    url: str
    title: str
    note: str = ""
    provider: str = ""
    method: str = ""
    path: str = ""
    texts: tuple[tuple[float, str], ...] = ()
    parts: tuple[Record, ...] = ()
    name: str = ""


def are_apart(catalog: Catalog) -> bool:
    """Is each operation of this catalog a record of its own?"""
    return catalog.operation_count <= MOST_APART


def records_of_catalog(catalog: Catalog) -> Iterator[Record]:
    """What can be found beside the APIs, in the catalog's order."""
    for tag in catalog.tags.values():
        yield _tag(catalog, tag)
    for provider in catalog.providers.values():
        yield _provider(catalog, provider)


def records_of_api(catalog: Catalog, api: Api, is_apart: bool) -> Iterator[Record]:
    """An API, which is here with its description, and its operations: each of them, or some together."""
    names = _Names(api.description)
    operations = tuple(_operation(catalog, api, operation, names, is_apart) for operation in api.operations)
    if is_apart:
        yield _api(catalog, api, ())
        yield from operations
        return
    yield _api(catalog, api, operations[:MOST_TOGETHER])
    for start in range(MOST_TOGETHER, len(operations), MOST_TOGETHER):
        yield _operations(catalog, api, operations[start : start + MOST_TOGETHER])


def split(name: str) -> str:
    """``DetectLabels`` and ``detect_labels`` as words: what people type when they do not know the name."""
    return " ".join(_BREAKS.sub(" ", _CAMEL.sub(" ", name)).split())


def _named(names: Iterable[str]) -> str:
    """Names as they are, in the pieces that dots and slashes make, and as words; each once."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        found.update(dict.fromkeys(_PIECE.findall(name)))
        found[split(name)] = None
    return " ".join(found)


def _split(names: Iterable[str]) -> str:
    """Names only as words; each once."""
    return " ".join(dict.fromkeys(map(split, names)))


def _plain(prose: str, most: int = _MOST_PROSE) -> str:
    return " ".join(_MARKUP.sub(" ", prose[: 2 * most])[:most].split())


def _tag(catalog: Catalog, tag: Tag) -> Record:
    broader = [catalog.tags[name].title for name in catalog.with_ancestors(tag.name)[1:] if name in catalog.tags]
    texts = (
        (TITLE, f"{tag.title} {_named([tag.name])}"),
        (TITLE, _named(tag.aliases)),
        (SAID, tag.description),
        (ASIDE, " ".join(broader)),
    )
    return Record("tag", urls.tag_url(tag), tag.title, tag.description, texts=texts)


def _provider(catalog: Catalog, provider: Provider) -> Record:
    texts = (
        (TITLE, f"{provider.name} {provider.short_name}"),
        (TITLE, " ".join(provider.aliases)),
        (SAID, provider.summary),
        (ASIDE, " ".join(api.title for api in catalog.apis if api.provider == provider.slug)),
    )
    return Record("provider", urls.provider_url(provider), provider.name, provider.summary, texts=texts)


def _api(catalog: Catalog, api: Api, parts: tuple[Record, ...]) -> Record:
    provider = catalog.providers[api.provider]
    info = mapping(mapping(api.description).get("info"))
    texts = (
        (TITLE, f"{api.title} {_named([api.slug])}"),
        (TITLE, " ".join(api.aliases)),
        (NAME, _who(provider)),
        (NAME, api.summary),
        (TAG, " ".join(_tag_words(catalog, api.tags))),
        (SAID, " ".join(_tag_words(catalog, sorted(api.all_tags.difference(api.tags))))),
        (PROSE, _plain(text(info.get("description")))),
        (PROSE, " ".join(finding.value for finding in api.findings if finding.state == "yes")),
        (ASIDE, " ".join(hype.term for hype in api.hype)),
    )
    return Record("api", urls.api_url(api), api.title, api.summary, provider.short_name, texts=texts, parts=parts)


def _operations(catalog: Catalog, api: Api, parts: tuple[Record, ...]) -> Record:
    provider = catalog.providers[api.provider]
    texts = ((PROSE, " ".join((api.title, *api.aliases, _who(provider)))),)
    return Record("operations", urls.api_url(api), api.title, "", provider.short_name, texts=texts, parts=parts)


def _operation(catalog: Catalog, api: Api, operation: Operation, names: _Names, is_apart: bool) -> Record:
    provider = catalog.providers[api.provider]
    most, deepest, said = (_MOST_NAMES, _DEEPEST, _named) if is_apart else (_FEW_NAMES, _SHALLOW, _split)
    called = [operation.operation_id] if operation.operation_id else []
    texts = [
        (TITLE, operation.name if is_apart else split(operation.name)),
        (TAG, said(called)),
        (SAID, said([operation.path])),
        (TAG, " ".join(_tag_words(catalog, operation.tags))),
        (PROSE, _plain(operation.description, _MOST_PROSE if is_apart else _SHORT_PROSE)),
        (SAID, said(names.sent(operation, most, deepest))),
    ]
    if is_apart:  # a part is in a record that says this once
        texts += [
            (SAID, " ".join((api.title, *api.aliases, _who(provider)))),
            (PROSE, " ".join(catalog.tags[name].title for name in api.tags)),
            (PROSE, _named(names.got(operation, most, deepest))),
        ]
    return Record(
        "operation",
        urls.operation_url(api, operation),
        operation.name,
        api.title,
        provider.short_name,
        operation.method,
        operation.path,
        tuple((weight, words) for weight, words in texts if words),
        name="" if is_apart else operation.operation_id or operation.name,
    )


def _who(provider: Provider) -> str:
    return " ".join((provider.name, provider.short_name, *provider.aliases))


def _tag_words(catalog: Catalog, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        tag = catalog.tags[name]
        yield " ".join((tag.title, *tag.aliases))


class _Names:
    """The names in what the operations of one description send and get: parameters, properties, values, schemas."""

    def __init__(self, description: Any) -> None:
        self._root = mapping(description)
        self._known: dict[tuple[str | int, int, int], dict[str, None]] = {}

    def sent(self, operation: Operation, most: int, deepest: int) -> list[str]:
        raw, item = self._raw(operation)
        found: dict[str, None] = {}
        for stated in (*sequence(item.get("parameters")), *sequence(raw.get("parameters"))):
            parameter = mapping(resolve(self._root, stated))
            if parameter.get("in") != "body" and (name := text(parameter.get("name"))):
                found[name[:_LONGEST_NAME]] = None
            self._walk(parameter.get("schema", parameter), found, most, deepest)
            self._contents(parameter, found, most, deepest)
        self._contents(mapping(resolve(self._root, raw.get("requestBody"))), found, most, deepest)
        return list(found)[:most]

    def got(self, operation: Operation, most: int, deepest: int) -> list[str]:
        raw, _ = self._raw(operation)
        found: dict[str, None] = {}
        for status, stated in mapping(raw.get("responses")).items():
            response = mapping(resolve(self._root, stated))
            if str(status).startswith("2"):
                self._walk(response.get("schema"), found, most, deepest)
                self._contents(response, found, most, deepest)
        return list(found)[:most]

    def _raw(self, operation: Operation) -> tuple[dict[str, Any], dict[str, Any]]:
        item = mapping(resolve(self._root, look_up(self._root, operation.pointer[:2])))
        rest = look_up(item, operation.pointer[2:])
        return mapping(rest), item

    def _contents(self, holder: dict[str, Any], found: dict[str, None], most: int, deepest: int) -> None:
        for media in mapping(holder.get("content")).values():
            self._walk(mapping(media).get("schema"), found, most, deepest)
            self._walk(mapping(media).get("itemSchema"), found, most, deepest)

    def _walk(self, schema: Any, found: dict[str, None], most: int, deepest: int) -> None:
        """What is in a schema is found once: many operations answer with the same."""
        if not isinstance(schema, dict):
            return
        reference = schema.get("$ref")
        place = (reference if isinstance(reference, str) else id(schema), most, deepest)
        if place not in self._known:
            self._known[place] = self._names_in(schema, most, deepest)
        found.update(self._known[place])

    def _names_in(self, schema: dict[str, Any], most: int, deepest: int) -> dict[str, None]:
        """Breadth first, so that what is nearest stays if there is too much."""
        found: dict[str, None] = {}
        seen: set[int] = set()
        level: list[Any] = [schema]
        for _ in range(deepest):
            deeper: list[Any] = []
            for stated in level:
                if isinstance(stated, dict) and isinstance(reference := stated.get("$ref"), str):
                    found[reference.rpartition("/")[2][:_LONGEST_NAME]] = None
                each = mapping(resolve(self._root, stated))
                if not each or id(each) in seen:
                    continue
                seen.add(id(each))
                for name, item in mapping(each.get("properties")).items():
                    found[str(name)[:_LONGEST_NAME]] = None
                    deeper.append(item)
                values = (*sequence(each.get("enum")), each.get("const"))
                found.update((value[:_LONGEST_NAME], None) for value in values if isinstance(value, str) and value)
                deeper += [each[key] for key in _SUBSCHEMAS if isinstance(each.get(key), dict)]
                deeper += [item for key in _LISTS for item in mappings(each.get(key))]
                if len(found) >= most:
                    return found
            level = deeper
        return found
