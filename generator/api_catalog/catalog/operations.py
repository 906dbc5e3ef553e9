"""Description → its operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.catalog.model import Hype, Operation, Source
from api_catalog.catalog.slugs import anchor, unique
from api_catalog.documents.anatomy import METHODS, security_schemes
from api_catalog.documents.reading import mapping, mappings, sequence, text, texts
from api_catalog.documents.references import resolve

Place = tuple[str, str, tuple[str | int, ...], dict[str, Any]]


def operations_of(description: dict[str, Any]) -> tuple[Operation, ...]:
    """The operations of paths, then of webhooks, in the author's order."""
    places = [*_places(description, "paths"), *_places(description, "webhooks")]
    wishes = [text(raw.get("operationId")) or f"{method} {path}" for method, path, _, raw in places]
    anchors = unique(anchor("op", wish) for wish in wishes)
    return tuple(
        _operation(description, name, method, path, pointer, raw)
        for name, (method, path, pointer, raw) in zip(anchors, places, strict=True)
    )


def _places(description: dict[str, Any], section: str) -> Iterator[Place]:
    for path, stated in mapping(description.get(section)).items():
        item = mapping(resolve(description, stated))
        if path.startswith("x-"):
            continue
        for method, raw in calls_of(item):
            own = (method.lower(),) if item.get(method.lower()) is raw else ("additionalOperations", method)
            yield method, path, (section, path, *own), raw


def calls_of(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The operations of a Path Item Object by method, in the order of the specification."""
    for method in METHODS:
        if isinstance(item.get(method), dict):
            yield method.upper(), item[method]
    for method, raw in mapping(item.get("additionalOperations")).items():
        if isinstance(raw, dict):
            yield method, raw


def _operation(
    description: dict[str, Any], name: str, method: str, path: str, pointer: tuple[str | int, ...], raw: dict[str, Any]
) -> Operation:
    return Operation(
        anchor=name,
        operation_id=text(raw.get("operationId")),
        method=method,
        path=path,
        summary=text(raw.get("summary")).strip(),
        description=text(raw.get("description")).strip(),
        tags=tuple(dict.fromkeys(texts(raw.get("tags")))),
        deprecated=raw.get("deprecated") is True,
        input=text(raw.get("x-input")) or ", ".join(_media_types(description, raw)),
        output=text(raw.get("x-output")) or ", ".join(_answer_types(description, raw)),
        authentication=authentication(description, raw),
        pointer=pointer,
        hype=hype_of(raw.get("x-hype-tags")),
    )


def hype_of(stated: Any) -> tuple[Hype, ...]:
    """x-hype-tags, or ``hype`` of a record."""
    return tuple(
        Hype(
            text(item.get("term")), Source(text(item.get("where")), text(item.get("seen"))), texts(item.get("maps-to"))
        )
        for item in mappings(stated)
    )


def _media_types(description: dict[str, Any], raw: dict[str, Any]) -> list[str]:
    if "swagger" in description:
        parameters = [mapping(resolve(description, parameter)) for parameter in sequence(raw.get("parameters"))]
        has_body = any(parameter.get("in") in ("body", "formData") for parameter in parameters)
        return [_short(name) for name in texts(raw.get("consumes", description.get("consumes")))] if has_body else []
    body = mapping(resolve(description, raw.get("requestBody")))
    return list(dict.fromkeys(_short(name) for name in mapping(body.get("content"))))


def _answer_types(description: dict[str, Any], raw: dict[str, Any]) -> list[str]:
    for status, stated in mapping(raw.get("responses")).items():
        if status.startswith("2"):
            response = mapping(resolve(description, stated))
            if "swagger" in description:
                produces = texts(raw.get("produces", description.get("produces")))
                return [_short(name) for name in produces] if "schema" in response else []
            return list(dict.fromkeys(_short(name) for name in mapping(response.get("content"))))
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
    schemes = security_schemes(description)
    required = raw.get("security", description.get("security"))
    if not isinstance(required, list):
        return ()
    ways = [
        " + ".join(scheme_words(name, mapping(resolve(description, schemes.get(name)))) for name in requirement)
        or "none"
        for requirement in mappings(required)
    ]
    return tuple(dict.fromkeys(ways)) or ("none",)


def scheme_words(name: str, scheme: dict[str, Any]) -> str:
    """A security scheme in a few words; its name if they do not tell more."""
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
