"""Description → its operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.catalog.model import Hype, Operation, Source
from api_catalog.catalog.slugs import anchor, unique
from api_catalog.documents.anatomy import METHODS
from api_catalog.documents.references import resolve

Place = tuple[str, str, tuple[str | int, ...], dict[str, Any]]


def operations_of(description: dict[str, Any]) -> tuple[Operation, ...]:
    """The operations of paths, then of webhooks, in the author's order."""
    places = [*_places(description, "paths"), *_places(description, "webhooks")]
    anchors = unique([anchor("op", str(raw.get("operationId") or f"{method} {path}")) for method, path, _, raw in places])
    return tuple(
        _operation(description, name, method, path, pointer, raw)
        for name, (method, path, pointer, raw) in zip(anchors, places, strict=True)
    )


def _places(description: dict[str, Any], section: str) -> Iterator[Place]:
    items = description.get(section)
    for path, item in items.items() if isinstance(items, dict) else ():
        item = resolve(description, item)
        if path.startswith("x-") or not isinstance(item, dict):
            continue
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield method.upper(), path, (section, path, method), item[method]
        for method, raw in (item.get("additionalOperations") or {}).items():
            if isinstance(raw, dict):
                yield method, path, (section, path, "additionalOperations", method), raw


def _operation(
    description: dict[str, Any], name: str, method: str, path: str, pointer: tuple[str | int, ...], raw: dict[str, Any]
) -> Operation:
    stated_in, stated_out = raw.get("x-input"), raw.get("x-output")
    return Operation(
        anchor=name,
        operation_id=str(raw.get("operationId") or ""),
        method=method,
        path=path,
        summary=str(raw.get("summary") or "").strip(),
        description=str(raw.get("description") or "").strip(),
        tags=tuple(dict.fromkeys(str(tag) for tag in raw.get("tags") or ())),
        deprecated=raw.get("deprecated") is True,
        input=str(stated_in) if stated_in else ", ".join(_media_types(description, raw)),
        output=str(stated_out) if stated_out else ", ".join(_answer_types(description, raw)),
        authentication=authentication(description, raw),
        pointer=pointer,
        hype=hype_of(raw.get("x-hype-tags")),
    )


def hype_of(stated: Any) -> tuple[Hype, ...]:
    """x-hype-tags, or ``hype`` of a record."""
    return tuple(
        Hype(str(item.get("term", "")), Source(str(item.get("where", "")), str(item.get("seen", ""))), _names(item))
        for item in stated or ()
        if isinstance(item, dict)
    )


def _names(item: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(name) for name in item.get("maps-to") or ())


def _media_types(description: dict[str, Any], raw: dict[str, Any]) -> list[str]:
    if "swagger" in description:
        has_body = any(
            resolve(description, parameter).get("in") in ("body", "formData") for parameter in raw.get("parameters") or ()
        )
        return [_short(name) for name in raw.get("consumes", description.get("consumes")) or ()] if has_body else []
    body = resolve(description, raw.get("requestBody") or {})
    return list(dict.fromkeys(_short(name) for name in body.get("content") or ()))


def _answer_types(description: dict[str, Any], raw: dict[str, Any]) -> list[str]:
    for status, response in (raw.get("responses") or {}).items():
        if str(status).startswith("2"):
            response = resolve(description, response)
            if "swagger" in description:
                produces = raw.get("produces", description.get("produces")) or ()
                return [_short(name) for name in produces] if "schema" in response else []
            return list(dict.fromkeys(_short(name) for name in response.get("content") or ()))
    return []


_SHORT = {"application/octet-stream": "bytes", "multipart/form-data": "form", "text/plain": "text", "*/*": "anything"}


def _short(media_type: str) -> str:
    """``application/vnd.acme+json; charset=utf-8`` as people say it: JSON."""
    name = media_type.split(";")[0].strip()
    if name in _SHORT:
        return _SHORT[name]
    last = name.rpartition("/")[2].rpartition("+")[2]
    return last.removeprefix("x-").upper() if len(last) <= 5 else "JSON" if "json" in last else name


def authentication(description: dict[str, Any], raw: dict[str, Any]) -> tuple[str, ...]:
    """The ways to prove who is calling, each in a few words; ``none`` among them if a call needs no proof."""
    if "swagger" in description:
        schemes = description.get("securityDefinitions") or {}
    else:
        schemes = (description.get("components") or {}).get("securitySchemes") or {}
    required = raw.get("security", description.get("security"))
    if required is None:
        return ()
    ways = [
        " + ".join(_scheme(name, resolve(description, schemes.get(name) or {})) for name in requirement) or "none"
        for requirement in required
        if isinstance(requirement, dict)
    ]
    return tuple(dict.fromkeys(ways)) or ("none",)


def _scheme(name: str, scheme: dict[str, Any]) -> str:
    match scheme.get("type"):
        case "apiKey" if "sigv4" in str(scheme.get("x-amazon-apigateway-authtype", "")).lower():
            return "AWS Signature v4"
        case "apiKey":
            return f"API key ({scheme.get('in', '?')})"
        case "http":
            return {"basic": "Basic", "bearer": "Bearer token"}.get(str(scheme.get("scheme", "")).lower(), "HTTP")
        case "basic":
            return "Basic"
        case "oauth2":
            return "OAuth 2.0"
        case "openIdConnect":
            return "OpenID Connect"
        case "mutualTLS":
            return "client certificate"
    return name
