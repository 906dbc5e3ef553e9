"""What a piece of work takes: seconds, processor time, and the most memory that the processes it starts hold at once.

Memory is PSS, in which pages that processes share count once. The kernel has to walk through all memory of a process
to tell it, which slows that process; so it is asked only when plain counters (RSS, which is never less) leave it open
whether there is more than before, and not for more than a twentieth of the time.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_INTERVAL = 0.1  # seconds
_SHARE = 0.05  # of the time that may go into looking
_INEXACT = 1 << 20  # bytes that RSS may be wrong by, because each processor counts by itself
_PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Taken:
    """``processor`` is the time of all cores together, ``memory`` bytes; 0 where the system does not tell."""

    seconds: float
    processor: float
    memory: int


def watched(work: Callable[[], object]) -> Taken:
    """Does ``work``, which starts processes and waits for them. What this process itself takes does not count."""
    watcher = _Watcher(os.getpid())
    before = _processor()
    started = time.perf_counter()
    watcher.start()
    try:
        work()
    finally:
        seconds = time.perf_counter() - started
        watcher.stop()
    return Taken(seconds, _processor() - before, watcher.most)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watcher(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._others = frozenset(_below(pid))  # that it had started before
        self._ends = threading.Event()
        self.most = 0

    def run(self) -> None:
        if not sys.platform.startswith("linux"):
            return
        spent = 0.0
        while not self._ends.wait(max(_INTERVAL, spent / _SHARE)):
            started = time.perf_counter()
            pids = _below(self._pid, self._others)
            if sum(_resident(pid) + _INEXACT for pid in pids) > self.most:
                self.most = max(self.most, sum(map(_proportional, pids)))
            spent = time.perf_counter() - started

    def stop(self) -> None:
        self._ends.set()
        self.join()


def _below(pid: int, others: frozenset[int] = frozenset()) -> list[int]:
    """The processes that a process has started, and those that they have, without ``others`` and theirs."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split() if int(child) not in others]
            except OSError:
                continue
    return found[1:]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):  # it has ended
        return 0


def _proportional(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)
