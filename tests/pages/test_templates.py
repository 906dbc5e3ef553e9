"""Templates escape everything; text becomes HTML in one audited place only."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from api_catalog.pages.templates import count, environment, folder, host, web
from api_catalog.pages.urls import relative

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(folder().rglob("*.jinja")) + sorted((folder() / "theme").rglob("*.html"))
AUDITED = "reference/markdown.py"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_switches_escaping_off(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", text)
    assert not re.search(r'="[^"]*\|\s*(verbatim|said)\b', text), "these leave quotes as they are"
    assert not re.search(r"\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)", text, re.IGNORECASE)


def test_values_are_escaped_and_unknown_names_are_errors() -> None:
    env = environment()
    assert env.autoescape is True
    assert env.from_string("{{ x }}").render(x='<b onclick="a">') == "&lt;b onclick=&#34;a&#34;&gt;"
    with pytest.raises(Exception, match="undefined"):
        env.from_string("{{ y }}").render()


def test_only_one_module_marks_text_as_safe() -> None:
    """Elsewhere ``Markup()`` may only be the empty one."""
    for path in sorted((ROOT / "generator").rglob("*.py")):
        if path.as_posix().endswith(AUDITED):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                assert name != "Markup" or not node.args, f"{path}:{node.lineno}"


def test_the_core_does_not_know_mkdocs() -> None:
    fronts = {"plugin.py", "cli.py"}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        if path.name not in fronts:
            assert not re.search(r"^\s*(from|import) mkdocs", path.read_text("utf-8"), re.MULTILINE), path


MAY_USE: dict[str, set[str]] = {
    "problems": set(),
    "execution": set(),
    "documents": {"problems"},
    "validation": {"problems", "documents", "execution"},
    "catalog": {"problems", "documents", "validation"},
    "rules": {"problems", "documents", "catalog"},
    "reference": {"documents", "catalog"},
    "history": {"problems", "documents", "catalog", "execution"},
    "pages": {"catalog", "reference"},
    "search": {"documents", "catalog", "pages", "execution"},
    "exports": {"catalog", "pages"},
    "contributions": {"problems", "documents", "catalog", "pages"},
    "probing": {"problems", "documents", "catalog", "rules", "connections"},
}


@pytest.mark.parametrize("room", MAY_USE)
def test_data_flows_one_way(room: str) -> None:
    for path in sorted((ROOT / "generator/api_catalog" / room).rglob("*.py")):
        used = set(re.findall(r"^\s*(?:from|import) api_catalog\.(\w+)", path.read_text("utf-8"), re.MULTILINE))
        assert used <= MAY_USE[room] | {room}, f"{path} uses {used - MAY_USE[room] - {room}}"


@pytest.mark.parametrize(
    ("target", "page", "link"),
    [
        ("tags/ocr/", "", "tags/ocr/"),
        ("", "", "./"),
        ("", "apis/", "../"),
        ("tags/ocr/", "apis/aws/polly/", "../../../tags/ocr/"),
        ("apis/aws/polly/", "apis/aws/polly/", "./"),
        ("apis/aws/polly/#op-x", "apis/aws/polly/", "#op-x"),
        ("apis/aws/polly/#op-x", "tags/ocr/", "../../apis/aws/polly/#op-x"),
        ("apis/aws/polly/openapi.yaml", "apis/aws/polly/", "openapi.yaml"),
        ("https://example.com/a", "tags/", "https://example.com/a"),
    ],
)
def test_links_are_relative(target: str, page: str, link: str) -> None:
    assert relative(target, page) == link


@pytest.mark.parametrize("url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil", "", "x"])
def test_a_url_that_no_browser_may_follow(url: str) -> None:
    assert web(url) == "#"


def test_small_words() -> None:
    assert web("https://example.com/?a=1") == "https://example.com/?a=1"
    assert host("https://www.example.com:8080/a") == "example.com"
    assert [count(1, "API"), count(2, "API"), count(1234, "entry", "entries")] == ["1 API", "2 APIs", "1,234 entries"]
