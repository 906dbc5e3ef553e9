"""Compiled templates are kept beside the program, and used only by who would compile the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_catalog.pages import bytecode
from api_catalog.pages.bytecode import Bytecode
from jinja2 import DictLoader, Environment

SOURCE = {"page.html": "{% if name %}\n<p>{{ name }}</p>\n{% endif %}\n"}


def _drawn(folder: Path, compiled: list[str], source: dict[str, str] = SOURCE, **settings: Any) -> str:
    """The template, drawn in a new environment that notes what it compiles."""

    class Noting(Environment):
        def compile(self, source: Any, name: Any = None, filename: Any = None, *args: Any) -> Any:
            compiled.append(str(name))
            return super().compile(source, name, filename, *args)

    kept = Bytecode(str(folder), "jinja-%s.bytecode")
    return (
        Noting(loader=DictLoader(source), bytecode_cache=kept, **settings).get_template("page.html").render(name="<a>")
    )


def test_is_compiled_once(tmp_path: Path) -> None:
    compiled: list[str] = []
    first = _drawn(tmp_path, compiled, autoescape=True)
    assert _drawn(tmp_path, compiled, autoescape=True) == first == "\n<p>&lt;a&gt;</p>\n"
    assert compiled == ["page.html"]


@pytest.mark.parametrize(
    ("settings", "source", "text"),
    [
        ({"autoescape": False}, SOURCE, "\n<p><a></p>\n"),
        ({"autoescape": True, "trim_blocks": True}, SOURCE, "<p>&lt;a&gt;</p>\n"),
        ({"autoescape": True}, {"page.html": "{{ name }}!"}, "&lt;a&gt;!"),
    ],
    ids=["escapes", "blanks", "source"],
)
def test_is_compiled_anew(tmp_path: Path, settings: dict[str, Any], source: dict[str, str], text: str) -> None:
    compiled: list[str] = []
    _drawn(tmp_path, compiled, autoescape=True)
    assert _drawn(tmp_path, compiled, source, **settings) == text
    assert compiled == ["page.html"] * 2


def test_damaged_ones_are_compiled_anew(tmp_path: Path) -> None:
    compiled: list[str] = []
    first = _drawn(tmp_path, compiled)
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:100])
    assert _drawn(tmp_path, compiled) == first
    assert compiled == ["page.html"] * 2


def test_does_without_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    assert _drawn(tmp_path / "nowhere", compiled) == _drawn(tmp_path / "nowhere", compiled)
    assert compiled == ["page.html"] * 2
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(bytecode, "cache_from_source", lambda _: str(tmp_path / "file" / "__pycache__" / "a.pyc"))
    bytecode.bytecode.cache_clear()
    assert bytecode.bytecode() is None
    bytecode.bytecode.cache_clear()
