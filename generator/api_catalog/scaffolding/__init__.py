"""The first draft of a new API in the catalog: its folder, its files, and what is left to write in them."""

from api_catalog.scaffolding.download import DownloadError, download
from api_catalog.scaffolding.drafts import Given, Todo, drafts, given, todos
from api_catalog.scaffolding.names import BadNameError, parts_of
from api_catalog.scaffolding.place import Place, place_of, write

__all__ = [
    "BadNameError",
    "DownloadError",
    "Given",
    "Place",
    "Todo",
    "download",
    "drafts",
    "given",
    "parts_of",
    "place_of",
    "todos",
    "write",
]
