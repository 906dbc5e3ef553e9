"""A catalog whose every text attacks: nothing it says runs, in any place of any page."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.site]
ATTACKS = (
    "<script>window.hit=1</script>",
    "\"><img src=x onerror='window.hit=1'>",
    "{{ config }}{% raw %}",
    "[a](javascript:window.hit=1) ![b](javascript:window.hit=1) <a href='java&#10;script:window.hit=1'>c</a>",
    "</title></head><body><svg onload=window.hit=1>",
    "--8<-- 'mkdocs.yml' ${hit} `x`{: onclick=window.hit=1 }",
)


def hostile(text: str) -> dict[str, Any]:
    """A valid description with ``text`` wherever the specification takes any text."""
    schema = {
        "type": "object",
        "title": text,
        "description": text,
        "properties": {text: {"type": "string", "description": text, "enum": [text], "default": text, "pattern": "."}},
        "example": {text: text},
    }
    operation = {
        "operationId": text,
        "summary": text,
        "description": text,
        "tags": [text],
        "x-input": text,
        "x-output": text,
        "x-hype-tags": [{"term": text, "where": "javascript:window.hit=1", "seen": text, "maps-to": [text]}],
        "parameters": [{"name": text, "in": "query", "description": text, "required": True, "schema": schema}],
        "requestBody": {
            "description": text,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/X"}}},
        },
        "responses": {"200": {"description": text, "content": {text: {"schema": schema, "example": text}}}},
        "externalDocs": {"url": "javascript:window.hit=1"},
    }
    return {
        "openapi": "3.1.1",
        "info": {
            "title": text,
            "version": text,
            "summary": text,
            "description": text,
            "termsOfService": "javascript:window.hit=1",
            "contact": {"url": "javascript:window.hit=1"},
        },
        "servers": [{"url": f"https://example.com/{text}", "description": text}],
        "paths": {"/" + re.sub(r"[{}#]", "", text): {"post": operation}},
        "components": {
            "schemas": {"X": schema},
            "securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": text, "description": text}},
        },
        "security": [{"k": []}],
    }


class Audit(HTMLParser):
    """Counts inline scripts, and collects handlers and dangerous links."""

    def __init__(self) -> None:
        super().__init__()
        self.inline = 0
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "script" and "src" not in found and "json" not in (found.get("type") or ""):
            self.inline += 1
        if tag in ("svg", "iframe", "object", "embed") and "viewbox" not in found:
            self.faults.append(tag)
        for name, value in attrs:
            scheme = "".join((value or "").split()).lower()
            if name.startswith("on") or (name in ("href", "src") and scheme.startswith(("javascript:", "data:text"))):
                self.faults.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def site(run: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: H\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n")
    (folder / "specs").mkdir()
    (folder / "specs" / "catalog.yml").write_text("title: H\nvocabulary: open\nrules: {hype-without-source: warning}\n")
    for number, text in enumerate(ATTACKS):
        path = folder / "specs" / f"p{number}" / "api" / "openapi.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(hostile(text)))
        record = {"summary": text[:140], "input": text[:80], "hype": [], "does-not": [{"what": text[:120]}]}
        (path.parent / "api.yml").write_text(json.dumps(record))
        (path.parent.parent / "provider.yml").write_text(json.dumps({"name": text[:80], "summary": text}))
    done = run("api_catalog", "build", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_no_page_has_a_handler_a_script_or_a_dangerous_link(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 3 * len(ATTACKS)
    inline = {}
    for page in pages:
        audit = Audit()
        audit.feed(page.read_text("utf-8"))
        assert audit.faults == [], page
        inline[page] = audit.inline
    theme = inline[site / "providers/index.html"]
    assert {page for page, number in inline.items() if number != theme and page.name != "404.html"} == set()


def test_nothing_runs_in_a_browser(site: Path, browser: Browser) -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        for path in sorted(site.rglob("index.html")):
            page.goto(f"http://127.0.0.1:{server.server_port}/{path.parent.relative_to(site).as_posix()}/")
            assert page.evaluate("window.hit") is None, path
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.fill(".ac-search-home input", "window")
        page.wait_for_selector(".ac-search-home .ac-results p")
        page.wait_for_timeout(500)
        assert page.evaluate("window.hit") is None
        server.shutdown()
