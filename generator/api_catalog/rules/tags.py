"""Rules about the tags of operations, APIs and findings."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import mapping, mappings, texts
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Subject, rule
from api_catalog.rules.nearest import did_you_mean

NO_SUCH_TAG = "Use a tag of tags.yml, or propose a new one there."
_WHERE = {
    "finding": "Write it as one of the `findings` of api.yml, with its source.",
    "operation": "Put it on the operations.",
    "api": "Put it into the `tags` of api.yml.",
    "both": "Put it on the operations, or into the `tags` of api.yml.",
}


def uses(subject: Subject) -> Iterator[tuple[str, str, Finding]]:
    """Every use of a tag as (tag, where, place); where is operation, api, finding or mention."""
    description = subject.files.description
    for operation in subject.api.operations:
        raw = subject.raw(operation)
        for index, tag in enumerate(texts(raw.get("tags"))):
            yield tag, "operation", Finding(description, (*operation.pointer, "tags", index), "")
        for pointer, tag in _mentions(raw.get("x-hype-tags"), "maps-to"):
            yield tag, "mention", Finding(description, (*operation.pointer, "x-hype-tags", *pointer), "")
    for pointer, tag in _mentions(mapping(mapping(subject.api.description).get("info")).get("x-hype-tags"), "maps-to"):
        yield tag, "mention", Finding(description, ("info", "x-hype-tags", *pointer), "")
    record = subject.files.record
    if record is None:
        return
    for index, tag in enumerate(subject.api.tags):
        yield tag, "api", Finding(record, ("tags", index), "")
    for index, finding in enumerate(subject.api.findings):
        yield finding.tag, "finding", Finding(record, ("findings", index, "tag"), "")
    for pointer, tag in _mentions(subject.record.get("does-not"), "tags"):
        yield tag, "mention", Finding(record, ("does-not", *pointer), "")
    for pointer, tag in _mentions(subject.record.get("hype"), "maps-to"):
        yield tag, "mention", Finding(record, ("hype", *pointer), "")


def _mentions(stated: object, field: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The tags in ``field`` of a list of entries, each with the way to it."""
    for index, item in enumerate(mappings(stated)):
        for number, tag in enumerate(texts(item.get(field))):
            yield (index, field, number), tag


@rule("unknown-tag")
def unknown_tag(subject: Subject) -> Iterator[Finding]:
    """A tag that the closed vocabulary does not have."""
    if not subject.catalog.settings.closed:
        return
    for tag, _, place in uses(subject):
        known = subject.catalog.tags.get(tag)
        if known is None or not known.defined:
            hint = did_you_mean(subject.whole.tag_words, tag, NO_SUCH_TAG)
            yield Finding(place.document, place.pointer, f"unknown tag `{tag}`", hint)


@rule("replaced-tag", Severity.WARNING)
def replaced_tag(subject: Subject) -> Iterator[Finding]:
    """A tag that the vocabulary has replaced by another."""
    replaced = subject.whole.replaced
    for tag, _, place in uses(subject) if replaced else ():
        if tag in replaced:
            yield Finding(place.document, place.pointer, f"`{tag}` is no longer used", f"Use `{replaced[tag]}`.")


@rule("misplaced-tag")
def misplaced_tag(subject: Subject) -> Iterator[Finding]:
    """A tag where its kind does not belong: tags of findings on an operation, tags of operations on an API."""
    applies = {kind.name: kind.applies_to for kind in subject.catalog.settings.kinds}
    if not subject.api.curated and set(applies.values()) <= {"both"}:
        return
    for tag, where, place in uses(subject):
        known = subject.catalog.tags.get(tag)
        wanted = applies.get(known.kind, "both") if known and known.defined else "both"
        if where == "mention" or wanted == where or (wanted == "both" and where != "finding"):
            continue
        if where == "finding" and wanted == "both" and not (known and known.defined):
            continue
        if wanted in _WHERE:  # else validation says that applies-to is wrong
            yield Finding(place.document, place.pointer, f"`{tag}` does not belong here", _WHERE[wanted])


@rule("tag-count")
def tag_count(subject: Subject) -> Iterator[Finding]:
    """Too few or too many tags of a kind on an operation, by the kind's minimum and maximum in catalog.yml."""
    if not subject.catalog.settings.closed:
        return
    tags = subject.catalog.tags
    for operation in subject.api.operations:
        for kind in subject.catalog.settings.kinds:
            number = sum(1 for tag in operation.tags if tag in tags and tags[tag].kind == kind.name)
            needed = not kind.required_with or set(kind.required_with) & set(operation.tags)
            place = (*operation.pointer, "tags") if operation.tags else operation.pointer
            if needed and number < kind.minimum:
                message = (
                    f"{operation.method} {operation.path} has {number} of at least {kind.minimum} {kind.name} tags"
                )
                yield Finding(subject.files.description, place, message, f"Say: {kind.question}")
            elif kind.maximum is not None and number > kind.maximum:
                message = f"{operation.method} {operation.path} has {number} of at most {kind.maximum} {kind.name} tags"
                yield Finding(subject.files.description, place, message, "Keep the most exact ones.")
