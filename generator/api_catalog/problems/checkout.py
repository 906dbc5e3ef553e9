"""What git knows of the folder a report is made in. Without git, or if it is slow, nothing is known."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Mapping

_SECONDS = 10
_PLAINLY = ("--no-renames", "--no-ext-diff")


Lines = tuple[range, ...]
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_SECTION = re.compile(rb"^diff --git ", re.MULTILINE)


def changed_files(environ: Mapping[str, str] = os.environ) -> Mapping[str, Lines]:
    """The files that the pull request of a GitHub Actions run changes, from the top of the repository, and which lines.

    A file that is gone, or of which git tells no lines, has none.

    They differ between HEAD and where it left the branch GITHUB_BASE_REF. A checkout of depth two has no such place,
    but there HEAD is the merge that GitHub made, and its first parent the branch.
    """
    base = environ.get("GITHUB_BASE_REF")
    if not base:
        return {}
    for revisions in ([f"origin/{base}...HEAD"], ["HEAD^1", "HEAD"]):
        names = _git("diff", "--name-only", "-z", *_PLAINLY, *revisions, "--")
        if names is not None:
            return _with_lines([name for name in os.fsdecode(names).split("\0") if name], revisions)
    return {}


def _with_lines(names: list[str], revisions: list[str]) -> dict[str, Lines]:
    """The sections of a patch come in the order of the names; every other line of it starts with another sign."""
    patch = _git("diff", "--unified=0", "--no-color", "--no-textconv", *_PLAINLY, *revisions, "--") or b""
    sections = _SECTION.split(patch)[1:]
    if len(sections) != len(names):  # a file that became a link has two
        return dict.fromkeys(names, ())
    return {name: _lines(section) for name, section in zip(names, sections, strict=True)}


def _lines(section: bytes) -> Lines:
    """The lines of the new file in the hunks of its patch; a place where lines only went has none."""
    found = (
        (int(start), 1 if number is None else int(number))
        for start, number in (hunk.groups() for hunk in _HUNK.finditer(section))
    )
    return tuple(range(start, start + number) for start, number in found if number)


def prefix() -> str:
    """Where this folder is in its git repository: ``catalog/``, or nothing at the top."""
    return os.fsdecode(_git("rev-parse", "--show-prefix") or b"").rstrip("\n")


def from_top(path: str, prefix: str) -> str:
    """The name of a file from the top of the repository, if ``prefix`` is where ``path`` starts."""
    return posixpath.normpath(posixpath.join(prefix, path))


def _git(*arguments: str) -> bytes | None:
    """What ``git`` prints; None if it fails."""
    try:
        done = subprocess.run(
            ["git", *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=True, timeout=_SECONDS
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout
