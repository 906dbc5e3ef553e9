"""What changed, newest first: by day and commit, with the class of each difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from api_catalog.catalog import Catalog
from api_catalog.pages import urls
from api_catalog.pages.page import Draft
from api_catalog.pages.revisions import RevisionRow, revision_rows

_MOST = 200
_LINES = 4


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What pages/changes.html.jinja draws. ``feed`` is empty if there is none."""

    days: tuple[tuple[str, tuple[RevisionRow, ...]], ...]
    has_more: bool
    feed: str


def drafts(catalog: Catalog) -> Iterator[Draft]:
    """The page is there without a history too, so that links to it lead somewhere."""
    revisions = catalog.history.revisions
    rows = rows_of(catalog)
    days = tuple((day, tuple(group)) for day, group in groupby(rows, key=lambda row: row.revision.day))
    feed = urls.CHANGES + urls.FEED if revisions and catalog.site_url else ""
    description = "What was added, changed and removed, and what that means for those who call the APIs."
    view = ChangesView(days, len(rows) < len(revisions), feed)
    yield Draft(urls.CHANGES, "Changes", description, "pages/changes.html.jinja", view)


def rows_of(catalog: Catalog) -> tuple[RevisionRow, ...]:
    """The commits that the page tells of, newest first."""
    return revision_rows(catalog, catalog.history.revisions, _MOST, _LINES)
