"""What was made and is needed later, out of memory until then."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import dataclass

_HELD = 64 * 1024 * 1024  # bytes that stay in memory; what is more lies in a file


class Spool:
    """Texts one behind the other in a file without a name, which is gone when nobody holds it any more."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115 - it lives as long as what is stored in it
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, text: str) -> Stored:
        """Takes a text, half characters included. Raises OSError if there is no room."""
        data = text.encode("utf-8", "surrogatepass")
        self._file.seek(self._end)
        self._file.write(data)
        stored = Stored(self, self._end, len(data))
        self._end += len(data)
        return stored

    def get(self, start: int, length: int) -> str:
        self._file.seek(start)
        return self._file.read(length).decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A text in a spool; equal to another with the same words."""

    spool: Spool
    start: int
    length: int

    def read(self) -> str:
        return self.spool.get(self.start, self.length)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stored) and self.length == other.length and self.read() == other.read()

    __hash__ = None  # type: ignore[assignment] # two that are equal may lie apart
