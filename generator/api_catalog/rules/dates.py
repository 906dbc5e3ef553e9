"""The day that ages are counted from: the same for the same files, so that a check says the same twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

from api_catalog.catalog import Api, Catalog


def reference_date(catalog: Catalog) -> date | None:
    """The day of ``SOURCE_DATE_EPOCH`` (seconds since 1970) if it is set, else the newest day in any record."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (KeyError, ValueError, OverflowError, OSError):
        days = (day_of(stated) for api in catalog.apis if api.curated for stated in _dates(api))
        return max((day for day in days if day is not None), default=None)


def _dates(api: Api) -> Iterator[str]:
    yield api.reviewed
    yield from (finding.source.date for finding in api.findings)
    if api.provenance is not None:
        yield from (source.date for source in api.provenance.sources)


def day_of(text: str) -> date | None:
    """``2026-11-22`` as a date; None for anything else."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def a_year_before(day: date) -> date:
    """The same day of the year before."""
    try:
        return day.replace(year=max(day.year - 1, 1))
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
