"""What differs in curation: records, providers, the vocabulary, settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from api_catalog.documents.reading import mapping, mappings, text, texts
from api_catalog.history.findings import Found, Place, gone_and_new, shown
from api_catalog.history.values import key_of, same

_RECORD = Place((), "record")
_ENDED = ("retired",)
_STATES = {"yes", "no"}
_TOLD = frozenset(("summary", "status", "tags", "findings", "does-not", "hype", "plans", "links", "reviewed"))


def record_differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Found]:
    """Of two curation records; an empty one is none."""
    if key_of(old) == key_of(new):
        return
    if not old or not new:
        said = "now has" if new else "no longer has"
        yield Found("record-changed", _RECORD, f"It {said} a curation record.")
    yield from _status(mapping(old.get("status")), mapping(new.get("status")))
    if not same(old.get("summary"), new.get("summary")) and old and new:
        yield Found("summary-changed", _RECORD, f"The summary is: {shown(text(new.get('summary'))) or 'none'}")
    yield from _tags(old, new)
    yield from _findings(mappings(old.get("findings")), mappings(new.get("findings")))
    for key, rule, name, words in (
        ("does-not", "does-not", "what", "Does not"),
        ("hype", "hype", "term", "Marketing words"),
    ):
        yield from _named(mappings(old.get(key)), mappings(new.get(key)), rule, name, words)
    yield from _plans(mappings(old.get("plans")), mappings(new.get("plans")))
    yield from _links(mapping(old.get("links")), mapping(new.get("links")))
    if not same(old.get("reviewed"), new.get("reviewed")) and new.get("reviewed"):
        yield Found("reviewed", _RECORD, f"Reviewed {shown(text(new['reviewed']))}.")
    for key in sorted({*old, *new} - _TOLD):
        if not same(old.get(key), new.get(key)) and old and new:
            yield Found("record-changed", _RECORD, f"What the record says under {shown(key)} changed.")


def _status(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Found]:
    was, now = text(old.get("state"), "unknown"), text(new.get("state"), "unknown")
    if was != now:
        learned = was == "unknown" or now == "unknown"
        rule = "status-learned" if learned else "status-retired" if now in _ENDED else "status-changed"
        yield Found(rule, _RECORD, f"The status was {shown(was)} and is {shown(now)}.")
    elif not same(old, new):
        yield Found("record-changed", _RECORD, "What the record says of the status changed.")


def _tags(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Found]:
    gone, added = gone_and_new(texts(old.get("tags")), texts(new.get("tags")))
    for verb, names in (("removed", gone), ("added", added)):
        for name in names:
            yield Found(f"tag-{verb}", _RECORD, f"Tag {shown(name)} {verb}.", tags={name})


def _findings(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Found]:
    """A finding is the same if it is about the same tag and scope."""
    one, other = _by(old, "tag", "scope"), _by(new, "tag", "scope")
    for key in {**one, **other}:
        tag, place = key[0], Place((), f"finding {key[0]}")
        if key not in one or key not in other:
            verb = "added" if key in other else "removed"
            finding = other.get(key) or one[key]
            said = _said(finding)
            yield Found(f"finding-{verb}", place, f"Finding {shown(tag)} {verb}: {said}.", tags={tag})
            continue
        was, now = one[key], other[key]
        states = _state(was), _state(now)
        if states[0] != states[1]:
            rule = "finding-turned" if set(states) == _STATES else "finding-changed"
            message = f"Finding {shown(tag)} was {states[0]} and is {_said(now)}."
            yield Found(rule, place, message, tags={tag})
        elif not same(was.get("value"), now.get("value")):
            yield Found("finding-changed", place, f"Finding {shown(tag)}: {_said(now)}.", tags={tag})
        elif not same(was, now):
            yield Found("finding-changed", place, f"Finding {shown(tag)} was read again.", tags={tag})


def _state(finding: dict[str, Any]) -> str:
    stated = finding.get("state")
    return {True: "yes", False: "no"}[stated] if isinstance(stated, bool) else shown(text(stated))


def _said(finding: dict[str, Any]) -> str:
    value = shown(text(finding.get("value")))
    return f"{_state(finding)}, {value}" if value else _state(finding)


def _named(old: list[dict[str, Any]], new: list[dict[str, Any]], rule: str, name: str, words: str) -> Iterator[Found]:
    one, other = _by(old, name), _by(new, name)
    for key in {**one, **other}:
        item = other.get(key) or one[key]
        tags = set(texts(item.get("tags"))) | set(texts(item.get("maps-to")))
        place = Place((), "record")
        if key not in one or key not in other:
            verb = "added" if key in other else "removed"
            yield Found(f"{rule}-{verb}", place, f"{words} {verb}: {shown(key[0])}", tags=tags)
        elif not same(one[key], other[key]):
            yield Found("record-changed", place, f"{words}: more said about “{shown(key[0])}”.", tags=tags)


def _plans(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[Found]:
    one, other = _by(old, "name"), _by(new, "name")
    for key in {**one, **other}:
        place = Place((), "plans")
        if key not in one or key not in other:
            verb = "added" if key in other else "removed"
            yield Found(f"plan-{verb}", place, f"Plan {shown(key[0])} {verb}.")
            continue
        was, now = one[key], other[key]
        if not same([was.get("price"), was.get("limits")], [now.get("price"), now.get("limits")]):
            price = shown(text(now.get("price"))) or "not stated"
            yield Found("plan-changed", place, f"Plan {shown(key[0])} changed; its price is {price}.")
        elif not same(was, now):
            yield Found("record-changed", place, f"Plan {shown(key[0])} was read again.")


def _links(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Found]:
    for key in {**old, **new}:
        if not same(old.get(key), new.get(key)):
            state = "is new" if key not in old else "is gone" if key not in new else "changed"
            yield Found("link-changed", Place((), "links"), f"The link to {shown(key)} {state}.")


def _by(items: list[dict[str, Any]], *names: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """By these fields, and by a number where they are not enough."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for item in items:
        key = tuple(text(item.get(name)) for name in names)
        number = 2
        while key in found:
            key = (*key[: len(names)], str(number))
            number += 1
        found[key] = item
    return found


def provider_differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Found]:
    """Of two provider records."""
    if not old or not new:
        if old or new:
            yield Found("provider-changed", Place(), f"Provider {'added' if new else 'removed'}.")
        return
    for key in {**old, **new}:
        if not same(old.get(key), new.get(key)):
            state = "is new" if key not in old else "is gone" if key not in new else "changed"
            yield Found("provider-changed", Place((key,)), f"What is said under {shown(key)} {state}.")


def vocabulary_differences(old: Any, new: Any) -> Iterator[Found]:
    """Of two vocabularies: lists of OpenAPI Tag Objects, maybe under ``tags``."""
    one, other = _by(mappings(_words(old)), "name"), _by(mappings(_words(new)), "name")
    for key in {**one, **other}:
        name, tags = shown(key[0]), {key[0]}
        if key not in other:
            yield Found("word-removed", Place((), "vocabulary"), f"Tag {name} removed.", tags=tags)
        elif key not in one:
            yield Found("word-added", Place((), "vocabulary"), f"Tag {name} added.", tags=tags)
        else:
            for rule, message in _word(one[key], other[key]):
                yield Found(rule, Place((), "vocabulary"), f"Tag {name}: {message}", tags=tags)


def _word(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str]]:
    changed = [key for key in {**old, **new} if not same(old.get(key), new.get(key))]
    if "x-replaced-by" in changed and new.get("x-replaced-by"):
        yield "word-replaced", f"replaced by {shown(text(new['x-replaced-by']))}."
        changed.remove("x-replaced-by")
    moved: Sequence[str] = [key for key in ("parent", "kind") if key in changed]
    for key in moved:
        yield (
            "word-moved",
            f"its {key} was {shown(text(old.get(key))) or 'none'} and is {shown(text(new.get(key))) or 'none'}.",
        )
    rest = [key for key in changed if key not in moved]
    if rest:
        yield "word-changed", f"its {shown(rest)} changed."


def _words(value: Any) -> Any:
    return value.get("tags") if isinstance(value, dict) else value


def settings_differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Found]:
    """Of two catalog.yml."""
    for key in {**old, **new}:
        if not same(old.get(key), new.get(key)):
            yield Found("settings-changed", Place((key,)), f"What is set under {shown(key)} changed.")
