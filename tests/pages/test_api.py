"""The page of an API keeps its budget of elements and the address of every operation, however many there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import api_catalog
import pytest
from api_catalog.pages import Page

ANSWER = {"200": {"description": "Fine."}}


def _pages(folder: Path, number: int) -> list[Page]:
    paths = {
        f"/things/{index}": {"get": {"operationId": f"get{index}", "responses": ANSWER}} for index in range(number)
    }
    description = {"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": paths}
    (folder / "catalog.yml").write_text("title: T\nvocabulary: open\n")
    (folder / "acme.json").write_text(json.dumps(description))
    catalog = api_catalog.check(folder).catalog
    return [page for page in api_catalog.build(catalog, folder).pages if page.url.startswith("apis/acme/")]


@pytest.mark.parametrize(("number", "listed"), [(50, "table"), (900, "rows"), (1500, "lines"), (4500, "index")])
def test_every_operation_keeps_its_address(tmp_path: Path, number: int, listed: str) -> None:
    overview, *parts = _pages(tmp_path, number)
    assert len(re.findall("<[a-zA-Z]", overview.html)) < 5000
    ids = {f"op-get{index}" for index in range(number)}
    drawn = [set(re.findall(r'<h3[^>]* id="([^"]*)"', page.html)) for page in (overview, *parts)]
    assert set().union(*drawn) == ids
    assert sum(map(len, drawn)) == number
    if listed == "index":
        places = json.loads(overview.files["operations.json"])
        assert {name: f"{overview.url}{part}/" for name, part in places.items()} == {
            name: page.url for page, names in zip(parts, drawn[1:], strict=True) for name in names
        }
        assert 'data-ac-index="operations.json"' in overview.html
    else:
        assert ids <= set(re.findall(r' id="([^"]*)"', overview.html))
    assert ("<table" in overview.html) is (listed in ("table", "rows"))


@pytest.mark.parametrize(("record", "marked"), [("template: true", True), ("template: false", False), ("{}", False)])
def test_a_contract_for_any_model_says_so(tmp_path: Path, record: str, marked: bool) -> None:
    folder = tmp_path / "acme" / "serve"
    folder.mkdir(parents=True)
    (tmp_path / "catalog.yml").write_text("title: T\nvocabulary: open\n")
    (folder / "openapi.yaml").write_text("openapi: 3.1.1\ninfo: {title: T, version: '1'}\npaths: {}\n")
    (folder / "api.yml").write_text(record)
    catalog = api_catalog.check(tmp_path).catalog
    html = next(page.html for page in api_catalog.build(catalog, tmp_path).pages if page.url == "apis/acme/serve/")
    assert ("the model decides" in html) is marked
