"""Copies the specs of a contribution, and nothing else: plain files, within limits. No link is followed.

    python3 take_specs.py FROM TO

TO is replaced. What is not taken is said as an annotation of GitHub Actions, and the exit code is 1. Runs with the
standard library alone, from the base branch, before anything of the contribution is looked at.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_FILES = 20_000
MOST_BYTES = 64 * 1024 * 1024  # of a file: what the program reads
MOST_BYTES_IN_ALL = 1024 * 1024 * 1024
MOST_DEPTH = 12
MOST_NAME = 200  # characters
MOST_SAID = 10  # GitHub shows ten annotations of a step


@dataclass(frozen=True)
class Left:
    """Something that was not taken, and why."""

    path: str
    reason: str


def take(source: Path, target: Path) -> list[Left]:
    """Replaces ``target`` with the plain files of ``source``; gives what was left."""
    if target.is_symlink() or target.is_file():
        target.unlink()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if source.is_symlink() or not source.is_dir():
        return [Left("", "there is no folder specs")]
    left: list[Left] = []
    files = size = 0
    for entry, relative, reason in _entries(source, "", 1):
        if not reason and files >= MOST_FILES:
            left.append(Left(relative, f"more than {MOST_FILES:,} files"))
            break
        if not reason:
            copied = _copy(entry, target / relative, MOST_BYTES_IN_ALL - size)
            if isinstance(copied, int):
                files, size = files + 1, size + copied
                continue
            reason = copied
        left.append(Left(relative, reason))
    return left


def _entries(folder: Path, prefix: str, depth: int) -> Iterator[tuple[Path, str, str]]:
    """Files in ``folder`` by name, each with its path below the top, and why it is not taken if it is not.

    Hidden files are passed over: the program does not read them, and git would take ``.gitattributes`` for its own.
    """
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        relative, path = prefix + entry.name, Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            yield path, relative, "a link; only plain files are taken"
        elif len(entry.name) > MOST_NAME:
            yield path, relative, f"a name of more than {MOST_NAME} characters"
        elif not entry.is_dir(follow_symlinks=False):
            yield path, relative, ""
        elif depth >= MOST_DEPTH:
            yield path, relative, f"more than {MOST_DEPTH} folders deep"
        else:
            yield from _entries(path, f"{relative}/", depth + 1)


def _copy(source: Path, target: Path, room: int) -> int | str:
    """The bytes copied, or why the file is not taken. What was opened is judged, so nobody can swap it in between."""
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return "not a plain file"
        if status.st_size > MOST_BYTES:
            return f"larger than {MOST_BYTES // 1024**2} MiB"
        if status.st_size > room:
            return f"the specs are larger than {MOST_BYTES_IN_ALL // 1024**2} MiB in all"
        data = file.read(MOST_BYTES + 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)  # a new file: not executable, whatever the other was
    return len(data)


def annotation(left: Left) -> str:
    """A workflow command for ``left``; no text of the contribution can end it and begin another."""
    path = _escape(f"specs/{left.path}".rstrip("/")).replace(":", "%3A").replace(",", "%2C")
    return f"::error file={path},line=1,title=not taken::{_escape(left.reason)}"


def _escape(text: str) -> str:
    plain = text.encode("utf-8", "replace").decode("utf-8")
    shown = "".join(character if character.isprintable() else "\ufffd" for character in plain)
    return shown.replace("%", "%25").replace("##", "# #")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print("usage: take_specs.py FROM TO", file=sys.stderr)
        return 2
    left = take(Path(arguments[0]), Path(arguments[1]))
    for each in left[:MOST_SAID]:
        print(annotation(each))
    if left:
        print(f"{len(left)} not taken.")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
