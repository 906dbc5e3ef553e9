"""The cache gives what was put, and nothing that is damaged; without a place to write it is just empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_catalog.execution import Cache
from api_catalog.execution.cache import default_folder

ANSWER = {"errors": [[["paths", "/a"], "text €"]]}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_is_there_for_another(tmp_path: Path) -> None:
    Cache(tmp_path).put(b"question", ANSWER)
    assert Cache(tmp_path).get(b"question") == ANSWER
    assert Cache(tmp_path).get(b"another") is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"question": 1}', b"\xff", b"[" * 9999])
def test_what_is_damaged_is_thrown_away(tmp_path: Path, damage: bytes) -> None:
    Cache(tmp_path).put(b"question", ANSWER)
    (file,) = _files(tmp_path)
    file.write_bytes(damage)
    assert Cache(tmp_path).get(b"question") is None
    assert _files(tmp_path) == []


@pytest.mark.parametrize(("old", "new"), [(b"text", b"TEXT"), (b'"question":"', b'"question":"0')])
def test_what_was_changed_is_thrown_away(tmp_path: Path, old: bytes, new: bytes) -> None:
    Cache(tmp_path).put(b"question", ANSWER)
    (file,) = _files(tmp_path)
    file.write_bytes(file.read_bytes().replace(old, new))
    assert Cache(tmp_path).get(b"question") is None


def test_an_answer_in_the_place_of_another_is_not_given(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"one", 1)
    (one,) = _files(tmp_path)
    cache.put(b"two", 2)
    (two,) = [path for path in _files(tmp_path) if path != one]
    two.replace(one)
    assert cache.get(b"one") is None


def test_half_a_character_is_not_remembered(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(b"question", "\ud800")
    assert cache.get(b"question") is None
    assert _files(tmp_path) == []


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / "file" / "cache")
    cache.put(b"question", ANSWER)
    assert cache.get(b"question") is None


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/var/cache"}, Path("/var/cache/mkdocs-api-catalog")),
        ({"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache/mkdocs-api-catalog"),
        ({}, Path.home() / ".cache/mkdocs-api-catalog"),
    ],
)
def test_default_folder(environ: Any, folder: Path) -> None:
    assert default_folder(environ) == folder
