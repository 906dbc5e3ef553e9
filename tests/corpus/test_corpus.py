"""Sixty descriptions that others wrote: each becomes pages that show all of it, or an error with a line."""

from __future__ import annotations

import importlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import api_catalog
import pytest
from api_catalog.problems import Severity

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / ".corpus" / "package" / "api"
NAMES = (HERE / "sample-60.txt").read_text("utf-8").splitlines()
fetch: Callable[[], str] = importlib.import_module("fetch").fetch
missing: Callable[[Any, list[str]], list[str]] = importlib.import_module("completeness").missing
pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def corpus() -> Path:
    """The folder of all descriptions; where it is not and cannot be fetched, there is nothing to test."""
    if trouble := fetch():
        pytest.skip(f"no corpus: {trouble}")
    return CORPUS


def test_the_sample_is_sixty_files() -> None:
    assert len(set(NAMES)) == len(NAMES) == 60


@pytest.mark.parametrize("name", NAMES)
def test_a_file_becomes_complete_pages_or_an_error(corpus: Path, name: str, tmp_path: Path) -> None:
    file = tmp_path / "specs" / name
    file.parent.mkdir(parents=True)
    shutil.copyfile(corpus / name, file)
    checked = api_catalog.check(api_catalog.load(tmp_path / "specs"))
    errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
    if errors:
        assert all(problem.line >= 1 and problem.message for problem in errors)
        return
    (api,) = checked.catalog.apis
    pages = [page.html for page in api_catalog.build(checked.catalog) if page.url.startswith(f"apis/{api.id}/")]
    lost = missing(json.loads(file.read_bytes()), pages)
    assert not lost, f"{len(lost)} not shown:\n" + "\n".join(lost[:20])
