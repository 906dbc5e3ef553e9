"""YAML by the grammar of YAML 1.2.2: texts have the value of its core schema, and what JSON cannot hold is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from api_catalog.documents import ReadError, load
from api_catalog.documents.document import parse
from api_catalog.documents.limits import Limits

_FILE = Path(__file__).with_name("yaml_suite.yml")
SUITE: dict[str, list[Any]] = parse(_FILE.read_bytes(), _FILE.name)
VALUES: list[tuple[str, str]] = [(text, value) for text, value in SUITE["values"]]
_LEAST = 120


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: str) -> None:
    # as JSON text, because 1 == 1.0 == True
    assert json.dumps(parse(text.encode(), "a.yaml")) == json.dumps(json.loads(value, strict=False))


@pytest.mark.parametrize("text", SUITE["errors"])
def test_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(text.encode())
    (problem,) = load(tmp_path).problems
    assert (problem.rule, problem.severity.value) == ("unreadable", "error")
    assert problem.line <= text.count("\n") + 2


@pytest.mark.parametrize("value", dict.fromkeys(value for _, value in VALUES))
def test_json_is_yaml(value: str) -> None:
    """The value, written as JSON, is YAML of the same value."""
    whole = json.dumps({"k": json.loads(value, strict=False)}, ensure_ascii=False).encode()
    assert parse(whole, "a.yaml") == parse(whole, "a.json")


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
@pytest.mark.parametrize(("most", "is_read"), [(7, True), (5, False)])
def test_keys_and_values_are_counted(name: str, most: int, is_read: bool) -> None:
    data = b'{"a": [1, {"b": "x, y: [z] {"}]}'
    limits = Limits(written=most)
    if is_read:
        assert parse(data, name, limits) == {"a": [1, {"b": "x, y: [z] {"}]}
    else:
        with pytest.raises(ReadError, match=f"more than {most} values"):
            parse(data, name, limits)


def test_suite_is_large() -> None:
    assert len(VALUES) + len(SUITE["errors"]) >= _LEAST
    assert len({text for text, _ in VALUES}) == len(VALUES)
