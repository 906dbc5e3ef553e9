"""What docs/contribute.md shows of the commands is what they print; `…` stands for any lines."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from api_catalog import commands
from api_catalog.cli import cli
from click.testing import CliRunner

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "contribute.md").read_text("utf-8")
SHOWN = [
    block.split("\n", 1)
    for block in re.findall(r"^```console\n\$ api-catalog (.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
]
LANGUAGE = "Puts a text into another language"
WRITTEN = {  # what the page says that a person writes between the commands
    "/v1/things:  # TODO: a path of the API": "/translate:",
    "createThing  # TODO: the provider's own name for the call, if it has one": "translate",
    '"TODO: what the call does for the caller, such as: Speaks a short text aloud"': LANGUAGE,
}


def _matches(shown: str, printed: str) -> bool:
    """``…`` on a line of its own is any number of lines."""
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed) is not None


def test_every_command_prints_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    for command in commands.found():
        cli.add_command(command)
    assert [line.split()[0] for line, _ in SHOWN] == ["new", "suggest-tags", "check"]
    for line, shown in SHOWN:
        result = CliRunner().invoke(cli, shlex.split(line))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert _matches(shown, result.output), f"$ api-catalog {line}\n{result.output}"
        description = Path("specs/acme/translate/openapi.yaml")
        text = description.read_text("utf-8")
        for old, new in WRITTEN.items():
            text = text.replace(old, new)
            assert new in text
        description.write_text(text, "utf-8")


def test_the_page_names_no_file_that_is_not_there() -> None:
    named = set(re.findall(r"`((?:specs|docs|tests|generator|benchmarks)/[\w./-]+)`", PAGE))
    assert named
    assert {path for path in named if not (ROOT / path).exists() and "acme" not in path} == set()
