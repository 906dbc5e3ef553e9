"""Whose turn it is at a host: one request at a time, and a pause after each."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A turn for each host; hosts do not wait for each other."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._ended: dict[str, float] = {}

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Begins when nobody else asks ``host`` and the last answer is a pause ago."""
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            rest = self._ended.get(host, float("-inf")) + self._pause - time.monotonic()
            if rest > 0:
                time.sleep(rest)
            try:
                yield
            finally:
                self._ended[host] = time.monotonic()
