"""Editors know what each file below specs/ may hold: from its first line, and from the settings of this repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from api_catalog.documents.document import parse
from api_catalog.validation.schemas import RECORDS, version_of

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
SCHEMAS = ROOT / "generator" / "api_catalog" / "validation" / "schemas"
FILES = sorted(path.relative_to(ROOT).as_posix() for path in SPECS.rglob("*") if path.suffix in (".yaml", ".yml"))
RECORD_FILES = [path for path in FILES if Path(path).stem in RECORDS]
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def _stated(path: str) -> str:
    found = MODELINE.match((ROOT / path).read_text("utf-8"))
    assert found, f"{path}:1 has no `# yaml-language-server: $schema=` line"
    return found[1]


@pytest.mark.parametrize("path", RECORD_FILES)
def test_records_lead_to_the_schema_in_this_repository(path: str) -> None:
    target = ((ROOT / path).parent / _stated(path)).resolve()
    assert target == SCHEMAS / f"{Path(path).stem}.schema.json"
    assert target.is_file()


@pytest.mark.parametrize("path", [path for path in FILES if Path(path).stem == "openapi"])
def test_descriptions_lead_to_the_schema_of_their_version(path: str) -> None:
    version = version_of(parse((ROOT / path).read_bytes(), path))
    assert re.fullmatch(rf"https://spec\.openapis\.org/oas/{version}/schema/\d{{4}}-\d\d-\d\d", _stated(path))


def test_every_record_is_under_one_glob_of_the_editor() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))["yaml.schemas"]
    assert {(ROOT / path).resolve() for path in settings} == {SCHEMAS / f"{name}.schema.json" for name in RECORDS}
    for schema, glob in settings.items():
        assert sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(glob)) == [
            path for path in RECORD_FILES if f"{Path(path).stem}.schema.json" == Path(schema).name
        ]


def test_the_hook_for_others_runs_the_check() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == ("api-catalog-check", "api-catalog check", "python")
    assert hook["pass_filenames"] is False
    wanted = re.compile(hook["files"])
    assert all(wanted.search(path) for path in FILES)
    assert not wanted.search("docs/specs/openapi.yaml")


def test_our_own_hooks_use_what_make_sets_up() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {hook["id"]: hook["entry"] for repo in config["repos"] for hook in repo["hooks"]}
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert set(hooks) == {"ruff", "ruff-format", "mypy", "api-catalog-check"}
    assert all(entry.startswith(".venv/bin/") for entry in hooks.values())
