"""Tags are written into a file, and nothing else in it changes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.catalog import Operation
from api_catalog.documents import Document
from api_catalog.documents.document import parse
from api_catalog.suggestions import Candidate, Proposal, Suggestion, report
from api_catalog.suggestions.edits import edited

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "edit_cases.yml").read_text("utf-8"))
NEW = ("new", "tags")


def _document(case: dict[str, Any]) -> Document:
    name = "openapi.json" if case.get("json") else "openapi.yaml"
    data = case["before"].encode()
    return Document(f"specs/{name}", name, data, parse(data, name))


def _pointers(case: dict[str, Any]) -> list[tuple[str | int, ...]]:
    return [("paths", path, "get") for path in ("/a", "/b") if f"{path}" in case["before"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    result = edited(_document(case), dict.fromkeys(_pointers(case), (*case.get("keep", ()), *NEW)))
    assert result.data.decode() == case.get("after", case["before"])
    assert bool(result.failed) == ("after" not in case or "repeats" in case["name"])


def _proposal(case: dict[str, Any]) -> Proposal:
    def suggestion(pointer: tuple[str | int, ...]) -> Suggestion:
        path = str(pointer[1])
        operation = Operation("a", "", "GET", path, "", "", (), False, "", "", (), pointer)
        candidates = tuple(Candidate(tag, "kind", 1, "because", True) for tag in NEW)
        return Suggestion(operation, candidates, tuple(case.get("keep", ())), (), ())

    return Proposal(_document(case), tuple(map(suggestion, _pointers(case))))


@pytest.mark.parametrize("tool", [("git", "apply"), ("patch", "-p1", "--binary")], ids=" ".join)
@pytest.mark.parametrize("case", [case for case in CASES if "after" in case], ids=lambda case: case["name"])
def test_the_patch_can_be_applied(case: dict[str, Any], tool: tuple[str, ...], tmp_path: Path) -> None:
    if shutil.which(tool[0]) is None:
        pytest.skip(f"there is no {tool[0]}")
    proposal = _proposal(case)
    file = tmp_path / proposal.document.path
    file.parent.mkdir()
    file.write_bytes(proposal.document.data)
    patch = report([proposal], "patch") + "\n"
    done = subprocess.run(tool, cwd=tmp_path, input=patch.encode(), capture_output=True, check=False)
    assert done.returncode == 0, (done.stderr, patch)
    assert file.read_bytes().decode() == case["after"]


def test_a_patch_says_what_it_leaves_to_people() -> None:
    case = next(case for case in CASES if case["name"] == "an empty operation")
    text = report([_proposal(case)], "patch")
    assert "# Not in the patch: GET /a. Write its tags by hand: new, tags" in text
    assert "\n---" not in text


def test_a_large_file_with_a_few_bad_places_is_edited_elsewhere() -> None:
    good = "".join(f"  /{number}:\n    get:\n      responses: {{}}\n" for number in range(100))
    text = f"x: &x {{}}\npaths:\n{good}  /bad:\n    get: *x\n"
    document = Document("a.yaml", "a.yaml", text.encode(), parse(text.encode(), "a.yaml"))
    wanted = [("paths", f"/{name}", "get") for name in (*range(100), "bad")]
    result = edited(document, dict.fromkeys(wanted, NEW))
    assert result.failed == (("paths", "/bad", "get"),)
    assert result.data.count(b"      tags: [new, tags]\n") == 100
