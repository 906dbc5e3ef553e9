"""Every house rule has cases that it objects to and cases that it lets pass, and every rule is documented."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import api_catalog
import pytest
import yaml
from api_catalog import rules
from api_catalog.documents.document import parse
from api_catalog.problems import Problem
from api_catalog.validation import semantics

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, list[dict[str, Any]]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}
IDS = {rule.id for rule in rules.rules()}
MEANING = {check.id for check in semantics.checks()}
DOCS = (ROOT / "docs" / "rules.md").read_text("utf-8")
HEADINGS = re.findall(r"^### (\S+) \{ #(\S+) \}$", DOCS, re.MULTILINE)


def _ids_in_code() -> set[str]:
    """The rule of every ``Problem(…)`` and ``document.problem(…)`` in the program, where it is not a variable."""
    found: set[str] = set()
    for path in (ROOT / "generator").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                argument = _rule_argument(node)
                name = constants.get(argument.id) if isinstance(argument, ast.Name) else None
                value = argument.value if isinstance(argument, ast.Constant) else name
                if isinstance(value, str):
                    found.add(value)
    return found


def _rule_argument(call: ast.Call) -> ast.expr | None:
    if isinstance(call.func, ast.Name) and call.func.id == "Problem":
        place = 4
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "problem":
        place = 2
    else:
        return None
    named = [keyword.value for keyword in call.keywords if keyword.arg == "rule"]
    return named[0] if named else call.args[place] if len(call.args) > place else None


@pytest.mark.parametrize(
    ("rule", "case"),
    [pytest.param(rule, case, id=f"{rule}: {case['name']}") for rule, cases in CASES.items() for case in cases],
)
def test_case(rule: str, case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule finds what it should, and the files of the case are well-formed; other rules may find more."""
    problems = _problems(case, tmp_path, monkeypatch)
    assert [problem for problem in problems if problem.rule not in IDS | MEANING] == []
    found = [problem for problem in problems if problem.rule == rule]
    places = [f"{problem.path}:{problem.line}:{problem.column}" for problem in found]
    assert sorted(places) == sorted(f"specs/{place}" for place in case["problems"])
    assert all(problem.message and problem.hint for problem in found)


def _problems(case: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Problem, ...]:
    """All problems of a case. ``SOURCE_DATE_EPOCH`` is what the case says, or not set."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name, value in case.get("env", {}).items():
        monkeypatch.setenv(name, value)
    for name, text in case["files"].items():
        path = Path("specs", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return api_catalog.check(Path("specs"), thorough=False).problems


@pytest.mark.parametrize("rule", [rule.id for rule in rules.rules()])
def test_every_rule_has_a_bad_and_a_good_case(rule: str) -> None:
    assert {bool(case["problems"]) for case in CASES.get(rule, [])} == {True, False}


def test_every_case_file_is_of_a_rule() -> None:
    assert set(CASES) == {rule.id for rule in rules.rules()}


def test_headings_are_also_anchors() -> None:
    assert HEADINGS
    assert [heading for heading, _ in HEADINGS] == [anchor for _, anchor in HEADINGS]


def test_every_rule_is_documented_and_nothing_else() -> None:
    in_code = _ids_in_code()
    assert {"unreadable", "openapi-structure", "second-opinion"} <= in_code
    assert {heading for heading, _ in HEADINGS} == in_code | MEANING | {rule.id for rule in rules.rules()}


def test_every_rule_says_what_it_is_about() -> None:
    assert [rule.id for rule in rules.rules() if not getattr(rule.of_api or rule.of_whole, "__doc__", "")] == []


@pytest.mark.parametrize("rule", rules.rules(), ids=lambda rule: rule.id)
def test_the_severity_is_documented(rule: rules.Rule) -> None:
    stated = re.search(rf"^### {rule.id} \{{.*\}}\n\n\*\*(\w+)\.\*\*", DOCS, re.MULTILINE)
    assert stated is not None
    assert stated[1].lower() == (rule.severity or "off")


@pytest.mark.parametrize("rule", rules.rules(), ids=lambda rule: rule.id)
@pytest.mark.parametrize("severity", ["off", "warning", "error"])
def test_catalog_yml_sets_the_severity(
    rule: rules.Rule, severity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = next(case for case in CASES[rule.id] if case["problems"])
    settings = parse(case["files"].get("catalog.yml", "{}").encode(), "catalog.yml")
    settings["rules"] = {**settings.get("rules", {}), rule.id: severity}
    case = {**case, "files": {**case["files"], "catalog.yml": json.dumps(settings)}}
    found = {problem.severity for problem in _problems(case, tmp_path, monkeypatch) if problem.rule == rule.id}
    assert found == ({severity} if severity != "off" else set())


def test_our_own_specs_break_no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert api_catalog.check(Path("specs"), thorough=False).problems == ()
