"""``api-catalog diff``: what changed between two commits, and what that means for those who call the APIs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api_catalog.history import UnknownRevisionError, edits_between, formats, report
from api_catalog.history.comparison import Comparison
from api_catalog.history.impacts import IMPACTS
from api_catalog.problems.terminal import printable
from api_catalog.stop import Stop

_NEVER = "never"


@click.command("diff")
@click.argument("base")
@click.argument("head", required=False)
@click.option("--format", "name", type=click.Choice(formats()), default="text", show_default=True, help="The form.")
@click.option("--specs-dir", default="specs", show_default=True, metavar="FOLDER", help="Where the descriptions are.")
@click.option(
    "--fail-on",
    "level",
    type=click.Choice([*IMPACTS, _NEVER]),
    default=_NEVER,
    show_default=True,
    help="Exit with 1 for differences of this class and worse.",
)
def command(base: str, head: str | None, name: str, specs_dir: str, level: str) -> None:
    """Say what changed between two commits.

    BASE and HEAD are commits, branches or tags; without HEAD, the files as they are. Each difference is breaking,
    non-breaking or editorial. Exit codes: 0 done, 1 differences of the class of --fail-on, 2 could not run.
    """
    try:
        edits, first, second = edits_between(Path(specs_dir), base, head)
    except UnknownRevisionError as error:
        raise Stop(printable(str(error))) from None
    comparison = Comparison(first, second, tuple(edits))
    click.echo(report(comparison, name).encode("utf-8", "replace"))
    if level != _NEVER and comparison.reaches(level):
        sys.exit(1)
