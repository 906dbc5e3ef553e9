"""Documents → Catalog: what the catalog holds, as frozen values. Reads no files and draws nothing."""

from api_catalog.catalog.build import catalog_of
from api_catalog.catalog.freshness import Answer, Freshness, Looked, State, Use
from api_catalog.catalog.model import (
    Api,
    Catalog,
    DoesNot,
    FactColumn,
    Finding,
    Hype,
    Kind,
    Link,
    Operation,
    Provider,
    Settings,
    Source,
    Status,
    Tag,
)
from api_catalog.catalog.revisions import Difference, Edit, History, Revision

__all__ = [
    "Answer",
    "Api",
    "Catalog",
    "Difference",
    "DoesNot",
    "Edit",
    "FactColumn",
    "Finding",
    "Freshness",
    "History",
    "Hype",
    "Kind",
    "Link",
    "Looked",
    "Operation",
    "Provider",
    "Revision",
    "Settings",
    "Source",
    "State",
    "Status",
    "Tag",
    "Use",
    "catalog_of",
]
