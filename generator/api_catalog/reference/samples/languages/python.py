"""A request as a Python script that uses httpx.

Text of a description stands in string literals only, with JSON's escapes, which Python reads alike.
"""

from __future__ import annotations

import json
import math
from typing import Any

from api_catalog.reference.markdown import clean_text
from api_catalog.reference.samples.request import (
    ANSWER,
    FILE,
    Body,
    FormBody,
    FormField,
    Request,
    Secret,
    Text,
    TextBody,
)
from api_catalog.reference.words import json_text

LANGUAGE = "Python"

_WIDTH = 88
_BARE = ("GET", "DELETE", "OPTIONS")  # functions of httpx that take no body
_WITH_BODY = ("POST", "PUT", "PATCH")
_MODULES = (("json", "data=json.dumps("), ("os", 'os.environ["'))
_MOST_NESTED = 60  # Python reads at most 200 brackets in one another
_SIGNING = """\
# Signed with AWS Signature Version 4 by botocore.
request = AWSRequest({arguments})
credentials = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
SigV4Auth(credentials, os.environ["AWS_SERVICE"], os.environ["AWS_REGION"]).add_auth(request)
"""


def render(request: Request) -> str:
    """The script."""
    if request.aws_signature and not isinstance(request.body, FormBody):
        return _signed(request)
    arguments = [*_target(request), *_options(request)]
    code = _sending(request, *_function(request, arguments))
    if request.aws_signature:
        code = "# The request has to be signed with AWS Signature Version 4 before it is sent.\n" + code
    return _imports(code) + code


def _signed(request: Request) -> str:
    """AWSRequest holds what SigV4Auth signs; httpx sends that."""
    headers = [*request.headers, *([("Content-Type", (request.content_type,))] if request.content_type else [])]
    arguments = [_literal(request.method), _text(request.address)]
    arguments += [f"headers={_mapping([(_literal(name), _text(value)) for name, value in headers])}"] if headers else []
    if isinstance(request.body, TextBody):
        written = f"json.dumps({_value(request.body)})" if _is_value(request.body) else _literal(request.body.text)
        arguments.append(f"data={written}.encode()")
    elif request.body is not None:
        arguments.append(f'data=open("{FILE}", "rb").read()')
    signing = _SIGNING.replace("{arguments}", _lines(arguments))
    sent = ["request.method", "request.url", "headers=dict(request.headers)", "content=request.body"]
    code = signing + _sending(request, "request", sent)
    botocore = (
        "from botocore.auth import SigV4Auth\n"
        "from botocore.awsrequest import AWSRequest\n"
        "from botocore.credentials import Credentials\n\n"
    )
    return _imports(code).rstrip("\n") + "\n" + botocore + code


def _imports(code: str) -> str:
    used = "".join(f"import {name}\n" for name, use in _MODULES if use in code)
    return (used + "\n" if used else "") + "import httpx\n\n"


def _function(request: Request, arguments: list[str]) -> tuple[str, list[str]]:
    method = request.method
    if method == "HEAD" or method in _WITH_BODY or (method in _BARE and request.body is None):
        return method.lower(), arguments
    return "request", [_literal(method), *arguments]


def _sending(request: Request, function: str, arguments: list[str]) -> str:
    if request.answer == "stream" and request.method != "HEAD":
        named = arguments if function == "request" else [_literal(request.method), *arguments]
        lines = _lines([*named, "timeout=None"])
        return (
            f"with httpx.stream({lines}) as response:\n"
            "    response.raise_for_status()\n"
            "    for line in response.iter_lines():\n"
            "        print(line)"
        )
    shown = {"bytes": f'open("{ANSWER}", "wb").write(response.content)'}.get(request.answer, "print(response.text)")
    shown = "print(response.headers)" if request.method == "HEAD" else shown
    return f"response = httpx.{function}({_lines(arguments)})\nresponse.raise_for_status()\n{shown}"


def _target(request: Request) -> list[str]:
    return [_text(request.address)]


def _options(request: Request) -> list[str]:
    body = request.body
    is_json = _is_value(body)
    headers = [(_literal(name), _text(value)) for name, value in request.headers]
    if request.content_type and not (is_json and request.content_type == "application/json"):  # json= states it
        headers.append((_literal("Content-Type"), _literal(request.content_type)))
    options = [f"headers={_mapping(headers)}"] if headers else []
    if request.basic:
        options.append(f"auth=({', '.join(_text((secret,)) for secret in request.basic)})")
    if isinstance(body, FormBody):
        options.append(_form(body))
    elif isinstance(body, TextBody):
        options.append(f"json={_value(body)}" if is_json else f"content={_literal(body.text)}")
    elif body is not None:
        options.append(f'content=open("{FILE}", "rb").read()')
    return options


def _form(body: FormBody) -> str:
    """httpx sends ``files`` as multipart; a part without a file name is text."""
    if body.multipart:
        parts = [f"({_literal(field.name)}, {_part(field)})" for field in body.fields]
        return f"files=[\n        {f',{chr(10)}        '.join(parts)},\n    ]" if parts else "files=[]"
    grouped: dict[str, list[str]] = {}
    for field in body.fields:
        grouped.setdefault(field.name, []).append(_literal(FILE if field.is_file else field.value))
    pairs = [(_literal(k), v[0] if len(v) == 1 else f"[{', '.join(v)}]") for k, v in grouped.items()]
    return f"data={_mapping(pairs)}"


def _part(field: FormField) -> str:
    kind = f", {_literal(field.media_type)}" if field.media_type else ""
    if field.is_file:
        return f'("{FILE}", open("{FILE}", "rb"){kind})'
    return f"(None, {_literal(field.value)}{kind})"


def _lines(arguments: list[str]) -> str:
    line = ", ".join(arguments)
    if len(line) < _WIDTH - 24 and "\n" not in line:
        return line
    return "\n" + "".join(f"    {argument},\n" for argument in arguments)


def _mapping(pairs: list[tuple[str, str]]) -> str:
    line = "{" + ", ".join(f"{name}: {value}" for name, value in pairs) + "}"
    if len(line) < _WIDTH - 16:
        return line
    return "{\n" + "".join(f"        {name}: {value},\n" for name, value in pairs) + "    }"


def _text(text: Text) -> str:
    parts = [f'os.environ["{part.variable}"]' if isinstance(part, Secret) else _literal(part) for part in text]
    return " + ".join(parts) or '""'


def _is_value(body: Body | None) -> bool:
    """Can the body be written as a Python value?"""
    return isinstance(body, TextBody) and body.is_json and _is_plain(json.loads(body.text), 0)


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return depth < _MOST_NESTED and all(_is_plain(item, depth + 1) for item in items)
    return not isinstance(value, float) or math.isfinite(value)


def _value(body: TextBody) -> str:
    return _nested(json.loads(body.text), 4)


def _nested(value: Any, indent: int) -> str:
    """A JSON value as Python; breaks only what is too long for a line."""
    line = _line(value)
    if not isinstance(value, dict | list) or not value or indent + len(line) <= _WIDTH - 16:
        return line
    inside = " " * (indent + 4)
    if isinstance(value, dict):
        parts = [f"{_literal(key)}: {_nested(item, indent + 4)}" for key, item in value.items()]
    else:
        parts = [_nested(item, indent + 4) for item in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{opening}\n" + "".join(f"{inside}{part},\n" for part in parts) + " " * indent + closing


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_literal(key)}: {_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_line, value))}]"
    return _literal(value) if isinstance(value, str) else repr(value)


def _literal(text: str) -> str:
    return clean_text(json_text(text))
