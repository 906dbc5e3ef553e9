"""The last good site stays whole, whatever happens to the build that is to replace it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_catalog.staging import Staging


@pytest.fixture(scope="module")
def dead() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture(scope="module")
def alive() -> Iterator[int]:
    """The id of a process that runs."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.communicate(b"\n")


def _site(folder: Path, text: str) -> Path:
    (folder / "apis").mkdir(parents=True)
    (folder / "index.html").write_text(text)
    (folder / "apis" / "index.html").write_text(text)
    return folder


def _read(folder: Path) -> set[str]:
    """The text that every file of a site has."""
    return {path.read_text() for path in folder.rglob("*.html")}


def _started(target: Path) -> Staging:
    staging = Staging(target)
    staging.start()
    return staging


def test_nothing_happens_to_the_site_before_it_is_published(tmp_path: Path) -> None:
    target = _site(tmp_path / "site", "old")
    staging = _started(target)
    _site(staging.folder, "new")
    assert staging.folder.parent == target.parent
    assert _read(target) == {"old"}


def test_publish_puts_the_new_site_in_the_place_of_the_old(tmp_path: Path) -> None:
    target = _site(tmp_path / "site", "old")
    (target / "gone.html").write_text("old")
    staging = _started(target)
    _site(staging.folder, "new")
    staging.publish()
    assert _read(target) == {"new"}
    assert not (target / "gone.html").exists()
    assert list(tmp_path.iterdir()) == [target]


def test_publish_where_nothing_was(tmp_path: Path) -> None:
    staging = _started(tmp_path / "site")
    _site(staging.folder, "new")
    staging.publish()
    assert _read(tmp_path / "site") == {"new"}
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


def test_publish_twice(tmp_path: Path) -> None:
    for text in ("one", "two"):
        staging = _started(tmp_path / "site")
        _site(staging.folder, text)
        staging.publish()
    assert _read(tmp_path / "site") == {"two"}


@pytest.mark.parametrize("begun", [False, True])
def test_discard_leaves_the_old_site_whole(tmp_path: Path, begun: bool) -> None:
    target = _site(tmp_path / "site", "old")
    staging = _started(target)
    if begun:
        _site(staging.folder, "new")
    staging.discard()
    assert _read(target) == {"old"}
    assert list(tmp_path.iterdir()) == [target]


def test_start_removes_what_a_dead_process_left(tmp_path: Path, dead: int) -> None:
    target = _site(tmp_path / "site", "old")
    _site(tmp_path / f".site.new-{dead}", "half")
    _site(tmp_path / f".site.old-{dead}", "older")
    _started(target)
    assert _read(target) == {"old"}
    assert list(tmp_path.iterdir()) == [target]


def test_start_removes_what_this_process_left(tmp_path: Path) -> None:
    _site(tmp_path / f".site.new-{os.getpid()}", "half")
    staging = _started(tmp_path / "site")
    assert not staging.folder.exists()


def test_start_brings_back_the_site_that_a_dead_process_had_moved_away(tmp_path: Path, dead: int) -> None:
    _site(tmp_path / f".site.new-{dead}", "new")
    _site(tmp_path / f".site.old-{dead}", "old")
    _started(tmp_path / "site")
    assert _read(tmp_path / "site") == {"old"}
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


@pytest.mark.parametrize("role", ["new", "old"])
def test_start_leaves_the_folders_of_a_living_process_alone(tmp_path: Path, alive: int, role: str) -> None:
    other = _site(tmp_path / f".site.{role}-{alive}", "theirs")
    _started(tmp_path / "site")
    assert _read(other) == {"theirs"}
    assert not (tmp_path / "site").exists()


def test_start_leaves_everything_else_alone(tmp_path: Path, dead: int) -> None:
    names = [
        "site2",
        ".site",
        f".site2.new-{dead}",
        f".site.other-{dead}",
        ".site.new-x",
        ".site.new-",
        f"site.new-{dead}",
        f".site.new-{dead}.bak",
    ]
    for name in names:
        _site(tmp_path / name, "theirs")
    _started(tmp_path / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_name_with_special_characters(tmp_path: Path, dead: int) -> None:
    target = _site(tmp_path / "my site (v1.0)+", "old")
    _site(tmp_path / f".my site (v1.0)+.new-{dead}", "half")
    staging = _started(target)
    assert list(tmp_path.iterdir()) == [target]
    _site(staging.folder, "new")
    staging.publish()
    assert _read(target) == {"new"}


def test_there_is_a_site_at_every_moment(tmp_path: Path) -> None:
    """Whoever looks while sites replace one another again and again finds one."""
    target = _site(tmp_path / "site", "0")
    watch = "import os, sys\nwhile os.path.exists(sys.argv[2]):\n    if not os.path.exists(sys.argv[1]): sys.exit(1)"
    (busy := tmp_path / "busy").touch()
    with subprocess.Popen([sys.executable, "-c", watch, str(target / "index.html"), str(busy)]) as watcher:
        for number in range(200):
            staging = _started(target)
            _site(staging.folder, str(number))
            staging.publish()
        busy.unlink()
    assert watcher.returncode == 0
    assert _read(target) == {"199"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
