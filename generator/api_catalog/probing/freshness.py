"""What is fresh and what is not: links by their answers, reviews by their dates, each since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from api_catalog.catalog import Answer, Catalog, Freshness, Looked, State, Use
from api_catalog.rules.dates import a_year_before, day_of

Since = Mapping[tuple[str, State], str]  # address and state → the day from which on that was so


def freshness(
    catalog: Catalog,
    links: Mapping[str, tuple[Use, ...]],
    answers: Iterable[Answer],
    today: date,
    since: Since | None = None,
) -> Freshness:
    """All of it, as of ``today``; ``since`` is what was known before."""
    known = since or {}
    day = today.isoformat()
    looked = tuple(
        Looked(answer, known.get((answer.url, answer.state), day), links.get(answer.url, ())) for answer in answers
    )
    limit = a_year_before(today)
    old = ((api.reviewed, api.id) for api in catalog.apis if api.curated and (day_of(api.reviewed) or date.min) < limit)
    counts = Counter(each.answer.state for each in looked)
    return Freshness(day, counts, looked, tuple((name, reviewed) for reviewed, name in sorted(old)))
