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
_RECORD = re.compile(r"^/records/(.+)\.html$")
_PAGE = "page"


def fill(index: Path, records: Path) -> None:
    """Puts what is shown into the fragments of ``index``, and says beside it which kind each of them is.

    ``records`` holds the HTML of each record that was read, and what is shown of it as JSON under the same name. Of
    pages by hand, which lie elsewhere, their address and their title are shown. Raises OSError.
    """
    kinds: dict[str, list[str]] = defaultdict(list)
    for path in sorted((index / "fragment").glob("*.pf_fragment")):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MARK))
        shown = fragment["meta"]
        if found := _RECORD.match(fragment["url"]):
            shown = json.loads((records / f"{found[1]}.json").read_bytes())
        kinds[shown.get("kind", _PAGE)].append(path.stem.rpartition("_")[2])
        path.write_bytes(gzip.compress(_MARK + _fragment(fragment["url"], shown), 6, mtime=0))
    (index / KINDS).write_bytes(_plain(_kinds(kinds)))


def _fragment(url: str, shown: dict[str, Any]) -> bytes:
    meta = {name: value for name, value in shown.items() if isinstance(value, str)}
    rest = {name: value for name, value in shown.items() if name not in meta}
    return _plain({"url": url, "content": "", "word_count": 0, "filters": {}, "meta": meta, "anchors": [], **rest})


def _kinds(ids: dict[str, list[str]]) -> dict[str, str]:
    """The ids of each kind apart by spaces, and which kind all others are: the most frequent."""
    most = Counter({kind: len(found) for kind, found in sorted(ids.items())}).most_common(1)
    others = most[0][0] if most else _PAGE
    return {"others": others, **{kind: " ".join(found) for kind, found in sorted(ids.items()) if kind != others}}


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
