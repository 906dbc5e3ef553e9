"""What is fresh and what is not: links by their answers, reviews by their dates, each since when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api_catalog.catalog import Catalog
from api_catalog.documents.reading import mapping, mappings, text
from api_catalog.probing.answer import Answer
from api_catalog.probing.links import Use
from api_catalog.rules.dates import a_year_before, day_of


@dataclass(frozen=True, slots=True)
class Looked:
    """A link: what came of it, the day from which on that was so, and who uses it."""

    answer: Answer
    since: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Freshness:
    """``reviews`` are the APIs last reviewed more than a year before ``day``, oldest first."""

    day: str
    links: tuple[Looked, ...]
    reviews: tuple[tuple[str, str], ...]


Previous = Mapping[tuple[str, str], str]  # address and state → since


def freshness(
    catalog: Catalog,
    links: Mapping[str, tuple[Use, ...]],
    answers: Iterable[Answer],
    today: date,
    previous: Previous | None = None,
) -> Freshness:
    """All of it, as of ``today``."""
    known = previous or {}
    day = today.isoformat()
    looked = tuple(
        Looked(answer, known.get((answer.url, answer.state.value), day), links.get(answer.url, ()))
        for answer in answers
    )
    limit = a_year_before(today)
    old = ((api.reviewed, api.id) for api in catalog.apis if api.curated and (day_of(api.reviewed) or date.min) < limit)
    return Freshness(day, looked, tuple((name, reviewed) for reviewed, name in sorted(old)))


def read_previous(file: Path) -> Previous:
    """What the last look found; nothing if there is none, or it cannot be read."""
    try:
        stated = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    links = mappings(mapping(stated).get("links"))
    return {
        (text(link.get("url")), text(link.get("state"))): text(link.get("since"))
        for link in links
        if day_of(text(link.get("since")))
    }
