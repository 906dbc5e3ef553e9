"""Document → Problems: is what was read well-formed, and do its parts fit together?"""

from __future__ import annotations

from api_catalog.documents import ApiFiles, Repository
from api_catalog.documents.memory import no_collection
from api_catalog.execution import Cache
from api_catalog.problems import Problem, Severity
from api_catalog.validation import records, second_opinion, semantics, structure

__all__ = ["check"]


def check(repository: Repository, *, thorough: bool = True, cache: Cache | None = None) -> list[Problem]:
    """Every problem of form and of meaning. ``thorough`` asks openapi-spec-validator as well."""
    problems = records.check(repository)
    accepted: list[ApiFiles] = []
    with no_collection():
        for api in repository.apis:
            found = [*structure.check(api), *semantics.problems_of(api)]
            problems += found
            if not any(problem.severity is Severity.ERROR for problem in (*found, *api.bundle.problems)):
                accepted.append(api)
    if thorough:
        problems += second_opinion.check(accepted, cache=cache)
    return problems
