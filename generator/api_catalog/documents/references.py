"""``$ref``: finds the targets, and brings those in files beside the description into it.

After ``bundle`` a description has only references of the form ``#/…``, so nothing downstream reads files. What came
from another file stands under its own name in ``components`` (OpenAPI 3) or ``definitions``, ``parameters``,
``responses`` (2.0); path items of 2.0 and 3.0, which have no such place, are written in where they are used.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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
_FOREIGN = re.compile(rb"""\$ref["']?\s*:\s*(?:["'>|]?\s*[^#"'\s]|"")""").search  # a reference that may leave the file
_HIDDEN = re.compile(rb"\\u00(?:24|72|65|66)").search  # letters of $ref, escaped
_MAPPED = re.compile(rb'"mapping"\s*:\s*\{[^{}]*:\s*"[^#"]').search  # a discriminator that may name a file
MISSING = object()
_MOST_WRITTEN_IN = 1000
LONGEST = 30  # references, each to the next, that are followed; validation objects to more


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of another file that the description refers to; ``kind`` names its OpenAPI object."""

    document: Document
    pointer: positions.Pointer
    kind: str
    value: Any = field(repr=False)


Origins = Mapping[tuple[str, ...], tuple[Document, positions.Pointer]]


@dataclass(frozen=True, slots=True)
class Bundle:
    """``value`` is the whole description; ``fragments`` are the parts of other files in it, as written there.

    ``origins`` says of each place in ``value`` that holds a part of another file where that part was written.
    """

    value: Any = field(repr=False)
    fragments: tuple[Fragment, ...]
    problems: tuple[Problem, ...]
    origins: Origins = field(repr=False, default_factory=dict)

    def written_at(self, pointer: positions.Pointer, description: Document) -> tuple[Document, positions.Pointer]:
        """The document and the pointer in it where the author wrote what ``value`` has at ``pointer``."""
        for length in range(len(pointer) if self.origins else 0, 0, -1):
            document, base = self.origins.get(tuple(map(str, pointer[:length])), (None, ()))
            if document is None:
                continue
            rest = pointer[length:]
            if not rest or look_up(document.value, (*base, rest[0])) is not MISSING:
                return document, (*base, *rest)
        return description, pointer


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
    seen: set[str] = set()
    while isinstance(value, dict) and isinstance(reference := value.get("$ref"), str):
        if reference in seen or not reference.startswith("#") or len(seen) == LONGEST:
            return {}
        seen.add(reference)
        value = target(root, reference)
        if value is MISSING:
            return {}
    return value


def target(root: Any, reference: str) -> Any:
    """What ``#/…`` points at in ``root``, or ``MISSING``."""
    try:
        return look_up(root, _pointer(reference))
    except ValueError:
        return MISSING


@lru_cache(maxsize=50_000)
def _pointer(reference: str) -> positions.Pointer:
    return positions.from_pointer(unquote(reference[1:]))


def bundle(document: Document, read: Callable[[str], Document]) -> Bundle:
    """Brings everything that ``document`` refers to in other files into one value.

    ``read`` gives the document at a path relative to the specs folder, or raises ReadError.
    """
    if not _may_leave(document):
        return Bundle(document.value, (), ())
    return _Bundler(document, read).run()


def _may_leave(document: Document) -> bool:
    """Does it refer to another file? Text that is plain JSON need not be walked to know."""
    if document.relative.endswith(".json") and not _HIDDEN(document.data) and not _MAPPED(document.data):
        return _FOREIGN(document.data) is not None
    schemas = _schema_names(document.value)
    return any(
        not use.reference.startswith("#")
        for kind, _, item in anatomy.objects(document.value)
        for use in _uses(kind, item, schemas)
    )


def _schema_names(description: Any) -> Collection[str]:
    """The names of a description's schemas, by which a discriminator may call them."""
    named = look_up(description, ("components", "schemas"))
    return named if isinstance(named, dict) else ()


@dataclass(frozen=True, slots=True)
class _Use:
    """A reference: what it says, the mapping and key that hold it, and the way there from its object."""

    reference: str
    holder: dict[str, Any]
    key: str
    way: positions.Pointer
    kind: str  # of what it should lead to

    def __str__(self) -> str:
        return f"{self.key if self.key == '$ref' else f'mapping of `{self.key}`'} to {self.reference}"


def _uses(kind: str, item: dict[str, Any], schemas: Collection[str]) -> Iterator[_Use]:
    """The references of an object: its ``$ref``; of a discriminator its mapping, where it names none of ``schemas``."""
    if kind in anatomy.REFERABLE:
        if isinstance(reference := item.get("$ref"), str):
            yield _Use(reference, item, "$ref", ("$ref",), kind)
    elif kind == "discriminator" and isinstance(mapping := item.get("mapping"), dict):
        for value, reference in list(mapping.items()):
            if isinstance(reference, str) and reference not in schemas and is_reference(reference):
                yield _Use(reference, mapping, value, ("mapping", value), "schema")


def _dangling(description: dict[str, Any], schemas: Collection[str]) -> Iterator[str]:
    """The references of a description to places of its own that are not there."""
    for kind, _, item in anatomy.objects(description):
        for use in _uses(kind, item, schemas):
            if use.reference.startswith("#") and target(description, use.reference) is MISSING:
                yield unquote(use.reference)


def is_reference(text: str) -> bool:
    """Is this value of a discriminator's mapping a reference that can be followed, not the name of a schema?"""
    return text.startswith("#") or ("://" not in text and ("/" in text or text.endswith((".yaml", ".yml", ".json"))))


def identifiers(description: dict[str, Any]) -> frozenset[str]:
    """The last steps of what schemas call themselves by ``$id`` (OpenAPI 3.1 and later)."""
    found = {item.get("$id") for kind, _, item in anatomy.objects(description) if kind == "schema"}
    return frozenset(_last_step(name) for name in found if isinstance(name, str)) - {""}


def _last_step(reference: str) -> str:
    return reference.partition("#")[0].rpartition("/")[2]


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
        self._origins: dict[tuple[str, ...], tuple[Document, positions.Pointer]] = {}
        self._value: Any = None
        self._written = 0
        self._schemas = _schema_names(document.value)
        self._dangling = set(_dangling(document.value, self._schemas))
        self._identifiers = frozenset() if self._is_2 else identifiers(document.value)

    def run(self) -> Bundle:
        self._value = self._copy(Fragment(self._root, (), "openapi", self._root.value), (), ())
        while self._pending:
            fragment, place = self._pending.pop(0)
            self._origins[place] = (fragment.document, fragment.pointer)
            copy = self._copy(fragment, place, ())
            section = self._value
            for part in place[:-1]:
                if not isinstance(section.get(part), dict):
                    section[part] = {}
                section = section[part]
            section[place[-1]] = copy
        return Bundle(self._value, tuple(self._fragments), tuple(self._problems), self._origins)

    def _copy(self, fragment: Fragment, place: positions.Pointer, inside: tuple[Any, ...]) -> Any:
        """A deep copy for ``place`` of the bundle in which every reference is renamed or written in."""
        source = fragment.document
        copy = _deep_copy(fragment.value)
        for kind, pointer, item in list(anatomy.objects(copy, fragment.kind)):
            for use in _uses(kind, item, self._schemas):
                if use.reference.startswith("#") and source is self._root:
                    continue
                at = (*fragment.pointer, *pointer, *use.way)
                found = self._find(source, use, at)
                if found is None:
                    continue
                target = self._place(found)
                if target is not None:
                    use.holder[use.key] = "#" + positions.to_pointer(target)
                elif (key := (found.document.relative, found.pointer)) in inside:
                    hint = "Use a named schema."
                    self._complain(source, at, f"{use}: it contains itself", hint)
                elif self._written >= _MOST_WRITTEN_IN:
                    self._complain(source, at, f"more than {_MOST_WRITTEN_IN} parts written in", "Use named parts.")
                else:
                    self._write_in(found, item, (*place, *pointer), (*inside, key))
        return copy

    def _write_in(
        self, found: Fragment, item: dict[str, Any], place: positions.Pointer, inside: tuple[Any, ...]
    ) -> None:
        self._written += 1
        self._origins[tuple(map(str, place))] = (found.document, found.pointer)
        written = self._copy(found, place, inside)
        del item["$ref"]
        item.update(written if isinstance(written, dict) else {})

    def _find(self, source: Document, use: _Use, at: positions.Pointer) -> Fragment | None:
        path, _, fragment = use.reference.partition("#")
        if path and _last_step(path) in self._identifiers:
            return None
        try:
            document = self._open(source, unquote(path)) if path else source
            pointer = positions.from_pointer(unquote(fragment))
        except ReadError as error:
            where = f" (line {error.line} of it)" if error.line > 1 else ""
            self._complain(source, at, f"{use}: {error.message}{where}", error.hint)
            return None
        except ValueError:
            hint = "Write #/ and the keys on the way."
            self._complain(source, at, f"{use}: not a JSON Pointer", hint)
            return None
        value = look_up(document.value, pointer)
        if value is MISSING:
            hint = f"Look in {document.path}."
            self._complain(source, at, f"{use}: nothing is there", hint)
            return None
        return Fragment(document, pointer, use.kind, value)

    def _open(self, source: Document, path: str) -> Document:
        if path == self._root.value.get("$self"):
            return self._root
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
        while name in used or "#" + positions.to_pointer((*parents, name)) in self._dangling:
            name, number = f"{wish}_{number}", number + 1
        return name

    def _complain(self, source: Document, at: positions.Pointer, message: str, hint: str) -> None:
        self._problems.append(source.problem(at, message, "unresolved-ref", hint))


def _deep_copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _deep_copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_deep_copy(item) for item in value]
    return value
