"""Rules about what a curated description says of the API as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import mapping
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Subject, ours, rule


@rule("api-license", Severity.WARNING, ours)
def api_license(subject: Subject) -> Iterator[Finding]:
    """Neither a license nor terms of use, nor a finding that somebody looked; of retired APIs it is not asked."""
    info = mapping(mapping(subject.api.description).get("info"))
    links = mapping(subject.record.get("links"))
    stated = info.get("license") or info.get("termsOfService") or links.get("terms")
    stated = stated or subject.api.findings_about("use-restrictions")
    if not stated and subject.api.status.state != "retired":
        hint = (
            "Add `license` (software, standards), `termsOfService`, or `terms` to the links of api.yml. "
            "If no page has them, say so: a finding `use-restrictions` with state: not-stated."
        )
        yield Finding(subject.files.description, ("info",), "neither a license nor terms of use", hint)


@rule("api-contact", Severity.WARNING, ours)
def api_contact(subject: Subject) -> Iterator[Finding]:
    """Nowhere to ask or to read on."""
    description = mapping(subject.api.description)
    info, links = mapping(description.get("info")), mapping(subject.record.get("links"))
    if not (info.get("contact") or description.get("externalDocs") or links.get("support")):
        hint = "Add `contact` here, `externalDocs` at the top, or `support` to the links of api.yml."
        yield Finding(subject.files.description, ("info",), "nowhere to ask or to read on", hint)
