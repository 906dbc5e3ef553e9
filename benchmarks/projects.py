"""Catalogs to build for a measure, each in a folder of its own: part of a public directory, or this repository's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.watching import Taken, watched  # noqa: E402

CORPUS = ROOT / ".corpus" / "package" / "api"
_CACHE = "cache"
_STAGE = re.compile(r"^(\S.*?) +([\d.]+) s +\d+%$", re.MULTILINE)
_SUMMARY = re.compile(r"^(      summary: ).*$", re.MULTILINE)  # of an operation
_VERSION = re.compile(r"^(  version: ).*$", re.MULTILINE)


class BuildError(Exception):
    """A build that failed; the end of what it said."""


def project(folder: Path, names: Sequence[str], settings: str = "") -> None:
    """A catalog of files of the directory, with more ``settings`` for catalog.yml, one a line."""
    for name in names:
        (folder / "specs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CORPUS / name, folder / "specs" / name)
    (folder / "docs").mkdir()
    (folder / "specs" / "catalog.yml").write_text(f"title: Benchmark\nvocabulary: open\ninvalid: skip\n{settings}")
    (folder / "mkdocs.yml").write_text(
        "site_name: Benchmark\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n"
    )


def curated(folder: Path) -> None:
    """The catalog of this repository as it is in the work tree, with its history if git has one."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        clone = [git, "clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder)]
        subprocess.run(clone, check=False, capture_output=True)
    folder.mkdir(exist_ok=True)
    for name in ("specs", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")


def descriptions(folder: Path) -> list[Path]:
    """Of a project, the smallest first."""
    found = [*(folder / "specs").rglob("*.json"), *(folder / "specs").rglob("openapi.yaml")]
    return sorted(found, key=lambda path: (path.stat().st_size, path))


def change(description: Path, number: int) -> None:
    """Gives it another version and other words: its pages show them, and those that list it, and search finds them."""
    if description.suffix == ".json":
        value = json.loads(description.read_bytes())
        value["info"] |= {"version": f"changed {number}", "description": f"Described {number} times."}
        description.write_text(json.dumps(value), "utf-8")
    else:
        text = description.read_text("utf-8")
        text = _VERSION.sub(rf"\g<1>changed {number}", text, count=1)
        description.write_text(_SUMMARY.sub(rf"\g<1>Does it {number} times", text, count=1), "utf-8")


def forget(folder: Path) -> None:
    """Removes the site and all that was remembered, so that the next build is cold."""
    for name in (_CACHE, "site"):
        shutil.rmtree(folder / name, ignore_errors=True)


def command() -> list[str]:
    return [sys.executable, "-m", "api_catalog", "build", "--quiet", "--profile"]


def run(command: Sequence[str], folder: Path, fine: Sequence[int] = (0,)) -> tuple[dict[str, float], Taken]:
    """Runs a command in a project: seconds of its stages, if it says them, and what it took.

    Raises BuildError if it ends with a code that is not ``fine``.
    """
    cache = {"XDG_CACHE_HOME": str((folder / _CACHE).absolute())}
    environment = {**os.environ, **cache, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1790000000"}
    codes = []
    log = folder / "log"

    def work() -> None:
        with log.open("wb") as output:
            done = subprocess.run(
                command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
            )
        codes.append(done.returncode)

    taken = watched(work)
    said = log.read_text("utf-8", "replace")
    if codes[0] not in fine:
        raise BuildError(said.strip()[-300:])
    return {name: float(seconds) for name, seconds in _STAGE.findall(said)}, taken
