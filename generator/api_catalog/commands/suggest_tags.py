"""``api-catalog suggest-tags``: tags for operations, as a patch to review."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import api_catalog
from api_catalog.catalog import Api, Catalog, catalog_of
from api_catalog.catalog.apis import api_of
from api_catalog.documents import ApiFiles, Bundle, CannotRun, Document, ReadError, Repository
from api_catalog.documents.document import parse
from api_catalog.documents.files import read_bytes
from api_catalog.documents.repository import SETTINGS, VOCABULARY
from api_catalog.problems.terminal import printable
from api_catalog.stop import Stop
from api_catalog.suggestions import Proposal, Suggester, formats, report
from api_catalog.validation.schemas import version_of

_DEFAULT = Path("specs")


@click.command("suggest-tags")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "name", type=click.Choice(formats()), default="patch", show_default=True, help="The form.")
@click.option("--specs-dir", metavar="FOLDER", help="The folder with the vocabulary. [default: the one PATH is in]")
def command(paths: Sequence[str], name: str, specs_dir: str | None) -> None:
    """Propose tags for operations, with reasons.

    PATH is an OpenAPI file, or a folder of them. What is printed is a patch that changes tags and nothing else. Look
    through it, then apply it with: api-catalog suggest-tags PATH | git apply
    """
    try:
        proposals = _proposals([Path(path) for path in paths], Path(specs_dir) if specs_dir else None)
    except CannotRun as error:
        raise Stop(str(error)) from None
    if text := report(proposals, name):
        click.echo(text.encode("utf-8", "replace"))  # a patch is bytes, whatever the terminal can show
    changed = sum(len(proposal.changes) for proposal in proposals)
    click.echo(f"Tags for {changed} of {sum(len(each.suggestions) for each in proposals)} operations.", err=True)


def _proposals(paths: Sequence[Path], specs_dir: Path | None) -> list[Proposal]:
    for path in paths:
        if not path.exists():
            raise CannotRun(f"There is no {printable(str(path))}.")
    root = specs_dir or _root_of(paths[0])
    repository = api_catalog.load(root)
    if repository.vocabulary is None:
        raise CannotRun(f"There is no {root / VOCABULARY} that can be read, so there are no tags to choose from.")
    catalog, _ = catalog_of(repository)
    suggester = Suggester(catalog)
    found: dict[str, Proposal] = {}
    for path in paths:
        for document, api in _apis(path, repository, catalog):
            found[document.path] = Proposal(document, tuple(suggester.suggest(api)))
    return list(found.values())


def _root_of(path: Path) -> Path:
    """The folder above ``path`` that has a vocabulary or settings; else the usual one."""
    for folder in (path, *path.parents, *path.resolve().parents):
        if (folder / VOCABULARY).is_file() or (folder / SETTINGS).is_file():
            return folder
    return _DEFAULT


def _apis(path: Path, repository: Repository, catalog: Catalog) -> list[tuple[Document, Api]]:
    """The descriptions at ``path``, with what the catalog made of them; one outside the specs folder is read alone."""
    if not path.resolve().is_relative_to(repository.root.resolve()):
        return [_alone(path)]
    files = {files.description.relative: files.description for files in repository.apis}
    relative = path.resolve().relative_to(repository.root.resolve()).as_posix()
    inside = [
        (files[api.source_path], api)
        for api in catalog.apis
        if relative in (".", api.source_path) or api.source_path.startswith(f"{relative}/")
    ]
    if not inside:
        unread = [problem for problem in repository.problems if relative in problem.path]
        why = f": {unread[0].message} (line {unread[0].line})" if unread else ""
        raise CannotRun(f"There is no OpenAPI description at {printable(str(path))}{why}.")
    return inside


def _alone(path: Path) -> tuple[Document, Api]:
    """A description that is not of the catalog; what it refers to in other files is not read."""
    shown = printable(str(path))
    try:
        real = path.resolve()
        data = read_bytes(real.parent, real.name)
        value = parse(data, real.name)
    except ReadError as error:
        raise CannotRun(f"{shown} cannot be used: {error.message} (line {error.line}). {error.hint}") from None
    if version_of(value) is None:
        raise CannotRun(f"{shown} is not an OpenAPI description.")
    document = Document(path.as_posix(), real.name, data, value)
    return document, api_of(ApiFiles((real.stem,), document, Bundle(value, (), ())))
