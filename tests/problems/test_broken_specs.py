"""What ``check`` says of the broken specs in ``broken/``, exactly, in every format for people and their tools.

The reports are the files in ``snapshots/``. After a change that is meant, write them anew and read what git shows:

    UPDATE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/problems/test_broken_specs.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from api_catalog.cli import cli
from click.testing import CliRunner

HERE = Path(__file__).parent
NAMES = sorted(path.name for path in (HERE / "broken").iterdir() if path.is_dir())
SUFFIXES = {"text": "txt", "github": "github.txt", "sarif": "sarif"}
COLORED = "missing-required"


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """We are in a folder, in no git repository and no run of a CI, with the broken specs of this name."""
    shutil.copytree(HERE / "broken" / request.param, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for name in ("GITHUB_BASE_REF", "SITE_URL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return str(request.param)


def compare(text: str, name: str) -> None:
    """``text`` is the snapshot ``name``, or becomes it."""
    path = HERE / "snapshots" / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("broken", NAMES, indirect=True)
@pytest.mark.parametrize("format_", SUFFIXES)
def test_report(broken: str, format_: str) -> None:
    done = CliRunner().invoke(cli, ["check", "--format", format_])
    assert (done.exit_code, done.stderr) == (1, "")
    compare(done.stdout.replace(metadata.version("mkdocs-api-catalog"), "0.0.0"), f"{broken}.{SUFFIXES[format_]}")


@pytest.mark.parametrize("broken", [COLORED], indirect=True)
@pytest.mark.parametrize(
    ("environment", "snapshot"),
    [({}, f"{COLORED}.color.txt"), ({"NO_COLOR": ""}, f"{COLORED}.color.txt"), ({"NO_COLOR": "1"}, f"{COLORED}.txt")],
    ids=["terminal", "NO_COLOR empty", "NO_COLOR"],
)
def test_color_is_for_terminals(broken: str, environment: dict[str, str], snapshot: str) -> None:
    compare(_on_a_terminal(environment), snapshot)


def _on_a_terminal(environment: dict[str, str]) -> str:
    pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "api_catalog", "check"]
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, **environment}) as process:
        os.close(theirs)
        chunks = []
        while chunk := _read(ours):
            chunks.append(chunk)
        assert process.wait() == 1
    os.close(ours)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other side is closed
        return b""


def test_every_snapshot_is_of_a_case() -> None:
    expected = {f"{name}.{suffix}" for name in NAMES for suffix in SUFFIXES.values()} | {f"{COLORED}.color.txt"}
    assert {path.name for path in (HERE / "snapshots").iterdir()} == expected
    assert len(NAMES) >= 10
