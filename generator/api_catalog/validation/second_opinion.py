"""openapi-spec-validator as second opinion: what it finds that we do not, bounded in size and time, and never a crash.

It is slow and says little about where, so it is asked only about curated descriptions, and others that the caller
names, once they passed our own checks. It runs in processes of its own, which are ended when they take too long.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Timer
from typing import IO, Any, cast

from api_catalog.documents import ApiFiles
from api_catalog.execution import Cache
from api_catalog.problems import Problem, Severity
from api_catalog.validation.schemas import version_of

RULE = "second-opinion"
_MOST_BYTES = 300_000
_MOST_SECONDS = 20.0  # for one description; those of the allowed size take less than one
_MOST_PROCESSES = 4
_PROGRAM = Path(__file__).with_name("stock.py")


def check(
    apis: Iterable[ApiFiles],
    asked: Collection[str] = (),
    *,
    seconds: float = _MOST_SECONDS,
    cache: Cache | None = None,
) -> list[Problem]:
    """What openapi-spec-validator says of curated descriptions, and of those at the relative paths ``asked``.

    Nothing is said of very large ones. ``seconds`` is the longest that it may take over one; what it said of the same
    description before is taken from ``cache``.
    """
    tasks = [
        api for api in apis if (api.record is not None or api.description.relative in asked) and _can_be_asked(api)
    ]
    if not tasks:
        return []
    questions = [_question(api) for api in tasks]
    known = {index: cache.get(question) for index, question in enumerate(questions)} if cache else {}
    answers: dict[int, dict[str, Any]] = {index: answer for index, answer in known.items() if isinstance(answer, dict)}
    new = [index for index in range(len(tasks)) if index not in answers]
    queue: SimpleQueue[int] = SimpleQueue()
    for index in new:
        queue.put(index)
    number = min(len(new), os.cpu_count() or 1, _MOST_PROCESSES)
    if new:
        with ThreadPoolExecutor(number) as pool:
            for worker in [pool.submit(_work, queue, tasks, answers, seconds) for _ in range(number)]:
                worker.result()
    for index in new:
        if cache and "raised" not in answers[index]:
            cache.put(questions[index], answers[index])
    return [problem for index, api in enumerate(tasks) for problem in _problems(api, answers[index])]


def _question(api: ApiFiles) -> bytes:
    """All that an answer depends on: the description, and the programs that judge it."""
    programs = [f"{name} {metadata.version(name)}" for name in ("openapi-spec-validator", "jsonschema-rs")]
    return json.dumps([*programs, _PROGRAM.read_text("utf-8"), api.bundle.value]).encode()


def _can_be_asked(api: ApiFiles) -> bool:
    """Is it of a known version, small enough, and would nothing be fetched for it?"""
    if version_of(api.description.value) is None or len(api.description.data) > _MOST_BYTES:
        return False
    return not any(_leads_out(value) for value in _values(api.bundle.value))


def _work(queue: SimpleQueue[int], tasks: list[ApiFiles], answers: dict[int, dict[str, Any]], seconds: float) -> None:
    """Takes tasks until there are none left, and asks one process about them, or the next if that one ends."""
    process: subprocess.Popen[bytes] | None = None
    while (index := _next(queue)) is not None:
        try:
            if process is None or process.poll() is not None:
                _end(process)
                process = _start()
            answers[index] = _ask(process, tasks[index], seconds)
        except OSError as error:  # no process could be started
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


def _ask(process: subprocess.Popen[bytes], api: ApiFiles, seconds: float) -> dict[str, Any]:
    """The answer of a process about one description; it is ended if there is none in time."""
    task = {"version": version_of(api.description.value), "description": api.bundle.value}
    to, back = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    is_late = Event()

    def end() -> None:
        is_late.set()
        process.kill()

    timer = Timer(seconds, end)
    timer.start()
    try:
        to.write(json.dumps(task).encode() + b"\n")
        to.flush()
        answer: dict[str, Any] = json.loads(back.readline())
    except (OSError, ValueError) as error:  # it has ended
        process.kill()
        process.wait()
        answer = {"raised": type(error).__name__}
    finally:
        timer.cancel()
    return {"raised": f"not done after {seconds:g} seconds"} if is_late.is_set() else answer


def _problems(api: ApiFiles, answer: dict[str, Any]) -> Iterator[Problem]:
    if "raised" in answer:
        message = f"openapi-spec-validator could not judge this file: {answer['raised']}"
        hint = "Our own checks found nothing wrong. This is about that program, and may be left as it is."
        yield api.description.problem((), message, RULE, hint, Severity.WARNING)
    for pointer, message in answer.get("errors", ()):
        hint = (
            "Our own checks found nothing wrong. Compare the place with the specification: one of the two is mistaken."
        )
        message = f"openapi-spec-validator: {message}"
        yield api.description.problem(pointer, message, RULE, hint, Severity.WARNING)


def _values(value: Any) -> Iterator[Any]:
    stack = [value]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list):
            stack += value


def _leads_out(value: Any) -> bool:
    """A mapping with a reference out of the document, or with a base that would turn local references into such."""
    if not isinstance(value, dict):
        return False
    references = [value.get(key) for key in ("$ref", "$dynamicRef", "$recursiveRef")]
    is_foreign = any(isinstance(reference, str) and not reference.startswith("#") for reference in references)
    return is_foreign or isinstance(value.get("$id"), str) or isinstance(value.get("$schema"), str)
