"""Text from specs made safe for a terminal or a log."""

from __future__ import annotations

import re

# C0 and C1 controls, bidirectional overrides and line separators: nothing that moves a cursor or hides text.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: str, limit: int = 500) -> str:
    """``text`` on one line without control characters, shortened to ``limit`` characters.

    A leading ``::`` is broken up, because a CI log would read it as a command.
    """
    clean = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))
    if clean.lstrip().startswith("::"):
        clean = clean.replace("::", ": :", 1)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
