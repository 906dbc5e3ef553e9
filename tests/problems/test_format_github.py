"""Annotations as the runner of GitHub Actions reads them, and what it must never read in a line of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from api_catalog.problems import Context, Problem, Severity, report

REGISTERED = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path",
    "notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}
PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
Command = tuple[str, dict[str, str], str]


def _read(line: str) -> Command | None:
    """A line as the runner reads it: ``::name key=value,key=value::message``, or ``##[name]message`` anywhere."""
    line = line.lstrip()
    if line.startswith("::") and (end := line.find("::", 2)) > 0:
        name, _, stated = line[2:end].partition(" ")
        pairs = (pair.partition("=") for pair in stated.strip().split(",") if pair)
        if name in REGISTERED:
            return name, {key: _restore(value, PROPERTY) for key, _, value in pairs}, _restore(line[end + 2 :], DATA)
    found = re.search(r"##\[([^\] ]*)[^\]]*\](.*)", line)
    return (found[1], {}, found[2]) if found and found[1] in REGISTERED else None


def _restore(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text


def _commands(problems: Sequence[Problem], context: Context | None = None) -> list[Command]:
    lines = report(problems, "github", context or Context()).split("\n")
    return [command for line in lines if (command := _read(line))]


def _problems(number: int, path: str = "specs/a.yaml", severity: Severity = Severity.ERROR) -> list[Problem]:
    return [Problem(path, line, 1, "wrong", "a-rule", severity) for line in range(1, number + 1)]


def test_an_annotation_has_place_title_message_and_hint() -> None:
    problem = Problem("specs/a.yaml", 3, 7, "100% wrong", "a-rule", Severity.WARNING, "Write 5%.")
    assert _commands([problem]) == [
        ("warning", {"file": "specs/a.yaml", "line": "3", "col": "7", "title": "a-rule"}, "100% wrong\nWrite 5%.")
    ]


@pytest.mark.parametrize(
    "text",
    ["a,b", "a:b", "a::b", "50%", "%0A", "%250A", "%3A%2C%25", "a=b", "[a]", "; x", "漢字", "::error::x"],
)
def test_what_a_spec_says_arrives_as_it_is(text: str) -> None:
    ((name, properties, message),) = _commands([Problem(f"specs/{text}", 1, 1, f"a {text}", "a-rule", hint=text[-1])])
    assert (name, properties["file"], properties["line"]) == ("error", f"specs/{text}", "1")
    assert message == f"a {text}\n{text[-1]}"


@pytest.mark.parametrize(
    "text",
    [
        "::error::x",
        " \t\u3000::stop-commands::x",
        "x\n::set-output name=a::b",
        "x\r::set-env name=a::b",
        "x\u2028::add-path::b",
        "%0A::error::x",
        "##[error]x",
        "x ##[add-mask]y",
        "a\n##[group]",
        "###[error]x",
        "##[##[error]x",
    ],
)
@pytest.mark.parametrize("format_", ["github", "text"])
def test_nothing_a_spec_says_is_a_command(text: str, format_: str) -> None:
    problems = [Problem(text, 1, 1, text, "a-rule", severity, hint=text) for severity in Severity]
    lines = report(problems, format_, Context(source=lambda path: text.encode())).splitlines()
    commands = [command for line in lines if (command := _read(line))]
    assert [name for name, _, _ in commands] == (["error", "warning"] if format_ == "github" else [])
    assert all(properties["title"] == "a-rule" and properties["line"] == "1" for _, properties, _ in commands)
    assert not [line for line in lines if "##[" in line]


@pytest.mark.parametrize(
    ("errors", "warnings", "more"),
    [
        (10, 10, None),
        (11, 0, "1 more error: "),
        (12, 10, "2 more errors: "),
        (0, 300, "290 more warnings: "),
        (25, 11, "15 more errors and 1 more warning: "),
    ],
)
def test_ten_of_each_kind_and_how_many_more(errors: int, warnings: int, more: str | None) -> None:
    problems = _problems(errors) + _problems(warnings, "specs/b.yaml", Severity.WARNING)
    commands = _commands(problems)
    names = [name for name, _, _ in commands]
    assert names.count("error") == min(errors, 10)
    assert names.count("warning") == min(warnings, 10)
    if more is None:
        assert "notice" not in names
    else:
        assert names[-1] == "notice"
        assert commands[-1][2] == f"{more}GitHub shows 10 of each. Run `api-catalog check` to see all."


def test_the_log_says_how_many_there_are() -> None:
    lines = report(_problems(12), "github", Context()).split("\n")
    assert lines[10] == "12 errors in 1 file."
    assert report([], "github") == "No problems found."


def test_changed_files_come_first() -> None:
    problems = _problems(15, "specs/a.yaml") + _problems(4, "specs/z.yaml")
    context = Context(changed=lambda: {"specs/z.yaml": (), "README.md": ()})
    shown = [(properties["file"], properties["line"]) for name, properties, _ in _commands(problems, context)[:-1]]
    assert shown == [("specs/z.yaml", str(n)) for n in range(1, 5)] + [("specs/a.yaml", str(n)) for n in range(1, 7)]


def test_changed_lines_come_before_the_rest_of_their_files() -> None:
    problems = _problems(15, "specs/a.yaml") + _problems(15, "specs/z.yaml")
    context = Context(changed=lambda: {"specs/z.yaml": (range(12, 14), range(15, 16))})
    shown = [(properties["file"], properties["line"]) for name, properties, _ in _commands(problems, context)[:-1]]
    assert shown == [("specs/z.yaml", str(n)) for n in (12, 13, 15, 1, 2, 3, 4, 5, 6, 7)]


def test_a_mistake_that_is_repeated_waits_for_the_others() -> None:
    others = [Problem("specs/a.yaml", 100 + n, 1, "wrong", f"rule-{n}") for n in range(9)]
    shown = [properties["title"] for _, properties, _ in _commands(_problems(50) + others)[:-1]]
    assert shown == ["a-rule", *(f"rule-{n}" for n in range(9))]


@pytest.mark.parametrize(
    ("prefix", "path", "file"),
    [
        ("", "specs/a.yaml", "specs/a.yaml"),
        ("catalog/", "specs/a.yaml", "catalog/specs/a.yaml"),
        ("tools/", "../specs/a.yaml", "specs/a.yaml"),
        ("catalog/", "/elsewhere/specs/a.yaml", "/elsewhere/specs/a.yaml"),
    ],
)
def test_files_are_named_from_the_top_of_the_repository(prefix: str, path: str, file: str) -> None:
    context = Context(prefix=lambda: prefix, changed=lambda: {file: ()})
    commands = _commands([*_problems(20, "a/first.yaml"), *_problems(1, path)], context)
    assert commands[0][1]["file"] == file


def test_git_is_not_asked_if_there_are_no_problems() -> None:
    def asked() -> str:
        raise AssertionError

    assert report([], "github", Context(prefix=asked)) == "No problems found."
