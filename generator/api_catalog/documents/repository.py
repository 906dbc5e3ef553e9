"""Everything under the specs folder, read: the only place that knows how files are laid out."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from api_catalog.documents.document import Document, parse
from api_catalog.documents.files import SUFFIXES, read_bytes, walk
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


def load(root: Path) -> Repository:
    """Reads the specs folder. Raises CannotRun if there is none or it holds no description."""
    if not root.is_dir():
        raise CannotRun(f"There is no folder {root}. Make one with OpenAPI files in it, or set specs_dir.")
    with no_collection():
        return _Loader(root).run()


def load_one(root: Path, relative: str) -> ApiFiles:
    """Reads one description that is known to be good, with its record. Raises ReadError if it is no longer there."""
    with no_collection():
        return _Loader(root).one(relative)


class _Loader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._label = _label(root)
        self._documents: dict[str, Document] = {}
        self._problems: list[Problem] = []
        self._asked: set[str] = set()

    def run(self) -> Repository:
        paths = list(walk(self._root))
        special = {path for path in paths if posixpath.basename(path) in (PROVIDER, RECORD, OVERLAY)}
        special |= {SETTINGS, VOCABULARY} & set(paths)
        found, dead = self._descriptions([path for path in paths if path not in special])
        overlays = [path for path in paths if posixpath.basename(path) == OVERLAY]
        changed = {posixpath.dirname(path) for path in overlays}
        plain = [each for each in found if posixpath.dirname(each[1].relative) not in changed or not _is_owner(each[1])]
        overlaid = [each for path in overlays if (each := self._overlaid(path)) is not None]
        apis = (*(self._api(parts, description) for parts, description in plain), *overlaid)
        self._unused(dead, {fragment.document.relative for api in apis for fragment in api.bundle.fragments})
        if not apis and not self._problems:
            raise CannotRun(f"There is no OpenAPI description in {self._label}. Add one: <provider>/<api>/openapi.yaml")
        providers = [
            self._try(path) for path in sorted(special) if path.count("/") == 1 and path.endswith("/" + PROVIDER)
        ]
        return Repository(
            self._root,
            self._try(SETTINGS) if SETTINGS in special else None,
            self._try(VOCABULARY) if VOCABULARY in special else None,
            tuple(document for document in providers if document),
            apis,
            tuple(in_order(self._problems)),
            tuple(
                Document(posixpath.join(self._label, path), path, b"", None)
                for path in paths
                if path not in self._asked
            ),
        )

    def one(self, relative: str) -> ApiFiles:
        if posixpath.basename(relative) == OVERLAY:
            found = self._overlaid(relative)
            if found is None:
                raise ReadError("the overlay has nothing to change")
            return found
        return self._api(_parts(relative), self._read(relative))

    def _descriptions(self, paths: list[str]) -> tuple[list[tuple[tuple[str, ...], Document]], list[Document]]:
        """The descriptions with their parts, and the documents that are none.

        In a folder with an openapi.* or swagger.*, that is the description, and other files are parts of it.
        """
        owners = {posixpath.dirname(path) for path in paths if _stem(path) in _DESCRIPTION_STEMS}
        found: list[tuple[tuple[str, ...], Document]] = []
        dead: list[Document] = []
        for path in paths:
            is_owner = _stem(path) in _DESCRIPTION_STEMS
            if not is_owner and any(_is_below(path, owner) for owner in owners):
                continue  # a part of the description above it, read when it refers to it
            document = self._try(path)
            if document is None:
                continue
            if is_owner or (isinstance(document.value, dict) and {"openapi", "swagger"} & set(document.value)):
                found.append((_parts(path), document))
            else:
                dead.append(document)
        return found, dead

    def _api(self, parts: tuple[str, ...], description: Document) -> ApiFiles:
        record_path = posixpath.join(posixpath.dirname(description.relative), RECORD)
        has_record = _stem(description.relative) in _DESCRIPTION_STEMS and os.path.lexists(self._root / record_path)
        if isinstance(description.value, dict):
            bundled = bundle(description, self._read)
        else:
            bundled = Bundle(description.value, (), ())
        self._problems += bundled.problems
        return ApiFiles(parts, description, bundled, self._try(record_path) if has_record else None)

    def _overlaid(self, path: str) -> ApiFiles | None:
        """The API that an overlay makes of the description beside it, or of the one that it ``extends``."""
        overlay = self._try(path)
        if overlay is None:
            return None
        folder = posixpath.dirname(path)
        stated = text(mapping(overlay.value).get("extends"))
        names = [posixpath.normpath(posixpath.join(folder, unquote(stated)))] if stated else []
        beside = (f"{folder}/{stem}{suffix}" for stem in _DESCRIPTION_STEMS for suffix in SUFFIXES)
        names += [name for name in beside if os.path.lexists(self._root / name)]
        try:
            if not names:
                raise ReadError("no description to change", hint="Write extends: with the path of one.")
            base = self._read(names[0])
        except ReadError as error:
            hint = error.hint or "It must be a file below the specs folder."
            message = f"extends: {error.message}" if stated else error.message
            self._problems.append(overlay.problem(("extends",) if stated else (), message, OVERLAY_RULE, hint))
            return None
        bundled = bundle(base, self._read) if isinstance(base.value, dict) else Bundle(base.value, (), ())
        result = apply(overlay, bundled.value)
        origins: dict[tuple[str, ...], tuple[Document, Pointer]] = {
            (key,): (base, (key,)) for key in mapping(bundled.value)
        }
        origins |= {**bundled.origins, **result.origins}
        fragments = bundled.fragments if posixpath.dirname(base.relative) == folder else ()
        self._problems += [*bundled.problems, *result.problems]
        record = posixpath.join(folder, RECORD)
        return ApiFiles(
            parts=tuple(part for part in folder.split("/") if part),
            description=Document(overlay.path, overlay.relative, overlay.data, result.value),
            bundle=Bundle(result.value, fragments, tuple(result.problems), origins),
            record=self._try(record) if os.path.lexists(self._root / record) else None,
            base=base.relative,
            actions=tuple(result.actions),
        )

    def _unused(self, documents: Iterable[Document], used: set[str]) -> None:
        for document in documents:
            if document.relative not in used:
                hint = _use_of(document.relative)
                self._problems.append(document.problem((), "not an OpenAPI description", "not-openapi", hint))

    def _read(self, relative: str) -> Document:
        """The document at a path below the root; raises ReadError."""
        self._asked.add(relative)
        if relative not in self._documents:
            data = read_bytes(self._root, relative)
            path = posixpath.join(self._label, relative)
            self._documents[relative] = Document(path, relative, data, parse(data, relative))
        return self._documents[relative]

    def _try(self, relative: str) -> Document | None:
        try:
            return self._read(relative)
        except ReadError as error:
            path = posixpath.join(self._label, relative)
            self._problems.append(Problem(path, error.line, error.column, error.message, "unreadable", hint=error.hint))
            return None


def _is_owner(document: Document) -> bool:
    return _stem(document.relative) in _DESCRIPTION_STEMS


def _use_of(path: str) -> str:
    """What a file may have been meant for."""
    name = f"{_stem(path)}.yml"
    if name in (SETTINGS, VOCABULARY):
        return f"{name} is read under this name, and only at the top of the specs folder."
    if name in (PROVIDER, RECORD):
        return f"Rename it to {name} if it is meant to be one."
    return "A description starts with openapi: 3.1.1 (or swagger: '2.0'). Is it a part that nothing refers to?"


def _label(root: Path) -> str:
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


def _parts(path: str) -> tuple[str, ...]:
    parts = tuple(part for part in posixpath.dirname(path).split("/") if part)
    stem = _stem(path)
    return parts if parts and stem in _DESCRIPTION_STEMS else (*parts, stem)
