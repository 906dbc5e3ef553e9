"""``$ref``: finds the targets, and brings those in files beside the description into it.

After ``bundle`` a description has only references of the form ``#/…``, so nothing downstream reads files. What came
from another file stands under its own name in ``components`` (OpenAPI 3) or ``definitions``, ``parameters``,
``responses`` (2.0); path items of 2.0 and 3.0, which have no such place, are written in where they are used.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from api_catalog.documents import anatomy, positions
from api_catalog.documents.document import Document
from api_catalog.documents.limits import DEFAULT_LIMITS
from api_catalog.documents.yaml_events import ReadError
from api_catalog.problems import Problem

_SECTIONS = {
    "schema": "schemas", "response": "responses", "parameter": "parameters", "example": "examples",
    "requestBody": "requestBodies", "header": "headers", "securityScheme": "securitySchemes", "link": "links",
    "callback": "callbacks", "pathItem": "pathItems", "mediaType": "mediaTypes",
}  # fmt: skip
_SECTIONS_2 = {"schema": "definitions", "response": "responses", "parameter": "parameters"}
_FOREIGN = re.compile(rb"""\$ref["']?\s*:\s*["'>|]?\s*[^#"'\s]""").search  # a reference that may leave the file
MISSING = object()
_MOST_WRITTEN_IN = 1000


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of another file that the description refers to; ``kind`` names its OpenAPI object."""

    document: Document
    pointer: positions.Pointer
    kind: str
    value: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """``value`` is the whole description; ``fragments`` are the parts of other files in it, as written there."""

    value: Any = field(repr=False)
    fragments: tuple[Fragment, ...]
    problems: tuple[Problem, ...]


def look_up(value: Any, pointer: positions.Pointer) -> Any:
    """What stands at ``pointer``, or ``MISSING``."""
    for part in pointer:
        if isinstance(value, dict):
            value = value.get(str(part), MISSING)
        elif isinstance(value, list) and str(part).isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return MISSING
        if value is MISSING:
            return MISSING
    return value


def resolve(root: Any, value: Any) -> Any:
    """Follows ``{"$ref": "#/…"}`` in ``root`` to the first thing that is not a reference; ``{}`` if there is none."""
    seen = set()
    while isinstance(value, dict) and isinstance(reference := value.get("$ref"), str):
        if reference in seen or not reference.startswith("#"):
            return {}
        seen.add(reference)
        value = target(root, reference)
        if value is MISSING:
            return {}
    return value


def target(root: Any, reference: str) -> Any:
    """What ``#/…`` points at in ``root``, or ``MISSING``."""
    try:
        return look_up(root, positions.from_pointer(unquote(reference[1:])))
    except ValueError:
        return MISSING


def bundle(document: Document, read: Callable[[str], Document]) -> Bundle:
    """Brings everything that ``document`` refers to in other files into one value.

    ``read`` gives the document at a path relative to the specs folder, or raises ReadError.
    """
    if not _may_leave(document):
        return Bundle(document.value, (), ())
    return _Bundler(document, read).run()


def _may_leave(document: Document) -> bool:
    """Does it refer to another file? Text that is plain JSON need not be walked to know."""
    if document.relative.endswith(".json") and b"\\u" not in document.data:
        return _FOREIGN(document.data) is not None
    references = (item.get("$ref") for _, _, item in anatomy.objects(document.value))
    return any(isinstance(reference, str) and not reference.startswith("#") for reference in references)


class _Bundler:
    """Copies the description and its parts, renaming references as it goes; one instance a description."""

    def __init__(self, document: Document, read: Callable[[str], Document]) -> None:
        self._root = document
        self._read = read
        self._is_2 = "swagger" in document.value
        self._names: dict[tuple[str, positions.Pointer, str], str] = {}
        self._files: dict[str, Document] = {document.relative: document}
        self._fragments: list[Fragment] = []
        self._problems: list[Problem] = []
        self._pending: list[tuple[Fragment, tuple[str, ...]]] = []
        self._value: Any = None
        self._written = 0

    def run(self) -> Bundle:
        self._value = self._copy(self._root, self._root.value, "openapi", (), ())
        while self._pending:
            fragment, place = self._pending.pop(0)
            copy = self._copy(fragment.document, fragment.value, fragment.kind, fragment.pointer, ())
            section = self._value
            for part in place[:-1]:
                if not isinstance(section.get(part), dict):
                    section[part] = {}
                section = section[part]
            section[place[-1]] = copy
        return Bundle(self._value, tuple(self._fragments), tuple(self._problems))

    def _copy(self, source: Document, value: Any, kind: str, base: positions.Pointer, inside: tuple[Any, ...]) -> Any:
        """A deep copy of ``value`` in which every reference of an OpenAPI object is renamed or written in."""
        copy = _deep_copy(value)
        for found, pointer, item in list(anatomy.objects(copy, kind)):
            reference = item.get("$ref")
            if not isinstance(reference, str) or (reference.startswith("#") and source is self._root):
                continue
            fragment = self._find(source, reference, found, (*base, *pointer))
            if fragment is None:
                continue
            place = self._place(fragment)
            if place is not None:
                item["$ref"] = "#" + positions.to_pointer(place)
            elif (key := (fragment.document.relative, fragment.pointer)) in inside:
                self._complain(
                    source, (*base, *pointer), f"$ref to {reference}: it contains itself", "Use a named schema."
                )
            elif self._written >= _MOST_WRITTEN_IN:
                self._complain(source, (*base, *pointer), f"more than {_MOST_WRITTEN_IN} parts written in", "")
            else:
                self._written += 1
                written = self._copy(fragment.document, fragment.value, found, fragment.pointer, (*inside, key))
                del item["$ref"]
                item.update(written if isinstance(written, dict) else {})
        return copy

    def _find(self, source: Document, reference: str, kind: str, at: positions.Pointer) -> Fragment | None:
        path, _, fragment = reference.partition("#")
        try:
            document = self._open(source, unquote(path)) if path else source
            pointer = positions.from_pointer(unquote(fragment))
        except ReadError as error:
            where = f" (line {error.line} of it)" if error.line > 1 else ""
            self._complain(source, at, f"$ref to {reference}: {error.message}{where}", error.hint)
            return None
        except ValueError:
            self._complain(source, at, f"$ref to {reference}: not a JSON Pointer", "Write #/ and the keys on the way.")
            return None
        value = look_up(document.value, pointer)
        if value is MISSING:
            self._complain(source, at, f"$ref to {reference}: nothing is there", f"Look in {document.path}.")
            return None
        return Fragment(document, pointer, kind, value)

    def _open(self, source: Document, path: str) -> Document:
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|\\", path):
            raise ReadError(
                "only files beside the description are read", hint="Copy the part into a file of the folder."
            )
        relative = posixpath.normpath(posixpath.join(posixpath.dirname(source.relative), path))
        if relative not in self._files:
            if len(self._files) > DEFAULT_LIMITS.files:
                raise ReadError(f"more than {DEFAULT_LIMITS.files} files")
            if relative.startswith(".."):
                raise ReadError("the file lies outside the specs folder", hint="Copy it beside the description.")
            self._files[relative] = self._read(relative)
        return self._files[relative]

    def _place(self, fragment: Fragment) -> tuple[str, ...] | None:
        """Where the fragment stands in the bundle; None if it has to be written in."""
        if fragment.document is self._root:
            return tuple(str(part) for part in fragment.pointer)
        section = (_SECTIONS_2 if self._is_2 else _SECTIONS).get(fragment.kind)
        if section is None or (section in ("pathItems", "mediaTypes") and not self._allows(section)):
            self._remember(fragment)
            return None
        parents = (section,) if self._is_2 else ("components", section)
        key = (fragment.document.relative, fragment.pointer, section)
        if key not in self._names:
            self._names[key] = self._name(fragment, parents)
            self._pending.append((fragment, (*parents, self._names[key])))
            self._remember(fragment)
        return (*parents, self._names[key])

    def _allows(self, section: str) -> bool:
        version = str(self._root.value.get("openapi", ""))
        return version.startswith("3.2") or (section == "pathItems" and version.startswith("3.1"))

    def _remember(self, fragment: Fragment) -> None:
        key = (fragment.document.relative, fragment.pointer)
        if all((known.document.relative, known.pointer) != key for known in self._fragments):
            self._fragments.append(fragment)

    def _name(self, fragment: Fragment, parents: tuple[str, ...]) -> str:
        stem = posixpath.basename(fragment.document.relative).rsplit(".", 1)[0]
        wish = re.sub(r"[^A-Za-z0-9._-]", "_", str(fragment.pointer[-1]) if fragment.pointer else stem) or "part"
        taken = look_up(self._root.value, parents)
        used = set(taken if isinstance(taken, dict) else ())
        used |= {name for key, name in self._names.items() if key[2] == parents[-1]}
        name, number = wish, 2
        while name in used:
            name, number = f"{wish}_{number}", number + 1
        return name

    def _complain(self, source: Document, at: positions.Pointer, message: str, hint: str) -> None:
        self._problems.append(source.problem((*at, "$ref"), message, "unresolved-ref", hint))


def _deep_copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _deep_copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_deep_copy(item) for item in value]
    return value
