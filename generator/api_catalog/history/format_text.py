"""Plain text for people: an API, its differences with the worst first, why each is what it is; a count at the end."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.catalog.revisions import Difference, Edit
from api_catalog.history.comparison import Comparison, counted, heading
from api_catalog.problems.terminal import printable


def report(comparison: Comparison) -> str:
    blocks = ["\n".join(_edit(edit)) for edit in comparison.edits]
    total = counted(comparison.counts)
    return "\n\n".join([*blocks, total[:1].upper() + total[1:] + "."])


def _edit(edit: Edit) -> Iterator[str]:
    yield printable(heading(edit))
    for each in edit.differences:
        yield f"  {each.impact}: {_line(each)} [{each.rule}]"
        if each.impact == "breaking":
            yield f"    {each.reason}"


def _line(each: Difference) -> str:
    return printable(f"{each.place}: {each.message}" if each.place else each.message)
