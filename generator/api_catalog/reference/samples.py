"""Requests to copy: a curl command with the server's address, authentication and a body."""

from __future__ import annotations

import re
import shlex
from typing import Any
from urllib.parse import quote

from api_catalog.catalog import Operation
from api_catalog.documents.references import resolve
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.model import BodyView, ParameterView

_TEMPLATE = re.compile(r"\{[^{}]*\}")
_BINARY = ("octet-stream", "image/", "audio/", "video/", "/zip", "/pdf")


def curl(
    root: dict[str, Any],
    operation: Operation,
    raw: dict[str, Any],
    parameters: tuple[ParameterView, ...],
    body: BodyView | None,
    server: str,
) -> str:
    """A curl command for ``operation``; placeholders in capitals stand for what only the caller knows."""
    path = operation.path.split("#")[0]
    path = _TEMPLATE.sub(lambda match: quote(_value(parameters, "path", match[0][1:-1]), safe="/-._~:@"), path)
    query = [
        f"{quote(item.name)}={quote(_value(parameters, 'query', item.name), safe='-._~:,/')}"
        for item in parameters
        if item.location == "query" and item.required
    ]
    arguments: list[str] = []
    for item in parameters:
        if item.location == "header" and item.required:
            value = _value(parameters, "header", item.name)
            arguments.append(f"-H {_quote(f'{item.name}: {value}')}")
    for header, extra_query, extra in _credentials(root, raw):
        query += extra_query
        arguments += [f'-H "{header}"'] if header else []
        arguments += extra
    if body and body.contents:
        arguments += _body(body)
    url = clean_text(server.rstrip("/") + path + ("?" + "&".join(query) if query else ""))
    method = "" if operation.method == ("POST" if body else "GET") else f"-X {shlex.quote(operation.method)} "
    if operation.method == "HEAD":
        method = "--head "
    url_text = f'"{url}"' if "$" in url else _quote(url)
    return clean_text(" \\\n  ".join([f"curl {method}{url_text}", *arguments]))


def _value(parameters: tuple[ParameterView, ...], location: str, name: str) -> str:
    for item in parameters:
        if item.location == location and item.name == name:
            const = (
                item.schema.type.removeprefix('always "').removesuffix('"')
                if item.schema.type.startswith("always")
                else ""
            )
            shown = (
                item.example or item.schema.example or item.schema.default or const or next(iter(item.schema.enum), "")
            )
            if shown:
                return shown.strip('"')
    return re.sub(r"[^A-Za-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)).strip("_").upper() or "VALUE"


def _credentials(root: dict[str, Any], raw: dict[str, Any]) -> list[tuple[str, list[str], list[str]]]:
    """(header, query, arguments) for the first way to authenticate."""
    if "swagger" in root:
        schemes = root.get("securityDefinitions") or {}
    else:
        schemes = (root.get("components") or {}).get("securitySchemes") or {}
    required = raw.get("security", root.get("security")) or []
    first = required[0] if required and isinstance(required[0], dict) else {}
    found: list[tuple[str, list[str], list[str]]] = []
    for name in first:
        scheme = resolve(root, schemes.get(name) or {})
        match scheme.get("type"), str(scheme.get("scheme", "")).lower():
            case "apiKey", _ if "sigv4" in str(scheme.get("x-amazon-apigateway-authtype", "")).lower():
                found.append(
                    (
                        "",
                        [],
                        [
                            '--aws-sigv4 "aws:amz:$AWS_REGION:$AWS_SERVICE"',
                            '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
                        ],
                    )
                )
            case "apiKey", _ if scheme.get("in") == "header":
                prefix = str(scheme.get("x-prefix", ""))
                found.append((f"{scheme.get('name')}: {prefix}$API_KEY", [], []))
            case "apiKey", _ if scheme.get("in") == "query":
                found.append(("", [f"{scheme.get('name')}=$API_KEY"], []))
            case ("http", "basic") | ("basic", _):
                found.append(("", [], ['--user "$USER:$PASSWORD"']))
            case ("http", _) | ("oauth2", _) | ("openIdConnect", _):
                found.append(("Authorization: Bearer $TOKEN", [], []))
    return found


def _body(body: BodyView) -> list[str]:
    content = body.contents[0]
    header = f"-H {_quote(f'Content-Type: {content.media_type}')}"
    if content.media_type.startswith("multipart/form-data"):
        return [f"-F {_quote(f'{item.name}=…')}" for item in (content.schema.properties if content.schema else ())]
    if any(mark in content.media_type for mark in _BINARY) or not content.examples:
        return [header, "--data-binary @FILE"]
    return [header, f"-d {_quote(content.examples[0].text)}"]


def _quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
