"""Security schemes → SecurityView: how to prove who is calling, with flows and scopes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.documents.anatomy import security_schemes
from api_catalog.documents.reading import mapping, text
from api_catalog.documents.references import resolve
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import SecurityView

_URLS = (
    ("authorizationUrl", "authorize"), ("deviceAuthorizationUrl", "authorize a device"), ("tokenUrl", "token"),
    ("refreshUrl", "refresh"), ("openIdConnectUrl", "discovery"), ("oauth2MetadataUrl", "metadata"),
)  # fmt: skip
_FLOWS = {
    "implicit": "implicit", "password": "password", "clientCredentials": "client credentials",
    "application": "client credentials", "authorizationCode": "authorization code", "accessCode": "authorization code",
    "deviceAuthorization": "device authorization",
}  # fmt: skip


def security_of(root: dict[str, Any]) -> tuple[SecurityView, ...]:
    """The schemes of a description, in the author's order."""
    schemes = {
        str(name): scheme
        for name, raw in security_schemes(root).items()
        if isinstance(scheme := resolve(root, raw), dict)
    }
    return tuple(_view(name, scheme) for name, scheme in schemes.items())


def _view(name: str, scheme: dict[str, Any]) -> SecurityView:
    flows = _flows(scheme)
    scopes = {
        clean_text(scope): text(words) for _, flow in flows for scope, words in mapping(flow.get("scopes")).items()
    }
    return SecurityView(
        name=clean_text(name),
        title=_title(scheme),
        key=clean_text(text(scheme.get("name"))) if scheme.get("type") == "apiKey" else "",
        description=markdown(text(scheme.get("description"))),
        flows=tuple(dict.fromkeys(_FLOWS.get(kind, clean_text(kind)) for kind, _ in flows if kind)),
        scopes=tuple(scopes.items()),
        urls=tuple(dict.fromkeys(_urls([scheme, *(flow for _, flow in flows)]))),
        deprecated=scheme.get("deprecated") is True,
    )


def _flows(scheme: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """With their kinds; 2.0 has the one flow's fields in the scheme itself."""
    flows = scheme.get("flows")
    if isinstance(flows, dict):
        return [(kind, flow) for kind, flow in flows.items() if isinstance(flow, dict)]
    return [(text(scheme.get("flow")), scheme)] if scheme.get("type") == "oauth2" else []


def _urls(sources: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for source in sources:
        for key, label in _URLS:
            if text(source.get(key)).startswith(("https://", "http://")):
                yield label, clean_text(text(source[key]))


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
