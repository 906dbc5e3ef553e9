"""What ``check`` says of a description's form: the exact report for each of ``cases/``, and none for what is valid.

Run as a script it writes the reports anew.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from api_catalog.documents import load
from api_catalog.problems import in_order, report
from api_catalog.validation import schemas, structure

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem if path.is_file() else path.name for path in CASES.iterdir() if path.suffix != ".txt")


def _report(name: str, folder: Path) -> str:
    """The report for a case, copied into ``folder``, with paths as they are in the case."""
    case = CASES / name
    if case.is_dir():
        shutil.copytree(case, folder / "acme")
    else:
        (folder / "acme").mkdir()
        shutil.copy(CASES / f"{name}.yaml", folder / "acme" / "openapi.yaml")
    repository = load(folder)
    assert repository.problems == ()
    (api,) = repository.apis
    return report(in_order(structure.check(api)), "text").replace(f"{folder.as_posix()}/acme/", "") + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_report(name: str, tmp_path: Path) -> None:
    assert _report(name, tmp_path) == (CASES / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("version", schemas.VERSIONS)
def test_every_version_has_a_valid_and_an_invalid_case(version: str) -> None:
    assert (CASES / f"valid-{version}.txt").read_text("utf-8") == "No problems found.\n"
    assert "error" in (CASES / f"mistakes-{version}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_choice_is_told_by_its_likeliest_branch(name: str) -> None:
    text = (CASES / f"{name}.txt").read_text("utf-8")
    for words in ("not valid under any", "oneOf", "anyOf", "more than one of the schemas"):
        assert words not in text


if __name__ == "__main__":
    for each in NAMES:
        with tempfile.TemporaryDirectory() as scratch:
            (CASES / f"{each}.txt").write_text(_report(each, Path(os.path.realpath(scratch))), "utf-8")
