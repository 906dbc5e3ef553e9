"""Specs folder → what each description says and what is wrong with it, worked out wherever work runs, and only once.

A study is all that a catalog needs of one description, without the description itself, so that thousands fit into
memory. It is remembered by the files that it depends on, the settings, the vocabulary and the program.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from api_catalog import rules, validation
from api_catalog.catalog.build import Entry, assembled, entry_of
from api_catalog.documents import Repository
from api_catalog.documents.files import digest_of
from api_catalog.documents.memory import no_collection
from api_catalog.documents.repository import Reading, Survey, bytes_of, label_of, read
from api_catalog.execution import Cache, spread, tracked
from api_catalog.execution.executors import AUTO
from api_catalog.execution.program import own_digest
from api_catalog.problems import Problem, Severity
from api_catalog.validation.second_opinion import Asked, Opinions, task_of

_YAML = 8  # times as long as JSON of the same size


@dataclass(frozen=True, slots=True)
class Job:
    """One candidate. ``repository`` holds settings and vocabulary, and no description; ``label`` names its root."""

    repository: Repository
    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Study:
    """What came of one candidate; ``entry`` if it is an API. ``digests`` are of all files that this depends on.

    ``unread`` are problems of files that could not be read, ``problems`` all others. ``is_asked`` if another validator
    should judge it too; ``task`` is what that one is told, and not remembered.
    """

    path: str
    kind: str
    digests: dict[str, str]
    parts: tuple[str, ...] = ()
    entry: Entry | None = None
    unread: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_asked: bool = False
    task: bytes = field(default=b"", repr=False)

    @property
    def reading(self) -> Reading:
        return Reading(self.path, self.kind, self.unread, self.digests, self.parts)

    @property
    def digest(self) -> str:
        """Stands for the content of all files that this depends on."""
        parts = (f"{path}\0{digest}" for path, digest in sorted(self.digests.items()))
        return digest_of("\0".join(parts).encode("utf-8", "surrogateescape"))


def studies_of(found: Survey, executor: str = AUTO, cache: Cache | None = None) -> list[Study]:
    """The study of every candidate, in order. Raises ExecutorError."""
    repository, label = found.repository, label_of(found.repository.root)
    light = dataclasses.replace(repository, root=repository.root.absolute(), providers=())
    known: dict[str, Study] = {}
    missing: list[Job] = []
    weights: list[int] = []
    keys: list[bytes] = []
    program = own_digest() + _context(repository, label) if cache else b""
    for path in found.candidates:
        data = bytes_of(repository.root, path) or b""
        digest = digest_of(data)
        key = b"study" + program + path.encode("utf-8", "surrogateescape") + b"\0" + digest.encode()
        study = _remembered(cache, key, repository.root, {path: digest})
        if study is not None:
            known[path] = study
        else:
            missing.append(Job(light, label, path))
            weights.append(len(data) * (1 if path.endswith(".json") else _YAML))
            keys.append(key)
    for index, study in tracked(spread(executor, studied, missing, weights), len(missing), "Checking"):
        known[study.path] = study
        if cache:
            cache.put(keys[index], msgspec.to_builtins(dataclasses.replace(study, task=b"")))
    return [known[path] for path in found.candidates]


def studied(job: Job) -> Study:
    """Reads one candidate and looks at it from all sides."""
    root = job.repository.root
    with no_collection():
        reading = read(root, job.path, job.label)
        study = Study(job.path, reading.kind, dict(reading.looked_at), reading.parts, unread=reading.problems)
        files = reading.api
        if files is None:
            return study
        problems = validation.problems_of(files)
        is_good = not any(each.severity is Severity.ERROR for each in (*problems, *reading.problems))
        entry = entry_of(files)
        alone = dataclasses.replace(job.repository, apis=(files,))
        catalog, _ = assembled(alone, [entry])
        problems += rules.check_api(catalog, alone, files)
        api = dataclasses.replace(entry.api, description=None, source=b"", digest=study.digest)
        task = task_of(files) if is_good and files.record is not None else b""
        return dataclasses.replace(
            study,
            entry=dataclasses.replace(entry, api=api),
            problems=tuple(problems),
            is_asked=bool(task),
            task=task,
        )


def opinions_of(found: Survey, studies: list[Study], cache: Cache | None) -> Opinions:
    """What another validator says of those that passed."""
    root = found.repository.root
    return Opinions([Asked(root, each.path, each.digest, each.task) for each in studies if each.is_asked], cache=cache)


def _context(repository: Repository, label: str) -> bytes:
    digest = hashlib.sha256(label.encode("utf-8", "surrogateescape"))
    for document in (repository.settings, repository.vocabulary):
        digest.update(b"-" if document is None else hashlib.sha256(document.data).digest())
    return digest.digest()


def _remembered(cache: Cache | None, key: bytes, root: Path, digests: dict[str, str]) -> Study | None:
    """The study, if no file that it depends on has changed; ``digests`` are those that are known already."""
    stored = cache.get(key) if cache else None
    if stored is None:
        return None
    try:
        study = msgspec.convert(stored, Study)
    except msgspec.ValidationError:
        return None
    is_fresh = all(_now(root, path, digests) == digest for path, digest in study.digests.items())
    return study if is_fresh else None


def _now(root: Path, path: str, digests: dict[str, str]) -> str:
    if path in digests:
        return digests[path]
    return digest_of(bytes_of(root, path)) if os.path.lexists(root / path) else ""
