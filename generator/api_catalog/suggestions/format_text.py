"""Plain text: for each operation what fits, best first, with the reason; ``+`` marks what is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api_catalog.problems.terminal import printable
from api_catalog.suggestions.patch import Proposal
from api_catalog.suggestions.suggest import Suggestion


def report(proposals: Sequence[Proposal]) -> str:
    return "\n".join(
        line
        for proposal in proposals
        for each in proposal.suggestions
        if each.candidates or each.dropped or each.missing
        for line in _lines(proposal, each)
    )


def _lines(proposal: Proposal, suggestion: Suggestion) -> Iterator[str]:
    operation = suggestion.operation
    title = f": {operation.summary}" if operation.summary else ""
    yield printable(f"{proposal.document.path}: {operation.method} {operation.path}{title}", 200)
    for tag in suggestion.dropped:
        yield printable(f"  - {tag}: not in the vocabulary")
    for candidate in suggestion.candidates:
        mark = "+" if candidate.is_proposed else " "
        yield printable(f"  {mark} {candidate.kind} {candidate.tag} ({candidate.score:.2f}): {candidate.reason}")
    for kind in suggestion.missing:
        yield printable(f"  ? {suggestion.perhaps(kind)}")
