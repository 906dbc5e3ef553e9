"""Files → Document. The only reader of the specs folder; knows nothing of what a description means."""

from api_catalog.documents.document import Document
from api_catalog.documents.references import Bundle, Fragment
from api_catalog.documents.repository import ApiFiles, CannotRun, Repository, load
from api_catalog.documents.yaml_events import ReadError

__all__ = ["ApiFiles", "Bundle", "CannotRun", "Document", "Fragment", "ReadError", "Repository", "load"]
