"""Catalog → search index, and what tells browsers of the search."""

from api_catalog.search.pagefind import FOLDER, SearchError, write_index

__all__ = ["FOLDER", "SearchError", "write_index"]
