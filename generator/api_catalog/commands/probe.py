"""``api-catalog probe``: do the links of records still lead somewhere?"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import click

import api_catalog
from api_catalog.catalog import catalog_of
from api_catalog.connections import connection
from api_catalog.probing import Manners, as_json, as_markdown, freshness, links_of, probe, read_previous
from api_catalog.problems.terminal import printable
from api_catalog.stop import Stop

CONNECT = connection  # tests let in a server of this machine
_USUAL = Manners()


@click.command("probe")
@click.argument("specs", type=click.Path(path_type=Path))
@click.option("--json", "data", type=click.Path(path_type=Path), metavar="FILE", help="Where the data is written.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the Markdown is written; else it is printed.",
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Data of the last time: since when is a link dead?",
)
@click.option(
    "--at-once", type=click.IntRange(1, 32), default=_USUAL.at_once, show_default=True, help="Hosts at the same time."
)
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=_USUAL.pause,
    show_default=True,
    help="Seconds between two requests to a host.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 120),
    default=_USUAL.seconds,
    show_default=True,
    help="Seconds of one request.",
)
@click.option(
    "--minutes",
    type=click.FloatRange(0),
    default=_USUAL.minutes,
    show_default=True,
    help="After them no more is asked.",
)
@click.option("--contact", default="", metavar="URL", help="Told to servers: whose catalog it is.")
def command(
    specs: Path,
    data: Path | None,
    report: Path | None,
    previous: Path | None,
    at_once: int,
    pause: float,
    timeout: float,
    minutes: float,
    contact: str,
) -> None:
    """Look whether the links of records in SPECS still lead somewhere, and which reviews are more than a year old.

    One request at a time to a host, public addresses only. What is found never makes this fail: exit code 0, or 2 if
    there is nothing to look at.
    """
    try:
        catalog, _ = catalog_of(api_catalog.load(specs))
    except api_catalog.CannotRun as error:
        raise Stop(str(error)) from None
    links = links_of(catalog)
    agent = f"api-catalog/{metadata.version('mkdocs-api-catalog')}" + (f" (+{_plain(contact)})" if contact else "")
    manners = Manners(at_once, pause, timeout, minutes, agent)
    click.echo(f"Looking at {len(links)} links.", err=True)
    answers = probe(links, manners, connect=CONNECT)
    before = read_previous(previous) if previous else None
    found = freshness(catalog, links, answers, datetime.now(UTC).date(), before)
    _write(data, as_json(found))
    _write(report, as_markdown(found))
    if report is None:
        click.echo(as_markdown(found).encode("utf-8", "replace"), nl=False)


def _plain(text: str) -> str:
    """What may stand in a header."""
    return "".join(character for character in text if " " < character <= "~")


def _write(file: Path | None, text: str) -> None:
    if file is not None:
        try:
            file.write_bytes(text.encode("utf-8", "replace"))
        except OSError as error:
            raise Stop(f"{printable(str(file))} cannot be written: {error.strerror}") from None
