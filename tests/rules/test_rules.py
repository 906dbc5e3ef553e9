"""Every house rule has cases that it objects to and cases that it lets pass, and every rule is documented."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import api_catalog
import pytest
import yaml
from api_catalog import rules

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, list[dict[str, Any]]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}
HEADINGS = re.findall(r"^### (\S+) \{ #(\S+) \}$", (ROOT / "docs" / "rules.md").read_text("utf-8"), re.MULTILINE)


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
    """The rule finds what it should, and nothing else is wrong with the case."""
    monkeypatch.chdir(tmp_path)
    for name, text in case["files"].items():
        path = Path("specs", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    problems = api_catalog.check(api_catalog.load(Path("specs")), thorough=False).problems
    assert [problem for problem in problems if problem.rule != rule] == []
    places = [f"{problem.path}:{problem.line}:{problem.column}" for problem in problems]
    assert sorted(places) == sorted(f"specs/{place}" for place in case["problems"])
    assert all(problem.message and problem.hint for problem in problems)


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
    assert {heading for heading, _ in HEADINGS} == in_code | {rule.id for rule in rules.rules()}


def test_every_rule_says_what_it_is_about() -> None:
    assert [rule.id for rule in rules.rules() if not rule.check.__doc__] == []
