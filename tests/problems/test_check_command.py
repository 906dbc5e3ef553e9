"""The command ``check``: exit codes, what goes to stdout and stderr, and what it shows of files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import api_catalog
import pytest
from api_catalog import Checked
from api_catalog.cli import cli
from api_catalog.problems import Problem, Severity, formats
from click.testing import CliRunner

BROKEN = """openapi: 3.1.1
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationID: listPets
      responses:
        "200": {description: All pets}
"""


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We are in a folder whose specs have one error, in this file."""
    file = tmp_path / "specs" / "acme" / "pets" / "openapi.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(BROKEN, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return file


def _check(*arguments: str) -> Any:
    return CliRunner().invoke(cli, ["check", *arguments])


@pytest.mark.parametrize(
    ("found", "arguments", "code"),
    [
        ([], [], 0),
        ([], ["--fail-on", "warning"], 0),
        (["warning"], [], 0),
        (["warning"], ["--fail-on", "error"], 0),
        (["warning"], ["--fail-on", "warning"], 1),
        (["error"], [], 1),
        (["error"], ["--fail-on", "error"], 1),
        (["error"], ["--fail-on", "warning"], 1),
        (["warning", "error"], [], 1),
        (["error"], ["--fail-on", "nothing"], 2),
        (["error"], ["--format", "xml"], 2),
        (["error"], ["no-such-folder"], 2),
    ],
)
@pytest.mark.parametrize("format_", formats())
def test_exit_code(
    specs: Path, monkeypatch: pytest.MonkeyPatch, found: list[str], arguments: list[str], code: int, format_: str
) -> None:
    problems = tuple(Problem("specs/a.yaml", 1, 1, "wrong", "a-rule", Severity(severity)) for severity in found)
    catalog = api_catalog.check(Path("specs")).catalog
    monkeypatch.setattr(api_catalog, "check", lambda repository, cache: Checked(catalog, problems))
    done = _check("--format", format_, *arguments)
    assert done.exit_code == code
    assert (done.stdout == "") == (code == 2)
    assert (done.stderr == "") == (code != 2)


def test_rules_are_linked_where_the_site_is(specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for site, linked in {"https://x.example/c": True, "https://x.example/c/": True, "": False, "/": False}.items():
        monkeypatch.setenv("SITE_URL", site)
        assert ('"https://x.example/c/rules/#openapi-structure"' in _check("--format", "sarif").stdout) == linked


def test_files_are_named_from_the_top_of_the_repository(specs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=specs.parents[3], check=True)
    monkeypatch.chdir(specs.parents[2])
    assert "acme/pets/openapi.yaml:6:7" in _check(".").stdout.splitlines()[0]
    for format_ in ("github", "sarif"):
        assert "specs/acme/pets/openapi.yaml" in _check(".", "--format", format_).stdout


@pytest.mark.parametrize("format_", ["github", "text"])
def test_a_terminal_that_knows_little(specs: Path, format_: str) -> None:
    specs.write_text(BROKEN.replace("operationID: listPets", "漢字→: 1"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "api_catalog", "check", "--format", format_],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert "\\u6f22\\u5b57" in done.stdout.decode("cp1252")


@pytest.mark.skipif(os.name != "posix", reason="makes symbolic links and pipes")
def test_no_file_elsewhere_is_shown(specs: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("the secret: 1\n", "utf-8")
    (specs.parent.parent / "linked.yaml").symlink_to(secret)
    os.mkfifo(specs.parent.parent / "pipe.yaml")
    done = _check()
    assert done.exit_code == 1
    assert "specs/acme/linked.yaml:1:1: error: the file lies outside the specs folder" in done.stdout
    assert "specs/acme/pipe.yaml:1:1: error: not a regular file" in done.stdout
    assert "the secret" not in done.stdout
