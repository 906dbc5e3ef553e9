"""Rules about the vocabulary itself, tags.yml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from api_catalog.catalog import Api, Tag
from api_catalog.documents import Document
from api_catalog.documents.reading import mapping, mappings, sequence, text
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Whole, catalog_rule
from api_catalog.rules.nearest import Words, did_you_mean
from api_catalog.rules.tags import NO_SUCH_TAG

_FEW_APIS, _FEW_OPERATIONS = 5, 50  # in a smaller catalog a tag may well be on everything
_NEARLY_EVERY = 0.95
_LENGTHS_FOR_TYPOS = range(8, 101)  # characters; shorter words that differ in one are other words


def _entries(whole: Whole) -> Iterator[tuple[Document, int, str, dict[str, Any]]]:
    """The entries of tags.yml that have a name: document, place, name, entry."""
    document = whole.repository.vocabulary
    if document is not None:
        for index, entry in enumerate(whole.vocabulary):
            if name := text(entry.get("name")):
                yield document, index, name, entry


@catalog_rule("duplicate-tag")
def duplicate_tag(whole: Whole) -> Iterator[Finding]:
    """Two tags with one name."""
    seen: set[str] = set()
    for document, index, name, _ in _entries(whole):
        if name in seen:
            yield Finding(document, ("tags", index, "name"), f"`{name}` is defined twice", "Keep one of the two.")
        seen.add(name)


@catalog_rule("near-duplicate-tag", Severity.WARNING)
def near_duplicate_tag(whole: Whole) -> Iterator[Finding]:
    """A name that differs from another only in number, hyphens or one letter."""
    keys: dict[str, str] = {}
    shortened: dict[str, str] = {}
    for document, index, name, entry in _entries(whole):
        if entry.get("x-replaced-by"):
            continue
        key = _without_number(name)
        shorter = _with_one_letter_less(key)
        near = [keys.get(key), shortened.get(key), *map(keys.get, shorter), *map(shortened.get, shorter)]
        for other in near:
            if other is not None and other != name and _is_alike(_without_number(other), key):
                message = f"`{name}` is hardly another tag than `{other}`"
                yield Finding(document, ("tags", index, "name"), message, "Keep one; make the other an alias of it.")
                break
        keys.setdefault(key, name)
        for rest in shorter:
            shortened.setdefault(rest, name)


def _without_number(name: str) -> str:
    """The name in the singular, word by word, without hyphens."""
    return "".join(_singular(word) for word in name.casefold().replace("_", "-").split("-"))


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]


def _with_one_letter_less(key: str) -> list[str]:
    """The key without each of its letters; nothing for a short key."""
    return [key[:index] + key[index + 1 :] for index in range(len(key))] if len(key) in _LENGTHS_FOR_TYPOS else []


def _is_alike(one: str, other: str) -> bool:
    """Are the two equal but for one letter, which is no digit?"""
    short, long = sorted((one, other), key=len)
    start = next((index for index, letter in enumerate(short) if letter != long[index]), len(short))
    skip = 1 if len(short) == len(long) else 0
    differ = short[start : start + skip] + long[start : start + 1]
    return short[start + skip :] == long[start + 1 :] and not any(map(str.isdecimal, differ))


@catalog_rule("ambiguous-alias", Severity.WARNING)
def ambiguous_alias(whole: Whole) -> Iterator[Finding]:
    """A title or alias that another tag of the same kind has too; each kind answers a question of its own."""
    entries = [item for item in _entries(whole) if not item[3].get("x-replaced-by")]
    owners: dict[tuple[str, str], str] = {}
    for _, _, name, entry in entries:
        owners.setdefault((text(entry.get("kind")), _spoken(name)), name)
    for field in ("summary", "x-aliases"):
        for document, index, name, entry in entries:
            for pointer, word in _words(entry, field):
                other = owners.setdefault((text(entry.get("kind")), _spoken(word)), name)
                if other != name:
                    hint = "Keep it where it fits better, or make it longer, so that it tells the two apart."
                    yield Finding(document, ("tags", index, *pointer), f"`{word}` stands for `{other}` too", hint)


def _words(entry: dict[str, Any], field: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The text in a field, or the texts of its list, each with the way to it."""
    stated = entry.get(field)
    if isinstance(stated, str):
        yield (field,), stated
    for index, item in enumerate(sequence(stated)):
        if isinstance(item, str):
            yield (field, index), item


def _spoken(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


@catalog_rule("tag-parent")
def tag_parent(whole: Whole) -> Iterator[Finding]:
    """A parent that is not defined, of another kind, or below its own child."""
    tags = {name: tag for name, tag in whole.catalog.tags.items() if tag.defined}
    circles = _circles(tags)
    for document, index, name, entry in _entries(whole):
        parent = text(entry.get("parent"))
        place = ("tags", index, "parent")
        if not parent or name not in tags:
            continue
        if parent not in tags:
            hint = did_you_mean(whole.tag_words, parent, "Define it in tags.yml, or leave `parent` out.")
            yield Finding(document, place, f"the parent `{parent}` is not defined", hint)
        elif name in circles and tags[name].parent == parent:
            message = f"`{name}` is above itself: " + " → ".join(circles[name])
            yield Finding(document, place, message, "Take one `parent` of this circle out.")
        elif tags[parent].kind != text(entry.get("kind"), tags[parent].kind):
            message = f"the parent `{parent}` is of the kind {tags[parent].kind}"
            yield Finding(document, place, message, "A tag and its parent answer the same question: use one kind.")


def _circles(tags: dict[str, Tag]) -> dict[str, list[str]]:
    """The circles of parents, each once, by the first of its tags."""
    done: set[str] = set()
    circles = {}
    for name in tags:
        line: dict[str, None] = {}  # in order
        current: str | None = name
        while current is not None and current in tags and current not in done and current not in line:
            line[current] = None
            current = tags[current].parent
        if current is not None and current in line:
            members = list(line)[list(line).index(current) :]
            circles[current] = [*members, current]
        done |= set(line)
    return circles


@catalog_rule("tag-replacement")
def tag_replacement(whole: Whole) -> Iterator[Finding]:
    """``x-replaced-by`` that names a tag which is not defined or is replaced itself."""
    tags = {name: tag for name, tag in whole.catalog.tags.items() if tag.defined}
    for document, index, _, entry in _entries(whole):
        stated = text(entry.get("x-replaced-by"))
        place = ("tags", index, "x-replaced-by")
        if stated and stated not in tags:
            hint = did_you_mean(whole.tag_words, stated, NO_SUCH_TAG)
            yield Finding(document, place, f"`{stated}` is not defined", hint)
        elif stated and tags[stated].replaced_by:
            yield Finding(document, place, f"`{stated}` is replaced itself", "Name the tag to use today.")


@catalog_rule("unknown-kind")
def unknown_kind(whole: Whole) -> Iterator[Finding]:
    """A kind of tag that catalog.yml does not list among its ``kinds``."""
    settings = whole.repository.settings
    stated = mappings(mapping(settings.value).get("kinds")) if settings is not None else []
    kinds = Words((name, name) for kind in stated if (name := text(kind.get("name"))))
    names = {text(kind.get("name")) for kind in stated}
    for document, index, name, entry in _entries(whole):
        kind = text(entry.get("kind"))
        if stated and kind and kind not in names:
            hint = did_you_mean(kinds, kind, "Use a kind of catalog.yml, or add this one there.")
            yield Finding(document, ("tags", index, "kind"), f"`{name}` is of the unknown kind `{kind}`", hint)


@catalog_rule("unused-tag", None)
def unused_tag(whole: Whole) -> Iterator[Finding]:
    """A tag that nothing uses, and no narrower tag of it either."""
    if not whole.vocabulary:
        return
    used = {tag for api in whole.catalog.apis for tag in _tags_of(api)}
    used |= {above for tag in used for above in whole.catalog.with_ancestors(tag)}
    for document, index, name, entry in _entries(whole):
        if name not in used and not entry.get("x-replaced-by"):
            hint = "Use it or remove it; a name that was public once stays, with x-replaced-by."
            yield Finding(document, ("tags", index, "name"), f"nothing uses `{name}`", hint)


def _tags_of(api: Api) -> Iterator[str]:
    """Every tag that an API has or names."""
    yield from api.all_tags
    yield from (finding.tag for finding in api.findings)
    yield from (tag for each in api.does_not for tag in each.tags)
    yield from (tag for each in api.hype for tag in each.maps_to)
    yield from (tag for operation in api.operations for each in operation.hype for tag in each.maps_to)


@catalog_rule("over-broad-tag", Severity.WARNING)
def over_broad_tag(whole: Whole) -> Iterator[Finding]:
    """A tag on nearly every operation of all APIs: it tells nothing apart."""
    number = whole.catalog.operation_count
    if len(whole.catalog.apis) < _FEW_APIS or number < _FEW_OPERATIONS:
        return
    counts = Counter(tag for api in whole.catalog.apis for operation in api.operations for tag in operation.tags)
    for document, index, name, _ in _entries(whole):
        if counts[name] >= _NEARLY_EVERY * number:
            message = f"`{name}` is on {counts[name]} of {number} operations"
            hint = "Split it into narrower tags, or put it on the APIs in api.yml."
            yield Finding(document, ("tags", index, "name"), message, hint)
