"""Looks at the links of records: which still lead somewhere. Asks slowly, reads next to nothing, breaks no build."""

from api_catalog.probing.answer import Answer, State
from api_catalog.probing.freshness import Freshness, freshness, read_previous
from api_catalog.probing.links import Use, links_of
from api_catalog.probing.probe import Manners, probe
from api_catalog.probing.report import as_json, as_markdown

__all__ = [
    "Answer",
    "Freshness",
    "Manners",
    "State",
    "Use",
    "as_json",
    "as_markdown",
    "freshness",
    "links_of",
    "probe",
    "read_previous",
]
