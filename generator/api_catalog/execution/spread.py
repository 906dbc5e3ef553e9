"""Many jobs → an executor, in chunks, the largest first. Which worker does what, and when, changes no result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import TypeVar

from api_catalog.execution.executors import AUTO, PROCESSES, SERIAL, ExecutorError, opened, workers_of

Job = TypeVar("Job")
Result = TypeVar("Result")
_CHUNKS = 16  # for each worker, so that none waits long for the last
_AHEAD = 2  # chunks for each worker that are under way or done and not taken
_RESTARTS = 3  # of workers that died
_WORTH_IT = 600_000  # weight, in bytes of JSON, from which processes save more time than they take to start


def spread(
    name: str, function: Callable[[Job], Result], jobs: Sequence[Job], weights: Sequence[int]
) -> Iterator[tuple[int, Result]]:
    """What ``function`` gives for each job, with the job's index, as they are done.

    ``weights`` are bytes of JSON, or what takes as long; with the executor ``auto`` they decide where the work runs.
    Few results are held at a time. Chunks of a worker that dies are done again. Raises what ``function`` raises, and
    ExecutorError if workers die again and again.
    """
    if name == AUTO:
        name = PROCESSES if sum(weights) > _WORTH_IT else SERIAL
    workers = workers_of(name)
    todo = _chunks(weights, sum(weights) // (workers * _CHUNKS) + 1)
    where = name if len(todo) > 1 else SERIAL
    for _ in range(_RESTARTS + 1):
        with opened(where) as executor:
            try:
                yield from _run(executor, function, jobs, todo, workers * _AHEAD)
            except BrokenExecutor:
                continue
        return
    raise ExecutorError(f"Workers died {_RESTARTS + 1} times. Is there enough memory? Try --executor serial.")


def _run(
    executor: Executor, function: Callable[[Job], Result], jobs: Sequence[Job], todo: list[list[int]], most: int
) -> Iterator[tuple[int, Result]]:
    """Takes from ``todo`` what is done and given out."""
    waiting = list(todo)
    running: dict[Future[list[Result]], list[int]] = {}
    while waiting or running:
        while waiting and len(running) < most:
            chunk = waiting.pop(0)
            running[executor.submit(_work, function, [jobs[index] for index in chunk])] = chunk
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            results = future.result()
            chunk = running.pop(future)
            todo.remove(chunk)
            yield from zip(chunk, results, strict=True)


def _work(function: Callable[[Job], Result], jobs: list[Job]) -> list[Result]:
    return [function(job) for job in jobs]


def _chunks(weights: Sequence[int], most: int) -> list[list[int]]:
    """Indexes in chunks of at most this weight, the heaviest first; one that is heavier is a chunk of its own."""
    chunks: list[list[int]] = []
    total = 0
    for index in sorted(range(len(weights)), key=lambda each: (-weights[each], each)):
        if not chunks or total + weights[index] > most:
            chunks.append([])
            total = 0
        chunks[-1].append(index)
        total += weights[index]
    return chunks
