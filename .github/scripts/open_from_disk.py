"""Makes the pages of a site lead to files, so that they open from disk: ``apis/`` becomes ``apis/index.html``.

    python3 open_from_disk.py SITE

What a browser allows no page from disk stays as it is: search and scripts that are modules need a server.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_LINK = re.compile(r"""(<a\b[^<>]*?\shref=)("|')([^"'<>]*?)\2""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#|\?|$", re.IGNORECASE)


def for_disk(html: str) -> str:
    """``html`` with each relative link to a folder leading to the page in it."""
    return _LINK.sub(lambda found: f"{found[1]}{found[2]}{_to_file(found[3])}{found[2]}", html)


def _to_file(link: str) -> str:
    if _ELSEWHERE.match(link):
        return link
    path, mark, rest = link.partition("#") if "#" in link else link.partition("?")
    if path.endswith("/") or path.rsplit("/", 1)[-1] in (".", ".."):
        return f"{path.rstrip('/')}/index.html{mark}{rest}"
    return link


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: open_from_disk.py SITE", file=sys.stderr)
        return 2
    for file in sorted(Path(arguments[0]).rglob("*.html")):
        text = file.read_bytes().decode("utf-8")
        file.write_bytes(for_disk(text).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
