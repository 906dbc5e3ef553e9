"""Catalog → search index, and what tells browsers of the search."""

from api_catalog.search.pagefind import FOLDER, Index, SearchError

__all__ = ["FOLDER", "Index", "SearchError"]
