"""How a command ends when it cannot do its work."""

from __future__ import annotations

from typing import IO, Any

import click


class Stop(click.ClickException):
    """One sentence on stderr, exit code 2: could not run."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"api-catalog: {self.message}", file=file, err=file is None)
