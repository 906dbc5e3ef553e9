"""Suggestions as a change of files: the new text of each, and the unified diff that leads to it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api_catalog.documents import Document
from api_catalog.problems.terminal import printable
from api_catalog.suggestions.edits import edited
from api_catalog.suggestions.suggest import Suggestion


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is suggested for one description, in its order."""

    document: Document
    suggestions: tuple[Suggestion, ...]

    @property
    def changes(self) -> tuple[Suggestion, ...]:
        """Those that add or take away a tag."""
        return tuple(each for each in self.suggestions if each.added or each.dropped)


def diff_of(proposal: Proposal) -> tuple[str, list[Suggestion]]:
    """The unified diff, and the suggestions that are not in it because their place in the text is not sure."""
    document = proposal.document
    result = edited(document, {each.operation.pointer: each.tags for each in proposal.changes})
    failed = [each for each in proposal.changes if each.operation.pointer in result.failed]
    path = printable(document.path).lstrip("/")
    return "".join(_unified(path, _lines(document.data), _lines(result.data))), failed


def _lines(data: bytes) -> list[str]:
    """The lines with their ends; only a line feed ends one, as in every tool that applies a diff."""
    lines = data.decode("utf-8", "replace").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _unified(path: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
