"""The workflow "Publish": what its build job makes for a site below a path, and what it refuses."""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from link_checker import HOST, addresses, broken, counted
from workflows.workflow_files import EXPRESSION, WHO, installed, perform, step, template

BASE = "/name/"
SPEC = """openapi: 3.1.1
info: {title: Pets, version: "1", description: Keeps pets.}
servers: [{url: "https://api.acme.example"}]
security: []
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists all pets
      tags: [pets]
      responses:
        "200": {description: All pets.}
"""
VALUES = {
    "steps.pages.outputs.base_url": HOST + BASE.rstrip("/"),
    "github.server_url": "https://github.example",
    "github.repository": "owner/name",
}
pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository made from the template, checked out."""
    folder = tmp_path_factory.mktemp("publish")
    template(folder)
    for name, text in {"docs/about.md": "# About\n", "specs/acme/pets.yaml": SPEC}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (["init", "-q"], ["add", "--all"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *who, *command], cwd=folder, env={**os.environ, **WHO}, check=True)
    installed(folder)
    return folder


Do = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def do(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Do:
    """Does a step of the build job."""
    temporary = tmp_path_factory.mktemp("runner")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(temporary),
        "NO_MKDOCS_2_WARNING": "1",
        "RUNNER_TEMP": str(temporary),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
        **WHO,
    }
    return lambda title: perform(step("publish", "build", title), workspace, environment, VALUES)


@pytest.fixture(scope="module")
def site(do: Do, workspace: Path) -> Path:
    done = do("Build")
    assert done.returncode == 0, done.stdout + done.stderr
    return workspace / "site"


def test_every_link_of_the_published_site_leads_somewhere(site: Path) -> None:
    assert counted(site) > 100
    assert not broken(site, BASE)


def test_addresses_that_are_whole_are_those_of_the_place(site: Path) -> None:
    page = (site / "apis" / "acme" / "pets" / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{HOST}{BASE}apis/acme/pets/">' in page
    named = list(addresses((site / "sitemap.xml").read_text("utf-8")))
    assert f"{HOST}{BASE}apis/acme/pets/" in named
    assert all((site / each.removeprefix(HOST + BASE) / "index.html").is_file() for each in named)
    assert "https://github.example/owner/name" in page


def test_the_size_is_told_and_limited(site: Path, do: Do, workspace: Path) -> None:
    title = "Measure; GitHub Pages takes 1 GB"
    done = do(title)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\| apis \| \d+ \| [\d.]+ MB \|$", done.stdout, re.MULTILINE)
    large = site / "apis" / "large"
    large.mkdir()
    with (large / "file").open("wb") as file:
        file.truncate(1_000_000_001)  # takes no room
    done = do(title)
    (large / "file").unlink()
    large.rmdir()
    assert done.returncode == 1
    assert "apis/large" in done.stderr


def test_the_archive_holds_files_whose_names_start_with_a_dot(site: Path, do: Do) -> None:
    (site / ".well-known").mkdir(exist_ok=True)
    (site / ".well-known" / "test").write_text("x")
    first = do("Pack, with files whose names start with a dot")
    again = do("Pack, with files whose names start with a dot")
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout, "the same site is the same archive"
    digest, archive = first.stdout.split()
    assert len(digest) == 64
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        assert all(each.isfile() or each.isdir() for each in packed.getmembers())
    assert {"./index.html", "./.well-known/test", "./apis/acme/pets/index.html"} <= set(names)


def test_what_is_attested_and_deployed_is_that_archive() -> None:
    upload = step("publish", "build", "actions/upload-artifact")["with"]
    assert EXPRESSION.sub("TEMP", upload["path"]) == "TEMP/artifact.tar"
    assert upload["name"] == "github-pages" == step("publish", "attest", "actions/download-artifact")["with"]["name"]
    assert step("publish", "attest", "actions/attest-build-provenance")["with"] == {"subject-path": "artifact.tar"}


def test_the_whole_catalog_would_do_too(built: Path) -> None:
    """Our own site, looked at as if it lay below a path: 0 broken links in all pages."""
    assert counted(built) > 10_000
    found = [each for each in broken(built, BASE) if not each.startswith("404.html")]  # needs its address to be built
    assert not found, f"{len(found)}:\n" + "\n".join(found[:20])


def test_the_checker_is_awake(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<p id="x"><a href="../">up</a>')
    links = {
        "a/": "",
        "a/#x": "",
        "a/#y": "no such place",
        "a": "a folder without its slash",
        "b/": "no such file",
        "../": "leaves /name/",
        "/a/": "leaves /name/",
        "https://elsewhere.example/": "",
        "mailto:a@example.com": "",
    }
    text = "".join(f'<a href="{link}">x</a>' for link in links) + '<meta http-equiv="refresh" content="0; url=c/">'
    (tmp_path / "index.html").write_text(text)
    expected = [f"index.html: {link}: {fault}" for link, fault in links.items() if fault]
    assert broken(tmp_path, BASE) == [*expected, "index.html: c/: no such file"]
