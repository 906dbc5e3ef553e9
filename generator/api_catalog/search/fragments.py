"""Pagefind's fragments, which a browser loads for each result: what is shown of a record, in place of all its words."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

KINDS = "kinds.json"
"""Beside an index: the kind of each of its records."""
_MARK = b"pagefind_dcd"
_RECORD = re.compile(r"^/records/(\d+)/(\d+)\.html$")
_PAGE = "page"


def fill(index: Path, records: Path) -> None:
    """Puts what is shown into the fragments of ``index``, and says beside it which kind each of them is.

    ``records`` holds folders with the HTML of records, and what is shown of those in one as JSON under its name. Of
    pages by hand, which lie elsewhere, their address and their title are shown. Raises OSError.
    """
    kinds: dict[str, list[str]] = defaultdict(list)
    found: dict[str, list[tuple[int, Path, str]]] = defaultdict(list)
    for path in sorted((index / "fragment").glob("*.pf_fragment")):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MARK))
        if record := _RECORD.match(fragment["url"]):
            found[record[1]].append((int(record[2]), path, fragment["url"]))
        else:
            kinds[_PAGE].append(_write(path, fragment["url"], fragment["meta"]))
    for batch, members in sorted(found.items()):
        all_shown = json.loads((records / f"{batch}.json").read_bytes())
        for number, path, url in members:
            shown = all_shown[number]
            kinds[shown["kind"]].append(_write(path, url, shown))
    (index / KINDS).write_bytes(_plain(_kinds(kinds)))


def _write(path: Path, url: str, shown: dict[str, Any]) -> str:
    """Gives the id of the record."""
    path.write_bytes(gzip.compress(_MARK + _fragment(url, shown), 6, mtime=0))
    return path.stem.rpartition("_")[2]


def _fragment(url: str, shown: dict[str, Any]) -> bytes:
    meta = {name: value for name, value in shown.items() if isinstance(value, str)}
    rest = {name: value for name, value in shown.items() if name not in meta}
    return _plain({"url": url, "content": "", "word_count": 0, "filters": {}, "meta": meta, "anchors": [], **rest})


def _kinds(ids: dict[str, list[str]]) -> dict[str, str]:
    """The ids of each kind apart by spaces, and which kind all others are: the most frequent."""
    most = Counter({kind: len(found) for kind, found in sorted(ids.items())}).most_common(1)
    others = most[0][0] if most else _PAGE
    return {
        "others": others,
        **{kind: " ".join(sorted(found)) for kind, found in sorted(ids.items()) if kind != others},
    }


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
