"""The schemas that are shipped, corrected: each correction is still needed, and makes the verdict right."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from api_catalog.documents import yaml_events
from api_catalog.validation import schemas
from api_catalog.validation.corrections import CORRECTIONS, Correction
from openapi_spec_validator.schemas.utils import get_schema_content
from validation.descriptions import description

CASES: dict[str, dict[str, list[Any]]] = yaml_events.load((Path(__file__).parent / "correction_cases.yml").read_bytes())
BY_NAME = {each.name: each for each in CORRECTIONS}
PARAMETERS = [
    pytest.param(version, verdict == "right", over, id=f"{name} {version} {verdict} {number}")
    for name, cases in CASES.items()
    for version in BY_NAME[name].versions
    for verdict in ("right", "wrong")
    for number, over in enumerate(cases.get(verdict, ()))
]


@cache
def shipped(version: str) -> jsonschema_rs.Validator:
    """OpenAPI's schema as openapi-spec-validator has it."""
    return jsonschema_rs.validator_for(json.loads(json.dumps(get_schema_content(version))), validate_formats=False)


@pytest.mark.parametrize(("version", "is_right", "over"), PARAMETERS)
def test_verdict(version: str, is_right: bool, over: dict[str, Any]) -> None:
    value = description(version, over)
    assert schemas.openapi_validator(version, schemas.dialect_of(value)).is_valid(value) is is_right
    assert shipped(version).is_valid(value) is not is_right, "the schema that is shipped is right by now"


def test_every_correction_has_a_case() -> None:
    assert CASES.keys() == BY_NAME.keys()
    assert all(sum(map(len, cases.values())) for cases in CASES.values())


@pytest.mark.parametrize("correction", CORRECTIONS, ids=BY_NAME)
def test_says_where_the_specification_says_so(correction: Correction) -> None:
    assert correction.section.startswith("https://")
    assert "#" in correction.section
    assert len(correction.sentence) > 15
    assert set(correction.versions) <= set(schemas.VERSIONS)
