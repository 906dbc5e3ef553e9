"""What the search shows of records → the files of an index that a browser loads it from.

Pagefind has a file for each record, with all its words. Here some records are in one file: a site has thousands fewer,
and a browser loads a few for the results it shows.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

ABOUT = "about.json"
"""The kind of each record of the index, and in how many files they lie."""
RECORDS = "records"
"""A folder with what is shown of them."""
_MOST = 4_000  # bytes in one of these files, on average, before they are packed
_DIGITS = 7  # of an id that say in which of them it is


def files_of(shown: Mapping[str, dict[str, Any]]) -> dict[str, bytes]:
    """The files, by their names; ``shown`` is what is shown of a record, by its id, which is a hexadecimal number."""
    texts = {record: _plain(each) for record, each in sorted(shown.items())}
    number = max(1, min(len(texts), round(sum(map(len, texts.values())) / _MOST)))
    together: dict[int, list[str]] = defaultdict(list)
    for record, text in texts.items():
        together[int(record[:_DIGITS], 16) % number].append(f'"{record}":{text}')
    files = {f"{RECORDS}/{place}.gz": _packed(f"{{{','.join(parts)}}}") for place, parts in together.items()}
    return {ABOUT: _plain({"files": number, **_kinds(shown)}).encode("utf-8", "replace"), **files}


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)


def _kinds(shown: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """The ids of each kind apart by spaces, and which kind all others are: the most frequent."""
    ids: dict[str, list[str]] = defaultdict(list)
    for record, each in sorted(shown.items()):
        ids[each["kind"]].append(record)
    most = Counter({kind: len(found) for kind, found in sorted(ids.items())}).most_common(1)
    others = most[0][0] if most else ""
    return {"others": others, **{kind: " ".join(found) for kind, found in sorted(ids.items()) if kind != others}}


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
