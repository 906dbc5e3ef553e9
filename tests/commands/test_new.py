"""``new``: what it writes passes the check but for what it says is to do; it never overwrites, and takes no tricks."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import api_catalog
import pytest
import yaml
from api_catalog.catalog import catalog_of
from api_catalog.commands.new import command
from api_catalog.documents.document import parse
from click.testing import CliRunner, Result

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
NAMES: dict[str, Any] = yaml.safe_load((FOLDER / "name_cases.yml").read_text("utf-8"))
GIVEN: list[dict[str, Any]] = yaml.safe_load((FOLDER / "given_cases.yml").read_text("utf-8"))
TODO = re.compile(r"^  (\S+):(\d+): (.+)$", re.MULTILINE)


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small catalog of one API, with the vocabulary and settings of this repository."""
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "specs"
    (own / "aws").mkdir(parents=True)
    for name in ("catalog.yml", "tags.yml", "aws/provider.yml"):
        (own / name).write_bytes((ROOT / "specs" / name).read_bytes())
    schemas = ROOT / "generator" / "api_catalog" / "validation" / "schemas"
    (tmp_path / "generator" / "api_catalog" / "validation").mkdir(parents=True)
    (tmp_path / "generator" / "api_catalog" / "validation" / "schemas").symlink_to(schemas)
    return own


def _new(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def _refused(*arguments: str) -> str:
    result = _new(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("api-catalog: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_all_problems_of_a_new_api_are_among_its_todos(specs: Path) -> None:
    result = _new("acme/embed")
    assert result.exit_code == 0
    todos = {(path, int(line)) for path, line, _ in TODO.findall(result.stdout)}
    assert len(todos) > 20
    problems = api_catalog.check(Path("specs")).problems
    of_acme = {(problem.path, problem.line) for problem in problems if problem.path.startswith("specs/acme/")}
    assert of_acme
    assert of_acme - todos == set()
    assert "The check says more" not in result.stdout


def test_every_todo_is_named_where_it_stands(specs: Path) -> None:
    result = _new("acme/embed")
    named = {(path, int(line)) for path, line, _ in TODO.findall(result.stdout)}
    stated = {
        (path.as_posix(), number)
        for path in Path("specs/acme").rglob("*.y*ml")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "TODO" in line
    }
    assert named == stated
    assert f"To do ({len(stated)}):" in result.stdout


def test_the_check_is_clean_when_the_todos_are_done(specs: Path) -> None:
    """As far as it can be without a person: values that the hints on the lines allow."""
    _new("acme/embed")
    done = {
        "api.yml": {
            "state": "live", "since": "not-stated", "source": "https://acme.example/a", "tags": "[hosted, rest]",
            "of": "1", "url": "https://acme.example/b", "homepage": "https://acme.example",
            "documentation": "https://acme.example/d", "license": "CC0-1.0",
        },
        "openapi.yaml": {
            "tags": "[text-to-speech, predict, online]", "url": "https://api.acme.io", "version": '"1"',
            "termsOfService": "https://acme.example/t", "contact": "{url: https://acme.example/c}",
            "license": "{name: Apache-2.0}",
        },
        "provider.yml": {"kind": "company", "homepage": "https://acme.example"},
    }  # fmt: skip
    for path in Path("specs/acme").rglob("*.y*ml"):
        lines = path.read_text("utf-8").split("\n")
        for number, line in enumerate(lines):
            if "TODO" in line and (key := re.match(r"([\s-]*)([\w-]+): \S", line)):
                value = done[path.name].get(key[2], "createThing" if key[2] == "operationId" else "Speaks a text")
                lines[number] = f"{key[1]}{key[2]}: {value}"
        path.write_text("\n".join(lines), "utf-8")
    checked = api_catalog.check(Path("specs"))
    assert [problem for problem in checked.problems if problem.path.startswith("specs/acme/")] == []
    assert [api.id for api in checked.catalog.apis] == ["acme/embed"]


def test_files_name_their_schema_as_the_others_do(specs: Path) -> None:
    _new("acme/embed")
    for path, name in (("acme/embed/api.yml", "api"), ("acme/provider.yml", "provider")):
        line = (specs / path).read_text("utf-8").split("\n")[0]
        schema = line.removeprefix("# yaml-language-server: $schema=")
        assert (specs / path).parent.joinpath(schema).resolve().name == f"{name}.schema.json"
        assert (specs / path).parent.joinpath(schema).is_file()
    first = (specs / "acme/embed/openapi.yaml").read_text("utf-8").split("\n")[0]
    assert first.startswith("# yaml-language-server: $schema=https://spec.openapis.org/oas/3.1/schema/")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "# yaml-language-server: $schema=https://apis.example/schemas/catalog.schema.json\n",
            "https://apis.example/schemas/api.schema.json",
        ),
        ("", None),
    ],
    ids=["schemas on the web", "no schemas named"],
)
def test_a_catalog_with_its_schemas_elsewhere(
    line: str, expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("specs").mkdir()
    Path("specs/catalog.yml").write_text(f"{line}title: Ours\n", "utf-8")
    assert _new("acme/embed").exit_code == 0
    first = Path("specs/acme/embed/api.yml").read_text("utf-8").split("\n")[0]
    assert first == (f"# yaml-language-server: $schema={expected}" if expected else first)
    assert first.startswith("summary: ") == (expected is None)


@pytest.mark.parametrize("name", NAMES["good"])
def test_good_names(name: str, specs: Path) -> None:
    assert _new(name).exit_code == 0
    assert (specs / name / "openapi.yaml").is_file()
    catalog, _ = catalog_of(api_catalog.load(Path("specs")))
    assert [api.id for api in catalog.apis] == [name]


@pytest.mark.parametrize("case", NAMES["bad"], ids=lambda case: repr(case["name"]))
def test_bad_names(case: dict[str, str], specs: Path) -> None:
    before = _files(specs.parent)
    assert case["says"] in _refused("--", case["name"])
    assert _files(specs.parent) == before


def test_a_record_of_the_provider_stays(specs: Path) -> None:
    before = (specs / "aws/provider.yml").read_bytes()
    result = _new("aws/embed")
    assert "provider.yml" not in result.stdout
    assert (specs / "aws/provider.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("taken", "named"),
    [
        ("acme/embed/openapi.yaml", "specs/acme/embed is there"),
        ("acme/embed/notes.txt", "specs/acme/embed is there"),
        ("acme/embed.json", "specs/acme/embed.json is there"),
        ("acme/embed", "specs/acme/embed is there"),
        ("acme", "specs/acme is there"),
        ("acme/openapi.yaml", "specs/acme/openapi.yaml makes everything"),
        ("swagger.json", "specs/swagger.json makes everything"),
    ],
)
def test_nothing_is_overwritten_or_swallowed(taken: str, named: str, specs: Path) -> None:
    (specs / taken).parent.mkdir(parents=True, exist_ok=True)
    (specs / taken).write_text("mine", "utf-8")
    before = _files(specs)
    assert named in _refused("acme/embed")
    assert _files(specs) == before
    assert (specs / taken).read_text("utf-8") == "mine"


def test_settings_that_are_odd_change_nothing_in_a_record(specs: Path) -> None:
    kinds = "kinds: [{name: 'a\": [b', applies-to: api}, {name: 7, applies-to: api}, {name: way, applies-to: both}, 5]"
    (specs / "catalog.yml").write_text(kinds, "utf-8")
    assert _new("acme/embed").exit_code == 0
    record = parse((specs / "acme/embed/api.yml").read_bytes(), "api.yml")
    assert record["tags"] == ["TODO: those of the whole API, of the kinds 7 and way"]


def test_an_empty_folder_is_taken(specs: Path) -> None:
    (specs / "acme/embed").mkdir(parents=True)
    assert _new("acme/embed").exit_code == 0


def test_no_link_leads_out(specs: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (specs / "acme").symlink_to(tmp_path / "elsewhere")
    assert "specs/acme is a link" in _refused("acme/embed")
    (specs / "acme").unlink()
    (specs / "acme").symlink_to("acme")
    assert "specs/acme is a link" in _refused("acme/embed")
    (specs / "acme").unlink()
    (specs / "acme").mkdir()
    (specs / "acme/provider.yml").symlink_to(tmp_path / "elsewhere" / "new.yml")
    assert "cannot be written" in _refused("acme/embed")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert _files(specs / "acme") == set()


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_folder_that_cannot_be_written(specs: Path) -> None:
    specs.chmod(0o500)
    assert "cannot be written" in _refused("acme/embed")
    specs.chmod(0o700)


def test_there_is_no_specs_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "There is no folder specs." in _refused("acme/embed")
    (tmp_path / "apis").mkdir()
    assert _new("acme/embed", "--specs-dir", "apis").exit_code == 0
    assert (tmp_path / "apis/acme/embed/api.yml").is_file()


@pytest.mark.parametrize("case", GIVEN, ids=lambda case: case["name"])
def test_from_a_file(case: dict[str, Any], specs: Path, tmp_path: Path) -> None:
    (tmp_path / case["file"]).write_text(case["text"], "utf-8")
    result = _new("acme/embed", "--from", case["file"])
    assert result.exit_code == 0
    assert (specs / "acme/embed" / case["copied"]).read_bytes() == (tmp_path / case["file"]).read_bytes()
    record = (specs / "acme/embed/api.yml").read_text("utf-8")
    assert isinstance(parse(record.encode(), "api.yml"), dict)
    assert [part for part in case["record"] if part not in record] == []
    assert [part for part in case.get("printed", ()) if part not in result.stdout] == []
    assert [part for part in case.get("absent", ()) if part in record + result.stdout] == []
    assert f"specs/acme/embed/{case['copied']}:" not in result.stdout


def test_what_the_check_says_of_a_copy_is_counted(specs: Path, tmp_path: Path) -> None:
    call = "{tags: [Own], responses: {'200': {description: d}}}"
    text = f"openapi: 3.1.1\ninfo: {{title: A, version: '1'}}\npaths: {{/a: {{get: {call}}}}}\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    result = _new("acme/embed", "--from", "a.yaml")
    assert re.search(r"The check says more about the description as it is: .*1 unknown-tag", result.stdout)
    assert result.stdout.endswith(
        "Then:\n  api-catalog suggest-tags specs/acme/embed\n  api-catalog check specs/acme/embed\n"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("a: b: c", "not YAML"),
        ("\n\n{\x00", "(line 3)"),
        ("title: A poem", "not an OpenAPI description of a version that is known. It has to start with"),
        ("openapi: 4.0.0", "not an OpenAPI description"),
        ("- 1", "not an OpenAPI description"),
        ('{"openapi": "3.1.0"', "not JSON"),
    ],
)
def test_from_a_file_that_is_none(text: str, says: str, specs: Path, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(text, "utf-8")
    assert says in _refused("acme/embed", "--from", "a")
    assert not (specs / "acme").exists()


def test_from_a_file_that_cannot_be_read(specs: Path, tmp_path: Path) -> None:
    assert "nowhere.yaml cannot be used: file not found" in _refused("acme/embed", "--from", "nowhere.yaml")
    assert "not a regular file" in _refused("acme/embed", "--from", ".")
    (tmp_path / "loop").symlink_to("loop")
    assert "loop cannot be used: file not found" in _refused("acme/embed", "--from", "loop")
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in _refused("acme/embed", "--from", "pipe")
