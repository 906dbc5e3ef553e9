"""A file's bytes become a value, JSON as exactly as YAML, and a problem names the place it is about."""

from __future__ import annotations

import json

import pytest
from api_catalog.documents.document import Document, parse
from api_catalog.documents.yaml_events import ReadError
from api_catalog.problems import Problem, Severity

VALUES = {
    "plain": b'{"a": [1, 2.5, true, null, "x"]}',
    "20 digits": b'{"a": 12345678901234567890}',
    "16 digits in text": b'{"a": "1234567890123456", "b": "\\u00e9"}',
    "a float of 20 digits": b'{"a": 0.12345678901234567}',
    "characters beyond the basic plane": '{"a": "\U0001f600 \\ud83d\\ude00"}'.encode(),
}


@pytest.mark.parametrize("data", VALUES.values(), ids=VALUES)
def test_json_means_the_same_as_in_json(data: bytes) -> None:
    assert json.dumps(parse(data, "x.json")) == json.dumps(json.loads(data))


@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
def test_byte_order_mark_is_no_part_of_the_text(name: str) -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}', name) == {"a": 1}


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", ["x.json", "x.yaml"])
def test_empty_file(data: bytes, name: str) -> None:
    with pytest.raises(ReadError, match="the file is empty"):
        parse(data, name)


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b'{\n  "a": 1\n  "b": 2\n}', (3, 3)),
        (b'{\n  "a": [1, 2\n}', (3, 1)),
        (b'{\n  "a": "x\n}', (2, 10)),
        (b'{"a": 1e999}', (1, 7)),
        (b'{\n\n"a": 1}\n{"b": 2}', (4, 1)),
        (b"[" * 100_000, (1, 1026)),
    ],
)
def test_broken_json_has_a_place(data: bytes, at: tuple[int, int]) -> None:
    with pytest.raises(ReadError) as caught:
        parse(data, "x.json")
    assert (caught.value.line, caught.value.column) == at


def test_problem_stands_at_its_place() -> None:
    data = b"info:\n  title: T\n  x/y: {z: 1}\n"
    document = Document("specs/a.yaml", "a.yaml", data, parse(data, "a.yaml"))
    assert document.problem(("info", "x/y", "z"), "no", "some-rule", "Do.", Severity.WARNING) == Problem(
        path="specs/a.yaml",
        line=3,
        column=9,
        message="no",
        rule="some-rule",
        severity=Severity.WARNING,
        hint="Do.",
        pointer="/info/x~1y/z",
    )


def test_problem_of_the_whole_file_stands_at_its_start() -> None:
    problem = Document("specs/a.yaml", "a.yaml", b"\n\n# c\na: 1\n", {"a": 1}).problem((), "no", "some-rule")
    assert (problem.line, problem.column, problem.pointer) == (1, 1, "")
