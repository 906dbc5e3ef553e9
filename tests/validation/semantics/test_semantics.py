"""What ``check`` says of descriptions whose parts do not fit together: a file of cases for each semantic check.

A case is a text that follows two lines with the version and ``info``. ``<error>`` and ``<warning>`` stand before what
the check objects to, and are not part of the text; ``<ok>`` stands for the responses that every operation needs.
``files`` are texts beside it. Nothing else may be wrong with a case.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog import validation
from api_catalog.documents import load
from api_catalog.problems import Problem
from api_catalog.validation import semantics, structure

FOLDER = Path(__file__).parent
CASES: dict[str, list[dict[str, Any]]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}
ELSEWHERE = yaml.safe_load((FOLDER / "elsewhere" / "structure.yml").read_text("utf-8"))
FIELDS = {"2.0": 'swagger: "2.0"', "3.0": "openapi: 3.0.4", "3.1": "openapi: 3.1.1", "3.2": "openapi: 3.2.0"}
INFO = 'info: {title: Pets, version: "1"}'
OK = 'responses: {"200": {description: Fine.}}'
MARK = re.compile(r"<(error|warning)>")


def _runs(rule: str, cases: list[dict[str, Any]]) -> list[Any]:
    return [
        pytest.param(rule, case, version, id=f"{rule} {version}: {case['name']}")
        for case in cases
        for version in case["versions"]
    ]


def _unmarked(text: str) -> tuple[str, list[str]]:
    """The text without marks, and what they mark as ``line:column severity``."""
    found = []
    while mark := MARK.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        column = mark.start() - text.rfind("\n", 0, mark.start())
        found.append(f"{line}:{column} {mark[1]}")
        text = text[: mark.start()] + text[mark.end() :]
    return text, found


def _write(case: dict[str, Any], version: str, folder: Path) -> list[str]:
    """Writes the files of a case. Gives what should be said of it, as ``file:line:column severity``."""
    texts = {"openapi.yaml": f"{FIELDS[version]}\n{INFO}\n{case['text']}", **case.get("files", {})}
    expected = []
    for name, text in texts.items():
        unmarked, places = _unmarked(text.replace("<ok>", OK))
        expected += [f"{name}:{place}" for place in places]
        path = folder / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(unmarked, "utf-8")
    return expected


def _problems(folder: Path) -> list[Problem]:
    repository = load(folder)
    return [*repository.problems, *(each for api in repository.apis for each in validation.problems_of(api))]


@pytest.mark.parametrize(("rule", "case", "version"), [run for rule in CASES for run in _runs(rule, CASES[rule])])
def test_case(rule: str, case: dict[str, Any], version: str, tmp_path: Path) -> None:
    expected = _write(case, version, tmp_path)
    problems = _problems(tmp_path)
    start = f"{tmp_path.as_posix()}/acme/"
    assert [(problem.rule, problem.message) for problem in problems if problem.rule != rule] == []
    found = {
        f"{problem.path.removeprefix(start)}:{problem.line}:{problem.column} {problem.severity.value}"
        for problem in problems
    }
    assert sorted(found) == sorted(expected)
    for words in case.get("says", ()):
        assert any(words in f"{problem.message} {problem.hint}" for problem in problems), problems
    for problem in problems:
        assert problem.message
        assert problem.hint.endswith((".", "?", "`", "]", "…")), problem.hint


@pytest.mark.parametrize(("rule", "case", "version"), _runs(structure.RULE, ELSEWHERE))
def test_what_the_schemas_tell_is_not_told_again(rule: str, case: dict[str, Any], version: str, tmp_path: Path) -> None:
    _write(case, version, tmp_path)
    assert {problem.rule for problem in _problems(tmp_path)} == {rule}


def test_there_are_cases_enough() -> None:
    assert sum(map(len, CASES.values())) >= 150


@pytest.mark.parametrize("rule", [check.id for check in semantics.checks()])
def test_every_check_has_a_bad_and_a_good_case(rule: str) -> None:
    texts = ["".join((case["text"], *case.get("files", {}).values())) for case in CASES.get(rule, [])]
    assert {bool(MARK.search(text)) for text in texts} == {True, False}


def test_every_file_of_cases_is_of_a_check() -> None:
    assert set(CASES) == {check.id for check in semantics.checks()}


@pytest.mark.parametrize("check", semantics.checks(), ids=lambda check: check.id)
def test_every_check_names_the_section_it_stands_on(check: semantics.Check) -> None:
    documents = ("https://spec.openapis.org/oas/v", "https://json-schema.org/draft/2020-12/")
    assert check.section.startswith(documents)
    assert "#" in check.section
    assert check.function.__doc__
    rules = (FOLDER.parents[2] / "docs" / "rules.md").read_text("utf-8")
    described = rules.partition(f"{{ #{check.id} }}")[2].partition("\n#")[0]
    if check.id != "unresolved-ref":  # that is told of files as well
        assert check.section in described
        assert described.lstrip().lower().startswith(f"**{check.severity.value}.**")
