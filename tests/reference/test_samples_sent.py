"""Samples of the curated catalog, run against a server of ours: what arrives is what the description asks for."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import HTTP
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from api_catalog.catalog import Api, catalog_of
from api_catalog.documents import load
from api_catalog.documents.references import look_up, resolve
from api_catalog.reference import reference_of

ROOT = Path(__file__).parent.parent.parent
STUBS = Path(__file__).parent / "stubs"
KEYS = {
    "API_KEY": "k-1", "TOKEN": "t-1", "API_USER": "u-1", "API_PASSWORD": "p-1", "AWS_REGION": "eu-west-1",
    "AWS_SERVICE": "rekognition", "AWS_ACCESS_KEY_ID": "a-1", "AWS_SECRET_ACCESS_KEY": "s-1",
}  # fmt: skip
CONTENT = b"\x00bytes\xff\n"
COMMANDS = {
    "curl": ["bash", "-eu", "-c"],
    "Python": [sys.executable, "-c"],
    "JavaScript": ["node", "--input-type=module", "-e"],
}
OPERATIONS = [
    ("algorithmia/api", "op-update_algorithm", {"authorization": "k-1"}),
    ("algorithmia/api", "op-upload-file", {"authorization": "k-1"}),
    ("algorithmia/api", "op-verify-file-existence", {"authorization": "k-1"}),
    ("aws/rekognition", "op-detect-faces", {"authorization": "AWS4-HMAC-SHA256 Credential=a-1/"}),
    (
        "azure/content-safety",
        "op-text-blocklists_create-or-update-text-blocklist",
        {"ocp-apim-subscription-key": "k-1"},
    ),
    ("azure/content-safety", "op-text-blocklists_delete-text-blocklist", {"ocp-apim-subscription-key": "k-1"}),
    (
        "azure/face",
        "op-liveness-session-operations_create-liveness-with-verify-session",
        {"ocp-apim-subscription-key": "k-1"},
    ),
    ("google/vision", "op-vision.projects.locations.products.patch", {"authorization": "Bearer t-1"}),
    ("google/vision", "op-vision.operations.delete", {"authorization": "Bearer t-1"}),
    ("ollama/api", "op-delete", {}),
    ("ollama/api", "op-create-blob", {}),
    ("ollama/api", "op-generate", {}),
]


@dataclasses.dataclass
class Arrived:
    """A request as the server read it; names of headers in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    arrived: list[Arrived]

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.arrived.append(Arrived(self.command, self.path, headers, body))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else b"{}")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815 - names of the base class

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - a name of the base class
        """Says nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[Arrived]]]:
    """Its address, and what arrives."""
    arrived: list[Arrived] = []
    handler = type("Handler", (_Handler,), {"arrived": arrived})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_address[1]}", arrived
        listening.shutdown()


@cache
def apis() -> dict[str, Api]:
    return {api.id: api for api in catalog_of(load(ROOT / "specs"))[0].apis}


def _pointed_at(api: Api, address: str) -> tuple[Api, str]:
    """``api`` with a server of ours, whose path is that of its own."""
    description = copy.deepcopy(api.description)
    own = description["servers"][0]
    url = own["url"]
    for name, variable in own.get("variables", {}).items():
        url = url.replace("{" + name + "}", variable["default"])
    base = urlsplit(url).path.rstrip("/")
    description["servers"] = [{"url": address + base}]
    return dataclasses.replace(api, description=description), base


def _asked(api: Api, anchor: str) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
    """The operation, its parameters and the first content of its body, as the description has them."""
    operation = next(operation for operation in api.operations if operation.anchor == anchor)
    raw = look_up(api.description, operation.pointer)
    item = look_up(api.description, operation.pointer[:2])
    parameters = [resolve(api.description, p) for p in (*item.get("parameters", ()), *raw.get("parameters", ()))]
    body = resolve(api.description, raw.get("requestBody", {}))
    return operation, parameters, body.get("content", {})


@pytest.mark.parametrize("language", sorted(COMMANDS))
@pytest.mark.parametrize(("api_id", "anchor", "proof"), OPERATIONS, ids=[anchor for _, anchor, _ in OPERATIONS])
def test_what_arrives(
    tmp_path: Path,
    server: tuple[str, list[Arrived]],
    api_id: str,
    anchor: str,
    proof: dict[str, str],
    language: str,
) -> None:
    if not shutil.which(COMMANDS[language][0]) or (language == "curl" and not shutil.which("curl")):
        pytest.skip(f"{COMMANDS[language][0]} is not installed")
    address, arrived = server
    api, base = _pointed_at(apis()[api_id], address)
    view = next(view for view in reference_of(api).operations if view.operation.anchor == anchor)
    sample = next(sample.text for sample in view.samples if sample.language == language)
    if language == "JavaScript" and "has to be signed" in sample:
        proof = {}
    (tmp_path / "FILE").write_bytes(CONTENT)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(STUBS), "PYTHONDONTWRITEBYTECODE": "1", **KEYS}
    arrived.clear()
    done = subprocess.run(
        [*COMMANDS[language], sample], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, sample + done.stderr
    (request,) = arrived
    operation, parameters, content = _asked(api, anchor)
    _check_address(request, operation, base, parameters)
    for name, value in proof.items():
        assert request.headers[name].startswith(value)
    for parameter in parameters:
        if parameter["in"] == "header" and parameter.get("required"):
            schema = parameter["schema"]
            assert request.headers[parameter["name"].lower()] in [schema.get("const"), *schema.get("enum", ())]
    _check_body(request, api, content)


def _check_address(request: Arrived, operation: Any, base: str, parameters: list[dict[str, Any]]) -> None:
    assert request.method == operation.method
    split = urlsplit(request.path)
    template = re.sub(r"\\\{.*?\\\}", "[^/{}]+", re.escape(base + operation.path.split("#")[0]))
    assert re.fullmatch(template, split.path), split.path
    required = {p["name"] for p in parameters if p["in"] == "query" and p.get("required")}
    assert set(parse_qs(split.query, strict_parsing=bool(split.query))) == required


def _check_body(request: Arrived, api: Api, contents: dict[str, Any]) -> None:
    if not contents:
        assert request.body == b""
        return
    media_type, content = next(iter(contents.items()))
    assert request.headers["content-type"].split(";")[0] == media_type
    if media_type == "application/octet-stream":
        assert request.body == CONTENT
    elif media_type == "multipart/form-data":
        text = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode() + request.body
        parts = {part.get_param("name", header="content-disposition"): part for part in _parts(text)}
        schema = resolve(api.description, content["schema"])
        assert set(schema["required"]) <= set(parts) <= set(schema["properties"])
        files = {name for name, part in parts.items() if part.get_filename()}
        assert files == {name for name, encoding in content["encoding"].items() if "octet" in encoding["contentType"]}
        assert all(parts[name].get_payload(decode=True) == CONTENT for name in files)
    else:
        stated = content.get("example") or next(iter(content["examples"].values()))
        stated = resolve(api.description, stated)
        assert json.loads(request.body) == (stated.get("value", stated) if "example" not in content else stated)


def _parts(text: bytes) -> list[Any]:
    return list(message_from_bytes(text, policy=HTTP).iter_parts())
