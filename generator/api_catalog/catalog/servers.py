"""Description → the servers that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from api_catalog.documents.positions import Pointer
from api_catalog.documents.reading import mapping, mappings, text, texts

VARIABLE = re.compile(r"\{([^{}]*)\}")


def root_servers(description: dict[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """The servers of the whole API: place, and URL with the defaults of its variables written in."""
    if "swagger" not in description:
        yield from servers_in(description, ())
    elif host := text(description.get("host")):
        schemes = texts(description.get("schemes"))
        preferred = "https" if "https" in schemes or not schemes else schemes[0]
        yield ("host",), f"{preferred}://{host}{text(description.get('basePath'))}"


def servers_in(holder: dict[str, Any], pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """The servers that a description, a path or an operation at ``pointer`` has of its own."""
    for index, stated in enumerate(mappings(holder.get("servers"))):
        yield (*pointer, "servers", index), _with_defaults(text(stated.get("url")), stated.get("variables"))


def _with_defaults(url: str, variables: object) -> str:
    defaults = {name: text(mapping(variable).get("default")) for name, variable in mapping(variables).items()}
    return VARIABLE.sub(lambda found: defaults.get(found[1]) or found[0], url)
