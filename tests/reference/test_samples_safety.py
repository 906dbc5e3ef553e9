"""A copied sample runs curl and nothing else, whatever the description says."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from api_catalog.catalog import Api
from api_catalog.catalog.operations import operations_of
from api_catalog.reference import reference_of

ATTACKS = [
    "`touch pwned`",
    "$(touch pwned)",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "\n touch pwned \n",
    "\\'; touch pwned #",
    "\x00API_KEY\x00`touch pwned`",
]


def api_with(text: str, scheme: dict[str, Any]) -> Api:
    body = {"content": {"application/json": {"schema": {"type": "string"}, "example": text}}}
    parameters = [
        {"name": text, "in": "query", "required": True, "schema": {"type": "string"}, "example": text},
        {"name": text, "in": "header", "required": True, "schema": {"type": "string"}, "example": text},
    ]
    description = {
        "openapi": "3.1.1",
        "info": {"title": "x", "version": "1"},
        "servers": [{"url": f"https://example.com/{text}"}],
        "security": [{"k": []}],
        "components": {"securitySchemes": {"k": scheme}},
        "paths": {f"/{text}": {"post": {"parameters": parameters, "requestBody": body, "responses": {}}}},
    }
    return Api("a/b", "a", "b", "x", "1", "OpenAPI 3.1", "", operations_of(description), description)


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("place", ["header", "query", "x-prefix", "bearer"])
def test_nothing_but_curl_runs(tmp_path: Path, text: str, place: str) -> None:
    schemes = {
        "header": {"type": "apiKey", "in": "header", "name": text},
        "query": {"type": "apiKey", "in": "query", "name": text},
        "x-prefix": {"type": "apiKey", "in": "header", "name": "X-Key", "x-prefix": text},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    sample = reference_of(api_with(text, schemes[place])).operations[0].sample
    script = 'curl() { printf "%s\\n" "$@"; }\n' + sample
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=tmp_path, env={"API_KEY": "k", "TOKEN": "t"}, check=False)
    assert done.returncode == 0, sample
    assert list(tmp_path.iterdir()) == []


def test_a_body_is_never_a_file_to_send() -> None:
    sample = reference_of(api_with("@/etc/passwd", {"type": "http", "scheme": "bearer"})).operations[0].sample
    assert "--data-raw '@/etc/passwd'" in sample
    assert "-d '@" not in sample


def test_an_address_is_never_an_option() -> None:
    api = api_with("x", {"type": "http", "scheme": "bearer"})
    api.description["servers"][0]["url"] = "-oPWNED://x"
    assert "--url '-oPWNED://x" in reference_of(api).operations[0].sample
