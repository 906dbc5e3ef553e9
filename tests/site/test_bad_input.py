"""Wrong input: each mistake with file, line and hint, the right exit code, the last good site untouched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GOOD = """openapi: 3.1.1
info: {title: Good, version: "1"}
paths:
  /ok:
    get:
      operationId: ok
      summary: Says that all is well
      tags: [health]
      responses:
        "200": {description: All is well}
"""
TAGS = """tags:
  - {name: health, summary: Health, description: Asks whether a server is up., kind: step}
"""
CATALOG = """title: Test
vocabulary: closed
kinds: [{name: step, label: Step, question: Which step?, applies-to: operation}]
"""
MKDOCS = "site_name: Test\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n"


def project(folder: Path, files: dict[str, str]) -> Path:
    everything = {
        "mkdocs.yml": MKDOCS,
        "specs/catalog.yml": CATALOG,
        "specs/tags.yml": TAGS,
        "specs/acme/good/openapi.yaml": GOOD,
        **files,
    }
    for name, text in everything.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    return folder


MISTAKES = {
    "specs/acme/a/openapi.yaml": GOOD.replace("tags: [health]", "tags: [healht]").replace('version: "1"', "vershun: 1"),
    "specs/acme/b/openapi.yaml": "openapi: 3.1.1\ninfo: {title: B, version: '1'\npaths: {}\n",
    "specs/acme/c.yaml": "hello: world\n",
    "specs/acme/d/openapi.yaml": GOOD.replace("tags: [health]", "tags: [healht]"),
}


def test_every_mistake_of_every_file_in_one_run(run: Any, tmp_path: Path) -> None:
    done = run("api_catalog", "check", cwd=project(tmp_path, MISTAKES))
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line and " |" not in line] == [  # without code frames
        "specs/acme/a/openapi.yaml:2:21: error: `vershun` is not a field of the Info Object [openapi-structure]",
        "    Did you mean `version`?",
        "specs/acme/a/openapi.yaml:8:14: error: unknown tag `healht` [unknown-tag]",
        "    Did you mean `health`?",
        "specs/acme/b/openapi.yaml:3:1: error: not YAML: while parsing a flow mapping did not find expected ',' or '}'"
        " [unreadable]",
        "    Look at this line and the one above it: indentation, quotes, brackets.",
        "specs/acme/c.yaml:1:1: error: not an OpenAPI description [not-openapi]",
        "    A description starts with openapi: 3.1.1 (or swagger: '2.0'). Is it a part that nothing refers to?",
        "specs/acme/d/openapi.yaml:8:14: error: unknown tag `healht` [unknown-tag]",
        "    Did you mean `health`?",
        "5 errors in 4 files.",
    ]


def test_four_mistakes_in_a_spec_of_three_files(run: Any, tmp_path: Path) -> None:
    files = {
        "specs/acme/split/openapi.yaml": (
            "openapi: 3.1.1\n"
            "info: {title: Split, version: '1', licence: {name: MIT}}\n"
            "paths:\n"
            "  /things:\n"
            "    get:\n"
            "      operationId: list\n"
            "      tags: [health]\n"
            "      parameters:\n"
            "        - $ref: parameters.yaml#/limit\n"
            "      responses:\n"
            "        '200':\n"
            "          description: Things\n"
            "          content:\n"
            "            application/json:\n"
            "              schema: {$ref: 'schemas/thing.yaml'}\n"
        ),
        "specs/acme/split/parameters.yaml": "limit:\n  name: limit\n  in: qurey\n  schema: {type: integer}\n",
        "specs/acme/split/schemas/thing.yaml": (
            "type: object\nproperties:\n  id: {type: strnig}\n  size:\n    $ref: '../missing.yaml#/size'\n"
        ),
    }
    done = run("api_catalog", "check", "--format", "json", cwd=project(tmp_path, files))
    assert done.returncode == 1
    assert [(p["path"], p["line"], p["rule"]) for p in json.loads(done.stdout)] == [
        ("specs/acme/split/openapi.yaml", 2, "openapi-structure"),
        ("specs/acme/split/parameters.yaml", 3, "openapi-structure"),
        ("specs/acme/split/schemas/thing.yaml", 3, "openapi-structure"),
        ("specs/acme/split/schemas/thing.yaml", 5, "unresolved-ref"),
    ]


@pytest.mark.site
def test_a_failed_build_leaves_the_last_good_site(run: Any, tmp_path: Path) -> None:
    folder = project(tmp_path, {})
    assert run("api_catalog", "build", cwd=folder).returncode == 0
    before = {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    project(folder, MISTAKES)
    for command in (("api_catalog", "build"), ("mkdocs", "build")):
        done = run(*command, cwd=folder)
        assert done.returncode == 1
        assert "specs/acme/d/openapi.yaml:8:14" in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    assert before == {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    assert [path.name for path in folder.glob(".site.*")] == []


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("specs", "There is no folder specs. Make one with OpenAPI files in it, or set specs_dir."),
        ("specs/tags.yml", "There is no specs/tags.yml, but catalog.yml says `vocabulary: closed`."),
        ("specs/acme", "There is no OpenAPI description in specs. Add one: <provider>/<api>/openapi.yaml"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("build",)], ids=" ".join)
def test_nothing_to_work_on_is_said_in_a_sentence(
    run: Any, tmp_path: Path, command: tuple[str, ...], missing: str, sentence: str
) -> None:
    folder = project(tmp_path, {})
    gone = folder / missing
    gone.rename(folder / "elsewhere")
    done = run("api_catalog", *command, cwd=folder)
    assert done.returncode == 2
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_path_that_is_not_there(run: Any, tmp_path: Path) -> None:
    done = run("api_catalog", "check", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no nowhere." in done.stderr


def test_only_the_problems_of_the_named_files(run: Any, tmp_path: Path) -> None:
    done = run("api_catalog", "check", "specs/acme/d", cwd=project(tmp_path, MISTAKES))
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "1 error in 1 file."
    assert run("api_catalog", "check", "specs/acme/good/openapi.yaml", cwd=tmp_path).returncode == 0


def test_invalid_skip_leaves_bad_files_out(run: Any, tmp_path: Path) -> None:
    files = {**MISTAKES, "specs/catalog.yml": CATALOG + "invalid: skip\n"}
    folder = project(tmp_path, files)
    done = run("api_catalog", "build", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "site/apis/acme/good/index.html").is_file()
    assert not (folder / "site/apis/acme/b").exists()
    assert "specs/acme/b/openapi.yaml:3:1" in done.stderr


def test_unknown_options_and_a_missing_mkdocs_yml(run: Any, tmp_path: Path) -> None:
    assert run("api_catalog", "check", "--nonsense", cwd=tmp_path).returncode == 2
    done = run("api_catalog", "build", cwd=tmp_path)
    assert done.returncode == 2
    assert "mkdocs.yml" in done.stderr
