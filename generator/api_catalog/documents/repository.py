"""Everything under the specs folder, read: the only place that knows how files are laid out."""

from __future__ import annotations

import dataclasses
import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from api_catalog.documents.document import Document, parse
from api_catalog.documents.files import SUFFIXES, digest_of, read_bytes, walk
from api_catalog.documents.memory import no_collection
from api_catalog.documents.overlay import RULE as OVERLAY_RULE
from api_catalog.documents.overlay import Action, apply
from api_catalog.documents.positions import Pointer
from api_catalog.documents.reading import mapping, text
from api_catalog.documents.references import Bundle, bundle
from api_catalog.documents.yaml_events import ReadError
from api_catalog.problems import Problem, in_order

SETTINGS = "catalog.yml"
VOCABULARY = "tags.yml"
PROVIDER = "provider.yml"
RECORD = "api.yml"
OVERLAY = "overlay.yml"
_DESCRIPTION_STEMS = ("openapi", "swagger")
API, OTHER, NOTHING = "api", "other", "nothing"


class CannotRun(Exception):  # noqa: N818 - it says what happened, as StopIteration does
    """There is nothing to work on. The message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class ApiFiles:
    """A description with what it refers to, and its curation record. ``parts`` are its folders and name."""

    parts: tuple[str, ...]
    description: Document
    bundle: Bundle = field(repr=False)
    record: Document | None = None
    base: str = ""  # path, relative to the specs folder, of the description that an overlay changed
    actions: tuple[Action, ...] = ()  # of the overlay


@dataclass(frozen=True, slots=True)
class Repository:
    """What was read. ``problems`` are files that could not be; ``unread`` are those that nothing asked for, empty."""

    root: Path
    settings: Document | None
    vocabulary: Document | None
    providers: tuple[Document, ...]
    apis: tuple[ApiFiles, ...]
    problems: tuple[Problem, ...]
    unread: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """A specs folder before its descriptions are read. ``candidates`` are files that each may be an API."""

    repository: Repository
    paths: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one candidate: an ``api``, an ``other`` file that is no description, or ``nothing`` to be read.

    ``looked_at`` are all files that this depends on, whether they are there or not, each with the digest of what was
    read (else empty); ``parts`` are those that the description takes something from. ``api`` may be left out to keep
    the rest.
    """

    path: str
    kind: str
    problems: tuple[Problem, ...]
    looked_at: Mapping[str, str]
    parts: tuple[str, ...] = ()
    api: ApiFiles | None = field(default=None, repr=False)


def load(root: Path) -> Repository:
    """Reads the specs folder. Raises CannotRun if there is none or it holds no description."""
    with no_collection():
        found = survey(root)
        documents: dict[str, Document] = {}
        return settle(found, [_Loader(root, documents).reading(path) for path in found.candidates])


def read(root: Path, relative: str, label: str | None = None) -> Reading:
    """Reads one candidate, with its record and everything that it refers to; ``label`` names ``root`` for people."""
    with no_collection():
        return _Loader(root, {}, label).reading(relative)


def load_one(root: Path, relative: str) -> ApiFiles:
    """Reads a description that is known to be good. Raises ReadError if it is no longer there."""
    reading = read(root, relative)
    if reading.api is None:
        first = reading.problems[0].message if reading.problems else "no description"
        raise ReadError(first)
    return reading.api


def path_of(root: Path, relative: str) -> str:
    """A file below the specs folder ``root`` as people name it."""
    return posixpath.join(label_of(root), relative)


def bytes_of(root: Path, relative: str) -> bytes | None:
    """What is in a file; None if it cannot be read."""
    try:
        return read_bytes(root, relative)
    except ReadError:
        return None


def survey(root: Path) -> Survey:
    """Reads what there is one of, and lists what may be a description. Raises CannotRun if there is no such folder."""
    if not root.is_dir():
        raise CannotRun(f"There is no folder {root}. Make one with OpenAPI files in it, or set specs_dir.")
    paths = tuple(walk(root))
    special = {path for path in paths if posixpath.basename(path) in (PROVIDER, RECORD, OVERLAY)}
    special |= {SETTINGS, VOCABULARY} & set(paths)
    loader = _Loader(root, {})
    settings = loader.document(SETTINGS) if SETTINGS in special else None
    vocabulary = loader.document(VOCABULARY) if VOCABULARY in special else None
    providers = tuple(document for path in paths if _is_provider(path) and (document := loader.document(path)))
    repository = Repository(root, settings, vocabulary, providers, (), tuple(loader.problems))
    overlays = [path for path in paths if posixpath.basename(path) == OVERLAY]
    candidates = _candidates([path for path in paths if path not in special], set(map(posixpath.dirname, overlays)))
    return Survey(repository, paths, (*candidates, *overlays))


def _candidates(paths: list[str], changed: set[str]) -> Iterator[str]:
    """The files that may be descriptions.

    In a folder with an openapi.* or swagger.*, that is the description, and other files are parts of it; unless it is
    in one of the folders ``changed`` by an overlay, which makes the description of it.
    """
    owners = {posixpath.dirname(path) for path in paths if _is_owner(path)}
    for path in paths:
        folder = posixpath.dirname(path)
        if folder not in changed if _is_owner(path) else not any(_is_below(path, owner) for owner in owners):
            yield path


def settle(found: Survey, readings: Sequence[Reading]) -> Repository:
    """The repository that was surveyed, with what came of its candidates. Raises CannotRun if it has no description."""
    repository, label = found.repository, label_of(found.repository.root)
    used = {path for reading in readings for path in reading.parts}
    problems = [problem for reading in readings for problem in reading.problems]
    for reading in readings:
        if reading.kind == OTHER and reading.path not in used:
            path, hint = posixpath.join(label, reading.path), _use_of(reading.path)
            problems.append(Problem(path, 1, 1, "not an OpenAPI description", "not-openapi", hint=hint))
    if not problems and not any(reading.kind == API for reading in readings):
        raise CannotRun(f"There is no OpenAPI description in {label}. Add one: <provider>/<api>/openapi.yaml")
    asked = {SETTINGS, VOCABULARY, *(path for path in found.paths if _is_provider(path))}
    asked |= {path for reading in readings for path in reading.looked_at}
    return dataclasses.replace(
        repository,
        apis=tuple(reading.api for reading in readings if reading.api is not None),
        problems=tuple(in_order([*repository.problems, *problems])),
        unread=tuple(
            Document(posixpath.join(label, path), path, b"", None) for path in found.paths if path not in asked
        ),
    )


class _Loader:
    """Reads one candidate, or the files that there is one of; ``documents`` are those that were read already."""

    def __init__(self, root: Path, documents: dict[str, Document], label: str | None = None) -> None:
        self._root = root
        self._label = label_of(root) if label is None else label
        self._documents = documents
        self._looked_at: dict[str, str] = {}
        self.problems: list[Problem] = []

    def reading(self, path: str) -> Reading:
        kind, api = NOTHING, None
        if posixpath.basename(path) == OVERLAY:
            api = self._overlaid(path)
        elif (document := self.document(path)) is not None:
            kind = OTHER
            if _is_owner(path) or (isinstance(document.value, dict) and {"openapi", "swagger"} & set(document.value)):
                api = self._api(document)
        parts = tuple(sorted({fragment.document.relative for fragment in api.bundle.fragments})) if api else ()
        return Reading(path, API if api else kind, tuple(self.problems), self._looked_at, parts, api)

    def _api(self, description: Document) -> ApiFiles:
        relative = description.relative
        record = posixpath.join(posixpath.dirname(relative), RECORD)
        if isinstance(description.value, dict):
            bundled = bundle(description, self._read)
        else:
            bundled = Bundle(description.value, (), ())
        self.problems += bundled.problems
        has_record = _is_owner(relative) and self._is_there(record)
        return ApiFiles(parts_of(relative), description, bundled, self.document(record) if has_record else None)

    def _overlaid(self, path: str) -> ApiFiles | None:
        """The API that an overlay makes of the description beside it, or of the one that it ``extends``."""
        overlay = self.document(path)
        if overlay is None:
            return None
        folder = posixpath.dirname(path)
        stated = text(mapping(overlay.value).get("extends"))
        names = [posixpath.normpath(posixpath.join(folder, unquote(stated)))] if stated else []
        beside = (f"{folder}/{stem}{suffix}" for stem in _DESCRIPTION_STEMS for suffix in SUFFIXES)
        names += [name for name in beside if self._is_there(name)]
        try:
            if not names:
                raise ReadError("no description to change", hint="Write extends: with the path of one.")
            base = self._read(names[0])
        except ReadError as error:
            hint = error.hint or "It must be a file below the specs folder."
            message = f"extends: {error.message}" if stated else error.message
            self.problems.append(overlay.problem(("extends",) if stated else (), message, OVERLAY_RULE, hint))
            return None
        bundled = bundle(base, self._read) if isinstance(base.value, dict) else Bundle(base.value, (), ())
        result = apply(overlay, bundled.value)
        origins: dict[tuple[str, ...], tuple[Document, Pointer]] = {
            (key,): (base, (key,)) for key in mapping(bundled.value)
        }
        origins |= {**bundled.origins, **result.origins}
        fragments = bundled.fragments if posixpath.dirname(base.relative) == folder else ()
        self.problems += [*bundled.problems, *result.problems]
        record = posixpath.join(folder, RECORD)
        return ApiFiles(
            parts=parts_of(path),
            description=Document(overlay.path, overlay.relative, overlay.data, result.value),
            bundle=Bundle(result.value, fragments, tuple(result.problems), origins),
            record=self.document(record) if self._is_there(record) else None,
            base=base.relative,
            actions=tuple(result.actions),
        )

    def _is_there(self, relative: str) -> bool:
        self._looked_at.setdefault(relative, "")
        return os.path.lexists(self._root / relative)

    def _read(self, relative: str) -> Document:
        """The document at a path below the root; raises ReadError."""
        document = self._documents.get(relative)
        if relative not in self._looked_at or document is None:
            self._looked_at[relative] = ""
            data = read_bytes(self._root, relative) if document is None else document.data
            self._looked_at[relative] = digest_of(data)
            if document is None:
                path = posixpath.join(self._label, relative)
                document = self._documents[relative] = Document(path, relative, data, parse(data, relative))
        return document

    def document(self, relative: str) -> Document | None:
        """The document; what stands in its way is a problem."""
        try:
            return self._read(relative)
        except ReadError as error:
            path = posixpath.join(self._label, relative)
            self.problems.append(Problem(path, error.line, error.column, error.message, "unreadable", hint=error.hint))
            return None


def _is_owner(path: str) -> bool:
    return _stem(path) in _DESCRIPTION_STEMS


def _is_provider(path: str) -> bool:
    return path.count("/") == 1 and posixpath.basename(path) == PROVIDER


def _use_of(path: str) -> str:
    """What a file may have been meant for."""
    name = f"{_stem(path)}.yml"
    if name in (SETTINGS, VOCABULARY):
        return f"{name} is read under this name, and only at the top of the specs folder."
    if name in (PROVIDER, RECORD):
        return f"Rename it to {name} if it is meant to be one."
    return "A description starts with openapi: 3.1.1 (or swagger: '2.0'). Is it a part that nothing refers to?"


def label_of(root: Path) -> str:
    """The folder as people name it: relative to where they are, if it is below."""
    try:
        return Path(os.path.abspath(root)).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return root.as_posix()


def _stem(path: str) -> str:
    name = posixpath.basename(path)
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _is_below(path: str, folder: str) -> bool:
    return folder == "" or path.startswith(folder + "/")


def parts_of(path: str) -> tuple[str, ...]:
    """The folders and the name that a description's place gives its API: ("aws", "polly")."""
    parts = tuple(part for part in posixpath.dirname(path).split("/") if part)
    stem = _stem(path)
    return parts if parts and (stem in _DESCRIPTION_STEMS or posixpath.basename(path) == OVERLAY) else (*parts, stem)
