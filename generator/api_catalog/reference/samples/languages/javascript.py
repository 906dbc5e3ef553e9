"""A request as a JavaScript module (.mjs) for Node 18 and later, which have fetch.

Text of a description stands in string literals only, as JSON with ``<``, ``>`` and U+2028/9 escaped.
"""

from __future__ import annotations

import json
import re
from typing import Any

from api_catalog.reference.markdown import clean_text
from api_catalog.reference.samples.request import ANSWER, FILE, FormBody, Request, Secret, Text, TextBody
from api_catalog.reference.words import json_text

LANGUAGE = "JavaScript"

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPED = re.compile("[<>\u2028\u2029]").sub
_NO_BODY = ("GET", "HEAD")
_REFUSED = ("CONNECT", "TRACE", "TRACK")
_SAFE_INTEGER = 2**53


def render(request: Request) -> str:
    """The module."""
    before = ["// The request has to be signed with AWS Signature Version 4 before it is sent."]
    lines = before if request.aws_signature else []
    if request.method.upper() in _REFUSED:
        lines.append("// fetch refuses this method; use another client.")
    if request.body is not None and request.method in _NO_BODY:
        lines.append(f"// fetch sends no body with {request.method}; use another client.")
    lines += _form_lines(request.body) if isinstance(request.body, FormBody) and request.body.multipart else []
    options = _options(request)
    call = _text(request.address, encode=True)
    if options:
        call += ", {\n" + "".join(f"  {option},\n" for option in options) + "}"
    lines += [f"const response = await fetch({call});", "if (!response.ok) throw new Error(await response.text());"]
    lines.append(_shown(request))
    code = "\n".join(lines)
    names = [name for name in ("readFile", "writeFile") if f"await {name}(" in code]
    return (f'import {{ {", ".join(names)} }} from "node:fs/promises";\n\n' if names else "") + code


def _shown(request: Request) -> str:
    if request.method == "HEAD":
        return "console.log(response.headers);"
    if request.answer == "stream":
        return "for await (const piece of response.body) process.stdout.write(piece);"
    if request.answer == "bytes":
        return f'await writeFile("{ANSWER}", Buffer.from(await response.arrayBuffer()));'
    return "console.log(await response.text());"


def _options(request: Request) -> list[str]:
    body = None if request.method in _NO_BODY else request.body
    options = [] if request.method == "GET" else [f"method: {_literal(request.method)}"]
    headers = [(name, _text(value)) for name, value in request.headers]
    if request.basic:
        user, password = (_variable(secret) for secret in request.basic)
        headers.append(("Authorization", f'"Basic " + btoa({user} + ":" + {password})'))
    if request.content_type and body is not None:
        headers.append(("Content-Type", _literal(request.content_type)))
    if headers:
        options.append("headers: " + _object([f"{_literal(name)}: {value}" for name, value in headers]))
    if isinstance(body, FormBody):
        options.append("body: form" if body.multipart else f"body: new URLSearchParams({_pairs(body)})")
    elif isinstance(body, TextBody):
        options.append(f"body: {_json(body.text) if body.is_json else _literal(body.text)}")
    elif body is not None:
        options.append(f'body: await readFile("{FILE}")')
    return options


def _object(parts: list[str]) -> str:
    line = "{ " + ", ".join(parts) + " }"
    return line if len(line) < 72 else "{\n" + "".join(f"    {part},\n" for part in parts) + "  }"


def _pairs(body: FormBody) -> str:
    pairs = [f"[{_literal(field.name)}, {_literal(FILE if field.is_file else field.value)}]" for field in body.fields]
    return "[" + ", ".join(pairs) + "]"


def _form_lines(body: FormBody) -> list[str]:
    lines = ["const form = new FormData();"]
    for field in body.fields:
        name, kind = _literal(field.name), f", {{ type: {_literal(field.media_type)} }}" if field.media_type else ""
        if field.is_file:
            lines.append(f'form.append({name}, new Blob([await readFile("{FILE}")]{kind}), "{FILE}");')
        elif kind:
            lines.append(f"form.append({name}, new Blob([{_literal(field.value)}]{kind}));")
        else:
            lines.append(f"form.append({name}, {_literal(field.value)});")
    return lines


def _json(text: str) -> str:
    """JSON as an object to read; as a string where JavaScript would read it as something else."""
    value = json.loads(text)
    if '"__proto__"' in text or not _is_exact(value):
        return _literal(text)
    return f"JSON.stringify({_escaped(text)})".replace("\n", "\n  ")


def _is_exact(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_exact, value.values()))
    if isinstance(value, list):
        return all(map(_is_exact, value))
    return not isinstance(value, int | float) or abs(value) < _SAFE_INTEGER


def _text(text: Text, *, encode: bool = False) -> str:
    secret = "encodeURIComponent({})" if encode else "{}"
    parts = [_literal(part) if isinstance(part, str) else secret.format(_variable(part)) for part in text]
    return " + ".join(parts) or '""'


def _variable(secret: Secret) -> str:
    return f"process.env.{secret.variable}"


def _literal(text: str) -> str:
    return _escaped(json_text(text))


def _escaped(text: str) -> str:
    return clean_text(_ESCAPED(lambda match: _ESCAPES[match[0]], text))
