"""Document → Problems: is what was read well-formed, and do its parts fit together?"""

from __future__ import annotations

from api_catalog.documents import ApiFiles
from api_catalog.documents.memory import no_collection
from api_catalog.problems import Problem
from api_catalog.validation import records, semantics, structure
from api_catalog.validation.second_opinion import Opinions

__all__ = ["Opinions", "problems_of", "records"]


def problems_of(api: ApiFiles) -> list[Problem]:
    """Every problem of form and of meaning in a description and its record."""
    own = records.problems_of(api.record, "api") if api.record is not None else []
    with no_collection():
        return [*own, *structure.check(api), *semantics.problems_of(api)]
