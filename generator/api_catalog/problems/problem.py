"""What is wrong, where, and what to do about it: the one value every check returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is, the worst first. Only errors stop a build."""

    ERROR = "error"
    WARNING = "warning"

    def reaches(self, level: Severity) -> bool:
        """Is it as bad as ``level``, or worse?"""
        order = list(Severity)
        return order.index(self) <= order.index(level)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. ``path`` is printed as it is; ``line`` and ``column`` count from 1, as editors do.

    ``pointer`` is the JSON Pointer (RFC 6901) of the place in the file, empty for the whole file.
    """

    path: str
    line: int
    column: int
    message: str
    rule: str
    severity: Severity = Severity.ERROR
    hint: str = ""
    pointer: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.path, self.line, self.column, self.rule, self.message)


def in_order(problems: list[Problem]) -> list[Problem]:
    """Each problem once, by file and line."""
    return sorted(set(problems), key=lambda problem: problem.sort_key)
