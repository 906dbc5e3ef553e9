"""Commands beyond check, build and serve. A command is one module here, with a click command named ``command``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import click


def found() -> list[click.Command]:
    """The commands of this package, by name of their module."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [importlib.import_module(f"{__package__}.{name}") for name in names]
    commands: list[click.Command] = [module.command for module in modules if hasattr(module, "command")]
    return commands
