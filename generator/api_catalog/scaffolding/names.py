"""PROVIDER/API: which names a new API may have. They become folders, and its address on the site."""

from __future__ import annotations

from api_catalog.catalog.slugs import slug
from api_catalog.documents.files import SUFFIXES
from api_catalog.problems.terminal import printable

_SHOWN = 60  # characters of a name in a message


class BadNameError(Exception):
    """The name cannot be used. The message says why, and what would do."""


def parts_of(name: str) -> tuple[str, str]:
    """``acme/embed`` as ("acme", "embed"). Raises BadNameError unless each part is as it will stand in addresses."""
    parts = name.split("/")
    shown = printable(name, _SHOWN)
    if len(parts) != 2 or not all(parts):
        raise BadNameError(f"`{shown}` is not PROVIDER/API. Write two names with one slash, such as acme/embed.")
    if all(_is_good(part) for part in parts):
        return parts[0], parts[1]
    if any(part.strip(".") == "" or "\\" in part for part in parts):
        raise BadNameError(f"`{shown}` is a path, not a name. Write two names with one slash, such as acme/embed.")
    if any(part.endswith(SUFFIXES) for part in parts):
        raise BadNameError(f"`{shown}` names a file. Write the name of the API without .yaml, .yml or .json.")
    better = "/".join(slug(part) for part in parts)
    rule = "A name has lower-case letters, digits and - (also . and _ inside), and is not reserved by a system."
    raise BadNameError(f"`{shown}` cannot be a name. {rule} Try `{better}`.")


def _is_good(part: str) -> bool:
    return slug(part) == part and not part.endswith(SUFFIXES)
