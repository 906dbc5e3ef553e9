"""Security requirement → what a request carries to prove who is calling; every secret is a named placeholder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from api_catalog.documents.anatomy import security_schemes
from api_catalog.documents.references import resolve
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.samples.request import Secret, Text

_TOKEN = Secret("TOKEN")
_USER = (Secret("API_USER"), Secret("API_PASSWORD"))  # not USER, which every shell has set to somebody else


@dataclass(slots=True)
class Credentials:
    """The parts of a request that the schemes of one requirement ask for, together."""

    headers: list[tuple[str, Text]] = field(default_factory=list)
    query: list[tuple[str, Text]] = field(default_factory=list)
    cookies: list[tuple[str, Text]] = field(default_factory=list)
    basic: tuple[Secret, Secret] | None = None
    aws_signature: bool = False


def credentials_of(root: dict[str, Any], raw: dict[str, Any]) -> Credentials:
    """Those of the first way to authenticate; the operation's own requirements replace the description's."""
    known = security_schemes(root)
    required = raw.get("security", root.get("security"))
    first = required[0] if isinstance(required, list) and required and isinstance(required[0], dict) else {}
    schemes = [scheme for name in first if isinstance(scheme := resolve(root, known.get(name)), dict)]
    keys = sum(1 for scheme in schemes if scheme.get("type") == "apiKey" and not _is_aws(scheme))
    found = Credentials()
    for scheme in schemes:
        _add(found, scheme, several_keys=keys > 1)
    return found


def _is_aws(scheme: dict[str, Any]) -> bool:
    return "sigv4" in str(scheme.get("x-amazon-apigateway-authtype", "")).lower()


def _add(found: Credentials, scheme: dict[str, Any], several_keys: bool) -> None:
    match scheme.get("type"), str(scheme.get("scheme", "")).lower():
        case "apiKey", _ if _is_aws(scheme):
            found.aws_signature = True
        case "apiKey", _:
            _add_key(found, scheme, several_keys)
        case ("http", "basic") | ("basic", _):
            found.basic = _USER
        case ("http", "bearer" | "") | ("oauth2", _) | ("openIdConnect", _):
            found.headers.append(("Authorization", ("Bearer ", _TOKEN)))
        case "http", _:
            word = re.sub(r"[^A-Za-z0-9!#$%&'*+.^_|~-]", "", str(scheme.get("scheme")))  # RFC 9110: a token
            found.headers.append(("Authorization", (word + " ", _TOKEN)))


def _add_key(found: Credentials, scheme: dict[str, Any], several: bool) -> None:
    """An API key; if there are several, each has the name of what carries it."""
    name = " ".join(clean_text(str(scheme.get("name") or "")).split())
    key = Secret("API_KEY")
    if several and (words := re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").upper()):
        key = Secret(words if words[0].isalpha() else "KEY_" + words)
    prefix = " ".join(clean_text(str(scheme.get("x-prefix") or "")).splitlines())
    match scheme.get("in"):
        case "header":
            found.headers.append((name, (prefix, key) if prefix else (key,)))
        case "query":
            found.query.append((quote(name, safe=""), (key,)))
        case "cookie":
            found.cookies.append((quote(name, safe="-._~!$&'*+^`|"), (key,)))
