"""The workflow "Labels": its own command, with a ``gh`` that answers from a file and notes what is changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from workflows.workflow_files import EXPRESSION, ROOT, WORKFLOWS, perform, script, step, steps

GH = f"""#!{sys.executable}
import json, os, re, sys
_, command, path, *options = sys.argv
assert command == "api", command
state = json.load(open(os.environ["STATE"]))
if options:
    print(options[1], path, *options[2:], file=open(os.environ["NOTES"], "a"))
    sys.exit("gone (HTTP 404)" if f"issues/{{state.get('fails')}}/" in path else 0)
found = re.fullmatch(r"repos/owner/name/(labels|pulls|pulls/[0-9]+/files)[?](?:.*&)?per_page=100&page=([0-9]+)", path)
page = int(found[2])
print(json.dumps(state[found[1]][(page - 1) * 100 : page * 100]))
"""
ALL = ("specs", "workflows", "documentation", "program")
label_pull_requests = script("label_pull_requests")


def files(*paths: str) -> list[dict[str, str]]:
    return [{"filename": path} for path in paths]


def labeled(
    folder: Path,
    changed: list[dict[str, str]],
    has: tuple[str, ...] = (),
    known: tuple[str, ...] = ALL,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """What comes of pull request 7, and what was changed at GitHub."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "gh").write_text(GH, "utf-8")
    (programs / "gh").chmod(0o755)
    state = {
        "labels": [{"name": name} for name in ("bug", *known)],
        "pulls": [{"number": 7, "title": "$(touch x)", "labels": [{"name": name} for name in has]}],
        "pulls/7/files": changed,
        **more,
    }
    (folder / "state.json").write_text(json.dumps(state), "utf-8")
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "STATE": str(folder / "state.json"),
        "NOTES": str(folder / "notes"),
        "GITHUB_REPOSITORY": "owner/name",
    }
    done = perform(step("labels", "label", "Label"), ROOT, environment, {"github.token": "none"})
    notes = folder / "notes"
    return done, notes.read_text("utf-8").splitlines() if notes.exists() else []


@pytest.mark.parametrize(
    ("paths", "label"),
    [
        (["specs/acme/read/openapi.yaml", "specs/tags.yml"], "specs"),
        (["specs/a\n.github/workflows/x.yml", "specs/'$(id)`id`\"", "specs/\u202eyml"], "specs"),
        (["docs/rules.md", "README.md", "docs/images/api.png"], "documentation"),
        ([".github/workflows/check.yml", "action.yml"], "workflows"),
        (["generator/api_catalog/cli.py", "Makefile", "generator/README.md", "README.md.py"], "program"),
        (["specs", "specsx/a", "Specs/a", " specs/a", "./specs/a", "generator/specs/a", "/specs/a", ""], "program"),
    ],
)
def test_the_label_of_a_file(paths: list[str], label: str) -> None:
    assert {path: label_pull_requests.label_of(path) for path in paths} == dict.fromkeys(paths, label)


def test_a_label_is_set(tmp_path: Path) -> None:
    done, notes = labeled(tmp_path, files("specs/a.yml", "specs/$(touch x)\n.yml"))
    assert done.returncode == 0, done.stderr
    assert notes == ["POST repos/owner/name/issues/7/labels --raw-field labels[]=specs"]
    assert done.stdout == "#7: specs\n"


def test_what_is_no_longer_true_is_taken_away_and_other_labels_stay(tmp_path: Path) -> None:
    done, notes = labeled(tmp_path, files("specs/a.yml", "Makefile"), ("specs", "workflows", "bug"))
    assert done.returncode == 0, done.stderr
    assert notes == [
        "POST repos/owner/name/issues/7/labels --raw-field labels[]=program",
        "DELETE repos/owner/name/issues/7/labels/workflows",
    ]


def test_what_is_right_already_is_left_alone(tmp_path: Path) -> None:
    assert labeled(tmp_path, files("specs/a.yml"), ("specs", "bug"))[1] == []


def test_a_file_that_was_moved_counts_at_both_places(tmp_path: Path) -> None:
    moved = [{"filename": "specs/a.py", "previous_filename": "generator/a.py"}]
    _, notes = labeled(tmp_path, moved)
    assert [note.rpartition("=")[2] for note in notes] == ["program", "specs"]


@pytest.mark.parametrize("known", [(), ("specs",)])
def test_no_label_is_made(tmp_path: Path, known: tuple[str, ...]) -> None:
    done, notes = labeled(tmp_path, files("specs/a.yml", "Makefile"), known=known)
    assert done.returncode == 0, done.stderr
    assert [note.rpartition("=")[2] for note in notes] == list(known)
    assert known or "none of the labels specs, workflows, documentation, program" in done.stdout


@pytest.mark.parametrize(("number", "labels"), [(1000, ["program", "specs"]), (1001, [])])
def test_a_file_cannot_hide_behind_many_others(tmp_path: Path, number: int, labels: list[str]) -> None:
    """All files are looked at, or no label is given."""
    _, notes = labeled(tmp_path, files(*(f"specs/{place}.yml" for place in range(number - 1)), "setup.py"))
    assert [note.rpartition("=")[2] for note in notes] == labels


def test_the_others_get_theirs_when_one_fails(tmp_path: Path) -> None:
    pulls: list[dict[str, Any]] = [{"number": number, "labels": []} for number in (7, 8)]
    more = {"pulls": pulls, "pulls/8/files": files("Makefile"), "fails": 7}
    done, notes = labeled(tmp_path, files("docs/a.md"), more=more)
    assert done.returncode == 1
    assert "#7: 'gone (HTTP 404)'" in done.stderr
    assert notes[-1] == "POST repos/owner/name/issues/8/labels --raw-field labels[]=program"


def test_nothing_of_a_proposal_is_there() -> None:
    """The token can write, so the job has the files of the main branch only, and no event of a pull request."""
    uses = [each["uses"].partition("@")[0] for each in steps("labels", "label") if "uses" in each]
    assert uses == ["actions/checkout"]
    assert step("labels", "label", "actions/checkout")["with"] == {"persist-credentials": "false"}
    text = WORKFLOWS["labels"].read_text("utf-8")
    assert not any("pull_request" in each or "head" in each for each in EXPRESSION.findall(text))
