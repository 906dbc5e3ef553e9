"""What a run is at, said on a terminal after two seconds, and where the time went, by stage."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_PATIENCE = 2  # seconds
PROFILE = "API_CATALOG_PROFILE"  # environment variable: print the times at the end


class Stages:
    """The stages of one run: seconds by name, in the order of their first start."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._running: tuple[str, float] | None = None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def begin(self, name: str) -> None:
        """Starts a stage that ends when the next begins, or with ``end``."""
        self.end()
        self._running = (name, time.perf_counter())

    def end(self) -> None:
        if self._running is not None:
            name, started = self._running
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
            self._running = None

    def table(self) -> str:
        """A line for each stage: seconds and share."""
        total = sum(self.seconds.values()) or 1.0
        width = max(map(len, self.seconds), default=0)
        lines = [f"{name:<{width}} {each:8.2f} s {each / total:5.0%}" for name, each in self.seconds.items()]
        return "\n".join([*lines, f"{'in all':<{width}} {total:8.2f} s"])


def is_watched() -> bool:
    """Does somebody look at a terminal, rather than a log?"""
    return sys.stderr.isatty() and not os.environ.get("CI")


def tracked(items: Iterable[T], total: int, name: str) -> Iterator[T]:
    """``items``, with a bar on a terminal if they take more than two seconds."""
    if not is_watched():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(name, total=total)
    started = time.monotonic()
    is_shown = False
    try:
        for item in items:
            yield item
            bar.advance(task)
            if not is_shown and time.monotonic() - started > _PATIENCE:
                bar.start()
                is_shown = True
    finally:
        if is_shown:
            bar.stop()
