"""Rules about curation records."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.catalog.reading import mapping, mappings, text
from api_catalog.rules.engine import Finding, Subject, rule

_ENDED = ("retired", "closed-to-new")
_MOST_HYPE_WORDS = 6


@rule("coverage-count")
def coverage_count(subject: Subject) -> Iterator[Finding]:
    """``coverage.described`` differs from the number of operations in the description."""
    record, coverage = subject.files.record, subject.api.coverage
    if record is None or coverage is None:
        return
    number = len(subject.api.operations)
    if coverage.described != number:
        message = f"coverage.described is {coverage.described}, but the description has {number} operations"
        yield Finding(record, ("coverage", "described"), message, f"Write {number}.")
    elif coverage.of < coverage.described:
        yield Finding(record, ("coverage", "of"), "more operations are described than there are", "Count again.")


@rule("ended-without-evidence")
def ended_without_evidence(subject: Subject) -> Iterator[Finding]:
    """A retired or closed API without a source and a date (``since: not-stated`` is a date that was looked for)."""
    status = subject.api.status
    if subject.files.record is not None and status.state in _ENDED and not (status.since and status.source):
        hint = "Add `since` and `source`; write since: not-stated if no source gives the date."
        yield Finding(subject.files.record, ("status",), f"`{status.state}` needs a date and a source", hint)


@rule("retired-not-deprecated")
def retired_not_deprecated(subject: Subject) -> Iterator[Finding]:
    """An operation of a retired API that does not say ``deprecated: true``."""
    if subject.api.status.state != "retired":
        return
    for operation in subject.api.operations:
        if not operation.deprecated:
            message = f"{operation.method} {operation.path} is retired but not deprecated"
            yield Finding(subject.files.description, operation.pointer, message, "Add `deprecated: true`.")


@rule("hype-length")
def hype_length(subject: Subject) -> Iterator[Finding]:
    """A quotation of marketing words that is longer than six words."""
    record = subject.files.record
    if record is None:
        return
    for index, hype in enumerate(mappings(mapping(record.value).get("hype"))):
        words = len(text(hype.get("term")).split())
        if words > _MOST_HYPE_WORDS:
            yield Finding(record, ("hype", index, "term"), f"{words} words quoted", "Quote at most six words.")
