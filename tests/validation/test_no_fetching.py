"""Nothing in a description makes the check read other files or ask a network."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import api_catalog
import pytest
from api_catalog import validation

BODY = """{"openapi": "VERSION", "info": {"title": "x", "version": "1"}, "paths": {},
 "components": {"schemas": {"A": SCHEMA}}}"""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked of it."""
    asked: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{found.server_port}/x", asked
        found.shutdown()


SCHEMAS: list[Any] = [
    {"$ref": "URL"},
    {"default": {"$ref": "URL"}},
    {"example": {"$ref": "URL#/a"}},
    {"$id": "URL", "$ref": "#/x"},
    {"$schema": "URL"},
    {"$dynamicRef": "URL"},
    {"type": "object", "discriminator": {"propertyName": "p", "mapping": {"a": "URL"}}, "properties": {"p": {}}},
    {"x-anything": {"$ref": "URL"}},
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.1", "3.2.0"])
def test_no_address_is_asked(server: tuple[str, list[str]], tmp_path: Path, schema: Any, version: str) -> None:
    address, asked = server
    folder = tmp_path / "acme/api"
    folder.mkdir(parents=True)
    text = json.dumps(schema).replace("URL", address)
    (folder / "openapi.json").write_text(BODY.replace("VERSION", version).replace("SCHEMA", text))
    (folder / "api.yml").write_text("summary: x\n")
    api_catalog.check(tmp_path)
    assert asked == []


@pytest.mark.parametrize("reference", ["file:///etc/hostname", "/etc/hostname", "../../../../../etc/hostname"])
def test_no_file_outside_is_read(tmp_path: Path, reference: str) -> None:
    folder = tmp_path / "acme/api"
    folder.mkdir(parents=True)
    name = Path("/etc/hostname").read_text().strip() or "nothing"
    schema = json.dumps({"$ref": reference}).replace("$", "\\u0024")
    (folder / "openapi.json").write_text(BODY.replace("VERSION", "3.0.3").replace("SCHEMA", schema))
    (folder / "api.yml").write_text("summary: x\n")
    repository = api_catalog.load(tmp_path)
    problems = [*repository.problems, *(each for api in repository.apis for each in validation.problems_of(api))]
    assert [problem.rule for problem in problems] == ["unresolved-ref"]
    assert f"'{name}'" not in problems[0].message
