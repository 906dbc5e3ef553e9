"""``suggest-tags``: a patch on stdout that can be applied, talk on stderr, and a sentence when it cannot run."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from api_catalog.commands.suggest_tags import command
from api_catalog.documents.document import parse
from click.testing import CliRunner, Result

SPECS = Path(__file__).parents[2] / "specs"
DESCRIPTION = """\
openapi: 3.1.1
info: {title: Acme, version: "1"}
paths:
  /translate:
    post:
      summary: Puts a text into another language   # plain words
      responses: {"200": {description: A text.}}
  /health:
    get:
      tags: [health, online]
      responses: {"200": {description: Ready.}}
"""


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalog of one API, below the current folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("specs/acme/text/openapi.yaml")
    path.parent.mkdir(parents=True)
    for name in ("catalog.yml", "tags.yml"):
        shutil.copy(SPECS / name, "specs")
    path.write_text(DESCRIPTION, "utf-8")
    return path


def _run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(command, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def _refused(*arguments: str | Path) -> str:
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("api-catalog: ")
    return result.stderr


@pytest.mark.parametrize(
    "path", ["specs/acme/text/openapi.yaml", "specs/acme/text", "specs/acme", "specs", "./specs/../specs"]
)
def test_the_patch_adds_tags_and_nothing_else(path: str, acme: Path) -> None:
    result = _run(path)
    assert result.exit_code == 0
    assert result.stderr == "Tags for 1 of 2 operations.\n"
    subprocess.run(["git", "apply"], input=result.stdout.encode(), check=True)
    old, new = DESCRIPTION.splitlines(), acme.read_text("utf-8").splitlines()
    added = [line for line in new if line not in old]
    assert [line for line in new if line in old] == old
    assert added == ["      tags: [translation, predict, online]"]


def test_every_added_tag_has_its_reason_in_the_patch(acme: Path) -> None:
    lines = _run(acme).stdout.split("\n")
    assert lines[0] == "# POST /translate"
    assert lines[1].startswith('#   + translation: name "translation": translate (path)')
    assert lines[2] == "#   + predict: a POST that the task tag translation fits"
    assert lines[4] == "--- a/specs/acme/text/openapi.yaml"


def test_what_was_applied_is_not_suggested_again(acme: Path) -> None:
    subprocess.run(["git", "apply"], input=_run(acme).stdout.encode(), check=True)
    again = _run(acme)
    assert (again.stdout, again.stderr) == ("", "Tags for 0 of 2 operations.\n")


def test_text_names_three_candidates(acme: Path) -> None:
    lines = _run(acme, "--format", "text").stdout.split("\n")
    assert lines[0] == "specs/acme/text/openapi.yaml: POST /translate: Puts a text into another language"
    assert lines[1].startswith("  + task translation (")
    assert sum(line.lstrip("+ ").startswith("task ") for line in lines) == 3


def test_json_is_for_programs(acme: Path) -> None:
    first, second = json.loads(_run(acme, "--format", "json").stdout)
    assert first["operation"] == "POST /translate"
    assert first["added"] == ["translation", "predict", "online"]
    assert first["candidates"][0]["tag"] == "translation"
    assert (second["tags"], second["added"]) == (["health", "online"], [])


def test_from_within_the_specs_folder(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("specs/acme")
    assert "+      tags: [translation, predict, online]" in _run("text/openapi.yaml").stdout


def test_a_description_from_elsewhere(acme: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps(parse(DESCRIPTION.encode(), "a.yaml"), indent=2), "utf-8")
    result = _run("other.json", "--specs-dir", "specs")
    assert '+        "tags": ["translation", "predict", "online"],' in result.stdout
    subprocess.run(["git", "apply"], input=result.stdout.encode(), check=True)
    assert json.loads(other.read_text("utf-8"))["paths"]["/translate"]["post"]["tags"][0] == "translation"


def test_an_operation_in_another_file_is_left_to_people(acme: Path) -> None:
    text = DESCRIPTION.split("paths:")[0] + "paths:\n  /translate: {$ref: translate.yaml}\n"
    acme.write_text(text, "utf-8")
    (acme.parent / "translate.yaml").write_text(
        "post: {summary: Puts a text into another language, responses: {}}\n", "utf-8"
    )
    result = _run(acme)
    assert "# Not in the patch: POST /translate. Write its tags by hand: translation, predict" in result.stdout
    assert "---" not in result.stdout


def test_text_of_strangers_stays_on_its_line(acme: Path) -> None:
    hostile = {
        "openapi": "3.1.1",
        "info": {"title": "x", "version": "1"},
        "paths": {
            "/a\n+++ b/x\n::error::\x1b[2J": {
                "post": {"tags": ["bad\n--- a/y", "\u202e"], "summary": "Translation\n@@ -1 +1 @@\n+evil"}
            }
        },
    }
    (acme.parent / "openapi.yaml").unlink()
    (acme.parent / "openapi.json").write_text(json.dumps(hostile, indent=1), "utf-8")
    for name in ("patch", "text"):
        text = _run(acme.parent, "--format", name).stdout
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert not any(line.startswith(("::", "+evil", "--- a/y", "+++ b/x")) for line in text.split("\n"))
    subprocess.run(["git", "apply", "--check"], input=_run(acme.parent).stdout.encode(), check=True)


def test_nothing_to_choose_from(acme: Path) -> None:
    Path("specs/tags.yml").unlink()
    Path("specs/catalog.yml").unlink()
    assert "There is no specs/tags.yml that can be read" in _refused(acme)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("specs/nowhere", None, "There is no specs/nowhere."),
        ("specs/acme/empty/notes.txt", "x", "no OpenAPI description at specs/acme/empty"),
        ("specs/acme/bad/openapi.yaml", "openapi: 3.1.1\na: b: c\n", "(line 2)"),
        ("elsewhere.yaml", "a: b\n", "elsewhere.yaml is not an OpenAPI description"),
        ("elsewhere.yaml", "a: b: c\n", "elsewhere.yaml cannot be used: not YAML"),
        ("elsewhere/openapi.yaml", "openapi: 3.1.1\n", "elsewhere cannot be used: not a regular file"),
    ],
)
def test_what_cannot_be_used(name: str, text: str | None, says: str, acme: Path) -> None:
    path = Path(name)
    if text is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    asked = path.parent if path.name in ("notes.txt", "openapi.yaml") else path
    assert says in _refused(asked, "--specs-dir", "specs")
