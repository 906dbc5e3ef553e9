"""Requests to copy: a curl command with the server's address, authentication and a body.

Text of a description stands in single quotes only; the variables that are ours alone stand in double quotes.
"""

from __future__ import annotations

import re
import shlex
from typing import Any
from urllib.parse import quote

from api_catalog.catalog import Operation
from api_catalog.documents.anatomy import security_schemes
from api_catalog.documents.references import resolve
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.model import BodyView, ParameterView

_VARIABLE = re.compile("\x00([A-Z_]+)\x00")  # clean text has no NUL, so nobody else can write one
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
    query = [clean_text(part) for part in query]
    for item in parameters:
        if item.location == "header" and item.required:
            value = _value(parameters, "header", item.name)
            arguments.append(f"-H {_quote(clean_text(f'{item.name}: {value}'))}")
    for header, extra_query, extra in _credentials(root, raw):
        query += extra_query
        arguments += [f"-H {_quote(header)}"] if header else []
        arguments += extra
    if body and body.contents:
        arguments += _body(body)
    mark = "&" if "?" in path else "?"
    url = clean_text(server.rstrip("/") + path) + (mark + "&".join(query) if query else "")
    method = "" if operation.method == ("POST" if body else "GET") else f"-X {shlex.quote(operation.method)} "
    if operation.method == "HEAD":
        method = "--head "
    option = "--url " if url.startswith("-") else ""
    return " \\\n  ".join([f"curl {method}{option}{_quote(url)}", *arguments])


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
    schemes = security_schemes(root)
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
                prefix = clean_text(str(scheme.get("x-prefix", "")))
                found.append((f"{clean_text(str(scheme.get('name')))}: {prefix}\x00API_KEY\x00", [], []))
            case "apiKey", _ if scheme.get("in") == "query":
                found.append(("", [f"{quote(clean_text(str(scheme.get('name'))))}=\x00API_KEY\x00"], []))
            case ("http", "basic") | ("basic", _):
                found.append(("", [], ['--user "$USER:$PASSWORD"']))
            case ("http", _) | ("oauth2", _) | ("openIdConnect", _):
                found.append(("Authorization: Bearer \x00TOKEN\x00", [], []))
    return found


def _body(body: BodyView) -> list[str]:
    content = body.contents[0]
    header = f"-H {_quote(clean_text(f'Content-Type: {content.media_type}'))}"
    if content.media_type.startswith("multipart/form-data"):
        names = [clean_text(item.name) for item in (content.schema.properties if content.schema else ())]
        return [f"{'--form-string' if '=' in name else '-F'} {_quote(f'{name}=…')}" for name in names]
    if any(mark in content.media_type for mark in _BINARY) or not content.examples:
        return [header, "--data-binary @FILE"]
    text = clean_text(content.examples[0].text)
    return [header, f"{'--data-raw' if text.startswith('@') else '-d'} {_quote(text)}"]  # -d @x would send the file x


def _quote(text: str) -> str:
    """``text`` as one word of a POSIX shell; the variables in it are the only thing the shell replaces."""
    parts = _VARIABLE.split(text)
    words = [
        f'"${part}"' if number % 2 else "'" + part.replace("'", "'\\''") + "'"
        for number, part in enumerate(parts)
        if part
    ]
    return "".join(words) or "''"
