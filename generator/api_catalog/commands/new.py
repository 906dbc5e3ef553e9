"""``api-catalog new``: the first draft of an API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

import api_catalog
from api_catalog.documents import ReadError
from api_catalog.documents.files import read_bytes
from api_catalog.problems import Problem
from api_catalog.problems.terminal import printable
from api_catalog.scaffolding import (
    BadNameError,
    DownloadError,
    Given,
    Place,
    Todo,
    download,
    drafts,
    given,
    parts_of,
    place_of,
    todos,
    write,
)
from api_catalog.stop import Stop


@click.command("new")
@click.argument("name", metavar="PROVIDER/API")
@click.option(
    "--from", "source", metavar="URL-OR-FILE", help="An OpenAPI description that exists; it is copied as it is."
)
@click.option("--specs-dir", default="specs", show_default=True, metavar="FOLDER", help="Where the descriptions are.")
def command(name: str, source: str | None, specs_dir: str) -> None:
    """Start an API: its folder, its files, what is left to do.

    PROVIDER and API are lower-case names: acme/embed goes to specs/acme/embed. With --from, an OpenAPI file (or an
    https URL of one) is copied untouched, and the record starts with what it says.
    """
    try:
        place = place_of(Path(specs_dir), *parts_of(name))
        known = _given(source) if source else None
        written = drafts(place, known, datetime.now(UTC).date().isoformat())
        write(place.root, written)
    except (BadNameError, DownloadError, api_catalog.CannotRun) as error:
        raise Stop(str(error)) from None
    left = todos(place, written, known)
    for line in _report(place, written, left, _further(place, left)):
        click.echo(line.encode("utf-8", "replace"))


def _given(source: str) -> Given:
    """The description at a URL or in a file."""
    try:
        if "://" in source:
            return given(download(source), source.partition("?")[0], source)
        file = _real(source)
        return given(read_bytes(file.parent, file.name), file.name)
    except ReadError as error:
        where = f" (line {error.line})" if error.line > 1 else ""
        message = f"{printable(source, 120)} cannot be used: {error.message}{where}. {error.hint}"
        raise api_catalog.CannotRun(message.strip()) from None


def _real(source: str) -> Path:
    try:
        return Path(source).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise ReadError("file not found", hint="Check the name; names are case-sensitive.") from None


def _further(place: Place, left: Sequence[Todo]) -> list[Problem]:
    """What `check` finds in the new folder, less what is to do anyway."""
    try:
        problems = api_catalog.check(place.root, thorough=False).problems
    except api_catalog.CannotRun:
        return []
    known = {(Path(todo.path).resolve(), todo.line) for todo in left}
    folder = (place.root / place.folder).resolve()
    return [
        problem
        for problem in problems
        if Path(problem.path).resolve().is_relative_to(folder)
        and (Path(problem.path).resolve(), problem.line) not in known
    ]


def _report(place: Place, written: dict[str, bytes], left: Sequence[Todo], further: Sequence[Problem]) -> list[str]:
    lines = ["Written:", *(f"  {place.shown(path)}" for path in written)]
    lines += ["", f"To do ({len(left)}):", *(f"  {todo.path}:{todo.line}: {todo.what}" for todo in left)]
    folder = place.shown(place.folder)
    if further:
        rules = ", ".join(f"{count} {rule}" for rule, count in sorted(Counter(each.rule for each in further).items()))
        lines += ["", f"The check says more about the description as it is: {rules}."]
    lines += ["", "Then:", f"  api-catalog suggest-tags {folder}", f"  api-catalog check {folder}"]
    return lines
