"""Every sample of the curated catalog is a program of its language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from api_catalog.catalog import catalog_of
from api_catalog.documents import load
from api_catalog.reference import reference_of
from api_catalog.reference.samples.languages import languages
from sample_syntax import FAULTS

ROOT = Path(__file__).parent.parent.parent


@cache
def _written() -> dict[str, dict[str, str]]:
    """Language → operation → sample."""
    found: dict[str, dict[str, str]] = {}
    for api in catalog_of(load(ROOT / "specs"))[0].apis:
        for view in reference_of(api).operations:
            for sample in view.samples:
                found.setdefault(sample.language, {})[f"{api.id}#{view.operation.anchor}"] = sample.text
    return found


def test_every_operation_has_every_language() -> None:
    folder = ROOT / "generator" / "api_catalog" / "reference" / "samples" / "languages"
    assert len(languages()) == len(list(folder.glob("[a-z]*.py"))) >= 3
    assert next(iter(_written())) == "curl"
    assert set(_written()) == {module.LANGUAGE for module in languages()}
    (count,) = {len(samples) for samples in _written().values()}
    assert count > 100


@pytest.mark.parametrize("language", FAULTS)
def test_every_sample_is_a_program(language: str) -> None:
    assert FAULTS[language](_written()[language]) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("curl", "curl 'a"), ("curl", "curl a; curl b"), ("Python", "print("), ("JavaScript", "const x = ;")],
)
def test_what_is_none_is_found(language: str, text: str) -> None:
    assert len(FAULTS[language]({"a": text})) == 1


def _lines() -> Iterator[str]:
    for samples in _written().values():
        for text in samples.values():
            yield from text.splitlines()


def test_no_line_ends_with_a_space() -> None:
    assert [line for line in _lines() if line != line.rstrip()] == []
