"""The scripts that workflows run, and the form that is made of the vocabulary."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from workflows.workflow_files import ROOT, SCRIPTS, script

take_specs, open_from_disk, issue_form = map(script, ("take_specs", "open_from_disk", "issue_form"))


def test_plain_files_are_taken_and_nothing_else(tmp_path: Path) -> None:
    source, target = tmp_path / "from", tmp_path / "to"
    (source / "a" / "b").mkdir(parents=True)
    (source / "a" / "b" / "openapi.yaml").write_bytes(b"x")
    (source / "a" / "run.sh").write_bytes(b"y")
    (source / "a" / "run.sh").chmod(0o777)
    (source / ".gitattributes").write_bytes(b"z")
    (source / ".git").mkdir()
    (source / "link.yaml").symlink_to("/etc/passwd")
    (source / "folder").symlink_to("/etc")
    (source / "loop").symlink_to("loop")
    os.mkfifo(source / "pipe")
    (target / "old").mkdir(parents=True)
    left = take_specs.take(source, target)
    assert [(each.path, each.reason) for each in left] == [
        ("folder", "a link; only plain files are taken"),
        ("link.yaml", "a link; only plain files are taken"),
        ("loop", "a link; only plain files are taken"),
        ("pipe", "not a plain file"),
    ]
    taken = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    assert taken == {"a/b/openapi.yaml", "a/run.sh"}
    assert not os.access(target / "a" / "run.sh", os.X_OK)


def test_the_folder_itself_may_be_no_link(tmp_path: Path) -> None:
    (tmp_path / "from").symlink_to("/etc")
    assert [each.path for each in take_specs.take(tmp_path / "from", tmp_path / "to")] == [""]
    assert list((tmp_path / "to").iterdir()) == []
    (tmp_path / "target").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "kept").touch()
    (tmp_path / "plain").mkdir()
    assert take_specs.take(tmp_path / "plain", tmp_path / "target") == []
    assert (tmp_path / "elsewhere" / "kept").exists()
    assert not (tmp_path / "target").is_symlink()


@pytest.mark.parametrize(
    ("limit", "most", "reason"),
    [
        ("MOST_BYTES", 2, "larger than 0 MiB"),
        ("MOST_BYTES_IN_ALL", 8, "the specs are larger than 0 MiB in all"),
        ("MOST_FILES", 2, "more than 2 files"),
        ("MOST_DEPTH", 2, "more than 2 folders deep"),
        ("MOST_NAME", 9, "a name of more than 9 characters"),
    ],
)
def test_limits(limit: str, most: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_specs, limit, most)
    source = tmp_path / "from"
    for name in ("a.yaml", "b/c.yaml", "b/d/eeeeeeeeeeee.yaml"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"xxx")
    assert reason in {each.reason for each in take_specs.take(source, tmp_path / "to")}


@pytest.mark.parametrize("name", ["a\n::error::b", "a,title=b", "a::b", "a%0Ab", "a##[error]b", "\u2028a"])
def test_a_name_cannot_write_a_command(name: str) -> None:
    line = take_specs.annotation(take_specs.Left(name, name))
    assert len(line.splitlines()) == 1
    properties = line.split("::")[1]
    assert properties.count(",") == 2
    assert properties.count("=") in (3, 4)
    assert "##[" not in line


def test_how_it_ends(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    command = [sys.executable, str(SCRIPTS / "take_specs.py")]
    for arguments, code in ((["from", "to"], 0), (["none", "to"], 1), ([], 2)):
        done = subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == code, done


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("apis/", "apis/index.html"),
        ("../../apis/a/b/#op-x", "../../apis/a/b/index.html#op-x"),
        ("../?q=a", "../index.html?q=a"),
        (".", "./index.html"),
        ("..", "../index.html"),
        ("../..", "../../index.html"),
        ("./", "./index.html"),
        ("#op-x", "#op-x"),
        ("openapi.yaml", "openapi.yaml"),
        ("https://a.example/", "https://a.example/"),
        ("//a.example/", "//a.example/"),
        ("/a/", "/a/"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("", ""),
    ],
)
def test_links_from_disk(link: str, expected: str) -> None:
    assert open_from_disk.for_disk(f'<a class="x" href="{link}">y</a>') == f'<a class="x" href="{expected}">y</a>'


def test_only_links_change_for_disk() -> None:
    text = '<link href="a/"><code>&lt;a href="a/"&gt;</code><form action="b/"></form>'
    assert open_from_disk.for_disk(text) == text


def test_the_form_has_the_words_of_the_vocabulary() -> None:
    """Run `make forms` after a change of specs/tags.yml."""
    form = issue_form.FORM.read_text("utf-8")
    names = issue_form.options(ROOT / "specs")
    assert form == issue_form.written(form, names), "run: make forms"
    (dropdown,) = (each for each in yaml.safe_load(form)["body"] if each["type"] == "dropdown")
    assert dropdown["attributes"]["options"] == names
    assert len(set(names)) == len(names) > 50


def test_forms_are_forms() -> None:
    forms = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
    assert [path.stem for path in forms] == ["a-fact-is-wrong", "add-an-api", "remove-or-correct-my-api"]
    for path in forms:
        form = yaml.safe_load(path.read_text("utf-8"))
        assert {"name", "description", "body"} <= set(form)
        ids = [each["id"] for each in form["body"] if each["type"] != "markdown"]
        assert len(set(ids)) == len(ids)
        for each in form["body"]:
            assert each["type"] in {"markdown", "input", "textarea", "dropdown", "checkboxes"}
            assert each["type"] == "markdown" or each["attributes"]["label"]


def test_updates_wait_a_while() -> None:
    settings = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))
    assert {each["package-ecosystem"] for each in settings["updates"]} == {"github-actions", "pip"}
    assert all(each["cooldown"]["default-days"] >= 7 for each in settings["updates"])


def test_owners_are_asked_about_files_that_are_there() -> None:
    for line in (ROOT / ".github" / "CODEOWNERS").read_text("utf-8").splitlines():
        pattern = line.split("#")[0].split()
        if pattern:
            assert len(pattern) > 1
            assert all(owner.startswith("@") for owner in pattern[1:])
            assert pattern[0] == "*" or list(ROOT.glob(pattern[0].strip("/"))), pattern[0]
