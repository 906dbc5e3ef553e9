"""Rules about the servers of a curated description. Software that people run themselves may stand anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from api_catalog.catalog import Api
from api_catalog.catalog.servers import VARIABLE, root_servers, servers_in
from api_catalog.documents.reading import mapping
from api_catalog.documents.references import resolve
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Subject, follow, ours, rule

SELF_HOSTED = "self-hosted"  # the tag of api.yml that says so
_RESERVED = re.compile(  # names and addresses that nobody on the Internet has, and those that people make up
    r"(.*\.)?(example\.(com|net|org|edu)|example|test|invalid|localhost|local|internal"
    r"|(your|my)-?(domain|company|host|server|site|app|api)\.(com|net|org|io))"
    r"|127\..*|0\.0\.0\.0|10\..*|192\.168\..*|::1"
).fullmatch


@dataclass(frozen=True, slots=True)
class Server:
    """A server with its place; ``url`` has the defaults of its variables written in."""

    pointer: tuple[str | int, ...]
    url: str

    @property
    def scheme(self) -> str:
        return self.url.partition("://")[0].casefold() if "://" in self.url else ""

    @property
    def host(self) -> str:
        """The name of the host in lower case; empty if the URL has none."""
        try:
            return (urlsplit(self.url).hostname or "").rstrip(".")
        except ValueError:
            return ""

    @property
    def path(self) -> str:
        """What stands before every path."""
        _, slash, path = self.url.partition("://")[2].partition("/")
        return (slash + path).rstrip("/")

    @property
    def is_placeholder(self) -> bool:
        """Nobody is called there: no host, one that only a variable names, or a name that is set aside."""
        known = VARIABLE.sub("", self.host).strip(".")
        is_address = ":" in known
        return (not is_address and "." not in known) or _RESERVED(known) is not None


def servers_of(api: Api) -> Iterator[Server]:
    """The servers of the whole API, then those of paths and operations."""
    calls = [operation.pointer for operation in api.operations]
    found = list(root_servers(mapping(api.description)))
    for pointer in (*dict.fromkeys(call[:2] for call in calls), *calls):
        found += servers_in(mapping(resolve(api.description, follow(api.description, pointer)[1])), pointer)
    return (Server(pointer, url) for pointer, url in found)


@rule("placeholder-server", Severity.WARNING, ours)
def placeholder_server(subject: Subject) -> Iterator[Finding]:
    """A server that is a placeholder, or none at all, though the API is not run by its users."""
    if SELF_HOSTED in subject.api.tags:
        return
    document = subject.files.description
    hint = f"Write the provider's address. Software that people run themselves has the tag `{SELF_HOSTED}` in api.yml."
    servers = list(servers_of(subject.api))
    if not servers:
        yield Finding(document, ("info",), "no server is named", hint)
    for server in servers:
        if server.is_placeholder:
            yield Finding(document, server.pointer, f"nobody answers at {server.url[:100] or 'an empty address'}", hint)


@rule("insecure-server", Severity.WARNING, ours)
def insecure_server(subject: Subject) -> Iterator[Finding]:
    """A server that is called without encryption, though the API is not run by its users."""
    if SELF_HOSTED in subject.api.tags:
        return
    for server in servers_of(subject.api):
        if server.scheme in ("http", "ws") and not server.is_placeholder:
            secure = f"{server.scheme}s"
            hint = f"Write {secure}:// if the server answers there."
            yield Finding(subject.files.description, server.pointer, f"{server.url[:100]} is not {secure}", hint)
