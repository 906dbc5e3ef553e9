"""Commits as pages show them: each with what it did to whom, within what a page may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api_catalog.catalog import Catalog, Difference, Edit, Revision
from api_catalog.catalog.latest import for_the_latest
from api_catalog.pages import urls

_ELEMENTS = 3000  # of a list of commits, about
_MOST_ALIKE = 3  # APIs added or removed by one commit that get a row each
_MOST_NAMES = 20
_ABOUT = ("api", "provider", "vocabulary", "settings")  # what readers ask for first


@dataclass(frozen=True, slots=True)
class EditRow:
    """What was done to one API, provider or the words. ``url`` is empty for what is no longer here."""

    edit: Edit
    url: str
    lines: tuple[Difference, ...]
    further: int


@dataclass(frozen=True, slots=True)
class Many:
    """APIs that one commit added or removed: the first by name, and how many more."""

    kind: str
    number: int
    named: tuple[tuple[str, str], ...]  # title and URL

    @property
    def further(self) -> int:
        return self.number - len(self.named)


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A commit. ``anchor`` is its id on the page of all changes."""

    revision: Revision
    anchor: str
    rows: tuple[EditRow, ...]
    many: tuple[Many, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A commit on one line: ``many`` and ``rows`` are the first of what it did, APIs first, ``further`` is the rest."""

    day: str
    url: str
    subject: str
    many: tuple[Many, ...]
    rows: tuple[EditRow, ...]
    further: int


def anchor_of(revision: Revision) -> str:
    return f"commit-{revision.commit[:12]}"


def revision_rows(
    catalog: Catalog, revisions: Iterable[Revision], most: int, lines: int, elements: int = _ELEMENTS
) -> tuple[RevisionRow, ...]:
    """At most ``most`` commits with ``lines`` differences of each edit, fewer if that would take more elements."""
    places = _places(catalog)
    rows: list[RevisionRow] = []
    left = elements
    for revision in revisions:
        if left <= 0 or len(rows) == most:
            break
        row = _row(catalog, places, revision, lines, left)
        left -= 6 + sum(7 + 3 * len(each.lines) for each in row.rows) + sum(2 * len(many.named) for many in row.many)
        rows.append(row)
    return tuple(rows)


def in_brief(row: RevisionRow, most: int) -> Brief:
    """A row of the page of all changes on one line, which names at most ``most`` things."""
    many = row.many[:most]
    single = sorted(row.rows, key=lambda each: (_ABOUT.index(each.edit.about), each.edit.impact != "breaking"))
    rows = tuple(single[: most - len(many)])
    further = len(row.revision.edits) - sum(each.number for each in many) - len(rows)
    url = f"{urls.CHANGES}#{row.anchor}"
    return Brief(row.revision.day, url, row.revision.subject, many, rows, further)


@for_the_latest
def _places(catalog: Catalog) -> dict[str, str]:
    """The URLs of the APIs by their ids."""
    return {api.id: urls.api_url(api) for api in catalog.apis}


def _row(catalog: Catalog, places: dict[str, str], revision: Revision, lines: int, left: int) -> RevisionRow:
    many = []
    single = list(revision.edits)
    for kind in ("added", "removed"):
        alike = [edit for edit in revision.edits if edit.about == "api" and edit.kind == kind]
        if len(alike) > _MOST_ALIKE:
            named = tuple((edit.title, places.get(edit.id, "")) for edit in alike[:_MOST_NAMES])
            many.append(Many(kind, len(alike), named))
            single = [edit for edit in single if edit not in alike]
    rows = []
    for edit in single[: max(left // (7 + 3 * lines), 1)]:
        shown = edit.differences[:lines]
        rows.append(EditRow(edit, _url(catalog, places, edit), shown, sum(edit.counts) - len(shown)))
    return RevisionRow(revision, anchor_of(revision), tuple(rows), tuple(many))


def _url(catalog: Catalog, places: dict[str, str], edit: Edit) -> str:
    if edit.about == "provider":
        provider = catalog.providers.get(edit.id)
        return urls.provider_url(provider) if provider else ""
    return urls.TAGS if edit.about == "vocabulary" else places.get(edit.id, "")
