"""YAML text means what YAML 1.2 says, and what JSON cannot hold is refused with its line and column."""

from __future__ import annotations

import json
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.documents.limits import Limits
from api_catalog.documents.yaml_events import ReadError, load

CASES: dict[str, list[dict[str, str]]] = yaml.safe_load((Path(__file__).parent / "yaml_cases.yml").read_text("utf-8"))


def _laughs(levels: int, width: int) -> bytes:
    """Nested aliases: each level holds the one before ``width`` times."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


def _merges(levels: int, width: int) -> bytes:
    """Nested merges, each of ``width`` mappings."""
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * width)}], k{n}: 1}}" for n in range(1, levels)]
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "100,000 open brackets": (b"[" * 100_000, "1:201", "nested deeper than 200 levels"),
    "100,000 open braces": (b"{a: " * 100_000, "1:801", "nested deeper than 200 levels"),
    "100,000 dashes": (b"- " * 100_000, "1:401", "nested deeper than 200 levels"),
    "deep on line 3": (b"a: 1\nb: 2\nc: " + b"[" * 300, "3:203", "nested deeper than 200 levels"),
    "billion laughs": (_laughs(10, 10), "8:", "aliases expand to more than 5000000 values"),
    "laughs that only double": (_laughs(30, 2), "20:18", "aliases expand to more than 5000000 values"),
    "merge bomb": (_merges(40, 400), "", "expand to more than 5000000 values"),
    "integer of 401 digits": (b"a: 1\nb: " + b"9" * 401, "2:4", "integer of more than 400 digits"),
    "integer of a million digits": (b"9" * 1_000_000, "1:1", "integer of more than 400 digits"),
    "hexadecimal of 401 digits": (b"0x" + b"f" * 399, "1:1", "integer of more than 400 digits"),
    "invalid UTF-8": (b"a: 1\nb: 2\nc: \xff\n", "3:", "invalid leading UTF-8 octet"),
    "Latin-1": ("a: caf\u00e9\n".encode("latin-1"), "1:", "UTF-8"),
    "truncated UTF-8": ("a: 1\nb: \u20ac".encode()[:-1], "2:", "UTF-8"),
    "surrogate in UTF-8": (b"a: \xed\xa0\x80", "1:", "invalid Unicode character"),
    "UTF-16 without a mark": ("a: 1".encode("utf-16-le"), "1:", "control characters are not allowed"),
}


@pytest.mark.parametrize("case", CASES["values"], ids=itemgetter("name"))
def test_value(case: dict[str, str]) -> None:
    # as JSON text, because 1 == 1.0 == True
    assert json.dumps(load(case["text"].encode())) == json.dumps(json.loads(case["json"], strict=False))


@pytest.mark.parametrize("case", CASES["errors"], ids=itemgetter("name"))
def test_error(case: dict[str, str]) -> None:
    with pytest.raises(ReadError) as caught:
        load(case["text"].encode())
    assert f"{caught.value.line}:{caught.value.column}".startswith(case["at"])
    assert case["says"] in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(("data", "at", "says"), HOSTILE.values(), ids=HOSTILE)
def test_hostile(data: bytes, at: str, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        load(data)
    assert f"{caught.value.line}:{caught.value.column}".startswith(at)
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("data", "value"),
    {
        b"": None,
        b"\xef\xbb\xbfa: 1": {"a": 1},
        "a: \u00e9\U0001f600".encode(): {"a": "\u00e9\U0001f600"},
        b"a: 1\r\nb: 2\r\n": {"a": 1, "b": 2},
        b"9" * 400: 10**400 - 1,
        b"-" + b"9" * 399: 1 - 10**399,
    }.items(),
)
def test_unusual_but_fine(data: bytes, value: Any) -> None:
    assert load(data) == value


@pytest.mark.parametrize(
    ("limits", "text", "says"),
    [
        (Limits(depth=2), "a: [[1]]", "nested deeper than 2 levels"),
        (Limits(nodes=3), "[1, 2, 3]", "more than 3 values"),
        (Limits(nodes=6), "a: &x [1, 2]\nb: [*x]", "aliases expand to more than 6 values"),
        (Limits(digits=3), "a: 1234", "integer of more than 3 digits"),
    ],
)
def test_limit(limits: Limits, text: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        load(text.encode(), limits)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(), "[" * 200 + "]" * 200),
        (Limits(depth=2), "a: [1]"),
        (Limits(nodes=4), "[1, 2, 3]"),
        (Limits(nodes=9), "a: &x [1, 2]\nb: [*x]"),
        (Limits(digits=3), "a: 123"),
    ],
)
def test_within_limit(limits: Limits, text: str) -> None:
    assert load(text.encode(), limits)


@pytest.mark.parametrize("bomb", [_laughs, _merges])
def test_bomb_below_the_limit_shares_memory(bomb: Callable[[int, int], bytes]) -> None:
    value = load(bomb(5, 10))
    assert list(value) == ["a0", "a1", "a2", "a3", "a4"]
