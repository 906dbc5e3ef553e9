"""A unified diff to review and apply with ``git apply`` or ``patch -p1``; reasons stand above it, as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api_catalog.problems.terminal import printable
from api_catalog.suggestions.patch import Proposal, diff_of
from api_catalog.suggestions.suggest import Suggestion


def report(proposals: Sequence[Proposal]) -> str:
    return "\n".join(line for proposal in proposals if proposal.changes for line in _lines(proposal))


def _lines(proposal: Proposal) -> Iterator[str]:
    diff, failed = diff_of(proposal)
    for each in proposal.changes:
        yield from _reasons(each)
    for each in failed:
        yield printable(f"# Not in the patch: {_name(each)}. Write its tags by hand: {', '.join(each.tags)}")
    if diff:
        yield diff.removesuffix("\n")


def _reasons(suggestion: Suggestion) -> Iterator[str]:
    yield f"# {_name(suggestion)}"
    for tag in suggestion.dropped:
        yield printable(f"#   - {tag}: not in the vocabulary")
    for candidate in suggestion.candidates:
        if candidate.is_proposed:
            yield printable(f"#   + {candidate.tag}: {candidate.reason}")
    for kind in suggestion.missing:
        yield printable(f"#   ? {suggestion.perhaps(kind)}")


def _name(suggestion: Suggestion) -> str:
    operation = suggestion.operation
    return printable(f"{operation.method} {operation.path}", 120)
