"""The search index, made by Pagefind from the finished pages.

Pages mark what counts with ``data-pagefind-*``; every heading with an id, so every operation, is a result of its own.
No page may name a filter: Pagefind writes filters in random order, and two builds of one commit must be equal.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = "pagefind"
_SECONDS = 1800
_NEEDED = ("pagefind-entry.json", "pagefind-worker.js")


class SearchError(Exception):
    """The index could not be made. The message says why."""


def write_index(site: Path) -> str:
    """Indexes the HTML under ``site`` into ``site/pagefind``. Gives Pagefind's own summary; raises SearchError."""
    command = [
        sys.executable,
        "-m",
        "pagefind",
        "--site",
        str(site),
        "--output-subdir",
        FOLDER,
        "--force-language",
        "en",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SearchError(f"Pagefind did not run: {error}") from None
    if done.returncode != 0:
        raise SearchError(f"Pagefind failed: {(done.stderr or done.stdout).strip()[-800:]}")
    for file in (site / FOLDER).glob("pagefind-*"):  # ready-made search boxes that our pages do not use
        if file.name not in _NEEDED:
            file.unlink()
    return done.stdout
