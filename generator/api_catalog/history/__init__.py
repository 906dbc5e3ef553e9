"""Git → changes: what differs between two states of the catalog, and what that means for those who call the APIs."""

from api_catalog.history.difference import differences
from api_catalog.history.reports import formats, report
from api_catalog.history.timeline import UnknownRevisionError, edits_between, history_of

__all__ = ["UnknownRevisionError", "differences", "edits_between", "formats", "history_of", "report"]
