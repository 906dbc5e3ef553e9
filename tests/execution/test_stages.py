"""Where time went is told by stage; a bar is drawn for people who watch, and for nobody else."""

from __future__ import annotations

import sys

import pytest
from api_catalog.execution import Stages, tracked


def test_stages_add_up() -> None:
    stages = Stages()
    with stages.stage("read"):
        pass
    stages.begin("draw")
    stages.begin("index")
    stages.end()
    stages.end()
    with stages.stage("read"):
        pass
    assert list(stages.seconds) == ["read", "draw", "index"]
    lines = stages.table().splitlines()
    assert [line.split()[0] for line in lines] == ["read", "draw", "index", "in"]


def test_an_empty_table() -> None:
    assert Stages().table().startswith("in all")


@pytest.mark.parametrize(("terminal", "ci"), [(False, ""), (True, "1"), (True, "")])
def test_items_pass(monkeypatch: pytest.MonkeyPatch, terminal: bool, ci: str) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setenv("CI", ci)
    assert list(tracked(iter(range(5)), 5, "Drawing")) == [0, 1, 2, 3, 4]


def test_nothing_is_printed_in_ci(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("api_catalog.execution.stages._PATIENCE", -1)
    list(tracked(range(3), 3, "Drawing"))
    assert capsys.readouterr() == ("", "")


def test_somebody_who_watches_sees_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("api_catalog.execution.stages._PATIENCE", -1)
    list(tracked(range(3), 3, "Drawing"))
    assert "Drawing" in capsys.readouterr().err
