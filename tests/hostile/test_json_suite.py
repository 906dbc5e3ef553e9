"""JSON by the grammar of RFC 8259: what is JSON has its value, and what is none is refused with a problem."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from api_catalog.documents import ReadError, load
from api_catalog.documents.document import parse

_FILE = Path(__file__).with_name("json_suite.yml")
SUITE: dict[str, Any] = parse(_FILE.read_bytes(), _FILE.name)
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")
_DEEP = 250  # levels; RFC 8259 lets a reader have a limit
_LEAST = 120


def _bytes(text: str) -> bytes:
    return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), text.encode())


ACCEPTED = [*(text.encode() for text in SUITE["accept"]), *map(_bytes, SUITE["bytes"]["accept"])]
REFUSED = [*(text.encode() for text in SUITE["refuse"]), *map(_bytes, SUITE["bytes"]["refuse"])]
FRAMES = {
    "alone": b"%s",
    "in a list": b"[%s]",
    "in a mapping": b'{"k":%s}',
    "beside a long number": b"[12345678901234567890,%s]",
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: bytes) -> None:
    assert _same(parse(text, "a.json"), json.loads(text.decode("utf-8-sig")))


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        parse(text, "a.json")
    assert caught.value.message
    assert caught.value.line >= 1


@pytest.mark.parametrize("text", REFUSED)
def test_refused_with_a_problem_in_a_folder(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(text)
    (problem,) = load(tmp_path).problems
    assert (problem.rule, problem.severity.value) == ("unreadable", "error")


@pytest.mark.parametrize("text", [text for text in ACCEPTED if not text.startswith(b"\xef")])
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_accepted_inside(text: bytes, frame: bytes) -> None:
    whole = frame % text
    assert _same(parse(whole, "a.json"), json.loads(whole))


@pytest.mark.parametrize("text", [text.encode() for text in SUITE["refuse"] if text.startswith(('"', "{"))])
def test_refused_beside_a_long_number(text: bytes) -> None:
    """Where Python's own reader is asked too, which accepts more."""
    with pytest.raises(ReadError):
        parse(b"[12345678901234567890, %s]" % text, "a.json")


@pytest.mark.parametrize("text", SUITE["either"])
def test_either(text: str) -> None:
    try:
        value = parse(text.encode(), "a.json")
    except ReadError:
        return
    json.dumps(value, allow_nan=False)


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_depth(start: str, end: str) -> None:
    levels = _DEEP // len(end)
    assert parse((start * levels + "1" + end * levels).encode(), "a.json") is not None
    with pytest.raises(ReadError, match=r"nested|[Rr]ecursion|depth"):
        parse((start * 5_000 + "1" + end * 5_000).encode(), "a.json")


def test_suite_is_large() -> None:
    assert len(ACCEPTED) + len(REFUSED) >= _LEAST
    assert len(set(REFUSED)) == len(REFUSED)


def _same(one: Any, other: Any) -> bool:
    """Are they equal, with types and the sign of zero?"""
    if isinstance(one, float) and isinstance(other, float):
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    return json.dumps(one) == json.dumps(other)
