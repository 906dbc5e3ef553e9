"""Request body → Body: JSON and other texts written out, forms field by field, the rest as a file to send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api_catalog.documents.references import MISSING, resolve
from api_catalog.reference.examples import generate
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.model import BodyView
from api_catalog.reference.samples.parameters import as_text, given_by
from api_catalog.reference.samples.request import Body, FileBody, FormBody, FormField, TextBody
from api_catalog.reference.words import json_text

_BINARY = ("octet-stream", "image/", "audio/", "video/", "/zip", "/pdf", "amazon.eventstream")
_SEQUENCES = ("ndjson", "jsonl", "json-stream", "json-lines")  # one JSON value on each line
_FORMS = ("multipart/", "application/x-www-form-urlencoded")
_TYPED_BY_OTHERS = ("type", "$ref", "properties", "items", "allOf", "oneOf", "anyOf", "const", "enum", "default")


def body_of(
    root: dict[str, Any], raw: dict[str, Any], stated: list[dict[str, Any]], view: BodyView | None
) -> Body | None:
    """The body to send: the first of those that ``view`` shows, with its first example."""
    if view is None or not view.contents:
        return None
    shown = view.contents[0]
    media_type = " ".join(shown.media_type.split())
    content = _first_content(root, raw, stated)
    if media_type.startswith(_FORMS):
        multipart = media_type.startswith("multipart/")
        is_2 = "swagger" in root
        fields = _fields_2(root, stated) if is_2 else _fields(root, content, multipart)
        return FormBody(multipart, tuple(fields))
    schema = resolve(root, content.get("schema"))
    is_text = isinstance(schema, dict) and schema.get("type") == "string"
    if any(mark in media_type for mark in _BINARY):
        return FileBody(media_type)
    if not shown.examples:
        if not media_type.startswith("text/") or (made := generate(root, schema)) in (None, ""):
            return FileBody(media_type.replace("*/*", "application/octet-stream"))
        return TextBody(media_type, clean_text(as_text(made)))
    text = clean_text(shown.examples[0].text)
    media_type = media_type.replace("*/*", "application/json")
    if any(mark in media_type for mark in _SEQUENCES) and _is_json(text):
        value = json.loads(text)
        return TextBody(
            media_type, "\n".join(json_text(item) for item in (value if isinstance(value, list) else [value]))
        )
    if "json" not in media_type or "json-seq" in media_type:
        return TextBody(media_type, text)
    return TextBody(media_type, clean_text(json_text(text)) if is_text or not _is_json(text) else text, is_json=True)


def _is_json(text: str) -> bool:
    """Authors write a JSON example as a value or as its text; text that is no JSON is a string."""
    try:
        json.loads(text, parse_constant=int)  # which refuses NaN and Infinity
    except (ValueError, RecursionError):
        return False
    return True


def _first_content(root: dict[str, Any], raw: dict[str, Any], stated: list[dict[str, Any]]) -> dict[str, Any]:
    if "swagger" in root:
        return next((parameter for parameter in stated if parameter.get("in") == "body"), {})
    body = resolve(root, raw.get("requestBody"))
    contents = body.get("content") if isinstance(body, dict) else None
    for content in contents.values() if isinstance(contents, dict) else ():
        if isinstance(content := resolve(root, content), dict):
            return content
    return {}


def _fields_2(root: dict[str, Any], stated: list[dict[str, Any]]) -> Iterator[FormField]:
    """Those of OpenAPI 2.0: the required ``formData`` parameters, or all if none is required."""
    form = [raw for raw in stated if raw.get("in") == "formData"]
    for raw in [raw for raw in form if raw.get("required") is True] or form:
        name = clean_text(str(raw.get("name")))
        value = generate(root, raw)
        if raw.get("type") == "file":
            yield FormField(name, is_file=True)
        elif raw.get("collectionFormat") == "multi":
            yield from (FormField(name, clean_text(as_text(item))) for item in value or ())
        elif isinstance(value, list):
            yield FormField(name, clean_text(",".join(as_text(item) for item in value)))
        else:
            yield FormField(name, clean_text(as_text(value)))


def _fields(root: dict[str, Any], content: dict[str, Any], multipart: bool) -> Iterator[FormField]:
    """Those of OpenAPI 3: of the author's example, else the required properties, or all if none is required."""
    schema = resolve(root, content.get("schema"))
    properties, required = _properties(root, schema)
    example = given_by(root, content)
    example = given_by(root, schema) if example is MISSING and isinstance(schema, dict) else example
    stated = example if isinstance(example, dict) else {}
    encodings = content.get("encoding") if isinstance(content.get("encoding"), dict) else {}
    names = dict.fromkeys([*stated, *(name for name in properties if name in required or not (stated or required))])
    for name in names:
        encoding = encodings.get(name) if isinstance(encodings, dict) else None
        media_type = clean_text(str(encoding.get("contentType") or "")) if isinstance(encoding, dict) else ""
        part = properties.get(name, {"enum": []})  # one that only the example knows is no file
        yield from _field(root, clean_text(str(name)), part, stated.get(name, MISSING), media_type, multipart)


def _field(
    root: dict[str, Any], name: str, part: Any, value: Any, media_type: str, multipart: bool
) -> Iterator[FormField]:
    schema = resolve(root, part)
    schema = schema if isinstance(schema, dict) else {}
    items = resolve(root, schema.get("items")) if schema.get("type") == "array" else None
    media_type = media_type.split(",")[0].strip()  # one of several, or a range: a client chooses
    if multipart and (_is_file(root, part, media_type) or (items and _is_file(root, items, ""))):
        yield FormField(name, is_file=True, media_type="" if "*" in media_type else media_type)
        return
    value = generate(root, schema) if value is MISSING else value
    if not multipart:
        media_type = ""
    elif isinstance(value, dict):
        media_type = media_type or "application/json"
    for item in value if isinstance(value, list) else [value]:
        if item is not None:
            yield FormField(name, clean_text(as_text(item)), media_type="" if "*" in media_type else media_type)


def _is_file(root: dict[str, Any], part: Any, media_type: str) -> bool:
    """Bytes: ``format: binary`` (3.0), a content type without an encoding or no type at all (3.1 and later)."""
    schema = resolve(root, part)
    if not isinstance(schema, dict):
        return False
    untyped = not any(key in schema for key in (*_TYPED_BY_OTHERS, "example", "examples"))
    is_bytes = schema.get("format") == "binary" or ("contentMediaType" in schema and "contentEncoding" not in schema)
    return is_bytes or untyped or any(mark in media_type for mark in _BINARY)


def _properties(root: dict[str, Any], schema: Any, depth: int = 0) -> tuple[dict[str, Any], set[str]]:
    """Properties a client sends and the names of the required ones, those of ``allOf`` included."""
    if not isinstance(schema, dict) or depth > 4:
        return {}, set()
    own = schema.get("properties")
    found = dict(own) if isinstance(own, dict) else {}
    required = {str(name) for name in schema.get("required") or ()}
    for part in schema.get("allOf") or ():
        inner, needed = _properties(root, resolve(root, part), depth + 1)
        found = {**inner, **found}
        required |= needed
    sent = {
        name: raw
        for name, raw in found.items()
        if not (isinstance(target := resolve(root, raw), dict) and target.get("readOnly") is True)
    }
    return sent, required
