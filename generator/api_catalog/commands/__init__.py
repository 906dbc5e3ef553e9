"""Commands beyond check, build and serve. A command is one module here, with a click command named ``command``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import click

_FOLDER = Path(__file__).parent


def names() -> list[str]:
    """What the commands are called: as their modules, with hyphens."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules([str(_FOLDER)]))


def named(name: str) -> click.Command | None:
    """The command, whose module is read only now."""
    if name not in names():
        return None
    command: click.Command = importlib.import_module(f"{__package__}.{name.replace('-', '_')}").command
    return command


def found() -> list[click.Command]:
    """All commands, by name."""
    return [command for name in names() if (command := named(name)) is not None]
