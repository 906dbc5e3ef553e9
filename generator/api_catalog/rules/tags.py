"""Rules about the tags of operations, APIs and findings."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from api_catalog.catalog import Catalog
from api_catalog.catalog.reading import mapping, mappings, texts
from api_catalog.rules.engine import Finding, Subject, rule


def _uses(subject: Subject) -> Iterator[tuple[str, str, Finding]]:
    """Every use of a tag as (tag, where, place); where is operation, api, finding or mention."""
    description = subject.files.description
    for operation in subject.api.operations:
        for index, tag in enumerate(operation.tags):
            yield tag, "operation", Finding(description, (*operation.pointer, "tags", index), "")
        for index, hype in enumerate(operation.hype):
            for number, tag in enumerate(hype.maps_to):
                yield (
                    tag,
                    "mention",
                    Finding(description, (*operation.pointer, "x-hype-tags", index, "maps-to", number), ""),
                )
    record = subject.files.record
    if record is None:
        return
    for index, tag in enumerate(subject.api.tags):
        yield tag, "api", Finding(record, ("tags", index), "")
    for index, finding in enumerate(subject.api.findings):
        yield finding.tag, "finding", Finding(record, ("findings", index, "tag"), "")
    for index, missing in enumerate(subject.api.does_not):
        for number, tag in enumerate(missing.tags):
            yield tag, "mention", Finding(record, ("does-not", index, "tags", number), "")
    for index, stated in enumerate(mappings(mapping(record.value).get("hype"))):
        for number, tag in enumerate(texts(stated.get("maps-to"))):
            yield tag, "mention", Finding(record, ("hype", index, "maps-to", number), "")


@rule("unknown-tag")
def unknown_tag(subject: Subject) -> Iterator[Finding]:
    """A tag that the closed vocabulary does not have."""
    if not subject.catalog.settings.closed:
        return
    for tag, _, place in _uses(subject):
        known = subject.catalog.tags.get(tag)
        if known is None or not known.defined:
            yield Finding(place.document, place.pointer, f"unknown tag `{tag}`", _nearest(subject.catalog, tag))
        elif known.replaced_by:
            yield Finding(place.document, place.pointer, f"`{tag}` is no longer used", f"Use `{known.replaced_by}`.")


def _nearest(catalog: Catalog, tag: str) -> str:
    words = {
        word.casefold().replace(" ", "-"): known.name
        for known in catalog.tags.values()
        if known.defined
        for word in (known.name, known.title, *known.aliases)
    }
    near = difflib.get_close_matches(tag.casefold(), words, 1, 0.7)
    return f"Did you mean `{words[near[0]]}`?" if near else "Use a tag of tags.yml, or propose a new one there."


@rule("misplaced-tag")
def misplaced_tag(subject: Subject) -> Iterator[Finding]:
    """A tag where its kind does not belong: tags of findings on an operation, tags of operations on an API."""
    applies = {kind.name: kind.applies_to for kind in subject.catalog.settings.kinds}
    for tag, where, place in _uses(subject):
        known = subject.catalog.tags.get(tag)
        wanted = applies.get(known.kind, "both") if known and known.defined else "both"
        if where == "mention" or wanted == where or (wanted == "both" and where != "finding"):
            continue
        if where == "finding" and wanted == "both" and not (known and known.defined):
            continue
        hints = {
            "finding": "Write it as one of the `findings` of api.yml, with its source.",
            "operation": "Put it on the operations.",
            "api": "Put it into the `tags` of api.yml.",
            "both": "Put it on the operations, or into the `tags` of api.yml.",
        }
        yield Finding(place.document, place.pointer, f"`{tag}` does not belong here", hints[wanted])


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
