"""A command is a module of the package; nothing else has to know of it."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from api_catalog import commands
from click.testing import CliRunner


def test_the_commands_are_found_by_their_place() -> None:
    folder = Path(commands.__file__).parent
    files = [
        path.stem
        for path in folder.glob("*.py")
        if "\ncommand = " in (text := path.read_text("utf-8")) or "\ndef command(" in text
    ]
    assert [command.name for command in commands.found()] == [name.replace("_", "-") for name in sorted(files)]
    assert {"new", "suggest-tags"} <= {command.name for command in commands.found()}


@pytest.mark.parametrize("command", commands.found(), ids=lambda command: command.name)
def test_every_command_explains_itself(command: click.Command) -> None:
    result = CliRunner().invoke(command, ["--help"])
    assert result.exit_code == 0
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("command", commands.found(), ids=lambda command: command.name)
def test_a_call_without_arguments_could_not_run(command: click.Command) -> None:
    result = CliRunner().invoke(command, [])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Missing argument" in result.stderr
