"""Documents → Catalog: what the catalog holds, as frozen values. Reads no files and draws nothing."""

from api_catalog.catalog.build import catalog_of
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

__all__ = [
    "Api",
    "Catalog",
    "DoesNot",
    "FactColumn",
    "Finding",
    "Hype",
    "Kind",
    "Link",
    "Operation",
    "Provider",
    "Settings",
    "Source",
    "Status",
    "Tag",
    "catalog_of",
]
