"""Workflow commands of GitHub Actions, which GitHub shows as annotations beside the lines of a pull request.

It shows ten of each kind a step, so ten are written: on changed lines first, then in changed files, and of the
same mistake in the same file the first before the others. How many more there are is said at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from api_catalog.problems.checkout import Lines, from_top
from api_catalog.problems.context import Context
from api_catalog.problems.format_text import count, summary
from api_catalog.problems.problem import Problem, Severity
from api_catalog.problems.terminal import printable

_MOST = 10


def report(problems: Sequence[Problem], context: Context) -> str:
    changed = context.changed() if problems else {}
    prefix = context.prefix() if problems else ""
    shown = [
        problem
        for severity in Severity
        for problem in _most_useful([each for each in problems if each.severity is severity], changed, prefix)
    ]
    lines = [_annotation(problem, prefix) for problem in shown]
    lines.append(summary(problems))
    hidden = list(set(problems) - set(shown))
    if hidden:
        message = f"{count(hidden, 'more')}: GitHub shows {_MOST} of each. Run `api-catalog check` to see all."
        lines.append(_command("notice", {"title": "api-catalog"}, message))
    return "\n".join(lines)


def _most_useful(problems: Sequence[Problem], changed: Mapping[str, Lines], prefix: str) -> list[Problem]:
    """At most ten, those on changed lines first, then those in changed files."""
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    ranked = []
    for problem in problems:
        key = (problem.path, problem.rule)
        ranked.append((_distance(problem, changed, prefix), seen[key], problem.sort_key, problem))
        seen[key] += 1
    best = sorted(ranked, key=lambda rank: rank[:3])[:_MOST]
    return [rank[3] for rank in sorted(best, key=lambda rank: (rank[0], rank[2]))]


def _distance(problem: Problem, changed: Mapping[str, Lines], prefix: str) -> int:
    """How far a problem is from what the pull request changes: on a line of it, in a file of it, elsewhere."""
    lines = changed.get(from_top(problem.path, prefix))
    if lines is None:
        return 2
    return 0 if any(problem.line in each for each in lines) else 1


def _annotation(problem: Problem, prefix: str) -> str:
    properties = {
        "file": printable(from_top(problem.path, prefix)),
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.rule,
    }
    texts = [printable(text) for text in (problem.message, problem.hint) if text]
    return _command(problem.severity.value, properties, "\n".join(texts))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    stated = ",".join(
        f"{key}={_escape(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{name} {stated}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
