"""Rules about curation records."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents import Document
from api_catalog.documents.reading import mapping, mappings, text
from api_catalog.problems import Severity
from api_catalog.rules.dates import a_year_before, day_of
from api_catalog.rules.engine import Finding, Subject, Whole, catalog_rule, curated, rule
from api_catalog.rules.nearest import Words, did_you_mean

_ENDED = ("retired", "closed-to-new")


@rule("coverage-count")
def coverage_count(subject: Subject) -> Iterator[Finding]:
    """``coverage.described`` differs from the number of operations in the description."""
    record, coverage = subject.files.record, subject.api.coverage
    if record is None or coverage is None:
        return
    number = len(subject.api.operations)
    if coverage.described != number:
        message = f"coverage.described is {coverage.described}, but the description has {number}"
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


@catalog_rule("stale-review", Severity.WARNING)
def stale_review(whole: Whole) -> Iterator[Finding]:
    """A record that was last compared with its sources more than a year ago; of retired APIs it is not asked."""
    for api in whole.catalog.apis if whole.today is not None else ():
        reviewed = day_of(api.reviewed) if api.curated and api.status.state != "retired" else None
        if reviewed is not None and whole.today is not None and reviewed < a_year_before(whole.today):
            message = f"last reviewed on {reviewed}, more than a year before {whole.today}"
            hint = "Compare the record with its sources, mend what changed, and write today's date."
            yield Finding(whole.record_of(api), ("reviewed",), message, hint)


@rule("insecure-link", Severity.WARNING, curated)
def insecure_link(subject: Subject) -> Iterator[Finding]:
    """A link of api.yml that is not https."""
    if subject.files.record is not None:
        yield from _insecure_links(subject.files.record)


@catalog_rule("insecure-link", Severity.WARNING)
def insecure_link_of_provider(whole: Whole) -> Iterator[Finding]:
    """A link of provider.yml that is not https."""
    for document in whole.repository.providers:
        yield from _insecure_links(document)


def _insecure_links(document: Document) -> Iterator[Finding]:
    for name, url in mapping(mapping(document.value).get("links")).items():
        if text(url).casefold().startswith("http:"):
            hint = "Use the https:// address; leave the link out if there is none."
            yield Finding(document, ("links", name), f"the link `{name}` is not https", hint)


@catalog_rule("unknown-successor")
def unknown_successor(whole: Whole) -> Iterator[Finding]:
    """``succeeds`` or ``succeeded-by`` that names no API of the catalog, or the API itself."""
    for api in whole.catalog.apis:
        stated = (("succeeds", api.succeeds), ("succeeded-by", api.succeeded_by))
        for field, name in stated if api.curated else ():
            if name == api.id:
                message, hint = f"`{field}` names the API itself", "Name another API, or leave it out."
                yield Finding(whole.record_of(api), (field,), message, hint)
            elif name and name not in whole.apis:
                hint = did_you_mean(whole.api_words, name, "Write <provider>/<api>, or leave it out.")
                yield Finding(whole.record_of(api), (field,), f"there is no API `{name}`", hint)


@rule("unknown-scope", of=curated)
def unknown_scope(subject: Subject) -> Iterator[Finding]:
    """A finding about an operation or a plan that does not exist."""
    known = {
        "operation": {operation.operation_id for operation in subject.api.operations if operation.operation_id},
        "plan": {plan.name for plan in subject.api.plans if plan.name},
    }
    words = {kind: Words((name, name) for name in sorted(names)) for kind, names in known.items()}
    for index, stated in enumerate(mappings(subject.record.get("findings"))):
        kind, colon, name = text(stated.get("scope")).partition(":")
        if subject.files.record is None or not colon or kind not in known or name in known[kind]:
            continue
        if kind == "plan" and not known[kind]:
            continue  # plans need not be listed
        hint = did_you_mean(words[kind], name, f"Name one of the {kind}s of this API.")
        yield Finding(subject.files.record, ("findings", index, "scope"), f"there is no {kind} `{name}`", hint)
