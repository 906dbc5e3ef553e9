"""Finds a Chromium for the browser tests, or installs one; run as a script it prints where it is.

Looked for: ``$CHROMIUM``, the names that systems give it, Playwright's own download. Installed by: Playwright, then the
system's package manager where we may use it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MESSAGE = (
    "No Chromium for the browser tests. Install one (for example: apt-get install chromium), or set CHROMIUM to it."
)
SECONDS = 600
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Path of a Chromium on this machine."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights()


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Tries the ways to install one, quietly; whether one worked is for ``find`` to say."""
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if may_install else ["sudo", "-n"]
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and (may_install or shutil.which("sudo")):
        apt = [[*sudo, "apt-get", "update", "-qq"], [*sudo, "apt-get", "install", "-y", "-qq", "chromium"]]
        ways = apt + ways if may_install else ways + apt
    for command in ways:
        print("+", " ".join(command), file=sys.stderr)
        try:
            subprocess.run(command, check=False, timeout=SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if find():
            return


if __name__ == "__main__":
    if not find():
        install()
    print(find() or MESSAGE)
    sys.exit(0 if find() else 1)
