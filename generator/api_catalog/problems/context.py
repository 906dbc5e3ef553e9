"""What a report may ask of the place it is made in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


def _no_source(path: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """By default nothing is known, so a report says only what the problems say.

    ``source`` gives the bytes of a file that a problem names, or None. ``changed`` gives the files that a pull request
    changes, from the top of the git repository, each with the lines that are new in it; ``prefix`` is where in the
    repository we are, such as ``catalog/``. ``rules_url`` is the page that explains the rules, ``version`` that of this
    program.
    """

    color: bool = False
    source: Callable[[str], bytes | None] = _no_source
    changed: Callable[[], Mapping[str, tuple[range, ...]]] = dict
    prefix: Callable[[], str] = str
    rules_url: str = ""
    version: str = ""
