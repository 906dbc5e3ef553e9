"""The checker finds what is planted, and tolerates no more than it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from corpus.completeness import missing

CASES = yaml.safe_load((Path(__file__).parent / "completeness_cases.yml").read_text("utf-8"))
PLANTED = [(page, cut, report) for page, case in CASES["planted"].items() for cut, report in case["cuts"]]


@pytest.mark.parametrize("name", CASES["planted"])
def test_nothing_is_missing_in_a_whole_page(name: str) -> None:
    case = CASES["planted"][name]
    assert missing(case["source"], [case["html"]]) == []


@pytest.mark.parametrize(("name", "cut", "report"), PLANTED, ids=[f"{name}-{cut}" for name, cut, _ in PLANTED])
def test_what_is_cut_is_reported(name: str, cut: str, report: list[str]) -> None:
    case = CASES["planted"][name]
    assert case["html"].count(cut) == 1, "the case is wrong"
    assert missing(case["source"], [case["html"].replace(cut, "")]) == report


@pytest.mark.parametrize("name", CASES["planted"])
def test_an_empty_page_shows_no_operation(name: str) -> None:
    found = missing(CASES["planted"][name]["source"], [""])
    assert any(each.startswith("operation ") for each in found)


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["because"])
def test_texts(case: dict[str, Any]) -> None:
    found = missing({"openapi": "3.1.0", "info": {"description": case["says"]}}, [case["shows"]])
    assert (found == []) is case["complete"], found


def test_a_text_does_not_continue_on_the_next_page() -> None:
    words = "One sentence that is long enough to be a part of something else"
    source = {"openapi": "3.1.0", "info": {"description": words}}
    assert missing(source, [f"<p>And {words}.</p>"]) == []
    assert missing(source, ["<p>One sentence that is long", "enough to be a part of something else</p>"])


def test_an_operation_may_stand_on_any_page() -> None:
    paths = {name: {"get": {"summary": name[1:], "responses": {"200": {}}}} for name in ("/a", "/b")}
    pages = [f"<h3>{name} <code>GET</code> <code>/{name}</code></h3><b>200</b>" for name in "ab"]
    source = {"openapi": "3.0.0", "paths": paths}
    assert missing(source, pages) == []
    assert missing(source, pages[:1]) == ["operation GET /b (#/paths//b/get)"]
