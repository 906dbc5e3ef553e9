"""What ``api-catalog diff`` reports: two states by name, and the edits that lead from one to the other."""

from __future__ import annotations

from dataclasses import dataclass

from api_catalog.catalog.revisions import Edit
from api_catalog.history.impacts import IMPACTS, reaches


@dataclass(frozen=True, slots=True)
class Comparison:
    """``head`` is empty for the files as they are."""

    base: str
    head: str
    edits: tuple[Edit, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many differences there are of each impact."""
        return {name: sum(edit.counts[at] for edit in self.edits) for at, name in enumerate(IMPACTS)}

    def reaches(self, level: str) -> bool:
        """Is there a difference as bad as ``level``, or worse?"""
        return any(count and reaches(impact, level) for impact, count in self.counts.items())


def counted(counts: dict[str, int]) -> str:
    """``2 breaking, 1 editorial``."""
    return ", ".join(f"{number} {impact}" for impact, number in counts.items() if number) or "no differences"


def heading(edit: Edit) -> str:
    """An edit in words: what it is about, and what was done."""
    name = f"{edit.title} ({edit.id})" if edit.id and edit.id != edit.title else edit.title
    return f"{name}: moved, it was {edit.before}" if edit.before else f"{name}: {edit.kind}"
