"""The workflow "Freshness", and the action: their own commands, with a ``gh`` that only notes what it is asked."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from workflows.workflow_files import EXPRESSION, ROOT, WHO, installed, perform, read, step, template

SPEC = "openapi: 3.1.1\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
RECORD = "summary: Pets.\nreviewed: 2020-01-01\nlinks: {homepage: 'https://127.0.0.1/'}\n"
GH = '#!/bin/sh\necho "$@" >> "$NOTES"\n'
KNOWS_IT = 'case "$*" in issue\\ list*) echo 7;; esac\n'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text(GH, "utf-8")
    (programs / "gh").chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "NOTES": str(tmp_path / "notes"),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "owner/name",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        **WHO,
    }


VALUES = {"github.token": "none", "github.repository": "owner/name"}


def test_links_are_looked_at_and_nothing_fails(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "checkout"
    template(folder)
    for name, text in {"openapi.yaml": SPEC, "api.yml": RECORD}.items():
        (folder / "specs" / "acme" / "pets").mkdir(parents=True, exist_ok=True)
        (folder / "specs" / "acme" / "pets" / name).write_text(text, "utf-8")
    installed(folder)
    before = perform(
        step("freshness", "probe", "Take what was found the last time, if it is there"), folder, environment, VALUES
    )
    assert before.returncode == 0, before.stderr
    done = perform(step("freshness", "probe", "Look"), folder, environment, VALUES)
    assert done.returncode == 0, done.stderr
    value = json.loads((folder / "found" / "freshness.json").read_bytes())
    assert [(link["url"], link["state"]) for link in value["links"]] == [("https://127.0.0.1/", "refused")]
    assert value["reviews"] == [{"api": "acme/pets", "reviewed": "2020-01-01"}]
    assert "acme/pets" in (tmp_path / "summary.md").read_text("utf-8")
    assert step("freshness", "probe", "actions/upload-artifact")["with"]["path"] == "found"


@pytest.mark.parametrize("is_there", [True, False])
def test_there_is_one_issue(is_there: bool, tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "freshness.md").write_text("x" * 70_000, "utf-8")
    found = step("freshness", "tell", "Rewrite the issue")
    (tmp_path / "programs" / "gh").write_text(GH + (KNOWS_IT if is_there else ""), "utf-8")
    done = perform(found, tmp_path, environment, VALUES)
    assert done.returncode == 0, done.stderr
    notes = (tmp_path / "notes").read_text("utf-8").splitlines()
    assert [" ".join(line.split()[:2]) for line in notes] == [
        "label create",
        "issue list",
        "issue edit" if is_there else "issue create",
    ]
    assert (tmp_path / "body.md").stat().st_size < 65_536
    assert (" 7 " in notes[-1]) is is_there


@pytest.mark.parametrize(("text", "code"), [(SPEC, 0), (SPEC.replace("paths", "path"), 1)])
def test_the_action_checks_a_folder(text: str, code: int, tmp_path: Path, environment: dict[str, str]) -> None:
    action = read(ROOT / "action.yml")
    (check,) = (each for each in action["runs"]["steps"] if each.get("name") == "Check")
    programs = tmp_path / "api-catalog" / "bin"
    programs.mkdir(parents=True)
    start = f'#!/bin/sh\nPYTHONPATH="{ROOT}/generator" exec "{sys.executable}" -P -m api_catalog "$@"\n'
    (programs / "api-catalog").write_text(start, "utf-8")
    (programs / "api-catalog").chmod(0o755)
    folder = tmp_path / "repository"
    (folder / "-apis").mkdir(parents=True)
    (folder / "-apis" / "pets.yaml").write_text(text, "utf-8")
    defaults = {f"inputs.{name}": each.get("default", "") for name, each in action["inputs"].items()}
    done = perform(check, folder, environment, {**defaults, "inputs.specs-dir": "-apis"})
    assert done.returncode == code, done.stdout + done.stderr
    assert ("::error file=-apis/pets.yaml," in done.stdout) is (code == 1)
    values = {**defaults, "inputs.specs-dir": "-apis", "inputs.format": "sarif", "inputs.output": "report.sarif"}
    assert perform(check, folder, environment, values).returncode == code
    assert json.loads((folder / "report.sarif").read_bytes())["version"] == "2.1.0"


def test_the_action_installs_versions_that_are_tested() -> None:
    (install,) = (each for each in read(ROOT / "action.yml")["runs"]["steps"] if each.get("name") == "Install")
    pattern = re.search(r"sed -n 's/(.*)/\\1/p'", install["run"])
    assert pattern
    python = pattern[1].replace(r"\(", "(").replace(r"\)", ")")
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    found = [match[1] for line in lines if (match := re.match(python, line))]
    assert len(found) > 40
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+", each) for each in found)
    assert not EXPRESSION.search(install["run"])
