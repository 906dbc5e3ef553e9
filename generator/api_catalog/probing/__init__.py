"""Looks at the links of records: which still lead somewhere. Asks slowly, reads next to nothing, breaks no build."""

from api_catalog.catalog import Answer, State
from api_catalog.probing.freshness import freshness
from api_catalog.probing.last_look import FILE, read_previous, with_last_look
from api_catalog.probing.links import links_of
from api_catalog.probing.probe import Manners, probe
from api_catalog.probing.report import as_json, as_markdown

__all__ = [
    "FILE",
    "Answer",
    "Manners",
    "State",
    "as_json",
    "as_markdown",
    "freshness",
    "links_of",
    "probe",
    "read_previous",
    "with_last_look",
]
