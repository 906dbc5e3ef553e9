"""Pages are the same wherever they are drawn, and what did not change is not drawn again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import api_catalog
import pytest
from api_catalog import drawing
from api_catalog.execution import Cache
from api_catalog.pages import Page

SPEC = """openapi: 3.1.1
info: {{title: {title}, version: "1"}}
paths:
  /{name}:
    get:
      operationId: get
      tags: [reading]
      responses:
        "200": {{description: All is well}}
"""
TAGS = "tags: [{name: reading, summary: Reading, description: Reads., kind: task}]\n"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    for name in "abcdef":
        (folder / name / "api").mkdir(parents=True)
        (folder / name / "api" / "openapi.yaml").write_text(SPEC.format(title=name.upper(), name=name))
        (folder / name / "api" / "api.yml").write_text(f"summary: Says {name}.\n")
    (folder / "a" / "api" / "openapi.yaml").write_text(
        "openapi: 3.1.1\ninfo: {title: A, version: '1'}\npaths: {/a: {$ref: parts.yaml}}\n"
    )
    (folder / "a" / "api" / "parts.yaml").write_text("get: {responses: {'200': {description: In parts}}}\n")
    (folder / "b" / "api" / "api.yml").write_text("summary: Says b.\nsucceeds: c/api\n")
    (folder / "catalog.yml").write_text("title: T\nvocabulary: open\n")
    (folder / "tags.yml").write_text(TAGS)
    return folder


def built(specs: Path, **options: Any) -> list[Page]:
    catalog = api_catalog.check(specs, thorough=False).catalog
    return api_catalog.build(catalog, specs, **options).pages


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The descriptions that are drawn, as they are."""
    names: list[str] = []
    draw = drawing.draw

    def noted(job: drawing.Job) -> Any:
        names.append(job.source_path)
        return draw(job)

    monkeypatch.setattr(drawing, "draw", noted)
    return names


@pytest.mark.parametrize("executor", ["processes:2", "processes:3", "auto"])
def test_the_same_pages_wherever_they_are_drawn(specs: Path, executor: str) -> None:
    assert built(specs, executor=executor) == built(specs, executor="serial")


def test_what_is_remembered_is_the_same(specs: Path, tmp_path: Path, drawn: list[str]) -> None:
    cache = Cache(tmp_path / "cache")
    cold = built(specs, cache=cache)
    assert len(drawn) == 6
    assert built(specs, cache=cache) == cold == built(specs)
    assert len(drawn) == 12  # the last without a cache


CHANGES = {
    "a description": (
        "c/api/openapi.yaml",
        SPEC.format(title="New", name="c"),
        {"c/api/openapi.yaml", "b/api/openapi.yaml"},
    ),
    "its record": ("d/api/api.yml", "summary: Says more.\n", {"d/api/openapi.yaml"}),
    "a part": ("a/api/parts.yaml", "get: {responses: {'200': {description: New}}}\n", {"a/api/openapi.yaml"}),
    "a provider": ("e/provider.yml", "name: Everyone\nsummary: All.\nkind: company\n", {"e/api/openapi.yaml"}),
    "an unrelated file": ("f/api/notes.txt", "nothing", set()),
    "the vocabulary": (
        "tags.yml",
        TAGS.replace("Reads.", "Reads much."),
        {f"{name}/api/openapi.yaml" for name in "abcdef"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_changed_is_drawn_again(specs: Path, tmp_path: Path, drawn: list[str], change: str) -> None:
    cache = Cache(tmp_path / "cache")
    built(specs, cache=cache)
    name, text, expected = CHANGES[change]
    (specs / name).write_text(text)
    drawn.clear()
    warm = built(specs, cache=cache)
    assert set(drawn) == expected
    assert warm == built(specs)


def test_other_templates_are_other_pages(specs: Path, tmp_path: Path, drawn: list[str]) -> None:
    cache = Cache(tmp_path / "cache")
    built(specs, cache=cache)
    (tmp_path / "mine" / "pages").mkdir(parents=True)
    (tmp_path / "mine" / "pages" / "api.html.jinja").write_text("<h1>Mine</h1>")
    drawn.clear()
    assert any(page.html == "<h1>Mine</h1>" for page in built(specs, cache=cache, templates=[tmp_path / "mine"]))
    assert len(drawn) == 6


def test_a_damaged_memory_is_drawn_anew(specs: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cold = built(specs, cache=cache)
    for path in (tmp_path / "cache").rglob("*.jsonl"):
        path.write_bytes(path.read_bytes().replace(b"All is well", b"All is lost"))
    assert built(specs, cache=cache) == cold
