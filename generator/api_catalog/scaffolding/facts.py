"""What a description says that a curation record can start from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from api_catalog.catalog.apis import first_sentence
from api_catalog.catalog.operations import operations_of
from api_catalog.documents.reading import mapping, mappings, text

_URL = re.compile(r"https?://[^\s]+").fullmatch
_MOST_SERVERS = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """``sentences`` say what the API does, in the author's words; ``links`` are those of a record, by name."""

    title: str = ""
    sentences: tuple[str, ...] = ()
    operations: int = 1
    servers: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def facts_of(description: dict[str, Any]) -> Facts:
    """The facts; what the description does not say, or says in a wrong form, is left out."""
    info = mapping(description.get("info"))
    said = (text(info.get("summary")).strip(), first_sentence(text(info.get("description"))))
    return Facts(
        title=text(info.get("title")).strip(),
        sentences=tuple(dict.fromkeys(sentence for sentence in said if sentence)),
        operations=len(operations_of(description)),
        servers=tuple(_servers(description))[:_MOST_SERVERS],
        links=tuple(_links(description, info)),
    )


def _servers(description: dict[str, Any]) -> list[str]:
    if host := text(description.get("host")):
        schemes = description.get("schemes")
        scheme = text(schemes[0]) if isinstance(schemes, list) and schemes else "https"
        return [f"{scheme}://{host}{text(description.get('basePath'))}"]
    return [url for server in mappings(description.get("servers")) if _URL(url := text(server.get("url")).strip())]


def _links(description: dict[str, Any], info: dict[str, Any]) -> list[tuple[str, str]]:
    stated = (
        ("documentation", mapping(description.get("externalDocs")).get("url")),
        ("terms", info.get("termsOfService")),
        ("support", mapping(info.get("contact")).get("url")),
    )
    return [(name, url) for name, value in stated if _URL(url := text(value).strip())]
