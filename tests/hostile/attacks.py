"""Descriptions and records whose every text attacks its reader. Each place has a number, which its attack reports."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api_catalog.documents.document import parse

FOLDER = Path(__file__).parent
FOREIGN = "evil.example"
# N is the number of the place. At most 80 characters, for some fields take no more.
TEXTS = {
    "script": "<script>hit(N)</script>",
    "attribute": "\"><img src=x onerror='hit(N)'>",
    "apostrophe": "'><svg/onload='hit(N)'>",
    "markdown": "[a](javascript:hit(N)) ![b](javascript:hit(N)) <javascript:hit(N)>",
    "entities": "<a href='java&#10;script:hit(N)'>c</a> &lt;img src=x onerror=hit(N)&gt;",
    "raw-text": "</title></style></textarea></script><script>hit(N)</script>",
    "comment": "--><img src=x onerror=hit(N)><!--",
    "template": "{{ 7*7 }}{% raw %}<b onclick=hit(N)>${hit(N)}",
    "focus": "<details open ontoggle=hit(N)>x</details><input autofocus onfocus=hit(N)>",
    "picture": "<img src=//evil.example/N> ![x](https://evil.example/N.png)",
    "style": "<style>@import'//evil.example/N'</style><b style=color:url(//e.x/N)>",
    "clobber": "<form id=__search name=body><input name=attributes onfocus=hit(N)>",
    "frame": "<iframe srcdoc='<script>parent.hit(N)</script>'></iframe>",
    "data": "[x](data:text/html,<script>hit(N)</script>) <object data=//evil.example/N>",
    "attr-list": "x{: onclick=hit(N) style=color:red } *[hit]: <b onclick=hit(N)>",
    "base": "<base href=//evil.example/N/><meta http-equiv=refresh content=0;url=x:N>",
    "mutation": "<math><mtext><table><mglyph><style><img src=x onerror=hit(N)></style>",
    "fence": "```\n</code></pre><script>hit(N)</script>\n```",
    "separator": "\u2028</script>\u2029<script>hit(N)</script>\u202e",
    "snippet": '--8<-- "mkdocs.yml"\n<svg><script href=data:,hit(N) />',
}
URLS = (
    "javascript:hit(N)",
    "JaVaScRiPt:hit(N)//https://example.com",
    "java\tscript:hit(N)",
    "\x01javascript:hit(N)",
    "data:text/html,<script>hit(N)</script>",
    'https://example.com/"onclick="hit(N)"x=\'',
    "vbscript:hit(N)",
)
LINK = "https://example.com/\"onclick='hit(N)'<script>hit(N)</script>"

SHORT = "<b onclick=hit(N)>"


class Attack:
    """One kind of text, put into every place of what it is given; counts the places of all kinds together."""

    def __init__(self, text: str, numbers: Iterator[int]) -> None:
        self._text = text
        self._numbers = numbers
        self.placed: list[int] = []

    def fill(self, value: Any) -> Any:
        """``value`` with its marks replaced."""
        if isinstance(value, dict):
            return {self._filled(key): self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        return self._filled(value) if isinstance(value, str) else value

    def _filled(self, text: str) -> str:
        if "§" not in text:
            return text
        number = next(self._numbers)
        self.placed.append(number)
        url = URLS[number % len(URLS)]
        for mark, attack in (("§link", LINK), ("§short", SHORT), ("§url", url), ("§", self._text)):
            text = text.replace(mark, attack.replace("N", str(number)))
        return text


def documents() -> dict[str, Any]:
    """The descriptions to fill, by the name of their API."""
    three = _read("everything-3")
    return {
        "two": _read("everything-2"),
        "three": three,
        "three-one": {**three, "openapi": "3.1.1"},
        "three-two": _read("everything-32"),
    }


def write(folder: Path) -> int:
    """A project with a provider for each kind of attack in ``folder``; how many places attack in it."""
    records, numbers = _read("everything-record"), itertools.count(1)
    placed = 0
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: H\nuse_directory_urls: true\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n"
    )
    tags: list[Any] = []
    for name, text in TEXTS.items():
        attack = Attack(text, numbers)
        for api, description in documents().items():
            _write(folder / "specs" / name / api / "openapi.json", attack.fill(description))
        _write(folder / "specs" / name / "three" / "api.yml", attack.fill(records["api.yml"]))
        _write(folder / "specs" / name / "provider.yml", attack.fill(records["provider.yml"]))
        vocabulary = attack.fill(records["tags.yml"])["tags"]
        tags += [{**tag, "name": f"{tag['name']}-{name}"} | _parent(tag, name) for tag in vocabulary]
        placed += len(attack.placed)
    settings = Attack(TEXTS["attribute"], numbers)
    _write(folder / "specs" / "catalog.yml", settings.fill(records["catalog.yml"]))
    placed += len(settings.placed)
    tags += [
        {"name": name, "summary": name, "description": "Used by all.", "kind": kind}
        for name, kind in (("plain", "task"), ("checked", "audit"))
    ]
    _write(folder / "specs" / "tags.yml", {"tags": tags})
    return placed


def _parent(tag: dict[str, Any], name: str) -> dict[str, Any]:
    return {"parent": f"{tag['parent']}-{name}"} if "parent" in tag else {}


def _read(name: str) -> Any:
    return parse((FOLDER / f"{name}.yml").read_bytes(), f"{name}.yml")


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")
