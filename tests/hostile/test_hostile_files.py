"""Files of strangers: every case ends as it must, in time and space, and reads nothing outside the specs folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import local
from typing import Any

import pytest
from hostile.case import ANY, BUILDS, Case
from hostile.cases import CASES

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and limits of resources")
_NEIGHBOR = "acme/good"
_LONGEST_NAME = 200  # bytes of a part of an address; file systems take 255
_JUDGES = 2
_LEAST_CASES = 300

Outcomes = dict[str, Future[dict[str, Any]]]


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest) -> Iterator[Outcomes]:
    """The outcome of each case that is wanted; judges are at work from the start."""
    wanted = [name for item in request.session.items for name in _names(item)]
    own = local()
    judges: list[subprocess.Popen[str]] = []

    def judge(name: str) -> dict[str, Any]:
        if not hasattr(own, "judge"):
            command = [sys.executable, "-m", "hostile.judge"]
            own.judge = subprocess.Popen(
                command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            judges.append(own.judge)
        own.judge.stdin.write(f"{name}\n")
        own.judge.stdin.flush()
        outcome: dict[str, Any] = json.loads(own.judge.stdout.readline())
        return outcome

    with ThreadPoolExecutor(min(_JUDGES, os.cpu_count() or 1)) as pool:
        yield {name: pool.submit(judge, name) for name in wanted}
        pool.shutdown(cancel_futures=True)
    for each in judges:
        each.communicate()


def _names(item: Any) -> Iterator[str]:
    """The case that a test is about."""
    if item.path == Path(__file__) and "outcomes" in item.fixturenames:
        yield item.callspec.params["name"]


@pytest.mark.parametrize("name", CASES)
def test_case_ends_as_it_must(outcomes: Outcomes, name: str) -> None:
    case, outcome = CASES[name], outcomes[name].result()
    assert "raised" not in outcome, outcome["raised"]
    assert outcome["trespasses"] == []
    assert not outcome["leaks"]
    if case.expected == BUILDS:
        assert outcome["errors"] == [], outcome["words"]
    elif case.expected != ANY:
        assert case.expected in outcome["errors"], outcome.get("words")
    assert case.alone or _NEIGHBOR in outcome["apis"]
    _judge_drawn(case, outcome)


def _judge_drawn(case: Case, outcome: dict[str, Any]) -> None:
    """What a case says of its pages and its files."""
    if not outcome["apis"]:
        return
    assert outcome["repeated"] == []
    assert outcome["longest"] <= _LONGEST_NAME
    assert outcome["missing"] == []
    assert [path for path in case.refused if not any(bad.endswith(path) for bad in outcome["files"])] == []
    assert not case.apis or len(outcome["apis"]) == case.apis
    assert not case.elements or outcome["elements"] <= case.elements


def test_cases_are_many_and_of_every_kind() -> None:
    assert len(CASES) >= _LEAST_CASES
    assert all("\n" not in name for name in CASES)
    assert {case.expected for case in CASES.values()} > {BUILDS, "unreadable", "unresolved-ref", "openapi-structure"}
