"""The HTML of references is what an HTML parser makes of it: nothing is moved, closed early or put in between.

nh3 parses by the rules of browsers (html5ever) and writes every end tag. A page leaves out those of list items only.
"""

from __future__ import annotations

import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import api_catalog
import nh3
import pytest
from api_catalog.documents.document import parse

HOSTILE = Path(__file__).parents[1] / "hostile"
EVERYTHING = ("everything-2.yml", "everything-3.yml", "everything-32.yml")
TEXTS = {
    "words": "Some words",
    "signs": """1 < 2 && "x" > 'y' ]]> <!-- &amp; &lt;b&gt;""",
    "end tags": "</li></ul></details></pre></section></p>",
    "paragraphs": "One.\n\nTwo with `code`.\n\n- a list\n- of *two*\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "line ends": "\n\n  text\nand more\n",
}
VOID = {"br", "hr", "input"}

Element = tuple[Any, ...]


class Tree(HTMLParser):
    """Elements as (tag, attributes, children); every end tag must be that of the element which is open."""

    def __init__(self, html: str, *, is_source: bool) -> None:
        """``is_source`` says that a line end at the beginning of <pre> does not count, as in what a browser reads."""
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = []
        self._is_source = is_source
        self._open: list[tuple[str, list[Any]]] = [("", self.root)]
        self.feed(html)
        self.close()
        assert [tag for tag, _ in self._open] == [""], "left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li" and self._open[-1][0] == "li":
            self._open.pop()
        children: list[Any] = []
        self._open[-1][1].append((tag, sorted((name, value or "") for name, value in attrs), children))
        if tag not in VOID:
            self._open.append((tag, children))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._open[-1][0] == "li":
            self._open.pop()
        assert self._open.pop()[0] == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        tag, children = self._open[-1]
        if tag == "pre" and not children and self._is_source:
            data = data.removeprefix("\n")
        if children and isinstance(children[-1], str):
            data = children.pop() + data
        if data:
            children.append(data)


def _parsed(html: str) -> str:
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", html))
    names = set(re.findall(r"\s([a-z-]+)(?==|[\s>])", " ".join(re.findall(r"<[a-z][^>]*>", html))))
    return nh3.clean(
        html,
        tags=tags,
        clean_content_tags=set(),
        attributes=dict.fromkeys(tags, names),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def _pages(folder: Path, text: str, source: str) -> list[str]:
    """The pages of a description that has ``text`` and a number wherever it may have any."""
    numbers = itertools.count(1)

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {filled(key): filled(item) for key, item in value.items() if key != "x-hype-tags"}
        if isinstance(value, list):
            return [filled(item) for item in value]
        if not isinstance(value, str) or "§" not in value:
            return value
        if "§url" in value:
            return value.replace("§url", "https://a.example/")
        return (
            value.replace("§link", f"[{text}](https://a.example)")
            .replace("§short", text)
            .replace("§", f"{text}{next(numbers)}")
        )

    (folder / "catalog.yml").write_text("title: T\nvocabulary: open\n")
    stated = parse((HOSTILE / source).read_bytes(), source)
    (folder / "acme.json").write_text(json.dumps(filled(stated)), "utf-8")
    checked = api_catalog.check(folder)
    assert checked.catalog.apis, checked.problems
    drawn = api_catalog.build(checked.catalog, folder).pages
    return [page.html for page in drawn if page.url.startswith("apis/acme/")]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("source", EVERYTHING)
def test_a_parser_reads_what_was_written(tmp_path: Path, source: str, text: str) -> None:
    pages = _pages(tmp_path, text, source)
    assert pages
    for html in pages:
        content = re.sub(r"<script[^>]*></script>", "", html)  # nh3 lets no script through
        assert Tree(content, is_source=True).root == Tree(_parsed(content), is_source=False).root


@pytest.mark.parametrize("source", EVERYTHING)
def test_every_place_is_there_once(tmp_path: Path, source: str) -> None:
    for html in _pages(tmp_path, TEXTS["signs"], source):
        ids = re.findall(r' id="([^"]*)"', html)
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[\w.-]+", each) for each in ids)
        names = re.findall(r'<li[^>]*><a id="([^"]+)">', html)
        assert names
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
