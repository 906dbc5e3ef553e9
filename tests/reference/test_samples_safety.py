"""A copied sample sends one request and does nothing else, whatever the description says."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
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
    '"); open("pwned", "w"); ("',
    "'''); open('pwned', 'w')\n#",
    '\\"); open("pwned", "w") #',
    "{open('pwned', 'w')}",
    '"); (await import("node:fs")).writeFileSync("pwned", ""); ("',
    '${(await import("node:fs")).writeFileSync("pwned", "")}',
    '\u2028(await import("node:fs")).writeFileSync("pwned", "")\u2029//',
    '\\"); (await import("node:fs")).writeFileSync("pwned", ""); //',
    "</script><script>alert(1)</script>",
    "*/ pwned /*",
]
BEARER = {"type": "http", "scheme": "bearer"}
AWS = {"type": "apiKey", "in": "header", "name": "Authorization", "x-amazon-apigateway-authtype": "awsSigv4"}
PLACES = ["header", "query", "cookie", "x-prefix", "bearer", "scheme", "aws"]
MEDIA_TYPES = ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "attack"]
KEYS = dict.fromkeys(
    ("API_KEY", "TOKEN", "AWS_REGION", "AWS_SERVICE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "k"
)
CALLS = {  # everything a Python sample may call
    *(f"httpx.{name}" for name in ("get", "post", "put", "patch", "delete", "head", "options", "request", "stream")),
    "response.raise_for_status", "response.iter_lines", "print", "open", "open.read", "open.write", "dict",
    "json.dumps", "json.dumps.encode", "AWSRequest", "Credentials", "SigV4Auth", "SigV4Auth.add_auth", "str.encode",
}  # fmt: skip


def api_with(text: str, scheme: dict[str, Any], media_type: str = "application/json", method: str = "post") -> Api:
    is_form = "form" in media_type
    schema = {"type": "object" if is_form else "string", "properties": {text: {"type": "string"}}}
    content = {"schema": schema, "example": {text: text, "x": {text: text}} if is_form else text}
    body = {"content": {text if media_type == "attack" else media_type: content}}
    parameters = [
        {"name": text, "in": place, "required": True, "schema": {"type": "string"}, "example": text}
        for place in ("query", "header", "cookie")
    ]
    operation = {"parameters": parameters, "requestBody": body, "responses": {}}
    own = {"additionalOperations": {text: operation}} if method == "attack" else {method: operation}
    description = {
        "openapi": "3.2.0",
        "info": {"title": "x", "version": "1"},
        "servers": [{"url": f"https://example.com/{text}/{{v}}", "variables": {"v": {"default": text}}}],
        "security": [{"k": []}],
        "components": {"securitySchemes": {"k": scheme}},
        "paths": {f"/{text}": own},
    }
    return Api("a/b", "a", "b", "x", "1", "OpenAPI 3.2", "", operations_of(description), description)


def _schemes(text: str) -> dict[str, dict[str, Any]]:
    return {
        "header": {"type": "apiKey", "in": "header", "name": text},
        "query": {"type": "apiKey", "in": "query", "name": text},
        "cookie": {"type": "apiKey", "in": "cookie", "name": text},
        "x-prefix": {"type": "apiKey", "in": "header", "name": "X-Key", "x-prefix": text},
        "bearer": BEARER,
        "scheme": {"type": "http", "scheme": text},
        "aws": AWS,
    }


def _sample(language: str, api: Api) -> str:
    (view,) = reference_of(api).operations
    return next(sample.text for sample in view.samples if sample.language == language)


def _attacked(language: str) -> list[str]:
    """The samples of every attack in every place, body and method."""
    return [
        _sample(language, api_with(text, scheme, media_type, method))
        for text in ATTACKS
        for scheme, media_type, method in [
            *((scheme, "application/json", "post") for scheme in _schemes(text).values()),
            *((BEARER, media_type, "post") for media_type in MEDIA_TYPES),
            (AWS, "text/plain", "post"),
            (BEARER, "application/json", "attack"),
        ]
    ]


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_but_curl_runs(tmp_path: Path, text: str, place: str) -> None:
    sample = _sample("curl", api_with(text, _schemes(text)[place]))
    script = 'curl() { printf "%s\\n" "$@"; }\n' + sample
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=tmp_path, env=KEYS, check=False)
    assert done.returncode == 0, sample
    assert list(tmp_path.iterdir()) == []


def test_nothing_but_curl_runs_with_any_body(tmp_path: Path) -> None:
    samples = [f'curl() {{ printf "%s\\n" "$@"; }}\n{sample}\nprintf end >&2' for sample in _attacked("curl")]
    script = "\n".join(f"(\n{sample}\n)" for sample in samples)
    command = ["bash", "-eu"]
    done = subprocess.run(command, input=script, cwd=tmp_path, env=KEYS, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "end" * len(samples))
    assert list(tmp_path.iterdir()) == []


def _called(function: ast.expr) -> str:
    """What is called, in dots."""
    match function:
        case ast.Name():
            return function.id
        case ast.Attribute():
            return f"{_called(function.value)}.{function.attr}"
        case ast.Call():
            return _called(function.func)
        case ast.Constant():
            return type(function.value).__name__
    return ast.dump(function)


def test_python_calls_nothing_else() -> None:
    for sample in _attacked("Python"):
        tree = ast.parse(sample)
        calls = {_called(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert calls <= CALLS, sample
        opened = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and _called(n.func) == "open"]
        assert all(isinstance(n.args[0], ast.Constant) and n.args[0].value in ("FILE", "ANSWER") for n in opened)
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr | ast.Lambda | ast.FunctionDef)], sample


def test_python_does_nothing_else(tmp_path: Path) -> None:
    """Every attack is run, with an httpx that only answers."""
    outside = tmp_path / "stubs"
    outside.mkdir()
    stub = "from unittest.mock import MagicMock\nimport sys\nsys.modules['httpx'] = MagicMock()\n"
    for name in ("", ".auth", ".awsrequest", ".credentials"):
        stub += f"sys.modules['botocore{name}'] = MagicMock()\n"
    samples = _attacked("Python")
    runs = "".join(f"exec({sample!r}, {{}})\n" for sample in samples)
    (outside / "run.py").write_text(stub + runs + "sys.stderr.write('end')\n", "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    command = [sys.executable, str(outside / "run.py")]
    done = subprocess.run(command, cwd=work, env=KEYS, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "end")
    assert list(work.iterdir()) == []


def test_javascript_does_nothing_else(tmp_path: Path) -> None:
    """Every attack is run, with a fetch that only answers and counts."""
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    scripts, work = tmp_path / "scripts", tmp_path / "work"
    scripts.mkdir()
    work.mkdir()
    samples = _attacked("JavaScript")
    lines = [
        "let sent = 0;",
        "globalThis.fetch = async () => { sent += 1; return new Response('x'); };",
        "console.log = () => {};",
    ]
    for number, sample in enumerate(samples):
        assert not set("<>\u2028\u2029") & set(sample.replace("=>", "")), sample
        (scripts / f"{number}.mjs").write_text(sample, "utf-8")
        lines.append(f"await import('./{number}.mjs');")
    (scripts / "all.mjs").write_text("\n".join([*lines, "process.stdout.write(String(sent));"]), "utf-8")
    command = ["node", str(scripts / "all.mjs")]
    environment = {"PATH": os.environ["PATH"], "API_KEY": "k", "TOKEN": "t"}
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, str(len(samples))), done.stderr
    assert list(work.iterdir()) == []


def test_a_body_is_never_a_file_to_send() -> None:
    sample = _sample("curl", api_with("@/etc/passwd", BEARER, "text/plain"))
    assert "--data-raw '@/etc/passwd'" in sample
    assert "-d '@" not in sample


@pytest.mark.parametrize("text", ["@/etc/passwd", "</etc/passwd", "x;type=a/b", '"@/etc/passwd'])
def test_a_field_is_never_a_file_to_send(text: str) -> None:
    sample = _sample("curl", api_with(text, BEARER, "multipart/form-data"))
    form = [line for line in sample.split(" \\\n  ") if line.startswith(("-F", "--form"))]
    assert form[0] == f"--form-string '{text}={text}'" or "=" in text
    assert all(line.startswith(("--form-string", "-F 'x=\"{")) for line in form)


def test_an_address_is_never_an_option() -> None:
    api = api_with("x", BEARER)
    api.description["servers"][0]["url"] = "-oPWNED://x"
    assert "--url '-oPWNED://x" in _sample("curl", api)
