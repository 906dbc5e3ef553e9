"""Answers that were worked out before, by what they were worked out from. JSON, checked when read, safe to delete."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
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


class Cache:
    """A folder of answers. One that cannot be read or written remembers nothing, and nobody need know."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, question: bytes) -> Any:
        """The answer to ``question``, or None. One that is damaged, or of another question, is thrown away."""
        path = self._path(question)
        try:
            stored = orjson.loads(path.read_bytes())
            if stored["question"] == _digest(question) and stored["check"] == _digest(_encoded(stored["answer"])):
                return stored["answer"]
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
            encoded = _encoded(answer)
        except orjson.JSONEncodeError:
            return
        stored = {"question": _digest(question), "check": _digest(encoded), "answer": answer}
        path = self._path(question)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_encoded(stored))
                Path(name).replace(path)
            except OSError:
                Path(name).unlink()

    def _path(self, question: bytes) -> Path:
        digest = _digest(question)
        return self._folder / digest[:2] / f"{digest[2:]}.json"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _encoded(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
