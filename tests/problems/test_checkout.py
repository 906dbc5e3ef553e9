"""What git tells of a pull request, and that a report never depends on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from api_catalog.problems import checkout
from api_catalog.problems.checkout import changed_files, from_top, prefix

PULL_REQUEST = {"GITHUB_BASE_REF": "main"}
WHO = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *WHO, *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / "specs").mkdir(exist_ok=True)
        (folder / "specs" / name).write_text(text, "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--message", "x")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """We are in a repository where ``main`` has moved on since a branch left it, and are on that branch."""
    top = tmp_path / "top"
    top.mkdir()
    git(top, "init", "--initial-branch=main")
    commit(top, same="1", moved="1", changed="1", gone="1")
    git(top, "checkout", "-b", "branch")
    (top / "specs" / "gone").unlink()
    commit(top, changed="2", **{"new ü\n": "2"})
    git(top, "checkout", "main")
    commit(top, moved="3")
    git(top, "update-ref", "refs/remotes/origin/main", "main")
    git(top, "checkout", "branch")
    monkeypatch.chdir(top)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return top


CHANGED = {"specs/changed": (range(1, 2),), "specs/gone": (), "specs/new ü\n": (range(1, 2),)}


def test_changes_are_those_of_the_branch(repository: Path) -> None:
    assert changed_files(PULL_REQUEST) == CHANGED


def test_names_are_from_the_top_wherever_we_are(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert prefix() == ""
    monkeypatch.chdir(repository / "specs")
    assert prefix() == "specs/"
    assert changed_files(PULL_REQUEST) == CHANGED
    assert from_top("changed", prefix()) in CHANGED


def test_a_checkout_of_depth_two(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "checkout", "--detach", "main")
    git(repository, "merge", "--no-ff", "branch")
    git(repository, "branch", "merged")
    git(tmp_path, "clone", "--depth=2", "--branch=merged", "--single-branch", repository.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert changed_files(PULL_REQUEST) == CHANGED


@pytest.mark.parametrize("environment", [{}, {"GITHUB_BASE_REF": ""}])
def test_no_pull_request(repository: Path, environment: dict[str, str]) -> None:
    assert changed_files(environment) == {}


@pytest.mark.parametrize("base", ["no-such-branch", "--output=x", "main\0x", "..", "a b", "'; touch x"])
def test_a_base_that_is_not_there(repository: Path, base: str) -> None:
    git(repository, "checkout", "--orphan", "alone")
    commit(repository)
    assert changed_files({"GITHUB_BASE_REF": base}) == {}
    assert not (repository / "x").exists()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert (changed_files(PULL_REQUEST), prefix()) == ({}, "")


def _no_git(folder: Path) -> None:
    pass


def _broken_git(folder: Path) -> None:
    (folder / "git").write_text("#!/bin/sh\necho specs/changed\nexit 3\n", "utf-8")


def _slow_git(folder: Path) -> None:
    (folder / "git").write_text("#!/bin/sh\nexec /bin/sleep 60\n", "utf-8")


def _no_program(folder: Path) -> None:
    (folder / "git").write_bytes(b"\x7fELF")


@pytest.mark.parametrize("make", [_no_git, _broken_git, _slow_git, _no_program])
@pytest.mark.skipif(os.name != "posix", reason="stands a shell script in for git")
def test_git_that_does_not_work(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    make(programs)
    for program in programs.iterdir():
        program.chmod(0o700)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(checkout, "_SECONDS", 0.3)
    assert (changed_files(PULL_REQUEST), prefix()) == ({}, "")


def test_lines_that_changed(repository: Path) -> None:
    before = [f"line {number}" for number in range(1, 31)]
    after = [*before[:4], "new", *before[4:9], "other", *before[10:19], *before[22:], "@@ -1 +1,9 @@", "diff --git a b"]
    for text in (before, after):
        commit(repository, long="\n".join(text) + "\n", bytes="\0" + text[4])
        git(repository, "update-ref", "refs/remotes/origin/main", "HEAD^") if text is after else None
    (repository / "specs" / "same").unlink()
    (repository / "specs" / "same").symlink_to("long")
    assert changed_files(PULL_REQUEST) == {"specs/bytes": (), "specs/long": (range(5, 6), range(11, 12), range(29, 31))}
    git(repository, "add", "--all")
    git(repository, "commit", "--message", "a file that became a link")
    assert changed_files(PULL_REQUEST) == {"specs/bytes": (), "specs/long": (), "specs/same": ()}
