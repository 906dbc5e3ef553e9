"""Descriptions are judged as the official test documents are: each keyword of them, right and wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from api_catalog.documents import yaml_events
from api_catalog.validation import schemas
from validation.descriptions import description, problems

ENTRIES: list[dict[str, Any]] = yaml_events.load((Path(__file__).parent / "official_keywords.yml").read_bytes())
CASES = [
    pytest.param(version, verdict, over, id=f"{entry['keyword']} {version} {verdict} {number}")
    for entry in ENTRIES
    for version in entry["versions"]
    for verdict in ("pass", "fail")
    for number, over in enumerate(entry[verdict])
]


@pytest.mark.parametrize(("version", "verdict", "over"), CASES)
def test_verdict(version: str, verdict: str, over: dict[str, Any], tmp_path: Path) -> None:
    found = problems(tmp_path, description(version, over))
    assert bool(found) == (verdict == "fail"), [problem.message for problem in found]
    assert {problem.rule for problem in found} <= {"openapi-structure", "not-openapi"}


def test_every_keyword_has_both_verdicts() -> None:
    assert all(entry["pass"] and entry["fail"] for entry in ENTRIES)


@pytest.mark.parametrize("version", schemas.VERSIONS)
def test_parts_in_other_files_have_a_definition(version: str) -> None:
    for kind in ("schema", "response", "parameter", "pathItem"):
        assert schemas.part_validator(version, kind) is not None
    assert schemas.part_validator(version, "nothing") is None


@pytest.mark.parametrize(
    ("stated", "version"),
    [
        ({"openapi": "3.1.1"}, "3.1"),
        ({"openapi": 3.1}, "3.1"),
        ({"swagger": "2.0"}, "2.0"),
        ({"swagger": 2.0}, "2.0"),
        ({"openapi": "2.0"}, None),
        ({"swagger": "3.0"}, None),
        ({"openapi": "3.3.0"}, None),
        ({"openapi": None}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_version_of(stated: Any, version: str | None) -> None:
    assert schemas.version_of(stated) == version
