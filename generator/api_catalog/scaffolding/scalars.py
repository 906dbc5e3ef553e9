"""Text as one YAML scalar on one line, for templates that write YAML."""

from __future__ import annotations

import json
import re

from api_catalog.problems.terminal import printable

_LONGEST = 2000
_PLAIN = re.compile(r"[A-Za-z0-9/](?:[A-Za-z0-9 _./()+=?%~-]|:(?=\S))*").fullmatch
# What one version of YAML or another takes for something else than text: booleans, nulls, numbers, dates, times.
_NOT_TEXT = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|[-+.\d][-+.\d_:e]*|0[xo][\da-f]*|\.?(inf|nan)").fullmatch


def scalar(text: str) -> str:
    """``text`` as YAML that reads back the same in any version of YAML, but for line breaks and control characters."""
    clean = one_line(text, _LONGEST)
    return clean if _PLAIN(clean) and not _NOT_TEXT(clean) else json.dumps(clean, ensure_ascii=False)


def one_line(text: str, limit: int = 200) -> str:
    """``text`` on one line without control characters, as it may stand in a comment."""
    return printable(" ".join(text.split()), limit)
