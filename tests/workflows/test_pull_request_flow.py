"""The workflow "Pull request", played step by step with its own commands: good, bad and malicious contributions."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from workflows.workflow_files import EXPRESSION, WHO, installed, perform, steps, template

PETS = """openapi: 3.1.1
info: {title: Pets, version: "1", description: Keeps pets.}
servers: [{url: "https://api.acme.example/pets"}]
security: []
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists all pets
      responses:
        "200": {description: All pets.}
"""
ORDERS = PETS.replace("Pets", "Orders").replace("pets", "orders")
RECORD = """summary: Keeps pets for those who have none.
status: {state: live, since: "2020"}
provenance: {kind: curated, sources: [{url: "https://acme.example/docs", read: 2026-11-01}], license: CC0-1.0}
reviewed: 2026-11-01
does-not: [{what: Feed them}]
"""
SETTINGS = """title: Acme
rules: {api-contact: off, api-license: off, response-example: off, error-response: off, placeholder-server: off}
"""
GONE_ON = ORDERS.replace("Orders", "Stock").replace("orders", "stock")
TEXTS = '"<script>alert(1)</script> ::error::x [a](javascript:b) @everybody | `c`"'
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
GO_ON = "${{ !cancelled() && steps.program.outcome == 'success' }}"
pytestmark = pytest.mark.site


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [*GIT, *arguments], cwd=folder, env={**os.environ, **WHO}, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this program and one API, as somebody makes it from the template."""
    folder = tmp_path_factory.mktemp("origin")
    template(folder)
    write(folder, {"docs/about.md": "# About\n", "specs/acme/pets.yaml": PETS, "specs/catalog.yml": SETTINGS})
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "base")
    return folder


@dataclass
class Played:
    """What became of a run. ``said`` is what each step printed, ``failed`` the names of those that failed."""

    workspace: Path
    said: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    artifacts: dict[str, Path] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        return (self.workspace / "summary.md").read_text("utf-8")


Play = Callable[[str, Callable[[Path], None]], Played]


@pytest.fixture
def play(origin: Path, tmp_path: Path) -> Play:
    """Makes a pull request by a function that changes a checkout, and plays the workflow on it."""

    def played(branch: str, change: Callable[[Path], None]) -> Played:
        theirs = tmp_path / "theirs"
        git(tmp_path, "clone", "-q", origin.as_uri(), "theirs")
        git(theirs, "checkout", "-q", "-b", branch)
        change(theirs)
        git(theirs, "add", "--all", "--force")
        git(theirs, "commit", "-q", "-m", branch)
        git(theirs, "checkout", "-q", "main")  # which moves on in the meantime
        write(theirs, {"specs/acme/stock.yaml": GONE_ON})
        git(theirs, "add", "--all")
        git(theirs, "commit", "-q", "-m", "moved on")
        base = git(theirs, "rev-parse", "HEAD")
        git(theirs, "checkout", "-q", "-b", "merge")
        git(theirs, "merge", "-q", "--no-ff", "-m", "merge", branch)
        return run(theirs, base, tmp_path)

    return played


def run(repository: Path, base: str, folder: Path) -> Played:
    workspace = folder / "workspace"
    workspace.mkdir()
    result = Played(workspace)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "NO_MKDOCS_2_WARNING": "1",
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_STEP_SUMMARY": str(workspace / "summary.md"),
        "GITHUB_OUTPUT": str(workspace / "output"),
        "GITHUB_BASE_REF": "main",
        "RUNNER_TEMP": str(folder),
        **WHO,
    }
    outcome: dict[str, str] = {}
    for each in steps("pull-request", "contribution"):
        name = each.get("name", each.get("uses", ""))
        condition = each.get("if")
        assert condition in (None, GO_ON)
        if (outcome.get("program") != "success") if condition else result.failed:
            continue
        action = each.get("uses", "").partition("@")[0]
        if action == "actions/checkout":
            checkout(each["with"], repository, base, workspace)
        elif action == "actions/upload-artifact":
            result.artifacts[each["with"]["name"]] = workspace / each["with"]["path"]
        elif action == "actions/setup-python":
            installed(workspace / "base")
        else:
            done = perform(each, workspace, environment)
            result.said[name] = done.stdout + done.stderr
            if done.returncode != 0:
                result.failed.append(name)
            if "id" in each:
                outcome[each["id"]] = "success" if done.returncode == 0 else "failure"
    return result


def checkout(given: dict[str, str], repository: Path, base: str, workspace: Path) -> None:
    """What actions/checkout leaves: the commit it is told, or the merge of the pull request."""
    assert given["persist-credentials"] == "false"
    folder = workspace / given["path"]
    stated = EXPRESSION.fullmatch(given.get("ref", ""))
    if stated:
        assert stated[1] == "github.event.pull_request.base.sha"
        assert given["fetch-depth"] == "0"
        git(workspace, "clone", "-q", "--no-checkout", repository.as_uri(), str(folder))
        git(folder, "checkout", "-q", "--detach", base)
    else:
        depth = f"--depth={given['fetch-depth']}"
        git(workspace, "clone", "-q", depth, "--branch=merge", "--single-branch", repository.as_uri(), str(folder))


def broken_links(site: Path) -> list[str]:
    """Links of pages that do not open from disk: relative ones must name a file."""
    broken = []
    for page in sorted(site.rglob("*.html")):
        if page.name == "404.html":  # its links start at the root of the host
            continue
        for link in re.findall(r'<a\b[^<>]*?\shref="([^"]*)"', page.read_text("utf-8")):
            parts = urlsplit(link)
            if (
                not parts.scheme
                and not parts.netloc
                and parts.path
                and not (page.parent / unquote(parts.path)).is_file()
            ):
                broken.append(f"{page.relative_to(site)}: {link}")
    return broken


def test_a_good_contribution(play: Play) -> None:
    def change(folder: Path) -> None:
        write(
            folder, {"specs/acme/orders.yaml": ORDERS, "specs/acme/pets/openapi.yaml": PETS.replace("all pets", "pets")}
        )
        (folder / "specs" / "acme" / "pets.yaml").unlink()
        write(folder, {"specs/acme/pets/api.yml": RECORD})

    found = play("good", change)
    assert not found.failed, found.said
    assert "::error" not in "".join(found.said.values())
    assert "**APIs: 1 new, 1 changed.**" in found.summary
    assert "### `acme/orders`: new" in found.summary
    assert "acme/stock" not in found.summary.split("## Time and size")[0], "the main branch did that"
    for words in ("Keeps pets for those who have none", "Feed them", "acme\\.example", "2026\\-11\\-01"):
        assert words in found.summary, words
    assert re.search(r"\| \*\*all\*\* \| \d+ \| [\d.]+ MB \|", found.summary)
    assert "search index" in found.summary, "where the time went"
    preview = found.artifacts["preview"]
    assert (preview / "apis" / "acme" / "orders" / "index.html").is_file()
    assert (preview / "apis" / "acme" / "stock" / "index.html").is_file()
    assert not broken_links(preview)
    report = found.artifacts["report"]
    assert json.loads((report / "problems.sarif").read_bytes())["runs"][0]["results"] == []


def test_a_bad_contribution(play: Play) -> None:
    wrong = ORDERS.replace("operationId", "operationID").replace('"200"', '"2000"')
    found = play("bad", lambda folder: write(folder, {"specs/acme/orders.yaml": wrong}))
    assert "Annotate what is wrong" in found.failed
    annotations = re.findall(r"^::error file=(.*?),line=(\d+),", found.said["Annotate what is wrong"], re.MULTILINE)
    places = {(name, wrong.splitlines()[int(line) - 1].strip().split(":")[0]) for name, line in annotations}
    assert places == {("specs/acme/orders.yaml", "operationID"), ("specs/acme/orders.yaml", '"2000"')}
    results = json.loads((found.artifacts["report"] / "problems.sarif").read_bytes())["runs"][0]["results"]
    locations = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results}
    assert locations == {"specs/acme/orders.yaml"}
    assert "`acme/orders`: new" in found.summary
    assert not found.artifacts["preview"].exists(), "what is wrong is not shown"


def attack(folder: Path, marker: Path) -> None:
    """Whatever a build might run writes the marker; whatever it might read leads out."""
    python = f"\nopen({str(marker)!r}, 'a').write(__file__)\n"
    for name in ("api_catalog/__init__.py", "api_catalog/plugin.py", "api_catalog/commands/summary.py"):
        with (folder / "generator" / name).open("a", encoding="utf-8") as file:
            file.write(python)
    files = dict.fromkeys(("hooks.py", "sitecustomize.py", "conftest.py", "specs/yaml.py", "click.py"), python)
    files |= {f".github/scripts/{path.name}": python for path in (folder / ".github" / "scripts").glob("*.py")}
    files |= {".github/scripts/shutil.py": python, ".github/scripts/stat.py": python}
    write(folder, files)
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    write(
        folder,
        {
            "mkdocs.yml": f"hooks: [hooks.py]\n{settings.replace('site_name: ', 'site_name: OWNED ')}",
            "Makefile": f".venv/.ready site:\n\ttouch {marker}\n",
            "site_templates/pages/home.html.jinja": "{{ cycler.__init__.__globals__.os.system('touch "
            + str(marker)
            + "') }}",
            "requirements.txt": "evil==1\n",
            "docs/evil.md": "# Evil\n",
            "specs/.gitattributes": "* filter=evil\n",
            ".gitattributes": "* filter=evil diff=evil\n",
            "specs/acme/orders.yaml": ORDERS.replace("title: Orders", f"title: {TEXTS}"),
            "specs/a,b::c%0A.yaml": GONE_ON.replace("Stock", "Odd").replace("acme.example", "odd.example"),
        },
    )
    (folder / "specs" / "acme" / "passwd.yaml").symlink_to("/etc/passwd")
    (folder / "specs" / "out").symlink_to("../generator")
    (folder / "specs" / "acme" / "key.json").symlink_to("../../mkdocs.yml")


def test_a_malicious_contribution(play: Play, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    found = play("malicious", lambda folder: attack(folder, marker))
    assert not marker.exists(), marker.read_text("utf-8")
    taken = found.said["Take specs/ of the proposal, and nothing else"]
    for name in ("acme/passwd.yaml", "acme/key.json", "out"):
        assert f"::error file=specs/{name},line=1,title=not taken::a link; only plain files are taken\n" in taken
    base, workspace = found.workspace / "base", found.workspace
    assert not [path for path in (base / "specs").rglob("*") if path.is_symlink()]
    changed = git(base, "diff", "--name-only", "HEAD~2", "HEAD").splitlines()
    assert changed
    assert all(name.startswith("specs/") for name in (name.strip('"') for name in changed))
    assert git(base, "status", "--porcelain", "--untracked-files=no") == ""
    for line in "".join(found.said.values()).splitlines():
        assert not line.startswith("::") or line.startswith(
            ("::error file=", "::warning file=", "::notice title=api-catalog")
        )
    assert "<script>" not in found.summary
    assert "root:" not in found.summary + "".join(found.said.values())
    assert (workspace / "preview" / "apis" / "acme" / "orders" / "index.html").is_file()
    pages = [path.read_text("utf-8") for path in (workspace / "preview").rglob("*.html")]
    assert not any("root:x" in page or "OWNED" in page for page in pages)
    # The attack works where it is let in, or this test would show nothing.
    subprocess.run(["make", "site"], cwd=workspace / "proposal", check=True, capture_output=True)
    assert marker.exists()
