"""Which words meet: relatives do, words that only look alike do not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.suggestions.words import STOP, is_telling, stem, words

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "stem_cases.yml").read_text("utf-8"))


@pytest.mark.parametrize("group", CASES["same"], ids=lambda group: group[0])
def test_relatives_have_one_stem(group: list[str]) -> None:
    assert {word: stem(word) for word in group} == dict.fromkeys(group, stem(group[0]))


@pytest.mark.parametrize("group", CASES["different"], ids=" ".join)
def test_others_do_not(group: list[str]) -> None:
    assert all(stem(one) != stem(other) for one, other in combinations(group, 2))


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: case["text"][:20])
def test_names_are_taken_apart(case: dict[str, Any]) -> None:
    assert words(case["text"]) == case["words"]


def test_words_of_every_api_tell_nothing() -> None:
    assert not any(map(is_telling, ("The", "request", "v1", "v1beta1", "200", "JSON")))
    assert all(map(is_telling, ("speech", "face", "v", "3d")))
    assert all(word == word.lower() for word in STOP)
