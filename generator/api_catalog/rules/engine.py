"""Runs the house rules. A rule is a function with a decorator, in any module of this package.

A rule looks at one API (its files and what the catalog made of them) and returns findings; the engine adds place,
severity and name. Rules print nothing and decide nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from api_catalog.catalog import Api, Catalog
from api_catalog.documents import ApiFiles, Document, Repository
from api_catalog.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where in ``document`` (a pointer), what, and what to do."""

    document: Document
    pointer: tuple[str | int, ...]
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: one API, what it was read from, and the catalog it is in."""

    catalog: Catalog
    repository: Repository
    files: ApiFiles
    api: Api


_MOST = 100  # findings of one rule in one API; finding their lines takes time, and more of them help nobody
Check = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``id`` is also the anchor in docs/rules.md and the name of the file with the test cases."""

    id: str
    severity: Severity
    check: Check


_RULES: dict[str, Rule] = {}


def rule(id: str, severity: Severity = Severity.ERROR) -> Callable[[Check], Check]:  # noqa: A002 - the field's word
    """Declares a rule on APIs."""

    def declare(check: Check) -> Check:
        _RULES[id] = Rule(id, severity, check)
        return check

    return declare


def rules() -> list[Rule]:
    """All rules, by id."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return [_RULES[name] for name in sorted(_RULES)]


def check(catalog: Catalog, repository: Repository) -> list[Problem]:
    """Everything the rules find in the APIs of ``catalog``."""
    files = {api.description.relative: api for api in repository.apis}
    subjects = [Subject(catalog, repository, files[api.source_path], api) for api in catalog.apis]
    return [
        found.document.problem(found.pointer, found.message, each.id, found.hint, each.severity)
        for each in rules()
        for subject in subjects
        for found in islice(each.check(subject), _MOST)
    ]
