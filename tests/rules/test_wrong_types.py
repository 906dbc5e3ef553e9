"""A value of any type anywhere is never more than a problem: no rule fails on it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_catalog import rules
from api_catalog.catalog.build import assembled, catalog_of, entry_of
from api_catalog.documents import load
from api_catalog.documents.document import parse
from api_catalog.problems import Problem

FILES: dict[str, Any] = parse((Path(__file__).parent / "everything.yml").read_bytes(), "everything.yml")
OTHERS: tuple[Any, ...] = (None, 7, "text", ["text", None, [7]], {"key": {"key": []}})


def _places(value: Any, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield pointer
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _places(item, (*pointer, key))


def _replaced(value: Any, pointer: tuple[str | int, ...], other: Any) -> Any:
    if not pointer:
        return other
    value = copy.copy(value)
    value[pointer[0]] = _replaced(value[pointer[0]], pointer[1:], other)
    return value


@pytest.mark.parametrize("name", FILES)
def test_no_type_is_too_much(name: str, tmp_path: Path) -> None:
    for path, value in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(json.dumps(value), "utf-8")
    assert _found(tmp_path) == []
    for pointer in _places(FILES[name]):
        for other in OTHERS:
            (tmp_path / name).write_text(json.dumps(_replaced(FILES[name], pointer, other)), "utf-8")
            for problem in _found(tmp_path):
                assert problem.message
                assert problem.hint


def _found(folder: Path) -> list[Problem]:
    repository = load(folder)
    catalog, _ = catalog_of(repository)
    found = rules.check_whole(catalog, repository)
    for files in repository.apis:
        alone, _ = assembled(repository, [entry_of(files)])
        found += rules.check_api(alone, repository, files)
    return found
