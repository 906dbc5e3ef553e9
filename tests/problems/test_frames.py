"""Code frames: the right line, the caret under the right place, and nothing that harms a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.problems import Context, Problem, report
from api_catalog.problems.terminal import width

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "frame_cases.yml").read_text("utf-8"))


def _frame(source: bytes, line: int, column: int) -> list[str]:
    """The rows of the frame in a report, without its indentation."""
    context = Context(source=lambda path: source)
    printed = report([Problem("a.yaml", line, column, "wrong", "a-rule")], "text", context).split("\n")
    assert printed[0] == f"a.yaml:{line}:{column}: error: wrong [a-rule]"
    assert printed[-1] == "1 error in 1 file."
    return [row.removeprefix("    ") for row in printed[1:-1] if row]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_frame(case: dict[str, Any]) -> None:
    source = bytes(case["bytes"]) if "bytes" in case else case["source"].encode()
    assert _frame(source, case["line"], case["column"]) == case["frame"].split("\n")[:-1]


@pytest.mark.parametrize("column", [1, 50, 99, 100, 101, 5_000, 999_990, 1_000_000])
@pytest.mark.parametrize("filler", ["x", "漢", "\t"])
def test_a_long_line_is_cut_around_the_column(column: int, filler: str) -> None:
    line = filler * (column - 1) + "!" + filler * (1_000_000 - column)
    shown, caret = _frame(f"{filler * 200}\n{line}\n".encode(), 2, column)[-2:]
    at = width(caret.removesuffix("^"))
    assert shown[len(shown) - len(_after(shown, at))] == "!"
    assert len(shown) < 410
    assert shown.startswith("2 | …") == (column > 61)
    assert shown.endswith("…") == (column <= 999_950)


def _after(text: str, columns: int) -> str:
    """``text`` from the given column of the terminal on."""
    while columns > 0:
        columns -= width(text[0])
        text = text[1:]
    return text


def test_a_thousand_problems_of_one_line_read_it_once() -> None:
    asked = []

    def source(path: str) -> bytes:
        asked.append(path)
        return b"[" + b"0," * 1_000_000 + b"0]"

    problems = [Problem("a.json", 1, 2 * number, "wrong", "a-rule") for number in range(1, 1_000)]
    printed = report(problems, "text", Context(source=source))
    assert asked == ["a.json"]
    assert len(printed) < 400_000


def test_problems_of_one_place_share_a_frame() -> None:
    problems = [Problem("a.yaml", 1, 1, message, "a-rule", hint=f"Add {message}.") for message in ("x", "y")]
    assert report(problems, "text", Context(source=lambda path: b"info: {}")).split("\n") == [
        "a.yaml:1:1: error: x [a-rule]",
        "    1 | info: {}",
        "      | ^",
        "    Add x.",
        "",
        "a.yaml:1:1: error: y [a-rule]",
        "    Add y.",
        "",
        "2 errors in 1 file.",
    ]


def test_a_file_that_cannot_be_read_again_has_no_frame() -> None:
    printed = report([Problem("a.yaml", 1, 1, "wrong", "a-rule")], "text", Context(source=lambda path: None))
    assert printed == "a.yaml:1:1: error: wrong [a-rule]\n1 error in 1 file."
