"""Rules about what an operation of a curated description says."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import mapping
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Subject, ours, rule

_MOST_LETTERS = 80


@rule("operation-id", Severity.WARNING, ours)
def operation_id(subject: Subject) -> Iterator[Finding]:
    """An operation without ``operationId``, which its address on the page comes from."""
    for operation in subject.api.operations:
        if not operation.operation_id:
            message = f"{operation.method} {operation.path} has no operationId"
            hint = "Add `operationId`: the provider's own name for the call if it has one."
            yield Finding(subject.files.description, operation.pointer, message, hint)


@rule("operation-summary", Severity.WARNING, ours)
def operation_summary(subject: Subject) -> Iterator[Finding]:
    """An operation without a summary."""
    for operation in subject.api.operations:
        if not operation.summary:
            message = f"{operation.method} {operation.path} has no summary"
            hint = "Add `summary`: what the call does for the caller, at most 80 characters."
            yield Finding(subject.files.description, operation.pointer, message, hint)


@rule("summary-length", Severity.WARNING, ours)
def summary_length(subject: Subject) -> Iterator[Finding]:
    """A summary of an operation of more than 80 characters."""
    for operation in subject.api.operations:
        if len(operation.summary) > _MOST_LETTERS:
            message = f"the summary has {len(operation.summary)} characters"
            hint = f"Keep it to {_MOST_LETTERS}; the rest belongs into `description`."
            yield Finding(subject.files.description, (*operation.pointer, "summary"), message, hint)


@rule("error-response", Severity.WARNING, ours)
def error_response(subject: Subject) -> Iterator[Finding]:
    """An operation that says nothing about what comes back when it fails."""
    for operation in subject.calls:
        responses = mapping(subject.raw(operation).get("responses"))
        if not any(status == "default" or status[:1] in ("4", "5") for status in responses):
            message = f"{operation.method} {operation.path} has no error response"
            hint = "Describe at least one: a 4xx or 5xx status, or `default`."
            place = (*operation.pointer, "responses") if responses else operation.pointer
            yield Finding(subject.files.description, place, message, hint)


@rule("security-stated", Severity.WARNING, ours)
def security_stated(subject: Subject) -> Iterator[Finding]:
    """An operation of which nobody says how a caller proves who they are, or that they need not."""
    for operation in subject.calls:
        if "security" not in subject.api.description and "security" not in subject.raw(operation):
            message = f"{operation.method} {operation.path} does not say how a caller is known"
            hint = "Add `security` at the top or here; `security: []` if nothing is checked."
            yield Finding(subject.files.description, operation.pointer, message, hint)
