"""The command line: ``check`` is ours, ``build`` and ``serve`` are MkDocs' own with our plugin at work."""

from __future__ import annotations

import atexit
import gc
import io
import os
import posixpath
import sys
from collections.abc import Sequence
from functools import partial
from importlib import metadata
from pathlib import Path

import click

import api_catalog
from api_catalog import commands
from api_catalog.documents import ReadError
from api_catalog.documents.files import read_bytes
from api_catalog.execution import Cache
from api_catalog.execution.cache import default_folder
from api_catalog.execution.executors import EXECUTOR
from api_catalog.execution.stages import PROFILE
from api_catalog.problems import Context, Problem, Severity, formats, report
from api_catalog.problems.checkout import changed_files, prefix

_DISTRIBUTION = "mkdocs-api-catalog"
_PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
_CLEAN, _PROBLEMS, _COULD_NOT_RUN = 0, 1, 2


class _Commands(click.Group):
    """Ours, and those of ``commands/``, which are read when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *commands.names()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or commands.named(cmd_name)


@click.group(cls=_Commands)
@click.version_option(package_name=_DISTRIBUTION)
def cli() -> None:
    """A searchable static catalog from a folder of OpenAPI descriptions.

    Exit codes: 0 clean, 1 problems found, 2 could not run.
    """


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "name", type=click.Choice(formats()), default="text", help="How problems are reported.")
@click.option(
    "--fail-on",
    "level",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 for problems of this severity and worse.",
)
def check(paths: Sequence[str], name: str, level: str) -> None:
    """Say everything that is wrong with the specs.

    PATH is a specs folder (default: specs), or files and folders in it, to see only their problems.
    """
    try:
        root, wanted = _root_of(paths)
        checked = api_catalog.check(root, cache=Cache(default_folder()))
    except api_catalog.CannotRun as error:
        click.echo(f"api-catalog: {error}", err=True)
        sys.exit(_COULD_NOT_RUN)
    problems = [problem for problem in checked.problems if _is_wanted(problem, wanted)]
    context = _context(root)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal can show what a spec says
    click.echo(report(problems, name, context), color=context.color)
    has_failed = any(problem.severity.reaches(Severity(level)) for problem in problems)
    sys.exit(_PROBLEMS if has_failed else _CLEAN)


@cli.command(context_settings=_PASS_ON, add_help_option=False)
@click.option("--executor", help="Where pages are drawn: auto, serial, processes, processes:4 or dask://HOST:PORT.")
@click.option("--profile", is_flag=True, help="Say at the end where the time went.")
@click.pass_context
def build(context: click.Context, executor: str | None, profile: bool) -> None:
    """Build the site; takes the options of `mkdocs build`."""
    if executor:
        os.environ[EXECUTOR] = executor
    if profile:
        os.environ[PROFILE] = "1"
    _mkdocs("build", context.args)


@cli.command(context_settings=_PASS_ON, add_help_option=False)
@click.pass_context
def serve(context: click.Context) -> None:
    """Serve the site and rebuild it when a file changes; takes the options of `mkdocs serve`."""
    _mkdocs("serve", context.args)


def _mkdocs(command: str, arguments: list[str]) -> None:
    from mkdocs.__main__ import cli as mkdocs
    from mkdocs.exceptions import ConfigurationError

    try:
        mkdocs.main([command, *arguments], prog_name="api-catalog", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        sys.exit(_PROBLEMS)
    except click.ClickException as error:
        error.show()
        could_not_run = isinstance(error, ConfigurationError | click.UsageError)
        sys.exit(_COULD_NOT_RUN if could_not_run else error.exit_code)


def _context(root: Path) -> Context:
    """What a report may ask of where we are; SITE_URL is the address of the published catalog."""
    site = os.environ.get("SITE_URL", "")
    return Context(
        color=sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
        source=partial(_source, root),
        changed=changed_files,
        prefix=prefix,
        rules_url=site.rstrip("/") + "/rules/" if site.startswith(("https://", "http://")) else "",
        version=metadata.version(_DISTRIBUTION),
    )


def _source(root: Path, path: str) -> bytes | None:
    """The bytes of a file that a problem names; None unless it is a plain file below ``root``."""
    try:
        return read_bytes(root, os.path.relpath(path, root))
    except ReadError:
        return None


def _root_of(paths: Sequence[str]) -> tuple[Path, list[str]]:
    """The specs folder, and the paths in it that the caller wants to know about (none: all)."""
    if not paths:
        return Path("specs"), []
    for path in paths:
        if not Path(path).exists():
            raise api_catalog.CannotRun(f"There is no {path}.")
    first = Path(paths[0])
    above = [first, *first.parents] if first.is_dir() else list(first.parents)
    for folder in above:
        if (folder / "catalog.yml").is_file() or folder == Path("specs"):
            return folder, [] if [first] == [folder] and len(paths) == 1 else [_named(path) for path in paths]
    return (first, []) if first.is_dir() else (first.parent, [_named(path) for path in paths])


def _named(path: str) -> str:
    """A path as problems name it."""
    relative = os.path.relpath(path)
    return Path(path).as_posix() if relative.startswith("..") else posixpath.normpath(Path(relative).as_posix())


def _is_wanted(problem: Problem, wanted: list[str]) -> bool:
    return not wanted or any(problem.path == path or problem.path.startswith(path + "/") for path in wanted)


def main() -> None:
    """The console script."""
    gc.set_threshold(
        100_000, 50, 100
    )  # what a catalog makes stays: looking for garbage as often as usual takes a tenth
    atexit.register(gc.freeze)  # else all that a large catalog made is looked through once more, for garbage
    cli(prog_name="api-catalog")
