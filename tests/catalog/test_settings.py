"""catalog.yml and tags.yml as the catalog reads them, mistakes included."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_catalog import build
from api_catalog.catalog import Catalog, catalog_of
from api_catalog.documents import load

API = """openapi: 3.1.1
info: {title: Chat, version: "1"}
paths: {/chat: {get: {tags: [chat], responses: {default: {description: Fine.}}}}}
"""


def _catalog(folder: Path, files: dict[str, str]) -> Catalog:
    for name, text in {"acme.yaml": API, **files}.items():
        (folder / name).write_text(text, "utf-8")
    return catalog_of(load(folder))[0]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("title: T", {}),
        ("rules: {tag-count: off, stale-review: error}", {"tag-count": "off", "stale-review": "error"}),
        ("rules: {tag-count: [off], stale-review: 7}", {"tag-count": "", "stale-review": "7"}),
        ("rules: [tag-count]", {}),
    ],
)
def test_severities_of_house_rules(tmp_path: Path, text: str, rules: dict[str, str]) -> None:
    assert _catalog(tmp_path, {"catalog.yml": text}).settings.rules == rules


@pytest.mark.parametrize("parent", ["nothing", "chat", "[chat]", "text"])
def test_pages_are_made_whatever_the_parent_of_a_tag(tmp_path: Path, parent: str) -> None:
    tags = f"""tags:
  - {{name: chat, summary: Chat, description: Answers., kind: task, parent: {parent}}}
  - {{name: text, summary: Text, description: Words., kind: task, parent: chat}}
"""
    catalog = _catalog(tmp_path, {"tags.yml": tags})
    assert catalog.tags["text"].parent == "chat"
    assert catalog.tags["chat"].parent == (parent if parent in catalog.tags else None)
    assert {"tags/chat/", "tags/text/"} <= {page.url for page in build(catalog, tmp_path).pages}
