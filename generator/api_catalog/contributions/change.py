"""Which APIs differ between two folders of specs, by the bytes of their files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import api_catalog
from api_catalog.catalog import Api, Catalog
from api_catalog.catalog.apis import id_of
from api_catalog.documents import ApiFiles, Document, Repository
from api_catalog.problems import Problem

State = Literal["new", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """An API that differs. ``api`` is None if it cannot be read, or is no more."""

    id: str
    state: State
    files: tuple[str, ...] = ()
    size: int = 0  # bytes of its files
    api: Api | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """All that differs. ``problems`` are those of files that are new or changed; ``others`` counts the rest."""

    catalog: Catalog
    changes: tuple[Change, ...]
    other_files: tuple[str, ...]  # that differ and belong to no API
    problems: tuple[Problem, ...]
    others: int
    size: int  # bytes of all files that were read


def contribution(before: Path, after: Path) -> Contribution:
    """What ``after`` holds that ``before`` does not. Raises CannotRun if ``after`` cannot be read."""
    repository = api_catalog.load(after)
    checked = api_catalog.check(after, thorough=False)
    former = _loaded(before)
    old = _by_id(former)
    new = _by_id(repository)
    apis = {api.id: api for api in checked.catalog.apis}
    changes = [_change(name, old.get(name, {}), new.get(name, {}), apis.get(name)) for name in sorted({*old, *new})]
    differing = tuple(change for change in changes if change is not None)
    rest_before, rest = _rest(former), _rest(repository)
    other_files = tuple(sorted(path for path in {*rest_before, *rest} if rest_before.get(path) != rest.get(path)))
    label = after.as_posix().rstrip("/") + "/"
    names = {label + path for change in differing for path in change.files} | {label + path for path in other_files}
    shown = tuple(problem for problem in checked.problems if problem.path in names or _is_same_api(problem, differing))
    size = sum(len(data) for files in new.values() for data in files.values()) + sum(map(len, rest.values()))
    return Contribution(checked.catalog, differing, other_files, shown, len(checked.problems) - len(shown), size)


def _is_same_api(problem: Problem, changes: Iterable[Change]) -> bool:
    """An API described twice is said of one of the two, which may be the one that was there before."""
    return problem.rule == "same-api" and any(change.id in problem.message.split() for change in changes)


def _loaded(folder: Path) -> Repository | None:
    try:
        return api_catalog.load(folder)
    except api_catalog.CannotRun:
        return None


Files = dict[str, bytes]


def _by_id(repository: Repository | None) -> dict[str, Files]:
    """For each API the files it is made of."""
    if repository is None:
        return {}
    return {"/".join(id_of(files.parts)): _files(files) for files in repository.apis}


def _files(files: ApiFiles) -> Files:
    documents = [files.description, *(fragment.document for fragment in files.bundle.fragments)]
    documents += [files.record] if files.record else []
    return {document.relative: document.data for document in documents}


def _rest(repository: Repository | None) -> Files:
    """Files that are of no API: settings, vocabulary, providers."""
    if repository is None:
        return {}
    documents: list[Document | None] = [repository.settings, repository.vocabulary, *repository.providers]
    return {document.relative: document.data for document in documents if document is not None}


def _change(name: str, old: Files, new: Files, api: Api | None) -> Change | None:
    if _digest(old) == _digest(new):
        return None
    state: State = "new" if not old else "changed" if new else "removed"
    differing = tuple(sorted(path for path in {*old, *new} if old.get(path) != new.get(path)))
    return Change(name, state, differing, sum(map(len, new.values())), api)


def _digest(files: Files) -> str:
    whole = hashlib.sha256()
    for path, data in sorted(files.items()):
        whole.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return whole.hexdigest()
