"""The formats of ``diff`` as people see them; run this file as a script to write the snapshots anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from api_catalog.catalog import Difference, Edit
from api_catalog.history import formats, report
from api_catalog.history.comparison import Comparison

SNAPSHOTS = Path(__file__).parent / "snapshots"
_CALLS = ("POST /a", "POST /b", "GET /c", "GET /d")
_EVIL = "\x1b[31m::error::x ##[error] `code` [a](javascript:x) <b> @all | # *x*\n"
COMPARISON = Comparison(
    "1" * 40,
    "",
    (
        Edit(
            "api", "acme/read", "Acme Read", "changed",
            (
                Difference("breaking", "removed", "response-property-removed", "Property `a` removed.",
                           "Readers that use it find nothing.", "schema T › a", _CALLS, "response", "/x", ("ocr",)),
                Difference("non-breaking", "added", "operation-added", "Operation GET /e added.",
                           "Nobody has to use it.", "", ("GET /e",)),
                Difference("editorial", "changed", "title-changed", _EVIL, _EVIL, _EVIL, (_EVIL,)),
            ),
            (1, 1, 1), ("ocr",), in_description=True, operations=5,
        ),
        Edit("api", "acme/new", "Acme New", "moved", (), (0, 0, 0), before="acme/old"),
    ),
)  # fmt: skip


def test_there_are_three() -> None:
    assert formats() == ["json", "markdown", "text"]
    with pytest.raises(KeyError):
        report(COMPARISON, "pdf")


@pytest.mark.parametrize("name", formats())
def test_as_it_was(name: str) -> None:
    assert report(COMPARISON, name) + "\n" == (SNAPSHOTS / f"{name}.snap").read_text("utf-8")


@pytest.mark.parametrize("name", formats())
def test_nothing_differs(name: str) -> None:
    text = report(Comparison("1" * 40, "2" * 40, ()), name)
    assert "no differences" in text.lower() or json.loads(text)["edits"] == []


def test_no_format_lets_a_spec_act() -> None:
    for name in ("text", "markdown"):
        text = report(COMPARISON, name)
        assert "\x1b" not in text
        assert "##[" not in text
        assert not [line for line in text.splitlines() if line.startswith("::")]
    assert "](javascript" not in report(COMPARISON, "markdown")
    assert "<b>" not in report(COMPARISON, "markdown")


if __name__ == "__main__":
    for each in formats():
        (SNAPSHOTS / f"{each}.snap").write_text(report(COMPARISON, each) + "\n", "utf-8")
