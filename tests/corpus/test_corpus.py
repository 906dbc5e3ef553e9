"""Sixty descriptions that others wrote: each becomes pages that show all of it, or an error with a line."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import api_catalog
import pytest
from api_catalog.catalog import Api
from api_catalog.catalog.apis import api_of
from api_catalog.documents.repository import load_one
from api_catalog.problems import Problem, Severity
from api_catalog.reference import reference_of
from corpus.completeness import missing
from sample_syntax import FAULTS

NAMES = (Path(__file__).parent / "sample-60.txt").read_text("utf-8").splitlines()
pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("specs")


@cache
def checked(corpus: Path, folder: Path, name: str) -> tuple[api_catalog.Checked, list[Problem]]:
    """The file alone in a folder of specs, and its errors."""
    file = folder / name.replace("/", "-") / name
    file.parent.mkdir(parents=True)
    shutil.copyfile(corpus / name, file)
    found = api_catalog.check(folder / name.replace("/", "-"))
    return found, [problem for problem in found.problems if problem.severity is Severity.ERROR]


def test_the_sample_is_sixty_files() -> None:
    assert len(set(NAMES)) == len(NAMES) == 60


@pytest.mark.parametrize("name", NAMES)
def test_a_file_becomes_complete_pages_or_an_error(corpus: Path, folder: Path, name: str) -> None:
    found, errors = checked(corpus, folder, name)
    if not found.catalog.apis:
        assert errors
        assert all(problem.line >= 1 and problem.message for problem in errors)
        return
    (api,) = found.catalog.apis
    root = folder / name.replace("/", "-")
    drawn = api_catalog.build(found.catalog, root).pages
    pages = [page.html for page in drawn if page.url.startswith(f"apis/{api.id}/")]
    lost = missing(json.loads((corpus / name).read_bytes()), pages)
    assert not lost, f"{len(lost)} not shown:\n" + "\n".join(lost[:20])


def test_every_sample_is_a_program(corpus: Path, folder: Path) -> None:
    samples: dict[str, dict[str, str]] = {language: {} for language in FAULTS}
    apis: list[Api] = []
    for name in NAMES:
        root = folder / name.replace("/", "-")
        apis += [api_of(load_one(root, api.source_path)) for api in checked(corpus, folder, name)[0].catalog.apis]
    for api in apis:
        for view in reference_of(api).operations:
            for sample in view.samples:
                if sample.generated:
                    samples[sample.language][f"{api.id}#{view.operation.anchor}"] = sample.text
    assert len(samples["curl"]) > 1000
    assert {language: faults(samples[language]) for language, faults in FAULTS.items()} == {
        language: [] for language in FAULTS
    }
