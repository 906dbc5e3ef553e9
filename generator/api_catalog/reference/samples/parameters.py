"""Parameters as they are sent: a value for each required one, in the style that the description asks for.

The styles follow the Parameter Object of OpenAPI 3 and ``collectionFormat`` of 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote

from api_catalog.documents.references import MISSING, resolve
from api_catalog.reference.markdown import clean_text
from api_catalog.reference.words import json_text

_PATH = "-._~:@"
_QUERY = "-._~:/@"
_RESERVED = "-._~:/?@!$'()*,;"  # less than allowReserved allows: & = + # would break the pairs apart
_SEPARATORS = {"ssv": "%20", "spaceDelimited": "%20", "tsv": "%09", "pipes": "%7C", "pipeDelimited": "%7C"}


def placeholder(name: str) -> str:
    """``name`` in capitals: petId → PET_ID."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_").upper() or "VALUE"


def as_text(value: Any) -> str:
    """``value`` as it stands in a URL or a form: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else "" if value is None else json_text(value)


def given_by(root: dict[str, Any], raw: dict[str, Any]) -> Any:
    """The first value that a parameter, media type or schema gives, or MISSING; of an array, that of its items."""
    for key in ("example", "x-example"):
        if key in raw:
            return raw[key]
    examples = raw.get("examples")
    if isinstance(examples, dict):  # OpenAPI's: by name
        for stated in examples.values():
            example = resolve(root, stated)
            for key in ("value", "dataValue", "serializedValue"):
                if isinstance(example, dict) and key in example:
                    return example[key]
    elif isinstance(examples, list) and examples:  # JSON Schema's: a list
        return examples[0]
    for key in ("default", "const"):
        if key in raw:
            return raw[key]
    return raw["enum"][0] if isinstance(raw.get("enum"), list) and raw["enum"] else MISSING


def _value(root: dict[str, Any], raw: dict[str, Any]) -> Any:
    """What to send for a parameter: the author's value, else its name in capitals."""
    value = given_by(root, raw)
    schema: Any = raw if "type" in raw and "schema" not in raw else resolve(root, raw.get("schema"))
    content = next(iter(raw["content"].values()), None) if isinstance(raw.get("content"), dict) else None
    if value is MISSING and isinstance(content := resolve(root, content), dict):
        value = given_by(root, content)
        schema = resolve(root, content.get("schema"))
    if value is MISSING and isinstance(schema, dict):
        value = given_by(root, schema)
        if value is MISSING and isinstance(items := resolve(root, schema.get("items")), dict):
            item = given_by(root, items)
            value = MISSING if item is MISSING else [item]
    return placeholder(str(raw.get("name"))) if value is MISSING else value


def _required(stated: list[dict[str, Any]], location: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for raw in stated:
        if raw.get("in") == location and raw.get("required") is True:
            yield clean_text(str(raw.get("name"))), raw


def _words(value: Any) -> list[str]:
    """The texts of a value: of a list, each item; of an object, names and values in turn."""
    if isinstance(value, dict):
        return [clean_text(as_text(part)) for pair in value.items() for part in pair]
    return [clean_text(as_text(item)) for item in (value if isinstance(value, list) else [value])]


def path_value(root: dict[str, Any], name: str, raw: dict[str, Any] | None, *, slashes: bool = False) -> str:
    """What stands in the path for ``{name}``; ``raw`` is its parameter, if there is one."""
    if raw is None:
        return placeholder(name)
    value = _value(root, raw)
    if isinstance(raw.get("content"), dict) and not isinstance(value, str):
        value = as_text(value)
    text = ",".join(quote(word, safe=_PATH + "/" * slashes) for word in _words(value))
    return {"label": ".", "matrix": f";{quote(name, safe='')}="}.get(str(raw.get("style")), "") + text


def query_of(root: dict[str, Any], stated: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The required query parameters, percent-encoded."""
    for name, raw in _required(stated, "query"):
        yield from _pairs(root, name, raw)
    for _, raw in _required(stated, "querystring"):  # OpenAPI 3.2: one parameter is the whole query
        value = _value(root, raw)
        pairs = value.items() if isinstance(value, dict) else parse_qsl(as_text(value), keep_blank_values=True)
        yield from (
            (quote(clean_text(str(key)), safe="-._~"), quote(clean_text(as_text(item)), safe=_QUERY))
            for key, item in pairs
        )


def _pairs(root: dict[str, Any], name: str, raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    value = _value(root, raw)
    label = quote(name, safe="-._~")
    safe = _RESERVED if raw.get("allowReserved") is True else _QUERY
    if isinstance(raw.get("content"), dict) or not isinstance(value, list | dict):
        yield label, quote(clean_text(as_text(value)), safe=safe)
        return
    style = str(raw.get("style") or raw.get("collectionFormat") or ("csv" if "schema" not in raw else "form"))
    explode = raw.get("explode", style == "form") is True or style == "multi"
    if isinstance(value, dict) and (style == "deepObject" or explode):
        for key, item in value.items():
            inner = f"{name}[{clean_text(key)}]" if style == "deepObject" else clean_text(key)
            yield quote(inner, safe="-._~"), quote(clean_text(as_text(item)), safe=safe)
    elif explode:
        yield from ((label, quote(word, safe=safe)) for word in _words(value))
    else:
        yield label, _SEPARATORS.get(style, ",").join(quote(word, safe=safe) for word in _words(value))


def headers_of(root: dict[str, Any], stated: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The required headers. A value that no header can carry (RFC 9110, 5.5) is the name in capitals."""
    for name, raw in _required(stated, "header"):
        value = _value(root, raw)
        text = as_text(value) if isinstance(raw.get("content"), dict) else ",".join(_words(value))
        text = " ".join(clean_text(text).split())
        yield " ".join(name.split()), text if text.isascii() else placeholder(name)


def cookies_of(root: dict[str, Any], stated: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The required cookies, percent-encoded."""
    for name, raw in _required(stated, "cookie"):
        yield (
            quote(name, safe="-._~!$&'*+^|"),
            ",".join(quote(word, safe="-._~:/@") for word in _words(_value(root, raw))),
        )
