"""The languages that requests are written down in.

A language is a module here with ``LANGUAGE`` (the title people read) and ``render(request) -> str``; to add one is to
add one file.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def languages() -> tuple[ModuleType, ...]:
    """The modules that render samples: curl first, then by name."""
    names = sorted((module.name for module in pkgutil.iter_modules(__path__)), key=lambda name: (name != "curl", name))
    return tuple(importlib.import_module(f"{__package__}.{name}") for name in names)
