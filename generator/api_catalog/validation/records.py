"""Are the catalog's own files well-formed? Judged by our JSON Schemas."""

from __future__ import annotations

from api_catalog.documents import Document, Repository
from api_catalog.problems import Problem
from api_catalog.validation import schemas
from api_catalog.validation.wording import Wording

RULE = "record-structure"


def check(repository: Repository) -> list[Problem]:
    """All structural problems of catalog.yml, tags.yml and provider.yml files."""
    documents: list[tuple[Document | None, str]] = [(repository.settings, "catalog"), (repository.vocabulary, "tags")]
    documents += [(document, "provider") for document in repository.providers]
    return [problem for document, name in documents if document for problem in problems_of(document, name)]


def problems_of(document: Document, name: str) -> list[Problem]:
    """The structural problems of one file; ``name`` is that of its schema."""
    validator = schemas.record_validator(name)
    if validator.is_valid(document.value):
        return []
    wording = Wording({"": schemas.record_schema(name)})
    return [
        document.problem(finding.pointer, finding.message, RULE, finding.hint)
        for finding in wording.findings(validator.iter_errors(document.value), document.value)
    ]
