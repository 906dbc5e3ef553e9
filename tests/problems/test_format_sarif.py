"""SARIF that is valid, names the right places, and tells a result again when its line has moved."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from api_catalog.problems import Context, Problem, Severity, report
from problems import sarif_schema

SNAPSHOTS = sorted((Path(__file__).parent / "snapshots").glob("*.sarif"))
PROBLEMS = [
    Problem("specs/a.yaml", 3, 7, "`sumary` is not a field here", "openapi-structure", hint="Did you mean it?"),
    Problem("specs/a.yaml", 9, 1, "could be better", "some-rule", Severity.WARNING, pointer="/a~1b/0"),
    Problem("specs/b.yaml", 9, 1, "could be better", "some-rule", Severity.WARNING, pointer="/a~1b/0"),
]


def _run(problems: list[Problem], context: Context | None = None) -> Any:
    log = json.loads(report(problems, "sarif", context or Context()))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def _uri(path: str, prefix: str = "") -> Any:
    (result,) = _run([Problem(path, 1, 1, "x", "r")], Context(prefix=lambda: prefix))["results"]
    return result["locations"][0]["physicalLocation"]["artifactLocation"]


@pytest.fixture(scope="module")
def validator() -> jsonschema_rs.Validator:
    if trouble := sarif_schema.fetch():
        pytest.skip(f"no schema of SARIF: {trouble}")
    return jsonschema_rs.validator_for(sarif_schema.schema(), validate_formats=True)


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_snapshots_are_valid(path: Path, validator: jsonschema_rs.Validator) -> None:
    assert [error.message for error in validator.iter_errors(json.loads(path.read_text("utf-8")))] == []


@pytest.mark.parametrize("problems", [[], PROBLEMS, [Problem("a b/\udc80漢", 1, 1, "\udc80\x1b", "r")]], ids=len)
def test_reports_are_valid(problems: list[Problem], validator: jsonschema_rs.Validator) -> None:
    text = report(problems, "sarif", Context(rules_url="https://x.example/rules/", version="1.2.3"))
    assert [error.message for error in validator.iter_errors(json.loads(text))] == []


def test_the_schema_is_one_that_can_fail(validator: jsonschema_rs.Validator) -> None:
    log = json.loads(report(PROBLEMS, "sarif"))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    log["runs"][0]["results"][1]["level"] = "fatal"
    assert len(list(validator.iter_errors(log))) == 2


def test_results() -> None:
    run = _run(PROBLEMS)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["openapi-structure", "some-rule"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result, problem in zip(run["results"], PROBLEMS, strict=True):
        assert (result["ruleId"], rules[result["ruleIndex"]]) == (problem.rule, problem.rule)
        assert result["level"] == problem.severity.value
        place = result["locations"][0]["physicalLocation"]
        assert place["region"] == {"startLine": problem.line, "startColumn": problem.column}
        assert place["artifactLocation"] == {"uri": problem.path, "uriBaseId": "%SRCROOT%"}
    assert run["results"][0]["message"]["text"] == "`sumary` is not a field here\nDid you mean it?"
    assert run["results"][1]["message"]["text"] == "could be better"


def test_rules_lead_to_their_explanation_where_it_is_known() -> None:
    (rule,) = _run(PROBLEMS[:1], Context(rules_url="https://x.example/rules/"))["tool"]["driver"]["rules"]
    assert rule["helpUri"] == "https://x.example/rules/#openapi-structure"
    assert rule["shortDescription"] == {"text": "OpenAPI structure"}
    assert "helpUri" not in _run(PROBLEMS[:1])["tool"]["driver"]["rules"][0]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("no parameter {id} in /a/{id}", "no parameter {{id}} in /a/{{id}}"),
        ("see [here](https://evil.example)", "see [here] (https://evil.example)"),
        ("a\x1b[31mb\nc", "a [31mb c"),
        ("[a] and (b)", "[a] and (b)"),
    ],
)
def test_a_message_is_plain_text(message: str, text: str) -> None:
    (result,) = _run([Problem("a", 1, 1, message, "r")])["results"]
    assert result["message"]["text"] == text


@pytest.mark.parametrize(
    ("path", "prefix", "uri"),
    [
        ("specs/a b/50%,x/ü#1?.yaml", "", "specs/a%20b/50%25%2Cx/%C3%BC%231%3F.yaml"),
        ("c:d/e.yaml", "", "c%3Ad/e.yaml"),
        ("specs/a.yaml", "catalog/", "catalog/specs/a.yaml"),
        ("../specs/a.yaml", "tools/", "specs/a.yaml"),
    ],
)
def test_files_of_the_repository_are_relative_uris(path: str, prefix: str, uri: str) -> None:
    assert _uri(path, prefix) == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_files_elsewhere_are_absolute_uris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    assert _uri(f"{tmp_path.as_posix()}/a b.yaml") == {"uri": f"{tmp_path.as_uri()}/a%20b.yaml"}
    assert _uri("../a b.yaml") == {"uri": f"{tmp_path.as_uri()}/a%20b.yaml"}


def _fingerprints(problems: list[Problem]) -> list[str]:
    return [result["partialFingerprints"]["problem/v1"] for result in _run(problems)["results"]]


def test_fingerprints_stay_when_lines_move() -> None:
    moved = [dataclasses.replace(problem, line=problem.line + 40, column=99) for problem in PROBLEMS]
    assert _fingerprints(moved) == _fingerprints(PROBLEMS)


def test_fingerprints_differ() -> None:
    first = PROBLEMS[1]
    others = [
        dataclasses.replace(first, line=10),
        dataclasses.replace(first, path="specs/c.yaml"),
        dataclasses.replace(first, pointer="/a~1b/1"),
        dataclasses.replace(first, message="could be worse"),
        dataclasses.replace(first, rule="other-rule"),
    ]
    found = _fingerprints([first, *others])
    assert len(set(found)) == len(found)


def test_fingerprints_are_not_those_that_github_makes() -> None:
    """Its upload action warns of every result that brings a primaryLocationLineHash of its own."""
    assert all(list(result["partialFingerprints"]) == ["problem/v1"] for result in _run(PROBLEMS)["results"])
