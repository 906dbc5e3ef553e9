"""The rules of OpenAPI for a request, as data: sample_cases.yml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load(Path(__file__).with_name("sample_cases.yml").read_text("utf-8"))
LANGUAGES = ("curl", "Python", "JavaScript")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(samples: Callable[..., dict[str, str]], case: dict[str, Any]) -> None:
    method = case.get("method", "post")
    written = samples(case["operation"], case.get("path", "/a"), method, **case.get("more", {}))
    assert tuple(written) == ("curl", "JavaScript", "Python")
    expected = [(language, line) for language in LANGUAGES for line in case.get(language, ())]
    assert expected
    for language, line in expected:
        assert line in written[language].split("\n"), written[language]
