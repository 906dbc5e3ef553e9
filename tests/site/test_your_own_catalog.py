"""docs/your-own-catalog.md, followed word by word: every file and every command that the page shows, in its order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "your-own-catalog.md").read_text("utf-8")
TEMPLATE, PLUGIN, ACTION = (
    PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    for title in ("From the template", "In a MkDocs site", "A check in any repository")
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`([\w./-]+\.(?:ya?ml|json|md))`")
WHO = {f"GIT_{role}_{what}": "a" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
# What needs a net, another machine or minutes: the program is installed already, and nothing is pushed.
ELSEWHERE = ("git clone", "cd catalog", "git push", "python3 -m venv", ".venv/bin/pip", "make serve")
pytestmark = pytest.mark.site


def steps(section: str) -> list[tuple[str, str]]:
    """File name and content, or an empty name and commands, in order. A file is named in the paragraph before it."""
    found = []
    for block in BLOCK.finditer(section):
        names = NAME.findall(section[: block.start()].rstrip().rsplit("\n\n", 1)[-1])
        found.append((names[-1] if block[1] else "", block[2]))
    return found


def follow(section: str, folder: Path) -> list[str]:
    """Does it all in ``folder``; gives the commands that were run."""
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    (programs / "api-catalog").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api_catalog "$@"\n', "utf-8")
    (programs / "api-catalog").chmod(0o755)
    environment = {
        **os.environ,
        **WHO,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    ran = []
    for name, text in steps(section):
        if name:
            assert (folder / name).parent.is_dir(), f"the page makes no folder for {name}"
            (folder / name).write_text(text, "utf-8")
            continue
        for line in text.splitlines():
            if line.startswith(ELSEWHERE) or line.endswith("serve"):
                continue
            command = line.replace("make site", ".venv/bin/api-catalog build --strict")
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", command],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            ran.append(line)
    return ran


def expect_a_site(site: Path) -> None:
    assert (site / "index.html").is_file()
    for name in ("pets", "orders", "stock"):
        assert (site / "apis" / "acme" / name / "index.html").is_file(), name
    assert (site / "tags" / "orders" / "index.html").is_file()
    assert "Acme APIs" in (site / "index.html").read_text("utf-8")


def test_from_the_template(tmp_path: Path) -> None:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    folder = tmp_path / "catalog"
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for command in (["init", "-q", "-b", "main"], ["add", "--all"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, env={**os.environ, **WHO}, check=True)
    ran = follow(TEMPLATE, folder)
    assert "make site" in ran
    assert 'git commit -m "Our own APIs"' in ran
    expect_a_site(folder / "site")


def test_in_a_mkdocs_site(tmp_path: Path) -> None:
    (tmp_path / "specs" / "acme").mkdir(parents=True)
    for name, text in steps(TEMPLATE):
        if name.startswith("specs/"):
            (tmp_path / name).write_text(text, "utf-8")
    ran = follow(PLUGIN, tmp_path)
    assert ran == ["mkdir -p docs", ".venv/bin/api-catalog check", ".venv/bin/api-catalog build"]
    expect_a_site(tmp_path / "site")


def test_the_example_of_the_action_is_that_of_the_action() -> None:
    given = set(re.findall(r"^          ([\w-]+):", ACTION, re.MULTILINE))
    assert given == {"specs-dir", "fail-on"}
    assert all(f"\n  {name}:\n" in (ROOT / "action.yml").read_text("utf-8") for name in given)
