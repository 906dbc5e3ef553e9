"""Plain text for people: one line a problem, the code it is in, what to do; a count at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from api_catalog.problems.context import Context
from api_catalog.problems.frames import Rows, frame, lines_of
from api_catalog.problems.problem import Problem, Severity
from api_catalog.problems.terminal import printable

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33"}
_BOLD, _DIM = "1", "2"
_INDENT = "    "


def report(problems: Sequence[Problem], context: Context) -> str:
    places = list(_places(problems, context))
    blocks = ["\n".join(_block(problem, rows, color=context.color)) for problem, rows in places]
    gap = "\n\n" if any(rows for _, rows in places) else "\n"
    return gap.join([*blocks, summary(problems)])


def _places(problems: Sequence[Problem], context: Context) -> Iterator[tuple[Problem, Rows]]:
    """Each problem with its code frame; the same place is shown once, with the first problem there."""
    for path, group in groupby(problems, key=lambda problem: problem.path):
        found = list(group)
        lines = lines_of(context.source(path) or b"", [problem.line for problem in found])
        last = None
        for problem in found:
            place = (problem.line, problem.column)
            yield problem, frame(lines, *place) if place != last else []
            last = place


def _block(problem: Problem, rows: Rows, *, color: bool) -> Iterator[str]:
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    place = f"{printable(problem.path)}:{problem.line}:{problem.column}"
    severity = paint(problem.severity.value, _COLORS[problem.severity])
    yield f"{paint(place, _BOLD)}: {severity}: {printable(problem.message)} [{problem.rule}]"
    for number, (gutter, code) in enumerate(rows, 1):
        shown = paint(code, _COLORS[problem.severity]) if number == len(rows) else code
        yield f"{_INDENT}{paint(gutter, _DIM)} {shown}".rstrip()
    if problem.hint:
        yield _INDENT + printable(problem.hint)


def summary(problems: Sequence[Problem]) -> str:
    """One line that counts the problems by severity and the files they are in."""
    if not problems:
        return "No problems found."
    return f"{count(problems)} in {_plural(len({problem.path for problem in problems}), 'file')}."


def count(problems: Sequence[Problem], which: str = "") -> str:
    """``2 errors and 1 warning``; ``which`` is a word before each noun."""
    counts = Counter(problem.severity for problem in problems)
    parts = [_plural(counts[each], f"{which} {each.value}".strip()) for each in Severity if counts[each]]
    return " and ".join(parts)


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
