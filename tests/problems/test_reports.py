"""Problems as people and programs read them, harmless in a terminal and in the log of a CI run."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from api_catalog import problems as package
from api_catalog.problems import Context, Problem, Severity, formats, in_order, report

ERROR = Problem("specs/a.yaml", 3, 7, "`sumary` is not a field here", "openapi-structure", hint="Did you mean it?")
WARNING = Problem("specs/b.yaml", 1, 1, "could be better", "some-rule", Severity.WARNING, pointer="/a~1b/0")

REPORTS = {
    "text": (
        "specs/a.yaml:3:7: error: `sumary` is not a field here [openapi-structure]\n"
        "    Did you mean it?\n"
        "specs/b.yaml:1:1: warning: could be better [some-rule]\n"
        "1 error and 1 warning in 2 files."
    ),
    "json": json.dumps(
        [
            {
                "path": "specs/a.yaml",
                "line": 3,
                "column": 7,
                "message": "`sumary` is not a field here",
                "rule": "openapi-structure",
                "severity": "error",
                "hint": "Did you mean it?",
                "pointer": "",
            },
            {
                "path": "specs/b.yaml",
                "line": 1,
                "column": 1,
                "message": "could be better",
                "rule": "some-rule",
                "severity": "warning",
                "hint": "",
                "pointer": "/a~1b/0",
            },
        ],
        indent=2,
    ),
    "github": (
        "::error file=specs/a.yaml,line=3,col=7,title=openapi-structure"
        "::`sumary` is not a field here%0ADid you mean it?\n"
        "::warning file=specs/b.yaml,line=1,col=1,title=some-rule::could be better\n"
        "1 error and 1 warning in 2 files."
    ),
}
NOTHING = {"text": "No problems found.", "json": "[]", "github": "No problems found."}
COLORED = Context(color=True)
HOSTILE = {
    "escape sequence": "\x1b[2J\x1b]0;title\x07gone",
    "line breaks": "one\ntwo\r\nthree\u2028four\u2029five\x85six\x0bseven\x0ceight",
    "NUL and backspace": "a\x00b\x08c\x7fd",
    "C1 controls": "\x9b31m\x90",
    "bidirectional overrides": "\u202eabc\u202c \u2066def\u2069 \u200eghi\u200f",
    "byte order mark": "\ufeffabc",
    "lone surrogate": "a\udc80b",
    "command of a CI log": "::error file=x::y",
    "command after a line break": "x\n::set-output name=a::b",
    "command after spaces": " \t ::stop-commands::x",
    "command within a line": "x ##[add-mask]y",
    "command of another CI": "##vso[task.complete]x ##teamcity[x]",
    "very long": "x" * 100_000,
}
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
COLOR = re.compile(r"\x1b\[\d+m")


@pytest.mark.parametrize("name", REPORTS)
def test_report(name: str) -> None:
    assert report([ERROR, WARNING], name) == REPORTS[name]


@pytest.mark.parametrize("name", NOTHING)
def test_report_of_nothing(name: str) -> None:
    assert report([], name) == NOTHING[name]


def test_every_format_has_a_case() -> None:
    modules = {path.stem.removeprefix("format_") for path in Path(package.__path__[0]).glob("format_*.py")}
    assert set(formats()) == modules
    assert modules - {"sarif"} == set(REPORTS) == set(NOTHING)  # test_format_sarif.py is about that one


@pytest.mark.parametrize("name", ["xml", "TEXT", "../text", "json.tool"])
def test_unknown_format(name: str) -> None:
    with pytest.raises(KeyError, match=re.escape(name)):
        report([], name)


def test_json_has_every_field() -> None:
    (item,) = json.loads(report([ERROR], "json"))
    assert list(item) == [field.name for field in dataclasses.fields(Problem)]


def test_color_only_adds_color() -> None:
    colored = report([ERROR, WARNING], "text", COLORED)
    assert COLOR.sub("", colored) == REPORTS["text"]
    assert "\x1b[31merror\x1b[0m" in colored
    assert "\x1b[33mwarning\x1b[0m" in colored
    for name in set(REPORTS) - {"text"}:
        assert report([ERROR, WARNING], name, COLORED) == REPORTS[name]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("color", [False, True])
def test_text_is_harmless(text: str, color: bool) -> None:
    printed = COLOR.sub("", report([Problem(text, 1, 1, text, "some-rule", hint=text)], "text", Context(color=color)))
    assert UNSAFE.findall(printed) == []
    lines = printed.split("\n")
    assert len(lines) == 3
    assert not any(line.lstrip().startswith("::") for line in lines)
    assert not re.search(r"##\w*\[", printed)
    assert len(printed) < 2_000
    printed.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["github", "sarif"])
def test_reports_for_tools_are_harmless(text: str, name: str) -> None:
    printed = report([Problem(text, 1, 1, text, "some-rule", hint=text)], name)
    assert UNSAFE.findall(printed) == []
    assert not re.search(r"##\w*\[", printed)
    commands = [line for line in printed.split("\n") if line.lstrip().startswith("::")]
    assert [line.split(" ")[0] for line in commands] == (["::error"] if name == "github" else [])
    printed.encode("utf-8")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_json_is_harmless_and_exact(text: str) -> None:
    printed = report([Problem(text, 1, 1, text, "some-rule", hint=text)], "json")
    assert printed.isascii()
    assert UNSAFE.findall(printed) == []
    assert not any(line.lstrip().startswith("::") for line in printed.split("\n"))
    (item,) = json.loads(printed)
    assert (item["path"], item["message"], item["hint"]) == (text, text, text)


@pytest.mark.parametrize(
    ("severities", "summary"),
    [
        ("e", "1 error in 1 file."),
        ("ee", "2 errors in 1 file."),
        ("w", "1 warning in 1 file."),
        ("eww", "1 error and 2 warnings in 1 file."),
    ],
)
def test_summary(severities: str, summary: str) -> None:
    found = [ERROR if letter == "e" else dataclasses.replace(WARNING, path=ERROR.path) for letter in severities]
    assert report(found, "text").splitlines()[-1] == summary


def test_order_is_by_file_and_line_without_repetition() -> None:
    first = Problem("a", 2, 1, "x", "r")
    others = [Problem("a", 10, 1, "x", "r"), Problem("a", 10, 2, "x", "a"), Problem("b", 1, 1, "x", "r")]
    assert in_order([*reversed(others), first, first]) == [first, *others]
