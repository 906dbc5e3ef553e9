"""Catalog → search index, and what tells browsers of the search."""

from api_catalog.search.earlier import EarlierIndexes
from api_catalog.search.making import SearchError
from api_catalog.search.pagefind import FOLDER, Index
from api_catalog.search.portions import portion_by_hand

__all__ = ["FOLDER", "EarlierIndexes", "Index", "SearchError", "portion_by_hand"]
