"""JSON for programs: an array with one object an operation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from api_catalog.suggestions.patch import Proposal
from api_catalog.suggestions.suggest import Suggestion


def report(proposals: Sequence[Proposal]) -> str:
    found = [_object(proposal, each) for proposal in proposals for each in proposal.suggestions]
    return json.dumps(found, indent=2, ensure_ascii=True)


def _object(proposal: Proposal, suggestion: Suggestion) -> dict[str, Any]:
    operation = suggestion.operation
    return {
        "path": proposal.document.path,
        "operation": f"{operation.method} {operation.path}",
        "tags": list(suggestion.tags),
        "added": list(suggestion.added),
        "dropped": list(suggestion.dropped),
        "missing": list(suggestion.missing),
        "candidates": [asdict(candidate) for candidate in suggestion.candidates],
    }
