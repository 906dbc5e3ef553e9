"""What a contributor reads about a description that is not well-formed: place, message and hint, word for word."""

from __future__ import annotations

import random
import re
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from api_catalog.documents import yaml_events
from api_catalog.validation import schemas
from api_catalog.validation.wording import Wording
from validation.descriptions import description, mutated, problems

FOLDER = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml_events.load((FOLDER / "wording_cases.yml").read_bytes())
KEYWORDS: list[dict[str, Any]] = yaml_events.load((FOLDER / "official_keywords.yml").read_bytes())
WORDS_OF_SCHEMAS = re.compile(
    r"oneOf\b(?!`)|anyOf\b(?!`)|valid under|schemas listed|other candidates|required property|[Uu]nevaluated|"
    r"is not of type|additional propert|not as it should be|none of the forms"
)


@pytest.mark.parametrize("case", CASES, ids=itemgetter("name"))
def test_problems(case: dict[str, Any], tmp_path: Path) -> None:
    found = [[f"{each.line}:{each.column}", each.message, each.hint] for each in problems(tmp_path, case["text"])]
    assert found == case["problems"]


@pytest.mark.parametrize("seed", range(8))
def test_any_mistake_is_told_in_words(seed: int) -> None:
    """Descriptions with mistakes made by chance: what a schema rejects is told, and in no words of schemas."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    whole = [(entry["versions"], over) for entry in KEYWORDS for over in entry["pass"]]
    for _ in range(300):
        versions, over = chance.choice(whole)
        version = chance.choice(versions)
        value = mutated(description(version, over), chance)
        stated = schemas.version_of(value)
        if stated is None:
            continue
        validator = schemas.openapi_validator(stated, schemas.dialect_of(value))
        wording = Wording(schemas.openapi_schemas(stated), stated)
        findings = wording.findings(validator.iter_errors(value), value)
        assert bool(findings) == (not validator.is_valid(value)), value
        for finding in findings:
            assert not WORDS_OF_SCHEMAS.search(finding.message), (finding, value)
            assert finding.message
            assert finding.hint
            assert len(finding.message) < 300
