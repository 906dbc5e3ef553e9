"""What git knows of the folder a report is made in. Without git, or if it is slow, nothing is known."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Mapping

_SECONDS = 10


def changed_files(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The files that the pull request of a GitHub Actions run changes, from the top of the repository.

    They differ between HEAD and where it left the branch GITHUB_BASE_REF. A checkout of depth two has no such place,
    but there HEAD is the merge that GitHub made, and its first parent the branch.
    """
    base = environ.get("GITHUB_BASE_REF")
    if not base:
        return frozenset()
    for revisions in ([f"origin/{base}...HEAD"], ["HEAD^1", "HEAD"]):
        names = _git("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", *revisions, "--")
        if names is not None:
            return frozenset(name for name in names.split("\0") if name)
    return frozenset()


def prefix() -> str:
    """Where this folder is in its git repository: ``catalog/``, or nothing at the top."""
    return (_git("rev-parse", "--show-prefix") or "").rstrip("\n")


def from_top(path: str, prefix: str) -> str:
    """The name of a file from the top of the repository, if ``prefix`` is where ``path`` starts."""
    return posixpath.normpath(posixpath.join(prefix, path))


def _git(*arguments: str) -> str | None:
    """What ``git`` prints; None if it fails."""
    try:
        done = subprocess.run(
            ["git", *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=True, timeout=_SECONDS
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return os.fsdecode(done.stdout)
