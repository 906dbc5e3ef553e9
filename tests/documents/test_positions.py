"""Every place of a document is found in its text, and one that is not there at its nearest parent."""

from __future__ import annotations

import json
import time

import pytest
from api_catalog.documents.document import parse
from api_catalog.documents.positions import duplicate_key, from_pointer, locate, to_pointer
from api_catalog.documents.yaml_events import ReadError

YAML = """\
# a comment
openapi: 3.1.0
info:
  title: "T"
paths:
  /pets/{id}:
    get:
      tags:
        - one
        - two
        -
          deep: 1
      responses: {"200": {description: ok, x: [a, {b: c}]}}
x~y: &anchor {z: 1}
x-copy:
  <<: *anchor
  own: *anchor
  ? explicit
  : value
  block: |
    own: not a key
  after: 1
200: number
list:
- a: 1
  b: 2
- - 1
  - [2, 3]
é: {ü: 1, after: 2}
"""
JSON = """\
{
  "openapi": "3.1.0",
  "paths": {
    "/a/{b}": {"get": {"tags": ["x", "y"]}},
    "/c": [{"d": 1}, {"d": {"e": null}}]
  }, "last": {"k": "{\\"last\\": 1}", "m": 2}
}
"""

PLACES = [
    (YAML, ("openapi",), (2, 1)),
    (YAML, ("info", "title"), (4, 3)),
    (YAML, ("paths", "/pets/{id}"), (6, 3)),
    (YAML, ("paths", "/pets/{id}", "get", "tags"), (8, 7)),
    (YAML, ("paths", "/pets/{id}", "get", "tags", 0), (9, 11)),
    (YAML, ("paths", "/pets/{id}", "get", "tags", "1"), (10, 11)),
    (YAML, ("paths", "/pets/{id}", "get", "tags", 2, "deep"), (12, 11)),
    (YAML, ("paths", "/pets/{id}", "get", "responses", "200", "description"), (13, 27)),
    (YAML, ("paths", "/pets/{id}", "get", "responses", "200", "x", 1), (13, 51)),
    (YAML, ("paths", "/pets/{id}", "get", "responses", "200", "x", 1, "b"), (13, 52)),
    (YAML, ("x~y",), (14, 1)),
    (YAML, ("x~y", "z"), (14, 15)),
    (YAML, ("x-copy", "own"), (17, 3)),
    (YAML, ("x-copy", "explicit"), (18, 5)),
    (YAML, ("x-copy", "after"), (22, 3)),
    (YAML, ("200",), (23, 1)),
    (YAML, (200,), (23, 1)),
    (YAML, ("list", 0, "b"), (26, 3)),
    (YAML, ("list", 1, 1, 0), (28, 6)),
    (YAML, ("é", "after"), (29, 11)),
    (JSON, ("paths", "/a/{b}", "get", "tags", 1), (4, 38)),
    (JSON, ("paths", "/c", 1, "d", "e"), (5, 29)),
    (JSON, ("last",), (6, 6)),
    (JSON, ("last", "m"), (6, 37)),
]
MISSING = [
    (YAML, ("nothing",), (1, 1)),
    (YAML, ("info", "nothing"), (3, 1)),
    (YAML, ("info", "title", "deeper"), (4, 3)),
    (YAML, ("info", "nothing", "title"), (3, 1)),
    (YAML, ("paths", "/pets/{id}", "get", "tags", 9), (8, 7)),
    (YAML, ("paths", "/pets/{id}", "get", "tags", "x"), (8, 7)),
    (YAML, ("paths", "/pets/{id}", "post", "tags"), (6, 3)),
    (YAML, ("x-copy", "z"), (15, 1)),
    (YAML, ("x-copy", "own", "z"), (17, 3)),
    (JSON, ("paths", "/c", 5), (5, 5)),
    (JSON, ("last", "last"), (6, 6)),
]
ESCAPES = r"""{"smile": "\ud83d\ude00", "\ud83d\ude00": {"a": 1},
  "lone": "\ud83d", "\u0061b": [1, {"\"": 2}], "é": 3, "last": 4}
"""
ESCAPED = [
    (("smile",), (1, 2)),
    (("\U0001f600", "a"), (1, 44)),
    (("lone",), (2, 3)),
    (("ab", 1, '"'), (2, 37)),
    (("last",), (2, 56)),
]
EQUAL_KEYS = {
    "at the start": ('{"a": 1, "a": 2}', ("a", 1, 10)),
    "on another line": ('{"a": {"b": 1,\n  "c": 2,\n  "b": 3}}', ("b", 3, 3)),
    "in a list, of containers": ('[{"a": {"b": 1}, "c": 1, "a": {"b": 1}}]', ("a", 1, 26)),
    "the first of several": ('{"a": {"x": 1, "x": 2}, "a": 1}', ("x", 1, 16)),
    "with blanks": ('{"a" : 1 ,\t"a"\n: 2}', ("a", 1, 12)),
    "one of them escaped": ('{"a": 1, "\\u0061": 2}', ("a", 1, 10)),
    "with a number that is long": ('{"a": 12345678901234567890, "a": 1}', ("a", 1, 29)),
    "behind a byte order mark": ('\ufeff{"a": 1, "a": 1}', ("a", 1, 10)),
    "beside text with colons": ('{"a": "b:c", "d": "\\u003a\\u003A", "a": 1}', ("a", 1, 35)),
}
UNEQUAL_KEYS = [
    '{"a": 1, "A": 1, "a ": 1, "": 1}',
    '[{"a": 1}, {"a": 1}]',
    '{"a": {"a": {"a": 1}}}',
    '{"a": "\\u003a", "b": ":", "c": "{\\"a\\": 1, \\"a\\": 2}"}',
    '{"a": 1.0, "b": 1e5, "c": 12345678901234567890}',
    '"a: b"',
    "[]",
]
UNREADABLE = [b"", b"\xff\xfe\xff", b"a: [", b"{", b"a: \x00", b"\t- x", b"[" * 5000]


@pytest.mark.parametrize(("text", "pointer", "place"), PLACES)
def test_place(text: str, pointer: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert locate(text.encode(), pointer) == place


@pytest.mark.parametrize(("text", "pointer", "place"), MISSING)
def test_missing_place_is_that_of_its_nearest_parent(
    text: str, pointer: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    assert locate(text.encode(), pointer) == place


@pytest.mark.parametrize("text", [YAML, JSON])
def test_byte_order_mark_and_windows_line_ends_move_nothing(text: str) -> None:
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    for same, pointer, place in PLACES:
        if same is text:
            assert locate(data, pointer) == place


@pytest.mark.parametrize("data", UNREADABLE)
def test_unreadable_text_has_only_a_start(data: bytes) -> None:
    assert locate(data, ("nothing", "here")) == (1, 1)


@pytest.mark.parametrize(
    ("parts", "pointer"),
    [
        ((), ""),
        (("",), "/"),
        (("paths", "/a/{b}", "get"), "/paths/~1a~1{b}/get"),
        (("~", "~1", "/~0"), "/~0/~01/~1~00"),
        (("é ü", "%2F", '"'), '/é ü/%2F/"'),
        (("a", "", "b"), "/a//b"),
    ],
)
def test_pointer_and_back(parts: tuple[str, ...], pointer: str) -> None:
    assert to_pointer(parts) == pointer
    assert from_pointer(pointer) == parts


def test_pointer_of_an_item() -> None:
    assert to_pointer(("tags", 0)) == "/tags/0"
    assert from_pointer("/tags/0") == ("tags", "0")


@pytest.mark.parametrize("text", ["a", "#/a", " /a"])
def test_not_a_pointer(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        from_pointer(text)


@pytest.mark.parametrize(("pointer", "place"), ESCAPED)
def test_place_in_json_with_escapes(pointer: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert locate(ESCAPES.encode(), pointer) == place


@pytest.mark.parametrize("text", [JSON, '[1, {"a": [2]}]', '{"a b": {"": [[], {}, {"c": null}]}}'])
def test_every_place_of_json_is_that_of_the_same_text_as_yaml(text: str) -> None:
    """A comment makes it YAML and no longer JSON."""
    places: list[tuple[str | int, ...]] = [()]
    for pointer in places:
        value = json.loads(text)
        for part in pointer:
            value = value[part]
        keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
        places += [(*pointer, key) for key in keys]
    assert len(places) > 3
    for pointer in places:
        assert locate(text.encode(), pointer) == locate(text.encode() + b"\n# a comment", pointer)


def test_many_places_take_one_look_at_the_text() -> None:
    value = {"paths": {f"/{n}": {"get": {"tags": ["x"] * 50, "summary": "x" * 100}} for n in range(5000)}}
    for text in (json.dumps(value, indent=1), json.dumps(value)[:-1] + "\n}  # yaml"):
        started = time.process_time()
        places = {locate(text.encode(), ("paths", f"/{n}", "get", "tags", 49)) for n in range(0, 5000, 50)}
        assert len(places) == 100
        assert time.process_time() - started < 5


@pytest.mark.parametrize(("text", "place"), EQUAL_KEYS.values(), ids=EQUAL_KEYS)
def test_two_equal_keys_of_json_are_refused(text: str, place: tuple[str, int, int]) -> None:
    assert duplicate_key(text.encode()) == place
    with pytest.raises(ReadError) as caught:
        parse(text.encode(), "x.json")
    error = caught.value
    assert (error.message, error.line, error.column) == (f"duplicate key {place[0]!r}", *place[1:])
    assert error.hint == "Keep one of the two."


@pytest.mark.parametrize("text", UNEQUAL_KEYS)
def test_other_keys_of_json_are_not(text: str) -> None:
    assert duplicate_key(text.encode()) is None
    assert parse(text.encode(), "x.json") == json.loads(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [('{"a": 1,\n "b": %s}' % ("9" * 5000), (2, 7)), ('{"a": 12345678901234567890,\n "b": NaN}', (2, 7))],
    ids=["too long", "none"],
)
def test_number_of_json_that_is_none(text: str, at: tuple[int, int]) -> None:
    with pytest.raises(ReadError) as caught:
        parse(text.encode(), "x.json")
    assert (caught.value.line, caught.value.column) == at
