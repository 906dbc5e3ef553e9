"""Plain text for people: one line a problem, its hint beneath, a count at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from api_catalog.problems.problem import Problem, Severity
from api_catalog.problems.terminal import printable

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33"}


def report(problems: Sequence[Problem], *, color: bool = False) -> str:
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    lines: list[str] = []
    for problem in problems:
        place = f"{printable(problem.path)}:{problem.line}:{problem.column}"
        severity = paint(problem.severity.value, _COLORS[problem.severity])
        lines.append(f"{paint(place, '1')}: {severity}: {printable(problem.message)} [{problem.rule}]")
        if problem.hint:
            lines.append(f"    {printable(problem.hint)}")
    lines.append(summary(problems))
    return "\n".join(lines)


def summary(problems: Sequence[Problem]) -> str:
    """One line that counts the problems by severity and the files they are in."""
    if not problems:
        return "No problems found."
    counts = Counter(problem.severity for problem in problems)
    parts = [_count(counts[severity], severity.value) for severity in Severity if counts[severity]]
    return f"{' and '.join(parts)} in {_count(len({problem.path for problem in problems}), 'file')}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
