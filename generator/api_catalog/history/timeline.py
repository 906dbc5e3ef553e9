"""Git → the history of the catalog: which commits changed what, newest first."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from api_catalog.catalog.apis import id_of
from api_catalog.catalog.revisions import Edit, History, Revision
from api_catalog.documents.repository import RECORD
from api_catalog.execution import Cache, tracked
from api_catalog.history.edits import Editor, Task
from api_catalog.history.git import Commit, Git
from api_catalog.history.impacts import IMPACTS
from api_catalog.history.trees import API, Read, Tree, Unit, units_of, work_tree

MOST_REVISIONS = 300  # that are shown
MOST_OF_API = 20  # of one API, however old
MOST_LISTED = 40  # differences of one edit
_LATEST = 4_102_444_800  # 2100: some clocks are wrong
_LONGEST = 200  # characters of the first line of a commit
_COMMIT = {"gitlab": "/-/commit/", "bitbucket": "/commits/"}


class UnknownRevisionError(Exception):
    """There is no such commit, or no repository. The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class _Step:
    commit: Commit
    tasks: tuple[Task, ...]


def history_of(root: Path, cache: Cache | None = None, repository_url: str = "") -> History:
    """The history of the specs folder ``root``; empty without git."""
    git = Git.around(root)
    if git is None:
        return History()
    commits = git.log()
    with git.blobs() as blobs:
        steps = _steps(commits, git.unknown(), blobs.read)
        wanted = _wanted(steps)
        editor = Editor(blobs.read, cache, MOST_LISTED)
        edits: dict[tuple[int, Unit], Edit] = {}
        for at, task in tracked(wanted, len(wanted), "Comparing"):
            edit = editor.edit(task)
            if edit is not None:
                edits[at, task.unit] = edit
    worked_out = {(at, task.unit) for at, task in wanted}
    return _history(steps, edits, worked_out, repository_url)


def edits_between(
    root: Path, base: str, head: str | None = None, cache: Cache | None = None
) -> tuple[list[Edit], str, str]:
    """What was done between two commits, and their names; without ``head`` to the files as they are.

    Raises UnknownRevisionError.
    """
    git = Git.around(root)
    if git is None:
        raise UnknownRevisionError(f"{root} is not in a git repository, so there is nothing to compare with.")
    names = [git.commit(revision) for revision in (base, *([head] if head else []))]
    for revision, name in zip((base, head), names, strict=False):
        if name is None:
            raise UnknownRevisionError(f"There is no commit {revision!r} here. In a shallow clone, fetch it first.")
    before = git.files(names[0] or "")
    contents: dict[str, bytes] = {}
    if head:
        after = git.files(names[1] or "")
    else:
        after, contents = work_tree(root, len(names[0] or ""))
    with git.blobs() as blobs:

        def read(blob: str) -> bytes | None:
            return contents[blob] if blob in contents else blobs.read(blob)

        tasks = _tasks(Tree(before), Tree(after), _changed(before, after), read)
        found = [edit for task in tasks if (edit := Editor(read, cache).edit(task)) is not None]
    return found, names[0] or "", (names[1] or "") if head else ""


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(path for path in {**before, **after} if before.get(path) != after.get(path))


def _steps(commits: list[Commit], unknown: frozenset[str], read: Read) -> list[_Step]:
    """What each commit changed, newest first."""
    before, after = Tree(), Tree()
    steps = []
    for commit in reversed(commits):
        for path, (_, blob) in commit.changes.items():
            after.change(path, blob)
        if commit.name not in unknown:
            steps.append(_Step(commit, tuple(_tasks(before, after, commit.changes, read))))
        for path, (_, blob) in commit.changes.items():
            before.change(path, blob)
    return steps[::-1]


def _tasks(before: Tree, after: Tree, paths: Iterable[str], read: Read) -> list[Task]:
    """What to compare. A description that is gone in one place and the same in another has moved."""
    tasks = [
        Task(unit, before.files_of(unit, read), after.files_of(unit, read), (before.main(unit), after.main(unit)))
        for unit in units_of(before, after, paths, read)
    ]
    gone = {
        task.before[task.main[0]]: task for task in tasks if task.unit.kind == API and task.main[0] and not task.main[1]
    }
    moved: list[Task] = []
    for task in tasks:
        if task.unit.kind == API and task.main[1] and not task.main[0]:
            was = gone.pop(task.after[task.main[1]], None)
            if was is not None:
                moved.append(Task(task.unit, was.before, task.after, (was.main[0], task.main[1]), was.unit))
    places = {unit for task in moved for unit in (task.unit, task.was)}
    return [*(task for task in tasks if task.unit not in places), *moved]


def _wanted(steps: list[_Step]) -> list[tuple[int, Task]]:
    """What is worth comparing: all of the newest commits, and of each API the newest, however old."""
    seen: Counter[Unit] = Counter()
    wanted = []
    for at, step in enumerate(steps):
        for task in step.tasks:
            if at < MOST_REVISIONS or (task.unit.kind == API and seen[task.unit] < MOST_OF_API):
                seen[task.unit] += 1
                wanted.append((at, task))
    return sorted(wanted, key=lambda each: (each[1].unit, each[0]))  # what one begins with, the next ends with


def _history(
    steps: list[_Step], edits: Mapping[tuple[int, Unit], Edit], worked_out: set[tuple[int, Unit]], repository_url: str
) -> History:
    revisions = []
    described: dict[str, str] = {}
    now: dict[str, str] = {}  # ids that APIs had before they moved → what they are called now
    for at, step in enumerate(steps):
        date = datetime.fromtimestamp(min(step.commit.time, _LATEST), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        done = []
        for task in step.tasks:
            edit = edits.get((at, task.unit))
            if edit is not None:
                done.append(edit)
            is_changed = edit.in_description if edit else (at, task.unit) not in worked_out
            if task.unit.kind == API and is_changed and _changes_description(task):
                name = _id_of(task, edit)
                described.setdefault(now.get(name, name), date[:10])
            if edit is not None and edit.before:
                now[edit.before] = now.get(edit.id, edit.id)
        if done:
            subject = " ".join(step.commit.subject.split())[:_LONGEST]
            url = commit_url(repository_url, step.commit.name)
            done.sort(key=lambda edit: (IMPACTS.index(edit.impact), edit.about, edit.id))
            revisions.append(Revision(step.commit.name, date, subject, tuple(done), url))
    revisions.sort(key=lambda revision: revision.date, reverse=True)  # clocks differ
    return History(tuple(revisions), described)


def _changes_description(task: Task) -> bool:
    return any(posixpath.basename(path) != RECORD for path in _changed(task.before, task.after))


def _id_of(task: Task, edit: Edit | None) -> str:
    if edit is not None:
        return edit.id
    parts = tuple(part for part in task.unit.path.split("/") if part)
    return "/".join(id_of(parts)) if parts else ""


def commit_url(repository_url: str, commit: str) -> str:
    """The page of a commit; empty if the repository has no web address."""
    parts = urlsplit(repository_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    way = next((way for name, way in _COMMIT.items() if name in parts.hostname), "/commit/")
    return repository_url.rstrip("/").removesuffix(".git") + way + commit
