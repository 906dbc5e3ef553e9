"""Pagefind may be missing, end, or say what nobody expects: the build ends with a sentence, and never waits long."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from api_catalog.search import making
from api_catalog.search.making import Making, SearchError
from api_catalog.search.portions import Content, Portion

FEW, MANY = 2, 20_000  # records; so many that they fill the pipe of a program that does not listen
NEW = {"type": "NewIndex", "index_id": 0}
UNKNOWN = {"type": "GetFiles", "files": [{"path": "fragment/en_12.pf_fragment", "content": "AAAA"}]}
CASES: dict[str, tuple[int, list[dict[str, Any]] | str, str]] = {
    "ends at once": (FEW, [], "it ended too early"),
    "ends after a while": (MANY, [NEW], "it ended too early"),
    "refuses": (MANY, [NEW, {"type": "Error", "message": "no room"}], "no room"),
    "says no JSON": (MANY, "x,", "unexpected"),
    "makes something else": (FEW, [NEW, UNKNOWN], "unexpected"),
}


def program(folder: Path, answers: list[dict[str, Any]] | str) -> Path:
    """Says ``answers``, and then does not listen."""
    if isinstance(answers, str):
        said = answers
    else:
        texts = (json.dumps({"message_id": 0, "payload": answer}).encode() for answer in answers)
        said = "".join(f"{base64.b64encode(text).decode()}," for text in texts)
    path = folder / "pagefind"
    ending = "" if len(answers) < 2 else "import time; time.sleep(60)"
    path.write_text(f"#!{sys.executable}\nimport sys\nsys.stdout.write({said!r}); sys.stdout.flush()\n{ending}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", CASES)
def test_what_goes_wrong_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    number, answers, words = CASES[name]
    monkeypatch.setattr(making, "get_executable", lambda: program(tmp_path, answers))
    made = Making(0)
    with pytest.raises(SearchError, match=words):
        _all(made, number)
    made.stop()


def _all(made: Making, number: int) -> None:
    content = Content(("<html><body>x</body></html>",) * number, ({"kind": "page"},) * number)
    made.add(Portion("", "", {}, lambda: content))
    made.ask()
    made.take()


def test_a_program_that_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "get_executable", lambda: tmp_path / "none")
    with pytest.raises(SearchError, match="could not be started"):
        Making(0)


def test_half_a_character_is_a_question_mark() -> None:
    made = Making(0)
    content = Content(("<html><body><p>half \ud83d</p></body></html>",), ({"kind": "page", "url": "x/"},))
    made.add(Portion("", "", {}, lambda: content))
    made.ask()
    assert {"about.json", "pagefind.js"} <= made.take().keys()
