"""Every place of a document is found in its text, and one that is not there at its nearest parent."""

from __future__ import annotations

import pytest
from api_catalog.documents.positions import from_pointer, locate, to_pointer

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
