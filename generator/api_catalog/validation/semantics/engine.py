"""Runs the semantic checks. A check is a function with a decorator, in any module of this package.

A check looks at one bundled description and returns findings; the engine adds the place in the file where the part was
written, severity and name. The specification decides the severity: what it demands (MUST) is an error, what it
recommends or leaves open is a warning.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from api_catalog.documents import ApiFiles
from api_catalog.documents.anatomy import Pointer
from api_catalog.problems import Problem, Severity
from api_catalog.validation.schemas import version_of
from api_catalog.validation.semantics.description import Description

_MOST = 100  # problems of one check in one description; more of them help nobody


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: where in the bundled description, what, what to do; ``severity`` if it is not the usual."""

    pointer: Pointer
    message: str
    hint: str
    severity: Severity | None = None


Function = Callable[[Description], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """``id`` is also the anchor in docs/rules.md and the name of the file with the test cases.

    ``section`` is the address of the section of the specification that the check holds a description to.
    """

    id: str
    severity: Severity
    section: str
    function: Function


_CHECKS: dict[str, Check] = {}


def check(id: str, severity: Severity, section: str) -> Callable[[Function], Function]:  # noqa: A002 - the field's word
    """Declares a check on descriptions."""

    def declare(function: Function) -> Function:
        _CHECKS[id] = Check(id, severity, section, function)
        return function

    return declare


@functools.cache
def checks() -> tuple[Check, ...]:
    """All checks, by id; found once, for they are asked of each description."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return tuple(_CHECKS[name] for name in sorted(_CHECKS))


def problems_of(api: ApiFiles) -> list[Problem]:
    """Everything the checks find in a description; nothing if its version is not known."""
    version = version_of(api.description.value)
    if version is None:
        return []

    def origin(pointer: Pointer) -> tuple[str, Pointer]:
        document, at = api.bundle.written_at(pointer, api.description)
        return document.path, at

    description = Description(api.bundle.value, version, origin)
    problems = [_problem(api, each, found) for each in checks() for found in islice(each.function(description), _MOST)]
    told = {(problem.path, problem.pointer) for problem in api.bundle.problems}
    return [problem for problem in problems if (problem.path, problem.pointer) not in told]


def _problem(api: ApiFiles, check: Check, found: Finding) -> Problem:
    document, pointer = api.bundle.written_at(found.pointer, api.description)
    return document.problem(pointer, found.message, check.id, found.hint, found.severity or check.severity)
