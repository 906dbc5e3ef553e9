"""What ``check`` says of a description's form: the exact report for each of ``cases/``, and none for what is valid.

Run as a script it writes the reports anew.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from api_catalog.documents import load
from api_catalog.problems import in_order
from api_catalog.validation import schemas, structure
from validation.descriptions import problems

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem if path.is_file() else path.name for path in CASES.iterdir() if path.suffix != ".txt")


def _report(name: str, folder: Path) -> str:
    """The report for a case, copied into ``folder``: a line for each problem, its hint beneath."""
    case = CASES / name
    if case.is_dir():
        shutil.copytree(case, folder / "acme")
    else:
        (folder / "acme").mkdir()
        shutil.copy(CASES / f"{name}.yaml", folder / "acme" / "openapi.yaml")
    repository = load(folder)
    assert repository.problems == ()
    (api,) = repository.apis
    lines = []
    for each in in_order(structure.check(api)):
        place = f"{each.path.removeprefix(f'{folder.as_posix()}/acme/')}:{each.line}:{each.column}"
        lines += [f"{place}: {each.severity}: {each.message} [{each.rule}]", f"    {each.hint}"]
    return "\n".join(lines) + "\n" if lines else "No problems found.\n"


@pytest.mark.parametrize("name", NAMES)
def test_report(name: str, tmp_path: Path) -> None:
    assert _report(name, tmp_path) == (CASES / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("version", schemas.VERSIONS)
def test_every_version_has_a_valid_and_an_invalid_case(version: str) -> None:
    assert (CASES / f"valid-{version}.txt").read_text("utf-8") == "No problems found.\n"
    assert "error" in (CASES / f"mistakes-{version}.txt").read_text("utf-8")


def test_half_characters_are_told(tmp_path: Path) -> None:
    """JSON can write them, and a long number takes the reader that lets them pass."""
    text = (
        '{"openapi": "3.1.1", "info": {"title": "\\ud800", "version": "1"}, "paths": {"\\ud800": 12345678901234567890}}'
    )
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "openapi.json").write_text(text)
    repository = load(tmp_path)
    assert repository.problems or [each.message for each in structure.check(repository.apis[0])]


@pytest.mark.parametrize("text", ["a: 1\n", "[]\n", "openapi\n", "openapi: {a: 1}\n", "swagger:\n", "openapi: 3.1.1\n"])
def test_whatever_it_is_it_is_told(text: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text)


if __name__ == "__main__":
    for each in NAMES:
        with tempfile.TemporaryDirectory() as scratch:
            (CASES / f"{each}.txt").write_text(_report(each, Path(scratch).resolve()), "utf-8")
