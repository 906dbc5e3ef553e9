"""Document → Problems: is what was read well-formed? What it means is the catalog's business."""

from __future__ import annotations

from api_catalog.documents import Repository
from api_catalog.problems import Problem
from api_catalog.validation import records, second_opinion, structure

__all__ = ["check"]


def check(repository: Repository, *, thorough: bool = True) -> list[Problem]:
    """Every problem of form. ``thorough`` asks openapi-spec-validator as well."""
    problems = records.check(repository)
    for api in repository.apis:
        found = structure.check(api)
        problems += found
        if thorough and not found and not api.bundle.problems:
            problems += second_opinion.check(api)
    return problems
