"""Reads workflows: their steps, and how a step's commands are run by a runner of Linux."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
SCRIPTS = ROOT / ".github" / "scripts"
WORKFLOWS = {path.stem: path for path in sorted(FOLDER.glob("*.yml"))}
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
WHO = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def read(path: Path) -> dict[Any, Any]:
    """A workflow as a mapping; ``on`` is the word, not the truth value that YAML 1.1 reads."""
    value: dict[Any, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - all values as text
    return value


def jobs(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = read(WORKFLOWS[name])["jobs"]
    return found


def steps(name: str, job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = jobs(name)[job]["steps"]
    return found


def step(name: str, job: str, title: str) -> dict[str, Any]:
    """The step of that name; else the only one that uses the action of that name."""
    (found,) = (each for each in steps(name, job) if title in (each.get("name"), each.get("uses", "").split("@")[0]))
    return found


def script(name: str) -> ModuleType:
    """A script that workflows run, as a module."""
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def perform(
    found: Mapping[str, Any], workspace: Path, environment: Mapping[str, str], values: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a ``run`` step as GitHub does with ``shell: bash``; ``values`` are those of expressions in its ``env``."""
    known = values or {}
    own = {key: EXPRESSION.sub(lambda each: known[each[1]], text) for key, text in found.get("env", {}).items()}
    assert not EXPRESSION.search(found["run"])
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
        cwd=workspace / found.get("working-directory", "."),
        env={**environment, **own},
        capture_output=True,
        text=True,
        check=False,
    )


def template(folder: Path) -> None:
    """Puts this program into ``folder`` as the template has it, without our specs, pages and tests."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in names:
        is_program = name.startswith(("generator/", "site_templates/", ".github/")) or "/" not in name
        if name and is_program and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"^nav:\n.*?\n\n", "", settings, flags=re.MULTILINE | re.DOTALL)
    (folder / "mkdocs.yml").write_text(settings, "utf-8")


def installed(base: Path) -> None:
    """The program in ``base``, without the minutes of an installation: make finds that nothing is to be done."""
    programs = base / ".venv" / "bin"
    programs.mkdir(parents=True)
    start = f'#!/bin/sh\nPYTHONPATH="{base}/generator" exec "{sys.executable}" -P -m api_catalog "$@"\n'
    (programs / "api-catalog").write_text(start, "utf-8")
    (programs / "api-catalog").chmod(0o755)
    (base / ".venv" / ".ready").touch()
