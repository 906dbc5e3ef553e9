"""``api-catalog summary``: what a contribution changes, for those who review it."""

from __future__ import annotations

from pathlib import Path

import click

import api_catalog
from api_catalog.contributions import contribution, summary
from api_catalog.stop import Stop


@click.command("summary")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
def command(before: Path, after: Path) -> None:
    """Say as Markdown what AFTER holds that BEFORE does not: the facts of each API that is new or changed.

    BEFORE and AFTER are specs folders; BEFORE may be missing. Text of the specs is shown as plain text.
    """
    try:
        text = summary(contribution(before, after))
    except api_catalog.CannotRun as error:
        raise Stop(str(error)) from None
    click.echo(text.encode("utf-8", "replace"))
