"""Every link inside a site, as a browser would follow it when the site lies below a path such as ``/name/``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOST = "https://owner.example"
_ATTRIBUTES = ("href", "src", "poster", "data", "action")
_IN_CSS = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)""")
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url=(.*)$", re.IGNORECASE)
_ELSEWHERE = ("data:", "mailto:", "tel:", "javascript:", "blob:")


class Links(HTMLParser):
    """The links of a page and the places in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.places |= {value for name in ("id", "name") if (value := given.get(name))}
        self.links += [value for name in _ATTRIBUTES if (value := given.get(name))]
        if srcset := given.get("srcset"):
            self.links += [each.split()[0] for each in srcset.split(",") if each.strip()]
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.match(given.get("content") or "")
            self.links += [found[1].strip()] if found else []


@cache
def read(page: Path) -> Links:
    found = Links()
    found.feed(page.read_text("utf-8"))
    return found


def broken(site: Path, base: str) -> list[str]:
    """What does not lead to a file of the site and a place in it, page by page; nothing is asked of the net."""
    found = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        address = f"{HOST}{base}{name.removesuffix('index.html') if page.name == 'index.html' else name}"
        found += [f"{name}: {link}: {why}" for link in read(page).links if (why := _fault(site, base, address, link))]
    for sheet in sorted(site.rglob("*.css")):
        name = sheet.relative_to(site).as_posix()
        links = [link for _, link in _IN_CSS.findall(sheet.read_text("utf-8"))]
        found += [f"{name}: {link}: {why}" for link in links if (why := _fault(site, base, HOST + base + name, link))]
    return found


def counted(site: Path) -> int:
    """How many links the pages have."""
    return sum(len(read(page).links) for page in site.rglob("*.html"))


def _fault(site: Path, base: str, page: str, link: str) -> str:
    if link.startswith(_ELSEWHERE):
        return ""
    parts = urlsplit(urljoin(page, link))
    if f"{parts.scheme}://{parts.netloc}" != HOST:
        return ""
    path = unquote(parts.path)
    if not path.startswith(base):
        return f"leaves {base}"
    target = site / path.removeprefix(base)
    if target.is_dir() or path.endswith("/"):
        if not path.endswith("/"):
            return "a folder without its slash"
        target /= "index.html"
    if not target.is_file():
        return "no such file"
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in {*read(target).places, "__top"}:
        return "no such place"
    return ""


def addresses(text: str) -> Iterator[str]:
    """The addresses that a sitemap names."""
    yield from re.findall(r"<loc>([^<]*)</loc>", text)
