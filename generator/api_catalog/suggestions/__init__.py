"""Tags for operations, proposed from what a description and the vocabulary say. Nothing is learned from tagged APIs."""

from api_catalog.suggestions.patch import Proposal
from api_catalog.suggestions.reports import formats, report
from api_catalog.suggestions.suggest import Candidate, Suggester, Suggestion

__all__ = ["Candidate", "Proposal", "Suggester", "Suggestion", "formats", "report"]
