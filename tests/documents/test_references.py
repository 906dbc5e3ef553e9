"""``$ref`` to files beside a description: what is brought in, under which name, and what is said when it cannot be."""

from __future__ import annotations

from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.documents import anatomy, load
from api_catalog.documents.positions import from_pointer, to_pointer
from api_catalog.documents.references import MISSING, look_up, resolve, target
from api_catalog.validation import schemas, structure

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "reference_cases.yml").read_text("utf-8"))
FOLDER = "specs/acme/api/"


def _write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root / "specs"


@pytest.mark.parametrize("case", CASES, ids=itemgetter("name"))
def test_bundle(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _write(tmp_path, case["files"])
    repository = load(Path("specs"))
    (api,) = repository.apis
    expected = case.get("problems", [])
    found = [(f"{problem.path}:{problem.line}:{problem.column}", problem) for problem in repository.problems]
    assert sorted(place for place, _ in found) == sorted(FOLDER + problem["at"] for problem in expected)
    for problem in expected:
        assert any(place == FOLDER + problem["at"] and problem["says"] in said.message for place, said in found)
    assert all(problem.rule == "unresolved-ref" and problem.hint for problem in repository.problems)
    for pointer, value in case.get("value", {}).items():
        assert look_up(api.bundle.value, from_pointer(pointer)) == value


@pytest.mark.parametrize(
    "case", [case for case in CASES if not {"problems", "stays"} & set(case)], ids=itemgetter("name")
)
def test_bundle_is_whole_and_valid(case: dict[str, Any], tmp_path: Path) -> None:
    (api,) = load(_write(tmp_path, case["files"])).apis
    value = api.bundle.value
    for _, pointer, item in anatomy.objects(value):
        if isinstance(reference := item.get("$ref"), str):
            assert reference.startswith("#/"), pointer
            assert target(value, reference) is not MISSING, pointer
    version = schemas.version_of(value)
    assert version is not None
    assert [str(error) for error in schemas.openapi_validator(version).iter_errors(value)] == []
    assert structure.check(api) == []


def test_sources_stay_as_they_were_read(tmp_path: Path) -> None:
    files = {"openapi.yaml": CASES[1]["files"]["openapi.yaml"], "parts.yaml": CASES[1]["files"]["parts.yaml"]}
    (api,) = load(_write(tmp_path, files)).apis
    assert api.description.value["components"] == {"schemas": {"A": {"$ref": "parts.yaml#/Pet"}}}
    (fragment,) = api.bundle.fragments
    assert (fragment.document.relative, fragment.pointer, fragment.kind) == ("acme/api/parts.yaml", ("Pet",), "schema")


def test_too_many_files(tmp_path: Path) -> None:
    names = [f"part{number}.yaml" for number in range(250)]
    schemas_of_files = "".join(f"    S{number}: {{$ref: {name}}}\n" for number, name in enumerate(names))
    text = f"openapi: 3.0.4\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas_of_files}"
    files = {"openapi.yaml": text, **dict.fromkeys(names, "type: string")}
    repository = load(_write(tmp_path, files))
    assert {problem.message.partition(": ")[2] for problem in repository.problems} == {"more than 200 files"}
    assert len(repository.problems) == 50


def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("type: string")
    root = _write(tmp_path, {"openapi.yaml": CASES[1]["files"]["openapi.yaml"]})
    (root / "acme/api/parts.yaml").symlink_to(tmp_path / "secret.yaml")
    (problem,) = load(root).problems
    assert (problem.line, problem.message) == (
        4,
        "$ref to parts.yaml#/Pet: the file lies outside the specs folder",
    )


ROOT: dict[str, Any] = {
    "a": {"$ref": "#/b"},
    "b": {"$ref": "#/c/0"},
    "c": [{"x": 1}],
    "self": {"$ref": "#/self"},
    "ping": {"$ref": "#/pong"},
    "pong": {"$ref": "#/ping"},
    "lost": {"$ref": "#/nowhere"},
    "out": {"$ref": "other.yaml"},
    "a/b": {"c~d": {"%": 1}},
    "not text": {"$ref": {"type": "string"}},
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a", {"x": 1}),
        ("c", [{"x": 1}]),
        ("self", {}),
        ("ping", {}),
        ("lost", {}),
        ("out", {}),
        ("not text", ROOT["not text"]),
    ],
)
def test_resolve(name: str, value: Any) -> None:
    assert resolve(ROOT, ROOT[name]) == value


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("#", ROOT),
        ("#/c/0/x", 1),
        ("#/a~1b/c~0d/%25", 1),
        ("#/c/1", MISSING),
        ("#/c/-1", MISSING),
        ("#/c/x", MISSING),
        ("#/c/0/x/deeper", MISSING),
        ("#a", MISSING),
    ],
)
def test_target(reference: str, value: Any) -> None:
    assert target(ROOT, reference) == value


WRITTEN = {
    "openapi.yaml": 'openapi: 3.0.4\ninfo: {title: T, version: "1"}\npaths:\n  /a: {$ref: paths.yaml#/a, summary: A}\n'
    "  /b: {get: {responses: {default: {$ref: parts.yaml}}}}\n",
    "paths.yaml": "a: {$ref: deeper/b.yaml}\nb:\n  get: {tags: [x], responses: {default: {$ref: parts.yaml}}}\n",
    "deeper/b.yaml": "parameters: []\nput: {$ref: ignored.yaml, responses: {default: {$ref: ../parts.yaml}}}\n",
    "parts.yaml": "description: Fine.\ncontent: {text/plain: {schema: {items: [{}, {type: string}]}}}\n",
}


@pytest.mark.parametrize(
    ("pointer", "file", "place"),
    [
        ("", "openapi.yaml", ""),
        ("/info/title", "openapi.yaml", "/info/title"),
        ("/paths/~1a", "deeper/b.yaml", ""),
        ("/paths/~1a/put/responses/default/$ref", "deeper/b.yaml", "/put/responses/default/$ref"),
        ("/paths/~1a/summary", "openapi.yaml", "/paths/~1a/summary"),
        ("/paths/~1b/get", "openapi.yaml", "/paths/~1b/get"),
        ("/components/responses/parts", "parts.yaml", ""),
        ("/components/responses/parts/content/text~1plain/schema/items/1", "parts.yaml", None),
        ("/components/responses", "openapi.yaml", "/components/responses"),
    ],
)
def test_what_is_in_the_bundle_was_written_somewhere(
    pointer: str, file: str, place: str | None, tmp_path: Path
) -> None:
    (api,) = load(_write(tmp_path, WRITTEN)).apis
    document, at = api.bundle.written_at(from_pointer(pointer), api.description)
    assert document.relative == f"acme/api/{file}"
    expected = pointer.removeprefix("/components/responses/parts") if place is None else place
    assert to_pointer(at) == expected


def test_indexes_may_be_numbers_or_text(tmp_path: Path) -> None:
    (api,) = load(_write(tmp_path, WRITTEN)).apis
    start: tuple[str | int, ...] = ("components", "responses", "parts", "content", "text/plain", "schema", "items")
    for index in (1, "1"):
        document, at = api.bundle.written_at((*start, index), api.description)
        assert document.problem(at, "no", "some-rule").column == 45
