"""Finished site → search index."""

from api_catalog.search.pagefind import FOLDER, SearchError, write_index

__all__ = ["FOLDER", "SearchError", "write_index"]
