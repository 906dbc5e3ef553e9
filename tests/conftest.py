"""What tests share: running our commands, a site built once, a Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import chromium
import pytest
from corpus.fetch import CORPUS, fetch
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent

Run = Callable[..., subprocess.CompletedProcess[str]]


def _run(*command: str, cwd: Path = ROOT, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "", **extra}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs ``python -m …`` as a user would, and gives exit code and both outputs."""
    return _run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, built strictly."""
    folder = tmp_path_factory.mktemp("built") / "site"
    done = _run("api_catalog", "build", "--strict", "--site-dir", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Descriptions that others wrote; where they are not and cannot be fetched, there is nothing to test."""
    if trouble := fetch():
        pytest.skip(f"no corpus: {trouble}")
    return CORPUS / "package" / "api"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine."""
    path = chromium.find()
    assert path, chromium.MESSAGE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()
