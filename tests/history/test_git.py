"""History and diff on small repositories, hostile ones among them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from api_catalog.catalog import History, Revision
from api_catalog.commands.diff import command
from api_catalog.execution import Cache
from api_catalog.history import history_of
from api_catalog.history.timeline import commit_url
from click.testing import CliRunner, Result

Git = Callable[..., str]
DESCRIPTION = """\
openapi: 3.1.1
info: {title: Acme, version: "1"}
paths:
  /a:
    get: {tags: [ocr], operationId: a, responses: {"200": {description: d}}}
"""
MORE = (
    DESCRIPTION
    + """\
  /b:
    get: {tags: [asr], operationId: b, responses: {"200": {description: d}}}
"""
)
RECORD = "summary: Reads.\nreviewed: 2026-01-01\n"
HERE = Path("specs/acme/read")


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """An empty repository, which is the current folder; dates go on by a day with each commit."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    day = 0

    def run(*arguments: str, folder: Path = tmp_path, stdin: str = "") -> str:
        nonlocal day
        day += 1
        date = f"{1_760_000_000 + 86_400 * day} +0000"
        names = {
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        environment = {**os.environ, **names, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env=environment, input=stdin, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    run("init", "--quiet", "--initial-branch=main")
    return run


def _write(text: str = DESCRIPTION, record: str = RECORD, folder: Path = HERE) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.yaml").write_text(text, "utf-8")
    (folder / "api.yml").write_text(record, "utf-8")


def _commit(git: Git, message: str = "Change") -> str:
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "--file=-", stdin=message)
    return git("rev-parse", "HEAD")


def _history(cache: Path | None = None) -> History:
    return history_of(Path("specs"), Cache(cache) if cache else None, "https://github.com/acme/catalog.git")


def _told(revision: Revision) -> list[tuple[str, str, list[str]]]:
    return [(edit.id, edit.kind, [each.rule for each in edit.differences]) for edit in revision.edits]


def _diff(*arguments: str) -> Result:
    result = CliRunner().invoke(command, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_commits_newest_first_with_what_they_did(git: Git) -> None:
    _write()
    first = _commit(git, "Add it")
    _write(MORE)
    second = _commit(git, "Describe more\n\nAt length.")
    _write(MORE, RECORD.replace("01-01", "02-01"))
    _commit(git, "Look again")
    Path("README").write_text("Elsewhere.", "utf-8")
    _commit(git, "Not of the specs")
    history = _history()
    assert [revision.subject for revision in history.revisions] == ["Look again", "Describe more", "Add it"]
    assert [_told(revision) for revision in history.revisions] == [
        [("acme/read", "changed", ["reviewed"])],
        [("acme/read", "changed", ["operation-added"])],
        [("acme/read", "added", ["api-added"])],
    ]
    assert [revision.commit for revision in history.revisions][1:] == [second, first]
    assert history.revisions[1].url == f"https://github.com/acme/catalog/commit/{second}"
    assert history.described == {"acme/read": history.revisions[1].day}, "the record is not the description"
    assert [revision.subject for revision in history.of_tags(["asr"])] == ["Describe more"]
    assert [revision.subject for revision in history.of_tags(["ocr"])] == ["Add it"]
    assert len(history.of_api("acme/read").revisions) == 3
    assert history.of_api("acme/other") == History()


def test_a_merge_is_what_it_brought(git: Git) -> None:
    _write()
    _commit(git, "Add it")
    git("checkout", "--quiet", "-b", "side")
    for text in (MORE.replace("/b", "/c"), MORE):
        _write(text)
        _commit(git, "On the side")
    git("checkout", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "--message=Merge the side", "side")
    history = _history()
    assert [(revision.subject, _told(revision)[0][2]) for revision in history.revisions] == [
        ("Merge the side", ["operation-added"]),
        ("Add it", ["api-added"]),
    ]


def test_a_folder_that_moved_is_the_same_api(git: Git) -> None:
    _write()
    _commit(git)
    git("mv", "specs/acme", "specs/other")
    _commit(git, "Move")
    history = _history()
    (edit,) = history.revisions[0].edits
    assert (edit.kind, edit.before, edit.id, edit.impact) == ("moved", "acme/read", "other/read", "non-breaking")
    assert history.described == {"other/read": history.revisions[1].day}


def test_what_is_deleted_is_gone(git: Git) -> None:
    _write()
    Path("specs/acme/provider.yml").write_text("name: Acme\n", "utf-8")
    _write(folder=Path("specs/acme/other"), text=DESCRIPTION.replace("Acme", "Other"))
    _commit(git)
    shutil.rmtree("specs/acme/other")
    _commit(git)
    assert _told(_history().revisions[0]) == [("acme/other", "removed", ["api-removed"])]
    result = _diff("HEAD~1", "HEAD", "--fail-on", "breaking")
    assert (result.exit_code, "API removed, with 1 operation." in result.output) == (1, True)


def test_a_shallow_clone_knows_what_it_has(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write()
    _commit(git, "Add it")
    for number in range(3):
        _write(DESCRIPTION.replace('"1"', f'"1.{number}"'))
        _commit(git, f"Version {number}")
    git("clone", "--quiet", "--depth=2", f"file://{tmp_path}", "clone")
    monkeypatch.chdir(tmp_path / "clone")
    history = _history()
    assert [revision.subject for revision in history.revisions] == ["Version 2"]
    assert _diff("HEAD~3").exit_code == 2
    git("clone", "--quiet", "--depth=1", f"file://{tmp_path}", "bare-minimum")
    monkeypatch.chdir(tmp_path / "bare-minimum")
    assert _history() == History()


def test_without_git_there_is_no_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    _write()
    assert _history() == History()
    result = _diff("HEAD")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not in a git repository" in result.stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _history() == History()


def test_an_empty_repository_and_an_empty_folder(git: Git) -> None:
    assert _history() == History()
    _write()
    assert _history() == History()
    assert _diff("HEAD").exit_code == 2


def test_hostile_commits_are_text(git: Git) -> None:
    _write()
    _commit(git, "\x1b[31m<script>alert(1)</script>\x01:100644 100644 a b M ##[error] ::error::x")
    _write(MORE)
    git("add", "--all")
    tree = git("write-tree")
    parent = git("rev-parse", "HEAD")
    far = 99_999_999_999_999
    people = f"author \x1b[2J<x> <> {far} +0000\ncommitter <b\x1b> <> {far} +9999\n\n"
    text = f"tree {tree}\nparent {parent}\n{people}"
    name = git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text)
    git("update-ref", "HEAD", name)
    history = _history()
    assert history.revisions[0].date == "2100-01-01T00:00:00Z"
    assert history.revisions[0].subject == ""
    assert [len(revision.edits) for revision in history.revisions] == [1, 1]


def test_no_revision_is_an_option(git: Git, tmp_path: Path) -> None:
    _write()
    _commit(git)
    for revision in ("--output=stolen", "-h", "HEAD:specs", "no such", "", "HEAD\0", "HEAD^{tree}"):
        result = _diff("--", revision)
        assert (result.exit_code, result.stdout) == (2, ""), revision
    assert not (tmp_path / "stolen").exists()


def test_nothing_of_the_repository_is_run_and_no_file_is_written(git: Git, tmp_path: Path) -> None:
    """Filters, drivers and hooks that a clone could be set up with leave no trace."""
    _write()
    Path(".gitattributes").write_text("* filter=evil diff=evil\n", "utf-8")
    _commit(git)
    touch = f"touch {tmp_path}/ran"
    for key in ("filter.evil.smudge", "diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "gpg.program"):
        git("config", key, touch)
    git("config", "log.showSignature", "true")
    _write(MORE)
    git("-c", "core.fsmonitor=false", "-c", "filter.evil.smudge=cat", "add", "--all")
    before = sorted(path.name for path in tmp_path.iterdir())
    assert len(_history().revisions) == 1
    assert _diff("HEAD").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_links_and_strange_names_are_not_followed(git: Git, tmp_path: Path) -> None:
    _write()
    (tmp_path / "secret.yaml").write_text(DESCRIPTION.replace("Acme", "Secret"), "utf-8")
    Path("specs/link").mkdir()
    Path("specs/link/openapi.yaml").symlink_to(tmp_path / "secret.yaml")
    Path("specs/.hidden").mkdir()
    Path("specs/.hidden/openapi.yaml").write_text(DESCRIPTION, "utf-8")
    Path("specs/a:b").mkdir()
    Path("specs/a:b/openapi.yaml").write_text(DESCRIPTION, "utf-8")
    _commit(git)
    assert [edit.id for edit in _history().revisions[0].edits] == ["acme/read"]


def test_a_description_that_was_broken_for_a_while(git: Git) -> None:
    _write()
    _commit(git)
    _write("openapi: [")
    _commit(git)
    _write(MORE)
    _commit(git)
    told = [_told(revision)[0][2] for revision in _history().revisions]
    assert told == [["unreadable"], ["unreadable"], ["api-added"]]


def test_an_overlay_changes_with_its_base(git: Git) -> None:
    _write()
    Path("specs/acme/over").mkdir(parents=True)
    overlay = "overlay: 1.1.0\ninfo: {title: O, version: '1'}\nextends: ../read/openapi.yaml\nactions:\n"
    overlay += "  - {target: $.info, update: {title: Over}}\n"
    Path("specs/acme/over/overlay.yml").write_text(overlay, "utf-8")
    _commit(git)
    _write(MORE)
    _commit(git)
    assert _told(_history().revisions[0]) == [
        ("acme/over", "changed", ["operation-added"]),
        ("acme/read", "changed", ["operation-added"]),
    ]


def test_parts_in_other_files_count(git: Git) -> None:
    _write(DESCRIPTION + "components: {schemas: {A: {$ref: parts/a.yaml}}}\n")
    (HERE / "parts").mkdir()
    (HERE / "parts/a.yaml").write_text("type: string\n", "utf-8")
    _commit(git)
    (HERE / "parts/a.yaml").write_text("type: integer\n", "utf-8")
    result = _diff("HEAD")
    assert "unused-schema-changed" in result.output


def test_a_bare_description_is_an_api(git: Git) -> None:
    Path("specs/acme").mkdir(parents=True)
    Path("specs/acme/read.yaml").write_text(DESCRIPTION, "utf-8")
    _commit(git)
    Path("specs/acme/read.yaml").write_text(MORE, "utf-8")
    _commit(git)
    assert [_told(revision)[0][:2] for revision in _history().revisions] == [
        ("acme/read", "changed"), ("acme/read", "added"),
    ]  # fmt: skip


def test_the_second_time_nothing_is_worked_out_again(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write()
    Path("specs/tags.yml").write_text("tags: [{name: ocr}]\n", "utf-8")
    _commit(git)
    _write(MORE)
    _commit(git)
    cache = tmp_path.with_name(f"{tmp_path.name}-cache")
    first = _history(cache)
    monkeypatch.setattr("api_catalog.history.edits.load_one", None)
    assert _history(cache) == first == _history(cache)


def test_diff_against_the_files_as_they_are(git: Git) -> None:
    _write()
    _commit(git)
    assert _diff("HEAD").output == "No differences.\n"
    _write(MORE)
    result = _diff("HEAD", "--format", "json", "--fail-on", "breaking")
    stated = json.loads(result.stdout)
    assert result.exit_code == 0
    assert stated["head"] is None
    assert stated["counts"] == {"breaking": 0, "non-breaking": 1, "editorial": 0}
    assert stated["edits"][0]["differences"][0]["rule"] == "operation-added"
    assert _diff("HEAD", "--fail-on", "non-breaking").exit_code == 1
    assert _diff("HEAD", "--fail-on", "nothing").exit_code == 2


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/commit/123"),
        ("https://github.com/a/b.git", "https://github.com/a/b/commit/123"),
        ("https://gitlab.com/a/b/", "https://gitlab.com/a/b/-/commit/123"),
        ("https://bitbucket.org/a/b", "https://bitbucket.org/a/b/commits/123"),
        ("git@github.com:a/b.git", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_the_page_of_a_commit(address: str, expected: str) -> None:
    assert commit_url(address, "123") == expected
