"""Operation → Request, by the rules of OpenAPI 2.0 and 3.x: address, parameters, credentials, body, answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal
from urllib.parse import quote, urljoin

from api_catalog.catalog import Operation
from api_catalog.documents.reading import texts
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.model import BodyView, ResponseView
from api_catalog.reference.samples import bodies, credentials, parameters
from api_catalog.reference.samples.request import Body, FormBody, Request, Secret, Text, joined

_ELSEWHERE = "https://example.com/"  # a relative address stands against the description's own, which we do not know
_TEMPLATE = re.compile(r"\{([^{}]*)\}")
_STREAMS = ("text/event-stream", "ndjson", "jsonl", "json-seq", "json-stream")
_TEXTS = ("text/", "json", "xml", "yaml", "javascript", "csv", "urlencoded")
_SET_BY_OTHERS = ("accept", "content-type", "authorization")  # OpenAPI 3, Parameter Object: such a header is ignored


def request_of(
    root: dict[str, Any],
    operation: Operation,
    sources: tuple[Any, dict[str, Any]],
    stated: list[dict[str, Any]],
    body: BodyView | None,
    responses: Iterable[ResponseView],
) -> Request:
    """The request of ``operation``; ``sources`` are its path item and itself, ``stated`` their parameters."""
    item, raw = sources
    proof = credentials.credentials_of(root, raw)
    sent = bodies.body_of(root, raw, stated, body) if operation.method != "HEAD" else None
    url, own = _split(_server(root, item, raw).rstrip("/") + _path(root, operation.path, stated))
    query = [(name, (value,)) for name, value in parameters.query_of(root, stated)]
    return Request(
        method=clean_text(operation.method),
        url=url,
        query=(*own, *query, *proof.query),
        headers=_headers(root, stated, proof, sent),
        basic=proof.basic,
        aws_signature=proof.aws_signature,
        body=sent,
        answer=_answer(responses),
    )


def _headers(
    root: dict[str, Any], stated: list[dict[str, Any]], proof: credentials.Credentials, body: Body | None
) -> tuple[tuple[str, Text], ...]:
    """Required headers that neither the body nor the credentials bring."""
    taken = {name.lower() for name, _ in proof.headers}
    taken |= {"authorization"} if proof.basic or proof.aws_signature else set()
    taken |= {"content-type"} if body is not None and not isinstance(body, FormBody) else set()
    taken |= set() if "swagger" in root else set(_SET_BY_OTHERS)
    headers: list[tuple[str, Text]] = [
        (name, (value,)) for name, value in parameters.headers_of(root, stated) if name.lower() not in taken
    ]
    cookies: list[str | Secret] = []
    for name, value in [*((n, (v,)) for n, v in parameters.cookies_of(root, stated)), *proof.cookies]:
        cookies += [("; " if cookies else "") + name + "=", *value]
    headers += [("Cookie", joined(cookies))] if cookies else []
    return (*headers, *proof.headers)


def _answer(responses: Iterable[ResponseView]) -> Literal["text", "bytes", "stream"]:
    contents = [content for response in responses if response.status.startswith("2") for content in response.contents]
    if contents and not any(mark in contents[0].media_type for mark in (*_TEXTS, "*")):
        return "bytes"
    is_stream = any(content.streamed or any(mark in content.media_type for mark in _STREAMS) for content in contents)
    return "stream" if is_stream else "text"


def _server(root: dict[str, Any], item: Any, raw: dict[str, Any]) -> str:
    """The address in front of the path: the operation's own, else its path's, else the description's."""
    if "swagger" in root:
        schemes = texts(raw.get("schemes")) or texts(root.get("schemes")) or ("https",)
        scheme = "https" if "https" in schemes else schemes[0]
        host = root.get("host")
        base = str(root.get("basePath") or "")
        return clean_text(f"{scheme}://{host}{base}" if host else _absolute(base or "/"))
    for source in (raw, item, root):
        servers = source.get("servers") if isinstance(source, dict) else None
        server = servers[0] if isinstance(servers, list) and servers else None
        if isinstance(server, dict):
            url = _filled(clean_text(str(server.get("url") or "")), server.get("variables"))
            return url if "://" in url else _absolute(url)
    return _ELSEWHERE


def _absolute(url: str) -> str:
    try:
        return urljoin(_ELSEWHERE, url)
    except ValueError:  # a bracket in the name of a host
        return _ELSEWHERE


def _filled(url: str, variables: Any) -> str:
    """``url`` with the defaults of its variables."""

    def value(match: re.Match[str]) -> str:
        variable = variables.get(match[1]) if isinstance(variables, dict) else None
        default = variable.get("default") if isinstance(variable, dict) else None
        return parameters.placeholder(match[1]) if default is None else clean_text(parameters.as_text(default))

    return _TEMPLATE.sub(value, url)


def _path(root: dict[str, Any], path: str, stated: list[dict[str, Any]]) -> str:
    """The path without its fragment, with a value for each name in braces."""
    known = {str(raw.get("name")): raw for raw in stated if raw.get("in") == "path"}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        raw = known.get(name) or known.get(name.strip("+*"))
        return parameters.path_value(root, name, raw, slashes=name.startswith("+"))

    return _TEMPLATE.sub(value, clean_text(path).partition("#")[0])


def _split(address: str) -> tuple[str, list[tuple[str, Text]]]:
    """The URL without its query and fragment, and the query; what a URL may not have is percent-encoded."""
    url, _, query = address.partition("#")[0].partition("?")
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    pairs: list[tuple[str, Text]] = []
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        pairs.append((_encoded(name), (_encoded(value),)))
    host = re.sub(r"[^\w.:@%!$&'()*+,;=~\[\]-]", lambda match: quote(match[0]), host)
    return re.sub(r"[^\w+.-]", "", scheme) + mark + host + slash + _encoded(path), pairs


def _encoded(text: str) -> str:
    return quote(text, safe="%/:@!$&'()*+,;=~-._")
