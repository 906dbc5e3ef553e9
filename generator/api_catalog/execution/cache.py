"""Answers that were worked out before, by what they were worked out from. JSON, checked when read, safe to delete."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Any

import orjson

_NAME = "mkdocs-api-catalog"


def default_folder(environ: dict[str, str] | None = None) -> Path:
    """Where a program keeps such things: below XDG_CACHE_HOME, else below ``~/.cache``."""
    stated = Path((os.environ if environ is None else environ).get("XDG_CACHE_HOME", ""))
    if stated.is_absolute():
        return stated / _NAME
    try:
        return Path.home() / ".cache" / _NAME
    except RuntimeError:  # nobody's home
        return Path(tempfile.gettempdir()) / _NAME


class Memory:
    """Answers that are there as long as the object."""

    def __init__(self) -> None:
        self._answers: dict[bytes, Any] = {}

    def get(self, question: bytes) -> Any:
        return self._answers.get(question)

    def put(self, question: bytes, answer: Any) -> None:
        self._answers[question] = answer


class Cache:
    """A folder of answers. One that cannot be read or written remembers nothing, and nobody need know.

    A file has two lines of JSON: digests of the question and of the second line, and the answer.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def temporary(cls) -> Cache:
        """One that is gone with the object. Raises OSError if there is no room for it."""
        folder = tempfile.mkdtemp(prefix="api-catalog-")
        cache = cls(Path(folder))
        weakref.finalize(cache, shutil.rmtree, folder, ignore_errors=True)
        return cache

    def works(self) -> bool:
        """Can it be written and read?"""
        self.put(b"works", True)
        return self.get(b"works") is True

    def get(self, question: bytes) -> Any:
        """The answer to ``question``, or None. One that is damaged, or of another question, is thrown away."""
        path = self._path(question)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
            stated = orjson.loads(head)
            if stated["question"] == _digest(question) and stated["check"] == _digest(body):
                return orjson.loads(body)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            pass
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def put(self, question: bytes, answer: Any) -> None:
        """Remembers ``answer``, a JSON value; one with half a character is not."""
        try:
            body = orjson.dumps(answer)
        except orjson.JSONEncodeError:
            return
        head = orjson.dumps({"question": _digest(question), "check": _digest(body)})
        path = self._path(question)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.writelines((head, b"\n", body))
                Path(name).replace(path)
            except OSError:
                Path(name).unlink()

    def _path(self, question: bytes) -> Path:
        digest = _digest(question)
        return self._folder / digest[:2] / f"{digest[2:]}.jsonl"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
