"""The built site: everything that the descriptions say is in its HTML, links lead somewhere, builds are equal."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "specs").glob("*/*/openapi.yaml"))
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
pytestmark = pytest.mark.site


class Reader(HTMLParser):
    """The text, ids and links of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.codes: set[str] = set()  # what stands in <code>
        self.names: set[str] = set()  # parameters and properties, each a place that can be linked
        self.ids: Counter[str] = Counter()
        self.links: list[tuple[str, str]] = []
        self.operations: list[str] = []  # ids of their headings
        self._in_code = self._in_name = False
        self._skip = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_code = tag == "code"
        given = dict(attrs)
        self._in_name = tag == "a" and bool(given.get("id")) and "href" not in given
        self._skip = tag in ("script", "style")
        if tag == "h3" and (given.get("id") or "").startswith("op-"):
            self.operations.append(str(given["id"]))
        for name, value in attrs:
            if name == "id" and value:
                self.ids[value] += 1
            elif name in ("href", "src") and value is not None:
                self.links.append((tag, value))

    def handle_endtag(self, tag: str) -> None:
        self._in_code = self._in_name = False
        self._skip = False

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words.append(data)
            if self._in_code:
                self.codes.add(data)
            if self._in_name:
                self.names.add(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@cache
def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    return reader


def page_of(built: Path, spec: Path) -> Path:
    return built / "apis" / spec.parent.parent.name / spec.parent.name / "index.html"


def pages_of(built: Path, spec: Path) -> list[Reader]:
    """The page of an API and those of its parts."""
    return [read(path) for path in sorted(page_of(built, spec).parent.rglob("index.html"))]


def walk(value: Any) -> list[dict[str, Any]]:
    """Every mapping in ``value``."""
    if isinstance(value, dict):
        return [value, *(found for item in value.values() for found in walk(item))]
    return [found for item in value for found in walk(item)] if isinstance(value, list) else []


def property_names(value: Any) -> list[str]:
    """Names of the properties of all schemas; a property may be called "properties" too."""
    if isinstance(value, list):
        return [name for item in value for name in property_names(item)]
    names: list[str] = []
    for key, item in value.items() if isinstance(value, dict) else ():
        if key == "properties" and isinstance(item, dict):
            names += [*item, *(name for schema in item.values() for name in property_names(schema))]
        else:
            names += property_names(item)
    return names


def without_examples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_examples(item) for key, item in value.items() if key not in ("example", "examples")}
    return [without_examples(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.parent.parent.name}/{spec.parent.name}")
def test_everything_in_a_description_is_in_its_page(built: Path, spec: Path) -> None:
    description = yaml.load(spec.read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - our own file, as plain text
    pages = pages_of(built, spec)
    codes = set().union(*(page.codes for page in pages))
    names = set().union(*(page.names for page in pages))
    text = " ".join(page.text for page in pages)
    squeezed = text.replace(" ", "")
    operations = [
        (method.upper(), path, operation["summary"])
        for path, item in description["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]
    assert operations
    for method, path, summary in operations:
        assert path in codes, path
        assert summary in text, summary
        assert f"{method}{path}".replace(" ", "") in squeezed, f"{method} {path}"
    for found in walk(without_examples(description)):
        if isinstance(found.get("name"), str) and isinstance(found.get("in"), str):
            assert found["name"] in names | codes, f"parameter {found['name']}"
    for name in property_names(without_examples(description)):
        assert name in names, f"property {name}"


def test_there_is_a_page_for_every_api_provider_and_tag_in_use(built: Path) -> None:
    assert len(SPECS) >= 70
    assert all(page_of(built, spec).is_file() for spec in SPECS)
    providers = {spec.parent.parent.name for spec in SPECS}
    assert len(providers) >= 35
    assert all((built / "providers" / name / "index.html").is_file() for name in providers)
    described = [yaml.load(spec.read_text("utf-8"), yaml.CBaseLoader)["paths"] for spec in SPECS]  # noqa: S506 - our own
    operations = [item[method] for paths in described for item in paths.values() for method in METHODS & item.keys()]
    names = {name for operation in operations for name in operation["tags"]}
    assert len(names) > 90
    for name in names:
        assert (built / "tags" / name / "index.html").is_file(), name


def test_a_tag_page_shows_the_operations_of_all_providers(built: Path) -> None:
    page = read(built / "tags" / "face-detection" / "index.html")
    for word in ("AWS", "Azure", "Google", "/detect", "/v1/images:annotate", "Auth", "Keeps your data"):
        assert word in page.text, word


def test_links_lead_somewhere(built: Path) -> None:
    """Every relative link of every page: the file is there, and the place in it."""
    broken = []
    for file in sorted(built.rglob("*.html")):
        if file.name == "404.html":  # its links start at the root of the host
            continue
        for _, link in read(file).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not link:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                broken.append(f"{file.relative_to(built)}: {link}")
            elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in read(target).ids:
                broken.append(f"{file.relative_to(built)}: {link} (no such place)")
    assert not broken, "\n".join(broken[:20])


def test_ids_are_unique(built: Path) -> None:
    for file in sorted(built.rglob("*.html")):
        twice = {name: number for name, number in read(file).ids.items() if number > 1}
        assert not twice, f"{file}: {twice}"


def test_nothing_is_fetched_from_other_hosts(built: Path) -> None:
    for file in sorted(built.rglob("*.html")):
        text = file.read_text("utf-8")
        for tag, link in read(file).links:
            is_fetched = tag in ("script", "img", "iframe", "source") or (tag == "link" and "canonical" not in text)
            assert not (is_fetched and urlsplit(link).netloc), f"{file}: {link}"


def test_pages_of_the_catalog_have_a_strict_policy(built: Path) -> None:
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
    for file in sorted((built / "apis").rglob("index.html")) + sorted((built / "tags").rglob("index.html")):
        found = policy.search(file.read_text("utf-8"))
        assert found, file
        scripts = next(part for part in unescape(found[1]).split(";") if part.strip().startswith("script-src"))
        assert "unsafe-inline" not in scripts
        assert "unsafe-eval" not in scripts.replace("wasm-unsafe-eval", "")


def test_every_operation_keeps_one_permanent_address(built: Path) -> None:
    """Whether the reference is on the page or in parts, the page of the API has the id of every operation."""
    for spec in SPECS:
        whole = set(read(page_of(built, spec)).ids)
        parts = {name for page in pages_of(built, spec) for name in page.operations}
        assert parts, spec
        assert parts <= whole, spec


def test_pages_keep_their_budget(built: Path) -> None:
    for path in sorted(built.rglob("index.html")):
        html = path.read_bytes()
        assert len(gzip.compress(html)) <= 100_000, path
        assert len(re.findall(rb"<[a-zA-Z]", html)) <= 5_000, path


def test_the_description_can_be_downloaded_as_written(built: Path) -> None:
    for spec in SPECS:
        assert (page_of(built, spec).parent / "openapi.yaml").read_bytes() == spec.read_bytes()


def test_two_builds_are_byte_identical(built: Path, run: Any, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = run("api_catalog", "build", "--site-dir", str(again))
    assert done.returncode == 0, done.stderr
    first = {path.relative_to(built): path.read_bytes() for path in built.rglob("*") if path.is_file()}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [str(path) for path in first if first[path] != second[path]] == []
