"""External Documentation Objects → DocsView."""

from __future__ import annotations

from typing import Any

from api_catalog.documents.reading import mapping, text
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import DocsView


def docs_of(stated: Any) -> DocsView | None:
    """An External Documentation Object."""
    url = clean_text(text(mapping(stated).get("url")))
    return DocsView(url, markdown(text(mapping(stated).get("description")))) if url else None
