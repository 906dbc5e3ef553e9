"""Are samples programs of their languages? Asks bash, Python and Node; runs nothing of them but a curl that is none."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable

import pytest

_CHECK = """\
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


def curl(samples: dict[str, str]) -> list[str]:
    """What bash does not parse, or parses as more than the one command."""
    found = []
    for name, text in samples.items():
        parsed = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
        if parsed.returncode or parsed.stderr:
            found.append(f"{name}: {parsed.stderr}")
        elif (commands := _commands(text)) != 1:
            found.append(f"{name}: {commands} commands")
    return found


def _commands(text: str) -> int:
    """The commands that bash would run."""
    script = f"curl() {{ printf c; }}\n{text}\n"
    done = subprocess.run(["bash"], input=script, capture_output=True, text=True, check=False)
    return len(done.stdout)


def python(samples: dict[str, str]) -> list[str]:
    found = []
    for name, text in samples.items():
        try:
            compile(text, name, "exec")
        except (SyntaxError, ValueError) as error:
            found.append(f"{name}: {error}")
    return found


def javascript(samples: dict[str, str]) -> list[str]:
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    command = ["node", "--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e", _CHECK]
    done = subprocess.run(command, input=json.dumps(samples), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


FAULTS: dict[str, Callable[[dict[str, str]], list[str]]] = {
    "curl": curl,
    "Python": python,
    "JavaScript": javascript,
}
