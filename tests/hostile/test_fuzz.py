"""What nobody would write: no input makes the loader, the builder of references or the Markdown path fall over.

A short and repeatable run; ``benchmarks/fuzz.py`` gives them a million.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from api_catalog.documents import ReadError
from api_catalog.documents.document import parse
from api_catalog.reference import split
from api_catalog.reference.markdown import markdown
from hostile.mutations import EVERYTHING, api_of, chances, near_description, near_markdown, near_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

_TAGS = re.compile(r"<(?:script|style|svg|iframe|img|form)|<[^>]* (?:on[a-z]+|style|id|class)=")
_ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)
_FIELDS = sorted({key for each in EVERYTHING for key in re.findall(r'"([^"]+)": ', json.dumps(each))})
_SHAPES = st.recursive(
    st.none()
    | st.integers()
    | st.sampled_from(["#/components/schemas/Thing", "#", "object", "a"])
    | st.text(max_size=4),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(_FIELDS), inside, max_size=5),
    max_leaves=25,
)


def _quickly(number: int) -> settings:
    checks = (HealthCheck.too_slow, HealthCheck.filter_too_much)
    return settings(max_examples=number, derandomize=True, database=None, deadline=None, suppress_health_check=checks)


@_quickly(600)
@given(st.binary(max_size=200), st.sampled_from(["a.json", "a.yaml"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    _read(data, name)


@_quickly(600)
@given(st.text(max_size=200), st.sampled_from(["a.json", "a.yaml"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    _read(text.encode("utf-8", "surrogatepass"), name)


@_quickly(300)
@given(_JSON)
def test_json_is_read_as_it_was_written(value: Any) -> None:
    try:
        text = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        text = json.dumps(value).encode()
    if b"\\ud" not in text:
        assert json.dumps(parse(text, "a.json")) == json.dumps(value)


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_what_is_near_a_text_is_read_or_refused(name: str) -> None:
    for number in range(4000):
        _read(near_text(chances(number)), name)


@_quickly(300)
@given(_SHAPES, _SHAPES, _SHAPES)
def test_any_shape_is_drawn(paths: Any, schemas: Any, schema: Any) -> None:
    content = {"a/b": {"schema": schema}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"description": "", "content": content}}}
    named = {**(schemas if isinstance(schemas, dict) else {}), "Thing": schema}
    all_paths = {**(paths if isinstance(paths, dict) else {}), "/a": {"post": operation}}
    split(api_of({"openapi": "3.1.1", "info": {}, "paths": all_paths, "components": {"schemas": named}}))


def test_what_is_near_a_description_is_drawn() -> None:
    for number in range(400):
        split(api_of(near_description(chances(number))))


@_quickly(600)
@given(st.text(max_size=300))
def test_any_text_is_safe_as_markdown(text: str) -> None:
    assert _is_safe(markdown(text))


def test_what_is_near_markdown_is_safe() -> None:
    for number in range(800):
        assert _is_safe(markdown(near_markdown(chances(number))))


def _read(data: bytes, name: str) -> None:
    try:
        value = parse(data, name)
    except ReadError as error:
        message = error.message
    else:
        message = json.dumps(value, allow_nan=False)
    assert message


def _is_safe(html: str) -> bool:
    """Nothing in it runs, and its links lead to the web, to mail or to a place nearby, as a browser reads them."""
    addresses = (
        "".join(unescape(each).split()).lstrip("".join(map(chr, range(33)))) for each in _ADDRESS.findall(html)
    )
    schemes = {match[1].lower() for match in map(_SCHEME.match, addresses) if match}
    return not _TAGS.search(html) and schemes <= {"http", "https", "mailto"}
