"""Whatever happens to a build, the site in its place is the old one or the new one, whole; the next build recovers."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.site
KILLS = int(os.environ.get("KILLS", "5"))
SPEC = """openapi: 3.1.1
info: {{title: {title}, version: "1"}}
paths:
  /ok:
    get:
      summary: Says {title}
      responses:
        "200": {{description: All is well}}
"""
COMMAND = (sys.executable, "-m", "api_catalog", "build")


def project_of(folder: Path) -> Path:
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: P\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n")
    (folder / "specs").mkdir()
    (folder / "specs" / "catalog.yml").write_text("title: P\nvocabulary: open\n")
    for number in range(3):
        say(folder, f"old{number}", number)
    return folder


def say(project: Path, title: str, number: int = 0) -> None:
    (project / "specs" / f"acme{number}.yaml").write_text(SPEC.format(title=title))


def digest(site: Path) -> str:
    """All files of a site, names and bytes."""
    found = hashlib.sha256()
    for path in sorted(site.rglob("*")):
        found.update(str(path.relative_to(site)).encode() + b"\0")
        found.update(path.read_bytes() if path.is_file() else b"")
    return found.hexdigest()


def start(project: Path, **options: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1790000000"}
    return subprocess.Popen(
        COMMAND, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def build(project: Path, **options: Any) -> tuple[int, str]:
    """Exit code and what a user sees."""
    with start(project, **options) as process:
        said = "".join(process.communicate())
    return process.returncode, said


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str, float]:
    """A project with its old site built and its specs changed; the digests of both sites; seconds a build takes."""
    project = project_of(tmp_path_factory.mktemp("killed") / "p")
    assert build(project)[0] == 0
    old = digest(project / "site")
    shutil.copytree(project / "site", project / "kept")
    say(project, "new")
    started = time.monotonic()
    assert build(project)[0] == 0
    seconds = time.monotonic() - started
    new = digest(project / "site")
    assert new != old
    return project, old, new, seconds


def test_killed_at_any_moment(two: tuple[Path, str, str, float]) -> None:
    project, old, new, seconds = two
    chance = random.Random(234)  # noqa: S311 - not a secret
    for _ in range(KILLS):
        shutil.rmtree(project / "site")
        shutil.copytree(project / "kept", project / "site")
        with start(project, start_new_session=True) as process:
            time.sleep(chance.uniform(0, 1.1 * seconds))
            os.killpg(process.pid, signal.SIGKILL)
        assert digest(project / "site") in (old, new)
    code, said = build(project)
    assert code == 0, said
    assert digest(project / "site") == new
    assert [path.name for path in project.iterdir() if path.name.startswith(".site")] == []


def test_two_builds_at_once(two: tuple[Path, str, str, float]) -> None:
    project, _, new, _ = two
    with start(project) as one, start(project) as other:
        for process in (one, other):
            said = "".join(process.communicate())
            assert process.returncode == 0, said
    assert digest(project / "site") == new
    assert [path.name for path in project.iterdir() if path.name.startswith(".site")] == []


def test_no_file_may_grow(two: tuple[Path, str, str, float]) -> None:
    """As a full disk: writing fails in the middle of a file."""
    project, _, new, _ = two
    say(project, "newer")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    code, said = build(project, preexec_fn=limit)
    say(project, "new")
    assert code != 0
    assert "Traceback" not in said
    assert "File too large" in said
    assert digest(project / "site") == new


def test_full_disk(two: tuple[Path, str, str, float], tmp_path: Path) -> None:
    """A disk of its own, with room for one site and a little."""
    project, _, new, _ = two
    size = sum(path.stat().st_size for path in (project / "site").rglob("*") if path.is_file())
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={int(1.7 * size / 1024)}k", "none", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("no disk of its own can be made here")
    try:
        for name in ("docs", "specs", "site"):
            shutil.copytree(project / name, disk / name)
        shutil.copy(project / "mkdocs.yml", disk)
        say(disk, "newer")
        code, said = build(disk)
        assert code != 0
        assert "Traceback" not in said
        assert "No space left" in said
        assert digest(disk / "site") == new
        assert [path.name for path in disk.iterdir() if path.name.startswith(".site")] == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_nowhere_to_write(tmp_path: Path) -> None:
    project = project_of(tmp_path / "p")
    (project / "file").write_text("")
    with (project / "mkdocs.yml").open("a") as config:
        config.write("site_dir: file/site\n")
    code, said = build(project)
    assert code != 0
    assert "Traceback" not in said
    assert (project / "file").read_text() == ""


@pytest.mark.parametrize("git", ["none", "no repository", "shallow"])
def test_works_without_git(tmp_path: Path, git: str) -> None:
    project = project_of(tmp_path / "p")
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    if git == "none":
        environment["PATH"] = ""
    if git == "shallow":
        for command in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"],
        ):
            subprocess.run(["git", *command], cwd=project, check=True)
        subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{project}", str(tmp_path / "c")], check=True)
        project = tmp_path / "c"
        (project / "docs").mkdir(exist_ok=True)
    done = subprocess.run(COMMAND, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (project / "site" / "apis" / "index.html").is_file()
