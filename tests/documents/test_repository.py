"""What in a specs folder is an API, under which id, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_catalog.catalog import catalog_of
from api_catalog.documents import CannotRun, load

API = 'openapi: 3.1.1\ninfo: {title: T, version: "1"}\npaths: {}\n'
API_2 = '{"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}}'


def _write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("acme/embed/openapi.yaml", "acme/embed"),
        ("acme/embed/openapi.yml", "acme/embed"),
        ("acme/embed/openapi.json", "acme/embed"),
        ("acme/embed/swagger.json", "acme/embed"),
        ("acme/embed/v2.yaml", "acme/embed-v2"),
        ("acme/embed.json", "acme/embed"),
        ("acme/v1.2.json", "acme/v1.2"),
        ("acme/openapi.yaml", "acme/acme"),
        ("acme.yaml", "acme/acme"),
        ("openapi.yaml", "openapi/openapi"),
        ("acme.com/search/1.0.0/openapi.yaml", "acme.com/search-1.0.0"),
        ("Acme Corp/Größe/openapi.yaml", "acme-corp/gro-e-aedc3f80"),
    ],
)
def test_id_comes_from_the_place(tmp_path: Path, path: str, id: str) -> None:  # noqa: A002 - the field's word
    text = API_2 if path.endswith(".json") else API
    catalog, problems = catalog_of(load(_write(tmp_path, {path: text})))
    assert problems == []
    assert [api.id for api in catalog.apis] == [id]


def test_records_and_parts_are_not_apis(tmp_path: Path) -> None:
    files = {
        "catalog.yml": "title: T",
        "tags.yml": "tags: []",
        "acme/provider.yml": "name: Acme",
        "acme/embed/openapi.yaml": API + "components: {schemas: {A: {$ref: parts/a.yaml}}}\n",
        "acme/embed/api.yml": "summary: Turns words into numbers.",
        "acme/embed/parts/a.yaml": "type: string",
        "acme/embed/parts/unused.yaml": "type: string",
        "acme/embed/examples/openapi-like.yaml": API,
        "bare.json": API_2,
    }
    repository = load(_write(tmp_path, files))
    assert [api.description.relative for api in repository.apis] == ["bare.json", "acme/embed/openapi.yaml"]
    bare, embed = repository.apis
    assert embed.record is not None
    assert embed.record.relative == "acme/embed/api.yml"
    assert bare.record is None
    assert repository.settings is not None
    assert repository.vocabulary is not None
    assert [provider.relative for provider in repository.providers] == ["acme/provider.yml"]
    assert repository.problems == ()


def test_part_beside_bare_descriptions_is_used(tmp_path: Path) -> None:
    api = API + "components: {schemas: {A: {$ref: common.yaml#/A}}}\n"
    files = {"acme/one.yaml": api, "acme/two.yaml": api, "acme/common.yaml": "A: {type: string}"}
    repository = load(_write(tmp_path, files))
    assert [api.description.relative for api in repository.apis] == ["acme/one.yaml", "acme/two.yaml"]
    assert repository.problems == ()


@pytest.mark.parametrize("text", ["a: 1", "- 1", "text", "{}", "info: {title: T}"])
def test_file_of_no_use_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.chdir(_write(tmp_path, {"specs/acme/one.yaml": API, "specs/acme/notes.yaml": text}))
    (problem,) = load(Path("specs")).problems
    assert problem.path == "specs/acme/notes.yaml"
    assert (problem.line, problem.column, problem.rule) == (1, 1, "not-openapi")
    assert problem.message == "not an OpenAPI description"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("tags.yaml", "tags.yml is read under this name, and only at the top of the specs folder."),
        ("acme/catalog.yml", "catalog.yml is read under this name, and only at the top of the specs folder."),
        ("acme/provider.yaml", "Rename it to provider.yml if it is meant to be one."),
        ("acme/chat/api.yaml", "Rename it to api.yml if it is meant to be one."),
    ],
)
def test_hint_for_a_file_of_ours_with_a_wrong_name(tmp_path: Path, path: str, hint: str) -> None:
    (problem,) = load(_write(tmp_path, {"one.yaml": API, path: "a: 1"})).problems
    assert (problem.path, problem.rule, problem.hint) == (f"{tmp_path.as_posix()}/{path}", "not-openapi", hint)


def test_files_that_nobody_asks_for_are_known_and_not_read(tmp_path: Path) -> None:
    files = {
        "acme/one/openapi.yaml": API + "components: {schemas: {A: {$ref: a.yaml}}}\n",
        "acme/one/a.yaml": "type: string",
        "acme/one/api.yml": "summary: One.",
        "acme/one/b.yaml": "not: read",
        "acme/two/api.yml": "not: read",
        "acme/three/provider.yml": "not: read",
    }
    unread = load(_write(tmp_path, files)).unread
    assert [document.relative for document in unread] == [
        "acme/one/b.yaml",
        "acme/three/provider.yml",
        "acme/two/api.yml",
    ]
    assert {(document.data, document.value) for document in unread} == {(b"", None)}


def test_unreadable_files_are_all_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "specs/acme/one/openapi.yaml": API + "paths: {}\n",
        "specs/acme/two/openapi.yaml": "",
        "specs/acme/three/openapi.yaml": API,
        "specs/acme/three/api.yml": "a: @b",
        "specs/acme/provider.yml": "a: b: c",
        "specs/tags.yml": "tags: !!set {}",
        "specs/catalog.yml": "title: .nan",
    }
    monkeypatch.chdir(_write(tmp_path, files))
    (tmp_path / "specs/acme/four.yaml").symlink_to("/etc/hostname")
    repository = load(Path("specs"))
    places = [(problem.path, problem.line, problem.column) for problem in repository.problems]
    assert places == [
        ("specs/acme/four.yaml", 1, 1),
        ("specs/acme/one/openapi.yaml", 4, 1),
        ("specs/acme/provider.yml", 1, 5),
        ("specs/acme/three/api.yml", 1, 4),
        ("specs/acme/two/openapi.yaml", 1, 1),
        ("specs/catalog.yml", 1, 8),
        ("specs/tags.yml", 1, 7),
    ]
    assert {problem.rule for problem in repository.problems} == {"unreadable"}
    assert [api.description.relative for api in repository.apis] == ["acme/three/openapi.yaml"]


@pytest.mark.parametrize(
    ("paths", "id"),
    [
        (("acme/embed/openapi.yaml", "acme/embed/swagger.yaml"), "acme/embed"),
        (("acme/a-b.yaml", "acme/a/b.yaml"), "acme/a-b"),
        (("Acme/embed.yaml", "acme/Embed.yaml"), "acme/embed"),
        (("acme/acme.yaml", "acme.yaml"), "acme/acme"),
    ],
)
def test_clash_of_ids_names_both(tmp_path: Path, paths: tuple[str, str], id: str) -> None:  # noqa: A002
    _, problems = catalog_of(load(_write(tmp_path, dict.fromkeys(paths, API))))
    (problem,) = problems
    first, second = sorted(f"{tmp_path.as_posix()}/{path}" for path in paths)
    assert (problem.path, problem.message, problem.rule) == (second, f"the same id {id} as {first}", "id-clash")


@pytest.mark.parametrize("files", [{}, {"tags.yml": "tags: []"}, {"readme.txt": API}, {".hidden/openapi.yaml": API}])
def test_folder_without_descriptions_cannot_run(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(CannotRun, match=r"^There is no OpenAPI description in .+\. Add one: .+openapi\.yaml$"):
        load(_write(tmp_path, files))


@pytest.mark.parametrize("name", ["missing", "a file"])
def test_missing_folder_cannot_run(tmp_path: Path, name: str) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(CannotRun, match=r"^There is no folder .+\. Make one .+\.$"):
        load(tmp_path / name)
