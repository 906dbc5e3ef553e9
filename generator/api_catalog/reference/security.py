"""Security schemes → SecurityView: how to prove who is calling, with flows and scopes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.documents.anatomy import security_schemes
from api_catalog.documents.references import resolve
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import SecurityView

_URLS = (("authorizationUrl", "authorize"), ("tokenUrl", "token"), ("refreshUrl", "refresh"))


def security_of(root: dict[str, Any]) -> tuple[SecurityView, ...]:
    """The schemes of a description, in the author's order."""
    schemes = {
        str(name): scheme
        for name, raw in security_schemes(root).items()
        if isinstance(scheme := resolve(root, raw), dict)
    }
    return tuple(
        SecurityView(
            clean_text(name),
            _title(scheme),
            clean_text(str(scheme.get("name") or "")) if scheme.get("type") == "apiKey" else "",
            markdown(str(scheme.get("description") or "")),
            tuple({str(k): str(v) for flow in _flows(scheme) for k, v in (flow.get("scopes") or {}).items()}.items()),
            tuple(dict.fromkeys(_urls(scheme))),
        )
        for name, scheme in schemes.items()
    )


def _flows(scheme: dict[str, Any]) -> list[dict[str, Any]]:
    """2.0 has the one flow's fields in the scheme itself."""
    flows = scheme.get("flows")
    if isinstance(flows, dict):
        return [flow for flow in flows.values() if isinstance(flow, dict)]
    return [scheme] if scheme.get("type") == "oauth2" else []


def _urls(scheme: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for flow in _flows(scheme):
        for key, label in _URLS:
            if str(flow.get(key, "")).startswith(("https://", "http://")):
                yield label, str(flow[key])


def _title(scheme: dict[str, Any]) -> str:
    match scheme.get("type"):
        case "apiKey":
            return f"key in the {scheme.get('in')}"
        case "http":
            return f"HTTP {scheme.get('scheme')}"
        case "oauth2":
            return "OAuth 2.0"
        case "openIdConnect":
            return "OpenID Connect"
        case "mutualTLS":
            return "client certificate"
    return str(scheme.get("type", ""))
