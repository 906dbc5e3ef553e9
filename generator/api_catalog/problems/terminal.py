"""Text from specs made safe for a terminal or a log."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls, bidirectional overrides and line separators: nothing that moves a cursor or hides text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# The logs of GitHub (##[…]), Azure (##vso[…]) and TeamCity (##teamcity[…]) read these as commands anywhere in a line.
_COMMAND = re.compile(r"##(?=\w*\[)")
_REPLACEMENT = "\ufffd"
_TAB = "    "


def printable(text: str, limit: int = 500) -> str:
    """``text`` on one line without control characters, shortened to ``limit`` characters.

    What a CI log would read as a command is broken up: ``::`` at the start, ``##[`` anywhere.
    """
    clean = _SURROGATE.sub(_REPLACEMENT, _CONTROL.sub(" ", text[: limit + 1]))
    clean = _COMMAND.sub("# #", clean)
    if clean.lstrip().startswith("::"):
        clean = clean.replace("::", ": :", 1)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def cells(text: str) -> list[str]:
    """Each character of one line as it is shown in code: safe as ``printable`` is, and what is hidden can be seen."""
    shown = [_cell(character) for character in text]
    for match in _COMMAND.finditer(text):
        shown[match.start()] += " "
    return shown


def _cell(character: str) -> str:
    if character == "\t":
        return _TAB
    return _REPLACEMENT if _CONTROL.match(character) or _SURROGATE.match(character) else character


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes: two for a wide character, none for an accent of its own."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
