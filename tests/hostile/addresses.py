"""Addresses that readers of addresses fall over, wherever a description or a record has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hostile.case import ANY, FOE, Case, Entry, api, encoded, operation

_ADDRESSES = (
    "//[", "https://[", "https://[::1", "https://[a]b", "https://[v1.a]", "https://a]b", "https://a:b:c",
    "https://a:99999999", "https://a:-1", "https://", "https:", "https:///a", "://", ":", "?", "#", "", " ", "\\\\a",
    "https://%zz", "https://a b", "https://{", "https://{a}", "https://\u2100.example", "https://\u3002", "https://xn--a",
    "javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "JAVASCRIPT:alert(1)", "vbscript:a",
    "data:text/html,<b>", "\x00https://a", "https://a\x00b", "https://\u202ea", "mailto:a", "a" * 100_000,
    "https://" + "a." * 50_000, "https://" + "[" * 1000,
)  # fmt: skip
_IN_RECORDS = ("//[", "https://[", "https://[a]b", "https://\u2100.example", "javascript:alert(1)", "https://a b")


def cases() -> Iterator[Case]:
    for address in _ADDRESSES:
        files = {FOE: encoded(_new(address)), "foe/old/openapi.json": encoded(_old(address))}
        yield Case(f"address: {address[:30]!r}", files, ANY)
    for address in _IN_RECORDS:
        yield Case(f"address in a record: {address[:30]!r}", _with_record(address), ANY)


def _with_record(address: str) -> dict[str, Entry]:
    links = dict.fromkeys(("homepage", "documentation", "pricing", "status", "source"), address)
    source = {"source": address, "seen": "2026-01-01"}
    record = {
        "summary": "Looks at things.",
        "links": links,
        "status": {"state": "active", "since": "2026-01-01", "source": address},
        "findings": [{"tag": "t", "state": "yes", **source}],
        "does-not": [{"what": "Think", **source}],
        "plans": [{"name": "Free", "price": "0", **source}],
        "coverage": {"described": 1, "of": 2, "source": address},
        "provenance": {"kind": "vendor", "sources": [{"url": address, "read": "2026-01-01"}], "license": "MIT"},
        "hype": [{"term": "smart", "where": address, "seen": "2026-01-01", "maps-to": ["t"]}],
    }
    return {
        FOE: encoded(api()),
        "foe/bad/api.yml": encoded(record),
        "foe/provider.yml": encoded({"name": "Foe", "summary": "Is one.", "links": links}),
    }


def _new(address: str) -> dict[str, Any]:
    flow = {"authorizationUrl": address, "tokenUrl": address, "refreshUrl": address, "scopes": {}}
    schemes = {
        "o": {"type": "oauth2", "flows": {"authorizationCode": flow}},
        "i": {"type": "openIdConnect", "openIdConnectUrl": address},
    }
    hype: Any = {"x-hype-tags": [{"term": "smart", "where": address, "seen": "2026-01-01", "maps-to": []}]}
    call = operation(
        externalDocs={"url": address},
        servers=[{"url": address}],
        description=f"[a]({address}) ![b]({address}) <{address}> <a href='{address}'>c</a>",
        **hype,
    )
    return api(
        info={
            "title": "T", "version": "1", "termsOfService": address, "contact": {"url": address},
            "license": {"name": "L", "url": address},
        },
        externalDocs={"url": address},
        servers=[{"url": address}],
        tags=[{"name": "t", "externalDocs": {"url": address}}],
        paths={"/a": {"get": call}, "/b": {"get": operation("b")}},
        components={"securitySchemes": schemes, "schemas": {"A": {"type": "object", "externalDocs": {"url": address}}}},
        security=[{"o": []}, {"i": []}],
    )  # fmt: skip


def _old(address: str) -> dict[str, Any]:
    return {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "basePath": f"/{address}",
        "paths": {"/a": {"get": operation(externalDocs={"url": address})}},
        "securityDefinitions": {"o": {"type": "oauth2", "flow": "implicit", "authorizationUrl": address, "scopes": {}}},
        "security": [{"o": []}],
    }
