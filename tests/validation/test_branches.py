"""Deciding between branches changes what is said, and never the verdict."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from api_catalog.documents import yaml_events
from api_catalog.validation import corrections, schemas
from api_catalog.validation.branches import decided
from validation.descriptions import description, mutated

KEYWORDS: list[dict[str, Any]] = yaml_events.load((Path(__file__).parent / "official_keywords.yml").read_bytes())
OF_2_0: dict[str, Any] = yaml_events.load((Path(__file__).parent / "cases" / "valid-2.0.yaml").read_bytes())


@cache
def _validators(version: str) -> list[jsonschema_rs.Validator]:
    """The schema of a version with its choices, and decided; Schema Objects of 3.1 and later are left out."""
    whole = schemas.shipped_schemas(version)
    corrections.correct(version, whole)
    if "$defs" in whole[""]:
        whole[""]["$defs"][corrections.DIALECT] = {}
        whole[""]["$defs"]["schema"] = {"$dynamicAnchor": "meta", "type": ["object", "boolean"]}
    draft_4 = {
        "http://json-schema.org/draft-04/schema": schemas.json_schemas()["http://json-schema.org/draft-04/schema"]
    }
    registry = jsonschema_rs.Registry(draft_4.items())
    return [
        jsonschema_rs.validator_for(schema, registry=registry, offline=True)
        for schema in (whole[""], decided(whole[""]))
    ]


@pytest.mark.parametrize("version", schemas.VERSIONS)
def test_verdicts_stay(version: str) -> None:
    whole = [description(version, over) for entry in KEYWORDS for over in entry["pass"] if version in entry["versions"]]
    undecided, decisive = _validators(version)
    chance = random.Random(version)  # noqa: S311 - no secret
    verdicts = set()
    for _ in range(1500):
        value = mutated(chance.choice(whole or [OF_2_0]), chance)
        verdicts.add(undecided.is_valid(value))
        assert undecided.is_valid(value) == decisive.is_valid(value), value
    assert verdicts == {True, False}


A = {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["a"]}}}
B = {"type": "object", "required": ["kind", "b"], "properties": {"kind": {"enum": ["b"]}}}
REFERENCE = {"type": "object", "required": ["$ref"]}


@pytest.mark.parametrize(
    "branches",
    [
        [A, B],
        [REFERENCE, A],
        [A, REFERENCE, B],
        [{"type": "boolean"}, A],
        [{"type": "array"}, {"type": "boolean"}, A],
        [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/b"}],
    ],
)
def test_is_decided(branches: list[dict[str, Any]]) -> None:
    schema = {"definitions": {"a": A, "b": B}, "oneOf": branches}
    assert "oneOf" not in str(decided(schema))
    assert schema["oneOf"] is branches


@pytest.mark.parametrize("branches", [[A, A], [{}, {}], [{"required": ["a"]}, {"required": ["b"]}]])
def test_is_left_undecided(branches: list[dict[str, Any]]) -> None:
    assert decided({"oneOf": branches}) == {"oneOf": branches}
