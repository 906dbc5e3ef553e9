"""Which texts are regular expressions, and what is said of those that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_catalog.documents import yaml_events
from api_catalog.validation import ecma262

CASES: dict[str, list[Any]] = yaml_events.load((Path(__file__).parent / "pattern_cases.yml").read_bytes())


@pytest.mark.parametrize("pattern", CASES["patterns"])
def test_is_a_pattern(pattern: str) -> None:
    assert ecma262.fault(pattern) is None


@pytest.mark.parametrize("case", CASES["no patterns"], ids=lambda case: case[0])
def test_is_no_pattern(case: list[str]) -> None:
    pattern, fault, *hint = case
    assert ecma262.fault(pattern) == fault
    assert ecma262.hint(pattern) == (hint[0] if hint else "Patterns are JavaScript's.")


@pytest.mark.parametrize("start", ["(", "[", "a{", "(?<", "\\", "(?<a>", "\\k<", "(?i", "[a-", "{1", "(?:a|", "[^\\"])
def test_long_texts_are_read_once(start: str) -> None:
    """A reader that goes back and forth would not end."""
    ecma262.fault(start * 300_000)


def test_half_characters_are_no_reason_to_fail() -> None:
    assert ecma262.fault("[\ud800-\udfff]") is None
    assert ecma262.fault("\ud800(") == "a group is not closed"
