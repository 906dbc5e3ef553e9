"""openapi-spec-validator as second opinion: what it finds that we do not, bounded in size and time, and never a crash.

It is slow and says little about where, so it is asked only about curated descriptions, once they passed
our own checks. It runs in processes of its own, which are ended when they take too long.
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Timer
from typing import IO, Any, cast

from api_catalog.documents import ApiFiles, ReadError
from api_catalog.documents.repository import load_one
from api_catalog.execution import Cache
from api_catalog.problems import Problem, Severity
from api_catalog.validation.schemas import version_of

RULE = "second-opinion"
_MOST_BYTES = 300_000
_MOST_SECONDS = 20.0  # for one description; those of the allowed size take less than one
_MOST_PROCESSES = 4
# In a line of JSON: a reference out of the document, or a base that would turn local references into such.
_LEADS_OUT = re.compile(rb'"\$(?:id|schema)": "|"\$(?:ref|dynamicRef|recursiveRef)": "(?!#)').search
_PROGRAM = Path(__file__).with_name("stock.py")


@dataclass(frozen=True, slots=True)
class Asked:
    """A description to be judged: the file at ``path`` below ``root``. ``digest`` stands for all that is in it.

    ``task`` is what the other program is told, if it is at hand.
    """

    root: Path
    path: str
    digest: str
    task: bytes = field(default=b"", repr=False)

    def read(self) -> ApiFiles:
        """Raises ReadError if it is no longer there."""
        return load_one(self.root, self.path)


class Opinions:
    """What openapi-spec-validator says of descriptions, each of which has a task. It is asked at once, beside whatever
    else is done.

    ``seconds`` is the longest that it may take over one; what it said of the same description before is taken from
    ``cache``.
    """

    def __init__(
        self, asked: Sequence[Asked] = (), *, seconds: float = _MOST_SECONDS, cache: Cache | None = None
    ) -> None:
        self._asked, self._cache = asked, cache
        programs = _programs() if asked else b""
        self._questions = [programs + each.digest.encode() for each in asked]
        known = {index: cache.get(question) for index, question in enumerate(self._questions)} if cache else {}
        self._answers: dict[int, dict[str, Any]] = {i: each for i, each in known.items() if isinstance(each, dict)}
        self._new = [index for index in range(len(asked)) if index not in self._answers]
        queue: SimpleQueue[int] = SimpleQueue()
        for index in self._new:
            queue.put(index)
        number = min(len(self._new), os.cpu_count() or 1, _MOST_PROCESSES)
        self._workers = []
        if number:
            with_threads = ThreadPoolExecutor(number)
            self._workers = [with_threads.submit(_work, queue, asked, self._answers, seconds) for _ in range(number)]
            with_threads.shutdown(wait=False)

    @property
    def missing(self) -> int:
        """How many are asked about now."""
        return len(self._new)

    @functools.cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Waits until all is said."""
        for worker in self._workers:
            worker.result()
        for index in self._new:
            if self._cache and "raised" not in self._answers[index]:
                self._cache.put(self._questions[index], self._answers[index])
        return tuple(
            problem for index, each in enumerate(self._asked) for problem in _problems(each, self._answers[index])
        )


def _programs() -> bytes:
    """What an answer depends on beside the description: those that judge it."""
    versions = [f"{name} {metadata.version(name)}" for name in ("openapi-spec-validator", "jsonschema-rs")]
    return "\n".join([*versions, _PROGRAM.read_text("utf-8")]).encode()


def task_of(api: ApiFiles) -> bytes:
    """What the other program is told, a line of JSON; empty if it is not to be asked.

    It is asked of a known version, not too large, and only if nothing would be fetched for it.
    """
    version = version_of(api.description.value)
    if version is None or len(api.description.data) > _MOST_BYTES:
        return b""
    task = json.dumps({"version": version, "description": api.bundle.value}).encode() + b"\n"
    return b"" if _LEADS_OUT(task) else task


def _work(queue: SimpleQueue[int], asked: Sequence[Asked], answers: dict[int, dict[str, Any]], seconds: float) -> None:
    """Takes tasks until there are none left, and asks one process about them, or the next if that one ends."""
    process: subprocess.Popen[bytes] | None = None
    while (index := _next(queue)) is not None:
        try:
            if process is None or process.poll() is not None:
                _end(process)
                process = _start()
            answers[index] = _ask(process, asked[index], seconds)
        except (OSError, ReadError) as error:  # no process could be started, or the file is gone
            answers[index] = {"raised": type(error).__name__}
    _end(process)


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        process.kill()
        process.communicate()


def _next(queue: SimpleQueue[int]) -> int | None:
    try:
        return queue.get_nowait()
    except Empty:
        return None


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", str(_PROGRAM)]  # -P: the folder of the program is none to import from
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _ask(process: subprocess.Popen[bytes], asked: Asked, seconds: float) -> dict[str, Any]:
    """The answer of a process about one description; it is ended if there is none in time."""
    task = asked.task or task_of(asked.read())
    to, back = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    is_late = Event()

    def end() -> None:
        is_late.set()
        process.kill()

    timer = Timer(seconds, end)
    timer.start()
    try:
        to.write(task)
        to.flush()
        answer: dict[str, Any] = json.loads(back.readline())
    except (OSError, ValueError) as error:  # it has ended
        process.kill()
        process.wait()
        answer = {"raised": type(error).__name__}
    finally:
        timer.cancel()
    return {"raised": f"not done after {seconds:g} seconds"} if is_late.is_set() else answer


def _problems(asked: Asked, answer: dict[str, Any]) -> Iterator[Problem]:
    raised, errors = answer.get("raised"), answer.get("errors", ())
    if not raised and not errors:
        return
    try:
        api = asked.read()
    except ReadError:
        return
    if raised:
        message = f"openapi-spec-validator could not judge this file: {raised}"
        hint = "Our own checks found nothing wrong. This is about that program, and may be left as it is."
        yield api.description.problem((), message, RULE, hint, Severity.WARNING)
    for pointer, message in errors:
        hint = (
            "Our own checks found nothing wrong. Compare the place with the specification: one of the two is mistaken."
        )
        message = f"openapi-spec-validator: {message}"
        yield api.description.problem(pointer, message, RULE, hint, Severity.WARNING)
