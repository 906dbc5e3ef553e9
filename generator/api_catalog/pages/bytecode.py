"""Compiled templates, kept where Python keeps compiled modules: compiling ours and a theme's takes half a second.

They lie in the package and nowhere else, so they are trusted as much as the program beside them.
"""

from __future__ import annotations

import contextlib
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Bytecode(FileSystemBytecodeCache):
    """Jinja's own, which also asks whether the environment would compile the same, and does without what it may not
    write."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        return super().get_bucket(environment, name, filename, f"{_compiler(environment)}\n{source}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def bytecode() -> Bytecode | None:
    """None if there is no place for it."""
    folder = Path(cache_from_source(__file__)).parent
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return Bytecode(str(folder), "jinja-%s.bytecode")


def _compiler(environment: Environment) -> str:
    """What a compiled template depends on beside its source."""
    passed = {name: getattr(each, "jinja_pass_arg", None) for name, each in environment.filters.items()}
    return repr(
        (
            jinja2.__version__,
            environment.autoescape,
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.keep_trailing_newline,
            sorted(environment.extensions),
            sorted((name, str(kind)) for name, kind in passed.items() if kind),
        )
    )
