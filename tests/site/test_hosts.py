"""Other people's projects: bare descriptions, MkDocs with other themes, ProperDocs, the wheel."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BARE = {
    "two.json": """{"swagger": "2.0", "info": {"title": "Two", "version": "1"}, "host": "two.example",
      "paths": {"/a": {"post": {"summary": "Sends a form", "consumes": ["multipart/form-data"],
        "parameters": [{"name": "file", "in": "formData", "type": "file", "required": true}],
        "responses": {"200": {"description": "Done"}}}}}}""",
    "acme/three.yaml": """openapi: 3.0.3
info: {title: Three, version: "1"}
paths:
  /b/{id}:
    get:
      tags: [Pets]
      summary: Reads one
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: One}
""",
    "acme/one/openapi.yml": """openapi: 3.1.0
info: {title: One, version: "1", summary: Does one thing}
webhooks:
  done:
    post:
      summary: Tells that it is done
      responses: {"200": {description: Thanks}}
""",
}
PAGES = ("apis/two/two", "apis/acme/three", "apis/acme/one", "tags/pets", "providers/acme", "apis", "tags", "providers")
pytestmark = pytest.mark.site


def project(folder: Path, mkdocs_yml: str) -> Path:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(mkdocs_yml)
    files = {**BARE, "catalog.yml": "vocabulary: open\n"}
    for name, text in files.items():
        path = folder / "specs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("host", "theme"),
    [("mkdocs", "material"), ("mkdocs", "mkdocs"), ("mkdocs", "readthedocs"), ("properdocs", "material")],
)
def test_bare_descriptions_become_pages(run: Any, tmp_path: Path, host: str, theme: str) -> None:
    search = "" if theme == "material" else "  - search\n"
    mkdocs_yml = f"site_name: Bare\ntheme: {{name: {theme}}}\nplugins:\n{search}  - api-catalog\n"
    folder = project(tmp_path, mkdocs_yml)
    if host == "properdocs":
        (folder / "mkdocs.yml").rename(folder / "properdocs.yml")
    done = run(host, "build", "--strict", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in PAGES:
        assert (folder / "site" / page / "index.html").is_file(), page
    one = (folder / "site/apis/acme/one/index.html").read_text("utf-8")
    assert "Tells that it is done" in one
    assert "not defined" in (folder / "site/tags/pets/index.html").read_text("utf-8").lower()
    assert (folder / "site/pagefind/pagefind.js").is_file()


def test_a_hand_written_page_takes_the_place_of_ours(run: Any, tmp_path: Path) -> None:
    folder = project(tmp_path, "site_name: Mine\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n")
    (folder / "docs/index.md").write_text("# My own home\n")
    assert run("mkdocs", "build", "--strict", cwd=folder).returncode == 0
    assert "My own home" in (folder / "site/index.html").read_text("utf-8")


def test_a_template_of_the_owner_takes_the_place_of_ours(run: Any, tmp_path: Path) -> None:
    plugins = "plugins: [{api-catalog: {templates_dir: mine}}]\n"
    folder = project(tmp_path, f"site_name: Mine\ntheme: {{name: material, font: false}}\n{plugins}")
    (folder / "mine/pages").mkdir(parents=True)
    (folder / "mine/pages/home.html.jinja").write_text("<h1>{{ view.settings.title }} of mine</h1>")
    assert run("mkdocs", "build", "--strict", cwd=folder).returncode == 0
    assert "API catalog of mine" in (folder / "site/index.html").read_text("utf-8")
    assert not list((folder / "site").rglob("*.jinja"))


def test_downloads_may_be_packed(run: Any, tmp_path: Path) -> None:
    folder = project(tmp_path, "site_name: Mine\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n")
    (folder / "specs/catalog.yml").write_text("vocabulary: open\ndownloads: gzip\n")
    sites = []
    for _ in range(2):
        assert run("mkdocs", "build", "--strict", cwd=folder).returncode == 0
        places = sorted((folder / "site/apis").rglob("openapi.*"))
        sites.append({place.relative_to(folder).as_posix(): place.read_bytes() for place in places})
    assert sites[0] == sites[1]
    assert set(sites[0]) == {
        "site/apis/two/two/openapi.json.gz",
        *(f"site/apis/acme/{name}" for name in ("three/openapi.yaml.gz", "one/openapi.yml.gz")),
        *(f"site/apis/acme/{name}/openapi.bundled.json.gz" for name in ("three", "one")),
    }
    assert gzip.decompress(sites[0]["site/apis/two/two/openapi.json.gz"]).decode() == BARE["two.json"]
    assert json.loads(gzip.decompress(sites[0]["site/apis/acme/one/openapi.bundled.json.gz"]))["openapi"] == "3.1.0"
    assert 'href="openapi.json.gz"' in (folder / "site/apis/two/two/index.html").read_text("utf-8")


def test_the_wheel_holds_all_that_is_needed(run: Any, tmp_path: Path) -> None:
    done = run("pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "-w", str(tmp_path), str(ROOT))
    assert done.returncode == 0, done.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    ours = [path.relative_to(ROOT).as_posix() for path in (ROOT / "site_templates").rglob("*") if path.is_file()]
    ours += [path.relative_to(ROOT / "generator").as_posix() for path in (ROOT / "generator").rglob("*.py")]
    ours += [path.relative_to(ROOT / "generator").as_posix() for path in (ROOT / "generator").rglob("*.schema.json")]
    missing = [name for name in ours if name not in names and f"api_catalog/{name}" not in names]
    assert missing == []
    assert not [name for name in names if name.startswith(("tests/", "specs/", "docs/"))]
