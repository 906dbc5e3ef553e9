"""``api-catalog size``: how large a built site is, and whether a host takes it."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path

import click

from api_catalog.problems.terminal import printable
from api_catalog.stop import Stop

MOST = "1GB"  # what GitHub Pages takes
_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_TOP = "(files at the top)"
_LARGEST = 10


class Bytes(click.ParamType):  # type: ignore[type-arg, unused-ignore] # generic since click 8.4
    """``500MB``, ``1GiB`` or a plain number."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,15})\s*([KMG]I?B)?", str(value).strip().upper())
        if found is None:
            self.fail("write 500MB, 1GB or a number of bytes", param, ctx)
        return int(found[1]) * _UNITS[found[2] or ""]


@click.command("size")
@click.argument("site", type=click.Path(path_type=Path))
@click.option("--most", type=Bytes(), default=MOST, show_default=True, help="Exit with 1 if the site is larger.")
def command(site: Path, most: int) -> None:
    """Say how large the built site in the folder SITE is, folder by folder, as a Markdown table.

    A site of more than --most fails, and the largest folders are named.
    """
    if not site.is_dir():
        raise Stop(f"There is no folder {printable(str(site))}. Build the site first: api-catalog build")
    folders: Counter[str] = Counter()
    deep: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for path, size in _files(site):
        parts = path.split("/")
        top = parts[0] if len(parts) > 1 else _TOP
        folders[top] += size
        numbers[top] += 1
        deep["/".join(parts[:-1][:3]) or _TOP] += size
    whole = folders.total()
    for line in _table(folders, numbers):
        click.echo(line)
    if whole > most:
        click.echo(
            f"api-catalog: the site has {_shown(whole)}, more than {_shown(most)}. The largest folders:", err=True
        )
        for name, size in deep.most_common(_LARGEST):
            click.echo(f"  {_shown(size):>12}  {printable(name, 200)}", err=True)
        sys.exit(1)


def _files(site: Path) -> list[tuple[str, int]]:
    """Every file with its size; hidden ones too, links as links."""
    found = []
    for folder, _, names in os.walk(site):
        for name in names:
            path = Path(folder) / name
            found.append((path.relative_to(site).as_posix(), path.lstat().st_size))
    return found


def _table(folders: Counter[str], numbers: Counter[str]) -> list[str]:
    rows = [(name, numbers[name], size) for name, size in sorted(folders.items(), key=lambda each: (-each[1], each[0]))]
    rows.append(("**all**", numbers.total(), folders.total()))
    lines = ["| folder | files | size |", "|---|---:|---:|"]
    return lines + [
        f"| {printable(name, 200).replace('|', '¦')} | {number:,} | {_shown(size)} |" for name, number, size in rows
    ]


def _shown(size: int) -> str:
    return f"{size / 10**6:,.1f} MB"
