"""Code frames: the line of a file that a problem is in, with a caret under the place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from io import BytesIO
from itertools import chain

from api_catalog.problems.terminal import cells, width

_BOM = b"\xef\xbb\xbf"
_OTHER_BREAKS = re.compile(rb"\r\n?|\xc2\x85|\xe2\x80[\xa8\xa9]")  # YAML's reader counts them as line ends too
_MOST = 100  # characters of a line that are shown
_BEFORE = 60  # of them before the caret, if the line is longer
Rows = list[tuple[str, str]]


def lines_of(data: bytes, numbers: Collection[int]) -> dict[int, str]:
    """The lines of ``data`` with these numbers, from 1, and those before them, as far as there are any."""
    data = data.removeprefix(_BOM)
    if not data.lstrip().startswith((b"{", b"[")):  # JSON
        data = _OTHER_BREAKS.sub(b"\n", data)
    wanted = {number - distance for number in numbers for distance in (0, 1) if number > distance}
    lines: dict[int, str] = {}
    for number, line in enumerate(chain(BytesIO(data), [b""]), 1):
        if number in wanted:
            lines[number] = line.decode("utf-8", "replace").rstrip("\r\n")
            if len(lines) == len(wanted):
                break
    return lines


def frame(lines: Mapping[int, str], line: int, column: int) -> Rows:
    """Rows of a gutter and what stands right of it; the last row is the caret. Empty if there is nothing to show.

    A long line is cut around the column. The line before is shown unless it is blank or would not line up.
    """
    text, before = lines.get(line, ""), lines.get(line - 1, "")
    if not text.strip() and not before.strip():
        return []
    index = min(max(column, 1) - 1, len(text))
    start = max(0, index - _BEFORE) if len(text) > _MOST else 0
    left = "…" if start else ""
    caret = " " * width(left + "".join(cells(text[start : start + _MOST])[: index - start])) + "^"
    digits = len(str(line))
    rows = [(f"{line:>{digits}} |", left + _cut(text, start)), (f"{'':{digits}} |", caret)]
    if before.strip() and not start:
        rows.insert(0, (f"{line - 1:>{digits}} |", _cut(before, 0)))
    return rows


def _cut(text: str, start: int) -> str:
    end = start + _MOST
    return "".join(cells(text[start:end])).rstrip() + ("…" if len(text) > end else "")
