"""Names for URLs and anchors are portable, never empty, never too long, and never the same twice."""

from __future__ import annotations

import re
import string

import pytest
from api_catalog.catalog.slugs import MAX_BYTES, anchor, slug, unique

PORTABLE = re.compile(r"[a-z0-9][a-z0-9._-]*")
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
PLAIN = {
    "polly": "polly",
    "Amazon Polly": "amazon-polly",
    "text-to-speech": "text-to-speech",
    "v1.2": "v1.2",
    "snake_case": "snake_case",
    "googleapis.com": "googleapis.com",
    "A / B (C)": "a-b-c",
    "--x--": "x",
    "a//../../b": "a-..-..-b",
    "Café": "cafe",
    "Cafe\u0301": "cafe",
    "Ａｃｍｅ": "acme",
    "ﬁne": "fine",
    "x²": "x2",
    "\u212aelvin": "kelvin",
    "İstanbul": "istanbul",
    "a\u200bb": "a-b",
    "a\tb\nc": "a-b-c",
    "a\0b": "a-b",
    "concatenate": "concatenate",
    "console": "console",
    "com10": "com10",
}
HOSTILE = [
    "",
    " ",
    "-",
    "..",
    "/",
    "\0",
    "Größe",
    "東京",
    "東",
    "Москва",
    "😀",
    "😀😀",
    "\udc80",
    "\u202eabc",
    "con",
    "CON",
    "Con",
    "nul",
    "aux",
    "prn",
    "com1",
    "LPT9",
    "index",
    "x" * 300,
    "x" * 299 + "y",
    "é" * 300,
    "东" * 300,
    "x." * 150,
    "a" * 90 + "." * 200 + "b",
    "-" * 300,
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "C:\\Windows",
    "%2e%2e%2f",
    "a?b#c&d",
    *string.punctuation,
]


@pytest.mark.parametrize(("text", "name"), PLAIN.items())
def test_slug(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize("text", [*HOSTILE, *PLAIN])
def test_slug_is_portable(text: str) -> None:
    name = slug(text)
    assert PORTABLE.fullmatch(name)
    assert not name.endswith((".", "-"))
    assert len(name.encode()) <= MAX_BYTES
    assert name not in RESERVED
    assert name != "index"
    assert slug(name) == name


@pytest.mark.parametrize("text", ["Acme", "GRÖSSE", "CON", "x" * 300, "Москва"])
def test_slug_of_one_text_is_always_the_same(text: str) -> None:
    assert slug(text) == slug(text)
    assert slug(text).lower() == slug(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("東京", "京都"),
        ("東京", ""),
        ("x" * 300, "x" * 301),
        ("x" * 100 + "a", "x" * 100 + "b"),
        ("con", "con-1"),
        ("Größe", "Groe"),
        ("Größe", "Größé"),
        ("data 東", "data 京"),
        ("\udc80", "\udc81"),
    ],
)
def test_what_ascii_cannot_hold_stays_different(one: str, other: str) -> None:
    assert slug(one) != slug(other)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("DetectLabels", "op-detect-labels"),
        ("getURLForID", "op-get-url-for-id"),
        ("GET /pets/{id}", "op-get-pets-id"),
        ("v1beta1Run", "op-v1beta1-run"),
        ("list_models", "op-list_models"),
    ],
)
def test_anchor(text: str, id: str) -> None:  # noqa: A002 - the field's word
    assert anchor("op", text) == id


@pytest.mark.parametrize("text", HOSTILE)
def test_anchor_has_its_prefix(text: str) -> None:
    assert re.fullmatch(r"op-[a-z0-9][a-z0-9._-]*", anchor("op", text))


@pytest.mark.parametrize(
    ("names", "result"),
    [
        ([], []),
        (["a", "b"], ["a", "b"]),
        (["a", "a", "a"], ["a", "a-2", "a-3"]),
        (["a", "a", "a-2"], ["a", "a-2", "a-2-2"]),
        (["a-2", "a", "a"], ["a-2", "a", "a-3"]),
        (["a", "a-2", "a", "a-2", "a"], ["a", "a-2", "a-3", "a-2-2", "a-4"]),
    ],
)
def test_unique(names: list[str], result: list[str]) -> None:
    assert unique(names) == result
    assert len(set(result)) == len(names)


def test_unique_of_many_equal_names_is_quick() -> None:
    assert len(set(unique(["a"] * 50_000))) == 50_000
