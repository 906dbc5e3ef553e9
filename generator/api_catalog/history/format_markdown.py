"""Markdown for the summary of a pull request. Names from descriptions are text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api_catalog.catalog.revisions import Difference, Edit
from api_catalog.history.comparison import Comparison, counted, heading
from api_catalog.history.impacts import IMPACTS
from api_catalog.problems.terminal import printable

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&@:$=])")
_MOST = 50  # differences of an impact that are listed
_MOST_EDITS = 100
_TITLES = {"breaking": "Breaking", "non-breaking": "Non-breaking", "editorial": "Editorial"}


def report(comparison: Comparison) -> str:
    blocks = ["\n".join(_edit(edit)) for edit in comparison.edits[:_MOST_EDITS]]
    if len(comparison.edits) > _MOST_EDITS:
        blocks.append(f"And {len(comparison.edits) - _MOST_EDITS} more.")
    total = counted(comparison.counts)
    return "\n\n".join([f"**{total[:1].upper()}{total[1:]}**", *blocks])


def _edit(edit: Edit) -> Iterator[str]:
    yield f"### {_plain(heading(edit))}"
    for impact in IMPACTS:
        found = [each for each in edit.differences if each.impact == impact]
        if found:
            lines = [*(_line(each) for each in found[:_MOST])]
            if len(found) > _MOST:
                lines.append(f"- and {len(found) - _MOST} more")
            yield from _group(impact, len(found), lines)


def _group(impact: str, number: int, lines: list[str]) -> Iterator[str]:
    yield ""
    if impact == "breaking":
        yield f"**{_TITLES[impact]} ({number})**"
        yield ""
        yield from lines
        return
    yield f"<details><summary>{_TITLES[impact]} ({number})</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"


def _line(each: Difference) -> str:
    place = _plain(each.place)
    reason = f" *{_plain(each.reason)}*" if each.impact == "breaking" else ""
    return f"- {f'{place}: ' if place else ''}{_plain(each.message)}{reason}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no links, no mentions."""
    return _SPECIAL.sub(r"\\\1", printable(text)).replace("\\.", ".").replace("\\-", "-").replace("\\:", ":")
