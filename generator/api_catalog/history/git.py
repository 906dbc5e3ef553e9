"""Reads commits and files from git: never the work tree, no hooks, no filters, no network, and not for ever.

Without git, or outside a repository, there is simply no history. In a shallow clone there is that of the commits that
are there; of the oldest of them nobody can say what it changed.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api_catalog.documents.files import SUFFIXES
from api_catalog.documents.limits import DEFAULT_LIMITS

_SECONDS = 120
_QUIET = (
    "--no-pager", "--no-replace-objects", "--literal-pathspecs",
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.attributesFile=/dev/null",
    "-c", "protocol.allow=never", "-c", "log.showSignature=false", "-c", "log.mailmap=false",
    "-c", "i18n.logOutputEncoding=UTF-8", "-c", "diff.external=", "-c", "color.ui=false",
)  # fmt: skip
_ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_NAME = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REGULAR = (b"100644", b"100755")
_FORMAT = "%H%x00%ct%x00%s%x00"
Changes = dict[str, tuple[str, str]]  # path → blob before and after; empty for none


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the line that leads to HEAD by first parents, with what it changed of the specs."""

    name: str
    time: int  # seconds since 1970
    subject: str
    changes: Changes


class Git:
    """The repository that a specs folder is in."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder = folder
        self._prefix = prefix

    @classmethod
    def around(cls, root: Path) -> Git | None:
        """None if ``root`` is in no repository, or there is no git."""
        folder = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow links
        rest: list[str] = []
        while not folder.is_dir() and folder != folder.parent:
            rest.insert(0, folder.name)
            folder = folder.parent
        shown = _output(folder, "rev-parse", "--show-prefix")
        if shown is None:
            return None
        prefix = os.fsdecode(shown).rstrip("\n") + "".join(f"{part}/" for part in rest)
        return cls(folder, prefix)

    def commit(self, revision: str) -> str | None:
        """The name of a commit; None if there is none."""
        if "\0" in revision:
            return None
        found = _output(self._folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        name = (found or b"").strip()
        return name.decode() if _NAME.fullmatch(name) else None

    def files(self, commit: str) -> dict[str, str]:
        """The descriptions and records of a commit: path below the specs folder → blob."""
        paths = ("--", self._prefix) if self._prefix else ()
        listed = _output(self._folder, "ls-tree", "-r", "-z", "--full-tree", commit, *paths) or b""
        found = {}
        for line in listed.split(b"\0"):
            about, _, path = line.partition(b"\t")
            words = about.split(b" ")
            relative = self._relative(path)
            if relative is not None and len(words) == 3 and words[0] in _REGULAR:
                found[relative] = words[2].decode()
        return found

    def log(self) -> list[Commit]:
        """The commits that touch the specs, newest first; a merge is what it brought to the first parent."""
        paths = ("--", self._prefix) if self._prefix else ("--", ".")
        found = _output(
            self._folder if not self._prefix else self._top(),
            "log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff",
            "--no-textconv", "--no-color", "--no-notes", "--no-decorate", "--no-show-signature", "--no-follow",
            f"--format={_FORMAT}", *paths,
        )  # fmt: skip
        return list(self._commits((found or b"").split(b"\0")))

    def unknown(self) -> frozenset[str]:
        """The oldest commits of a shallow clone, whose parents are not there."""
        path = _output(self._folder, "rev-parse", "--git-path", "shallow")
        if path is None:
            return frozenset()
        try:
            return frozenset((self._folder / os.fsdecode(path.rstrip(b"\n"))).read_text("ascii").split())
        except (OSError, ValueError):
            return frozenset()

    @contextmanager
    def blobs(self) -> Iterator[Blobs]:
        """Reads blobs as long as it is open."""
        blobs = Blobs(self._folder)
        try:
            yield blobs
        finally:
            blobs.close()

    def _top(self) -> Path:
        shown = _output(self._folder, "rev-parse", "--show-toplevel")
        return Path(os.fsdecode((shown or b".").rstrip(b"\n")))

    def _commits(self, tokens: list[bytes]) -> Iterator[Commit]:
        at = 0
        while at + 2 < len(tokens):
            name, time, subject = tokens[at].strip(b"\n"), tokens[at + 1], tokens[at + 2]
            if not _NAME.fullmatch(name) or not time.isdigit():
                return
            at += 3
            changes: Changes = {}
            while at + 1 < len(tokens):
                entry = tokens[at].lstrip(b"\n")
                if not entry.startswith(b":"):
                    if not entry:
                        at += 1
                        continue
                    break
                words = entry[1:].split(b" ")
                path = self._relative(tokens[at + 1])
                at += 2
                if path is not None and len(words) == 5:
                    old, new = (
                        blob.decode() if mode in _REGULAR else ""
                        for mode, blob in ((words[0], words[2]), (words[1], words[3]))
                    )
                    if old != new:
                        changes[path] = (old, new)
            if changes:
                yield Commit(name.decode(), int(time), subject.decode("utf-8", "replace"), changes)

    def _relative(self, path: bytes) -> str | None:
        """The path below the specs folder, if it is one that the catalog reads."""
        try:
            text = path.decode()
        except UnicodeDecodeError:
            return None
        if not text.startswith(self._prefix) or not text.endswith(SUFFIXES):
            return None
        relative = text.removeprefix(self._prefix)
        parts = relative.split("/")
        if any(not part or part.startswith(".") or "\\" in part or ":" in part for part in parts):
            return None
        return relative


class Blobs:
    """One ``git cat-file --batch`` for many questions."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str) -> bytes | None:
        """The bytes of a blob; None if it is not there, or larger than a description may be."""
        if not _NAME.fullmatch(name.encode("ascii", "replace")):
            return None
        process = self._process = self._process or subprocess.Popen(
            ["git", *_QUIET, "cat-file", "--batch"],
            cwd=self._folder,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        assert process.stdout is not None  # noqa: S101
        timer = threading.Timer(_SECONDS, process.kill)
        timer.start()
        try:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
            return _answer(process.stdout)
        except (OSError, ValueError):
            return None
        finally:
            timer.cancel()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()


def _answer(stream: IO[bytes]) -> bytes | None:
    words = stream.readline().split()
    if len(words) != 3 or words[1] != b"blob" or not words[2].isdigit():
        if len(words) == 3 and words[2].isdigit():
            _skip(stream, int(words[2]) + 1)
        return None
    size = int(words[2])
    if size > DEFAULT_LIMITS.bytes:
        _skip(stream, size + 1)
        return None
    data = stream.read(size)
    stream.read(1)
    return data if len(data) == size else None


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (taken := stream.read(min(size, 1 << 20))):
        size -= len(taken)


def _output(folder: Path, *arguments: str) -> bytes | None:
    """What ``git`` prints; None if it fails."""
    try:
        done = subprocess.run(
            ["git", *_QUIET, *arguments],
            cwd=folder,
            env={**os.environ, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout
