"""Every sample of the curated catalog is a program of its language."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from api_catalog.catalog import catalog_of
from api_catalog.documents import load
from api_catalog.reference import reference_of
from api_catalog.reference.samples.languages import languages

ROOT = Path(__file__).parent.parent.parent
CHECK = """\
import { readFileSync } from "node:fs";
import { SourceTextModule } from "node:vm";
for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, "utf-8")))) {
  try {
    new SourceTextModule(text);
  } catch (error) {
    console.log(name + ": " + error);
  }
}
"""


@cache
def _written() -> dict[str, dict[str, str]]:
    """Language → operation → sample."""
    found: dict[str, dict[str, str]] = {}
    for api in catalog_of(load(ROOT / "specs"))[0].apis:
        for view in reference_of(api).operations:
            for sample in view.samples:
                found.setdefault(sample.language, {})[f"{api.id}#{view.operation.anchor}"] = sample.text
    return found


def test_every_operation_has_every_language() -> None:
    folder = ROOT / "generator" / "api_catalog" / "reference" / "samples" / "languages"
    assert len(languages()) == len(list(folder.glob("[a-z]*.py"))) >= 3
    assert next(iter(_written())) == "curl"
    assert set(_written()) == {module.LANGUAGE for module in languages()}
    (count,) = {len(samples) for samples in _written().values()}
    assert count > 100


def test_curl() -> None:
    for name, text in _written()["curl"].items():
        done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), name
        assert _commands(text) == 1, text


def _commands(text: str) -> int:
    """The commands that bash would run."""
    script = f"curl() {{ printf c; }}\n{text}\n"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return len(done.stdout)


def test_python() -> None:
    for name, text in _written()["Python"].items():
        compile(text, name, "exec")


def test_javascript() -> None:
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    assert _faults({"a": "const x = ;", "b": "await 1;"}) == ["a: SyntaxError: Unexpected token ';'"]
    assert _faults(_written()["JavaScript"]) == []


def _faults(samples: dict[str, str]) -> list[str]:
    command = ["node", "--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e", CHECK]
    done = subprocess.run(command, input=json.dumps(samples), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _lines() -> Iterator[str]:
    for samples in _written().values():
        for text in samples.values():
            yield from text.splitlines()


def test_no_line_ends_with_a_space() -> None:
    assert [line for line in _lines() if line != line.rstrip()] == []
