"""The file that a look leaves: read as what a stranger wrote, and said again of a catalog that may have changed since.

Of the file only answers are taken, for links that the catalog has. Who uses a link, and which reviews are old, is asked
of the catalog, on the day that the file names: no clock is read, so the same files say the same.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from api_catalog.catalog import Answer, Catalog, State
from api_catalog.documents import ReadError
from api_catalog.documents.files import read_bytes
from api_catalog.documents.limits import Limits
from api_catalog.documents.reading import mapping, mappings, text, whole
from api_catalog.probing.freshness import Since, freshness
from api_catalog.probing.links import links_of
from api_catalog.problems.terminal import printable
from api_catalog.rules.dates import day_of

FILE = "freshness.json"
_LIMITS = Limits(bytes=16 * 1024 * 1024)
_MOST_LINKS = 50_000
_LONGEST_ADDRESS = 2000  # characters
_LONGEST_REASON = 200
_STATES = {state.value: state for state in State}
_NEWER = "newer than the last look"


@dataclass(frozen=True, slots=True)
class LastLook:
    """``answers`` by address; ``since`` is the day from which on a link was what it is."""

    day: date
    answers: Mapping[str, Answer]
    since: Since


def with_last_look(catalog: Catalog, folder: Path) -> Catalog:
    """The catalog with what the last look found, if ``folder`` has its file. Raises ReadError if it is of no use."""
    if not os.path.lexists(folder / FILE):
        return catalog
    look = read_last_look(folder / FILE)
    links = links_of(catalog)
    answers = (look.answers.get(url) or Answer(url, State.NOT_LOOKED, reason=_NEWER) for url in links)
    return dataclasses.replace(catalog, freshness=freshness(catalog, links, answers, look.day, look.since).in_need())


def read_previous(file: Path) -> Since:
    """Since when links were what the last look found; nothing if there was none, or its file is of no use."""
    try:
        return read_last_look(file).since
    except ReadError:
        return {}


def read_last_look(file: Path) -> LastLook:
    """What ``file`` says; a link that it says nothing of use about is left out. Raises ReadError if all of it is so."""
    stated = mapping(_json(file))
    day = day_of(text(stated.get("looked")))
    rows = stated.get("links")
    if day is None or not isinstance(rows, list):
        raise ReadError("not what `api-catalog probe` writes: a day and a list of links")
    if len(rows) > _MOST_LINKS:
        raise ReadError(f"more than {_MOST_LINKS:,} links")
    answers: dict[str, Answer] = {}
    since: dict[tuple[str, State], str] = {}
    for row in mappings(rows):
        answer = _answer(row)
        if answer is not None:
            answers[answer.url] = answer
            since[answer.url, answer.state] = _not_after(day, day_of(text(row.get("since")))).isoformat()
    return LastLook(day, answers, since)


def _json(file: Path) -> Any:
    try:
        data = read_bytes(file.parent, file.name, _LIMITS)
    except ReadError:
        raise ReadError(f"not a plain file of at most {_LIMITS.bytes // 1024**2} MiB") from None
    try:
        return orjson.loads(data)  # refuses what is no UTF-8, what is nested very deep, and NaN
    except orjson.JSONDecodeError:
        raise ReadError("not JSON") from None


def _answer(row: Mapping[str, Any]) -> Answer | None:
    url, state, status = row.get("url"), row.get("state"), whole(row.get("status"))
    if not isinstance(url, str) or not isinstance(state, str) or state not in _STATES:
        return None
    reason = row.get("reason")
    return Answer(
        url,
        _STATES[state],
        status if 100 <= status <= 999 else 0,
        printable(reason, _LONGEST_REASON) if isinstance(reason, str) else "",
        _address(row.get("leads-to")),
    )


def _address(stated: Any) -> str:
    """An address of the web as it is written, or nothing."""
    if not isinstance(stated, str) or len(stated) > _LONGEST_ADDRESS:
        return ""
    if any(character <= " " or character > "~" for character in stated):
        return ""
    try:
        split = urlsplit(stated)
        return stated if split.scheme in ("http", "https") and split.hostname and split.username is None else ""
    except ValueError:
        return ""


def _not_after(day: date, stated: date | None) -> date:
    return min(day, stated or day)
