"""Where work runs: here, in processes of this machine, or on a Dask cluster. Each a ``concurrent.futures.Executor``."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

AUTO, SERIAL, PROCESSES, DASK = "auto", "serial", "processes", "dask://"
EXECUTOR = "API_CATALOG_EXECUTOR"  # environment variable that goes before the option
FORMS = "serial, processes, processes:NUMBER or dask://HOST:PORT"


class ExecutorError(Exception):
    """No such place to run work, or it cannot be reached. The message is a sentence for people."""


class Serial(Executor):
    """Runs each piece of work at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # it belongs to whoever asks for the result
            future.set_exception(error)
        return future


def workers_of(name: str) -> int:
    """How many pieces of work an executor does at once, as far as its name tells. Raises ExecutorError."""
    kind, _, number = name.partition(":")
    if name == SERIAL:
        return 1
    if kind == PROCESSES and (not number or (number.isdecimal() and 0 < int(number) <= 512)):
        return int(number) if number else _cores()
    if name.startswith(DASK) and len(name) > len(DASK):
        return 8
    raise ExecutorError(f"There is no executor {name!r}: write {FORMS}.")


@contextmanager
def opened(name: str) -> Iterator[Executor]:
    """The executor of this name. Raises ExecutorError."""
    workers = workers_of(name)
    if name.startswith(DASK):
        with _dask(name.removeprefix(DASK)) as executor:
            yield executor
    elif workers == 1:
        yield Serial()
    else:
        # A fork of a process with threads may find a lock that nobody ever opens.
        can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
        context = multiprocessing.get_context("fork" if can_fork else "spawn")
        executor = ProcessPoolExecutor(workers, mp_context=context)
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ExecutorError("dask:// needs the extra: pip install 'mkdocs-api-catalog[dask]'") from None
    try:
        client = Client(  # type: ignore[no-untyped-call] # of distributed
            f"tcp://{address}", timeout=10, set_as_default=False
        )
    except (OSError, ValueError, TimeoutError) as error:
        raise ExecutorError(f"There is no Dask scheduler at {address}: {error}") from None
    try:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call] # of distributed
    finally:
        client.close()  # type: ignore[no-untyped-call] # of distributed


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
