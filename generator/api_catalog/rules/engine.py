"""Runs the house rules. A rule is a function with a decorator, in any module of this package.

A rule looks at one API or at the whole catalog and returns findings; the engine adds place, severity and name. Rules
print nothing and decide nothing else. ``rules`` in catalog.yml sets the severity of a rule, or switches it off.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import posixpath
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from api_catalog.catalog import Api, Catalog, Operation
from api_catalog.documents import ApiFiles, Document, Repository, positions
from api_catalog.documents.reading import mapping, mappings
from api_catalog.documents.references import MISSING, look_up
from api_catalog.documents.repository import RECORD, bytes_of, path_of
from api_catalog.problems import Problem, Severity
from api_catalog.rules.dates import reference_date
from api_catalog.rules.nearest import Words

OFF = "off"
_MOST = 100  # findings of one rule in one API; finding their lines takes time, and more of them help nobody
_MOST_IN_ALL = 1000  # findings of one rule on the whole catalog
Pointer = positions.Pointer


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where in ``document`` (a pointer), what, and what to do."""

    document: Document
    pointer: Pointer
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Whole:
    """What a rule on the catalog looks at: all of it, what it was read from, and the day that reviews are aged by.

    Descriptions are not at hand here; a rule that looks at one is a rule on an API.
    """

    catalog: Catalog
    repository: Repository
    today: date | None = None

    def description_of(self, api: Api) -> Document:
        """The file of an API as a whole, to say that something is wrong with it."""
        return Document(path_of(self.repository.root, api.source_path), api.source_path, b"", None)

    def record_of(self, api: Api) -> Document:
        """api.yml of a curated API."""
        relative = posixpath.join(posixpath.dirname(api.source_path), RECORD)
        path, data = path_of(self.repository.root, relative), bytes_of(self.repository.root, relative)
        return Document(path, relative, data or b"", None)

    @functools.cached_property
    def vocabulary(self) -> list[dict[str, Any]]:
        """The entries of tags.yml as they are written, so that positions stay."""
        document = self.repository.vocabulary
        return mappings(mapping(document.value).get("tags")) if document is not None else []

    @functools.cached_property
    def replaced(self) -> dict[str, str]:
        """The tags that others have replaced, with the others."""
        return {tag.name: tag.replaced_by for tag in self.catalog.tags.values() if tag.replaced_by}

    @functools.cached_property
    def tag_words(self) -> Words:
        """What people may call a tag, each with the tag's name."""
        return Words(
            (word, tag.name)
            for tag in self.catalog.tags.values()
            if tag.defined
            for word in (tag.name, tag.title, *tag.aliases)
        )

    @functools.cached_property
    def apis(self) -> dict[str, Api]:
        """The APIs by id."""
        return {api.id: api for api in self.catalog.apis}

    @functools.cached_property
    def api_words(self) -> Words:
        """What people may have meant by the id of an API."""
        return Words((name, name) for name in self.apis)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule on an API looks at: the API, what it was read from, and settings and tags, with no other API."""

    whole: Whole
    files: ApiFiles
    api: Api

    @property
    def catalog(self) -> Catalog:
        return self.whole.catalog

    @property
    def record(self) -> dict[str, Any]:
        """api.yml as it is written."""
        return mapping(self.files.record.value) if self.files.record is not None else {}

    @property
    def calls(self) -> tuple[Operation, ...]:
        """The operations that users of the API call: not its webhooks, which they answer."""
        return tuple(operation for operation in self.api.operations if operation.pointer[0] != "webhooks")

    def raw(self, operation: Operation) -> dict[str, Any]:
        """An operation as it is written."""
        return mapping(follow(self.api.description, operation.pointer)[1])

    def written_at(self, finding: Finding) -> tuple[Document, Pointer]:
        """The file and the place in it where the author wrote what a finding is about; it may be a part of the API."""
        if finding.document is not self.files.description:
            return finding.document, finding.pointer
        pointer, _ = follow(self.files.bundle.value, finding.pointer)
        return self.files.bundle.written_at(pointer, finding.document)


def follow(root: Any, pointer: Pointer) -> tuple[Pointer, Any]:
    """The pointer that ``pointer`` leads to when references on the way are followed, and what is there (or None)."""
    way: Pointer = ()
    value = root
    for index, part in enumerate(pointer):
        seen: set[str] = set()
        while isinstance(value, dict) and part not in value and isinstance(reference := value.get("$ref"), str):
            if reference in seen:
                break
            seen.add(reference)
            way, value = _target(root, reference)
        value = look_up(value, (part,))
        way = (*way, part)
        if value is MISSING:
            return (*way, *pointer[index + 1 :]), None
    return way, value


def _target(root: Any, reference: str) -> tuple[Pointer, Any]:
    try:
        pointer = positions.from_pointer(unquote(reference[1:])) if reference.startswith("#") else ("",)
    except ValueError:
        pointer = ("",)
    return pointer, look_up(root, pointer)


def every(subject: Subject) -> bool:
    """Rules that concern any description."""
    return True


def curated(subject: Subject) -> bool:
    """Rules that concern APIs with a record."""
    return subject.api.curated


def ours(subject: Subject) -> bool:
    """Rules that concern descriptions written for the catalog, not those kept as their provider publishes them."""
    provenance = subject.api.provenance
    return subject.api.curated and (provenance is None or provenance.kind in ("", "curated"))


Check = Callable[[Subject], Iterable[Finding]]
WholeCheck = Callable[[Whole], Iterable[Finding]]


@dataclass(slots=True)
class Rule:
    """``id`` is also the anchor in docs/rules.md and the name of the file with the test cases.

    It looks at each API, at the whole, or at both. ``severity`` holds unless catalog.yml says another; None is off.
    """

    id: str
    severity: Severity | None
    of_api: Check | None = None
    of_whole: WholeCheck | None = None


_RULES: dict[str, Rule] = {}


def rule(
    id: str,  # noqa: A002 - the field's word
    severity: Severity | None = Severity.ERROR,
    of: Callable[[Subject], bool] = every,
) -> Callable[[Check], Check]:
    """Declares a rule on those APIs that ``of`` lets through. It knows nothing of other APIs."""

    def declare(check: Check) -> Check:
        @functools.wraps(check)
        def bounded(subject: Subject) -> Iterator[Finding]:
            return islice(check(subject) if of(subject) else (), _MOST)

        _RULES.setdefault(id, Rule(id, severity)).of_api = bounded
        return check

    return declare


def catalog_rule(
    id: str,  # noqa: A002
    severity: Severity | None = Severity.ERROR,
) -> Callable[[WholeCheck], WholeCheck]:
    """Declares a rule on the whole catalog, or the part of a rule that looks at the whole."""

    def declare(check: WholeCheck) -> WholeCheck:
        @functools.wraps(check)
        def bounded(whole: Whole) -> Iterator[Finding]:
            return islice(check(whole), _MOST_IN_ALL)

        _RULES.setdefault(id, Rule(id, severity)).of_whole = bounded
        return check

    return declare


@functools.cache
def rules() -> tuple[Rule, ...]:
    """All rules, by id; found once, for they are asked of each API."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return tuple(_RULES[name] for name in sorted(_RULES))


def check_api(catalog: Catalog, repository: Repository, files: ApiFiles) -> list[Problem]:
    """What the rules find in one API, of which ``catalog`` is made; ``repository`` holds settings and vocabulary."""
    problems = []
    for api in catalog.apis:
        subject = Subject(Whole(catalog, repository), files, api)
        for each, severity in _switched_on(catalog):
            for finding in each.of_api(subject) if each.of_api else ():
                document, pointer = subject.written_at(finding)
                problems.append(document.problem(pointer, finding.message, each.id, finding.hint, severity))
    return problems


def check_whole(catalog: Catalog, repository: Repository, today: date | None = None) -> list[Problem]:
    """What the rules find in the catalog as a whole. Without ``today`` the day comes from ``reference_date``."""
    whole = Whole(catalog, repository, today or reference_date(catalog))
    return [
        finding.document.problem(finding.pointer, finding.message, each.id, finding.hint, severity)
        for each, severity in _switched_on(catalog)
        for finding in (each.of_whole(whole) if each.of_whole else ())
    ]


def _switched_on(catalog: Catalog) -> Iterator[tuple[Rule, Severity]]:
    for each in rules():
        severity = _severity(each, catalog)
        if severity is not None:
            yield each, severity


def _severity(each: Rule, catalog: Catalog) -> Severity | None:
    """How bad catalog.yml says it is, else the rule; None if it is switched off."""
    stated = catalog.settings.rules.get(each.id)
    if stated == OFF:
        return None
    return Severity(stated) if stated in tuple(Severity) else each.severity
