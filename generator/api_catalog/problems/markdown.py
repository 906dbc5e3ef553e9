"""Text from specs made safe for Markdown that GitHub shows: job summaries, issues."""

from __future__ import annotations

import re

from api_catalog.problems.terminal import printable

_MARKUP = re.compile(r"([!#$&()*+\-.:<=>\[\\\]_`{|}~])")
_MENTION = re.compile(r"@(?=\w)")
_HIDDEN = "\u200b"  # between @ and a name: nobody is called
_UNSAFE_IN_URL = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]")


def plain(text: str, limit: int = 300) -> str:
    """``text`` that is read as it is written: no markup, no link, no HTML, no mention of a person."""
    escaped = _MARKUP.sub(r"\\\1", printable(text, limit))
    return _MENTION.sub("@" + _HIDDEN, escaped)


def code(text: str, limit: int = 300) -> str:
    """``text`` as a code span, also in a table. Nothing in it is a link or a mention."""
    shown = printable(text, limit).replace("`", "ˋ").replace("|", "¦").strip()
    return f"`{shown or ' '}`"


def link(label: str, url: str) -> str:
    """A link to a web address; only the label if ``url`` is none."""
    target = _UNSAFE_IN_URL.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), url
    )
    return f"[{plain(label)}](<{target}>)" if target.startswith(("https://", "http://")) else plain(label)


def table(heads: list[str], rows: list[list[str]]) -> list[str]:
    """The lines of a table of cells that are safe."""
    if not rows:
        return []
    return [_row(heads), _row(["---"] * len(heads)), *map(_row, rows), ""]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
