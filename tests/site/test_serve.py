"""``api-catalog serve``: follows changes of specs, templates and looks; a bad spec leaves the last good pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SPEC = """openapi: 3.1.1
info: {title: Served, version: "1"}
paths:
  /ok:
    get:
      summary: Says the first thing
      responses:
        "200": {description: All is well}
"""
SECONDS = 60
pytestmark = pytest.mark.site


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A small project being served, and the address of its API's page."""
    files = {
        "mkdocs.yml": "site_name: Served\ntheme: {name: material, font: false}\n"
        "plugins: [{api-catalog: {templates_dir: mine}}]\n",
        "specs/acme/served/openapi.yaml": SPEC,
        "docs/about.md": "# About\n",
        "mine/pages/providers.html.jinja": "<h1>Providers, first</h1>",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{found.getsockname()[1]}"
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "api_catalog", "serve", "--dev-addr", place],
            cwd=tmp_path,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        yield tmp_path, f"http://{place}/"
        process.terminate()
        process.wait(SECONDS)


def fetch(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.3)
    return False


def test_serve_follows_changes_and_survives_a_bad_spec(served: tuple[Path, str]) -> None:
    folder, root = served
    page, spec, log = f"{root}apis/acme/served/", folder / "specs/acme/served/openapi.yaml", folder / "log"
    assert eventually(lambda: "Says the first thing" in fetch(page))
    assert "pagefind" in fetch(f"{root}pagefind/pagefind.js")
    spec.write_text(SPEC.replace("first", "second"))
    assert eventually(lambda: "Says the second thing" in fetch(page))
    spec.write_text(SPEC + "bad: [\n")
    assert eventually(lambda: "specs/acme/served/openapi.yaml:10:1" in log.read_text())
    assert eventually(lambda: "Says the second thing" in fetch(page))
    spec.write_text(SPEC.replace("first", "third"))
    (folder / "mine/pages/providers.html.jinja").write_text("<h1>Providers, second</h1>")
    assert eventually(lambda: "Says the third thing" in fetch(page))
    assert eventually(lambda: "Providers, second" in fetch(f"{root}providers/"))
    assert "Nobody has looked yet" in fetch(f"{root}freshness/")
    (folder / "docs/freshness.json").write_text('{"looked": "2026-07-01", "links": []}')
    assert eventually(lambda: "Looked at on 2026-07-01" in fetch(f"{root}freshness/"))
    assert "Traceback" not in log.read_text()
