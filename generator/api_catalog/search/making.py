"""One index: portions → the files that a browser loads, made by Pagefind in a process of its own.

Pagefind is asked as its libraries for Python and Node.js ask it: a JSON message in base64, then a comma. That library
for Python waits a tenth of a second between two answers, which is minutes for a catalog. Nothing is written: creating a
file for each record, and another for what Pagefind keeps of it, takes longer than the index.
"""

from __future__ import annotations

import base64
import json
import subprocess
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import PurePath
from typing import IO, Any

from pagefind_bin import get_executable

from api_catalog.search.portions import Portion
from api_catalog.search.shown import files_of

LANGUAGE = "en"
_SECONDS = 1800
_CHUNK = 1 << 20  # bytes
_RECORD = b"/r/"  # before the number of a record, as its address
PROGRAM = ("pagefind.js", f"wasm.{LANGUAGE}.pagefind")
"""What searches, in the first index of a catalog."""
_NEEDED = ("pagefind-entry.json", "*.pf_meta", "index/*")
_START = 100  # bytes
_KEPT = "fragment/"  # what Pagefind keeps of each record: its words, its address


class SearchError(Exception):
    """The index could not be made. The message says why."""


class Making:
    """The index number ``shard`` of a catalog in the making.

    Ids of records begin with the language of their index, so each index has one that nobody speaks: ``en-1``.
    """

    def __init__(self, shard: int) -> None:
        """Starts the process. Raises SearchError."""
        self._shard = shard
        self._shown: list[dict[str, Any]] = []
        self._number: Future[int] = Future()  # of the index, in the process
        self._files: Future[list[dict[str, str]]] = Future()
        try:
            self._process = subprocess.Popen(
                [get_executable(), "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise SearchError(f"Pagefind could not be started: {error}") from None
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        assert self._process.stdout is not None  # noqa: S101
        self._words, self._answers = self._process.stdin, self._process.stdout
        self._listener = threading.Thread(target=self._listen, name="pagefind", daemon=True)
        self._listener.start()
        self._say("NewIndex", config={"force_language": f"{LANGUAGE}-{shard}" if shard else LANGUAGE})

    def add(self, portion: Portion) -> None:
        """More records. Waits while the process has more than it can take. Raises SearchError."""
        index, content = self._waited(self._number), portion.read()
        messages = [
            _message("AddFile", index_id=index, url=f"{_RECORD.decode()}{number}", file_contents=html)
            for number, html in enumerate(content.pages, len(self._shown))
        ]
        self._shown += content.shown
        self._write(b"".join(messages))

    def ask(self) -> None:
        """There are no more records. Raises SearchError."""
        self._say("GetFiles", index_id=self._waited(self._number))

    def take(self) -> dict[str, bytes]:
        """The files of the index, by their names, once it is made; it has been asked for. Raises SearchError."""
        numbers: dict[str, int] = {}
        files: dict[str, bytes] = {}
        needed = _NEEDED if self._shard else (*_NEEDED, *PROGRAM)
        try:
            for file in self._waited(self._files):
                name, data = file["path"], file["content"]
                if name.startswith(_KEPT):
                    numbers[PurePath(name).stem.rpartition("_")[2]] = _number_in(base64.b64decode(data))
                elif any(fnmatch(name, each) for each in needed):
                    files[name] = base64.b64decode(data)
            return files | files_of({record: self._shown[number] for record, number in numbers.items()})
        except (KeyError, IndexError, ValueError, zlib.error) as error:
            raise SearchError(f"Pagefind made something unexpected: {error!r}") from None
        finally:
            self.stop()

    def stop(self) -> None:
        """Ends the process, if it runs."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._words, self._answers):
            with suppress(OSError):  # words that nobody hears any more
                pipe.close()

    def _say(self, kind: str, **payload: Any) -> None:
        self._write(_message(kind, **payload))

    def _write(self, data: bytes) -> None:
        try:
            self._words.write(data)
            self._words.flush()
        except (OSError, ValueError):  # it has ended: what it said last is why
            self._waited(self._files)

    def _waited(self, future: Future[Any]) -> Any:
        try:
            return future.result(_SECONDS)
        except TimeoutError:
            self.stop()
            raise SearchError(f"Pagefind was not done after {_SECONDS} seconds.") from None

    def _listen(self) -> None:
        """Hears everything that the process says, or it would stop to say it."""
        why = "it ended too early"
        try:
            for payload in _messages(self._answers):
                if payload["type"] == "NewIndex":
                    self._number.set_result(payload["index_id"])
                elif payload["type"] == "GetFiles":
                    self._files.set_result(payload["files"])
                elif payload["type"] == "Error":
                    why = str(payload.get("message"))
                    break
        except (OSError, ValueError, KeyError) as error:
            why = f"it said something unexpected: {error!r}"
        self._process.kill()  # or who still writes to it would wait for ever
        for future in (self._number, self._files):
            if not future.done():
                future.set_exception(SearchError(f"Pagefind failed: {why}"))


def _message(kind: str, **payload: Any) -> bytes:
    text = json.dumps({"message_id": 0, "payload": {"type": kind, **payload}}, ensure_ascii=False)
    return base64.b64encode(text.encode("utf-8", "replace")) + b","


def _number_in(kept: bytes) -> int:
    """Of the record that this is kept of: it begins with its address."""
    start = zlib.decompressobj(wbits=31).decompress(kept, _START)
    return int(start.partition(_RECORD)[2].partition(b'"')[0])


def _messages(pipe: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The payloads of all answers."""
    parts: list[bytes] = []
    while data := pipe.read1(_CHUNK):  # type: ignore[attr-defined] # a buffered reader, as Popen makes it
        *ends, rest = data.split(b",")
        for end in ends:
            yield json.loads(base64.b64decode(b"".join([*parts, end])))["payload"]
            parts = []
        parts.append(rest)
