"""All hostile cases by name."""

from __future__ import annotations

from itertools import chain

from hostile import addresses, large, places, pointers, texts, wrong_types
from hostile.case import Case

_ALL = [*chain(texts.cases(), places.cases(), pointers.cases(), wrong_types.cases(), large.cases(), addresses.cases())]
CASES: dict[str, Case] = {case.name: case for case in _ALL}
assert len(CASES) == len(_ALL)  # no two of one name
