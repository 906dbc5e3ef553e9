"""Descriptions become HTML in which nothing harmful is left, whatever they hold, and in which their meaning is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from time import process_time

import pytest
import yaml
from api_catalog.reference import markdown as module
from api_catalog.reference.markdown import clean_text, markdown

HOSTILE: list[str] = yaml.safe_load((Path(__file__).parent / "hostile_markdown.yml").read_text("utf-8"))
LARGE = {
    "open b": "<b>" * 2_000,
    "open div": "<div>" * 2_000,
    "open links": "<a href=x>" * 2_000,
    "quotations": "> " * 2_000 + "x",
    "brackets": "[" * 2_000,
    "pictures": "![" * 2_000,
    "emphasis": "*a **b " * 2_000,
    "code": "".join("`" * number + " " for number in range(1, 100)),
    "entities": "&lt;&#x3c;" * 2_000,
    "lone surrogates": "\ud800\udfff" * 100 + "<b>\udc80</b>",
}
PLAIN_TAGS = """
abbr b blockquote br code dd del dl dt em h3 h4 h5 h6 hr i kbd li p pre s strong sub sup table tbody td th thead tr u ul
"""
TAGS = {"a": {"href", "title", "rel"}, "ol": {"start"}, **{tag: set() for tag in PLAIN_TAGS.split()}}
EVERYWHERE = {"title", "lang"}  # plain text and a language tag, harmless on any element
VOID = {"br", "hr"}
SCHEMES = {"http", "https", "mailto"}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Event = tuple[str, str, tuple[tuple[str, str | None], ...]]


class _Dom(HTMLParser):
    """Collects what a browser would see, as (start, end or text; tag or text; attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Event] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(("start", tag, tuple(sorted(attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        self.events.append(("text", data, ()))

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.events.append(("declaration", decl, ()))

    def handle_pi(self, data: str) -> None:
        self.events.append(("instruction", data, ()))

    def unknown_decl(self, data: str) -> None:
        self.events.append(("declaration", data, ()))


def _text(events: Sequence[Event]) -> str:
    return "".join(value for kind, value, _ in events if kind == "text").strip()


def _scheme(url: str) -> str:
    """The scheme that a browser sees: it skips control characters and white space."""
    match = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", url), re.IGNORECASE)
    return match[1].lower() if match else ""


def _assert_harmless(html: str) -> None:
    assert UNSEEN.findall(html) == []
    open_tags: list[str] = []
    for kind, value, attributes in _Dom(html).events:
        assert kind in ("start", "end", "text"), value
        if kind == "start":
            assert value in TAGS
            assert {name for name, _ in attributes} <= TAGS[value] | EVERYWHERE
            for name, url in attributes:
                assert name != "href" or _scheme(url or "") in SCHEMES | {""}, url
            open_tags += [] if value in VOID else [value]
        elif kind == "end":
            assert open_tags.pop() == value, "closes what it did not open"
    assert open_tags == [], "leaves open what comes after it"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_harmful_is_left(text: str) -> None:
    _assert_harmless(markdown(text))


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_large_and_odd_texts_are_drawn(text: str) -> None:
    _assert_harmless(markdown(text))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["**{}**", "> {}", "- {}", "[{}](https://a.example)", "# {}", "<p>{}</p>", "x\n\n{}"])
def test_nothing_harmful_is_left_within_other_things(text: str, frame: str) -> None:
    _assert_harmless(markdown(frame.replace("{}", text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_do_not_change_what_follows_them(text: str) -> None:
    assert _Dom(f"{markdown(text)}<p>after</p>").events[-3:] == [
        ("start", "p", ()),
        ("text", "after", ()),
        ("end", "p", ()),
    ]


LINK = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("Finds faces.", "<p>Finds faces.</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("```py\nx < 1\n```", "<pre><code>x &lt; 1\n</code></pre>"),
        ("[x](https://a.example/b?c=d&e)", f'<p><a href="https://a.example/b?c=d&amp;e" {LINK}>x</a></p>'),
        ("[x](../y#z)", f'<p><a href="../y#z" {LINK}>x</a></p>'),
        ("[x](mailto:a@b.example)", f'<p><a href="mailto:a@b.example" {LINK}>x</a></p>'),
        ("[x][y]\n\n[y]: https://a.example", f'<p><a href="https://a.example" {LINK}>x</a></p>'),
        ("<https://a.example>", f'<p><a href="https://a.example" {LINK}>https://a.example</a></p>'),
        ("<a@b.example>", f'<p><a href="mailto:a@b.example" {LINK}>a@b.example</a></p>'),
        ("![A face](https://a.example/b.png)", f'<p><a href="https://a.example/b.png" {LINK}>A face</a></p>'),
        ("![](b.png)", f'<p><a href="b.png" {LINK}>picture</a></p>'),
        ("![x](javascript:y)", "<p>![x](javascript:y)</p>"),
        ("<b>a</b> <sub>b</sub><br>c", "<p><b>a</b> <sub>b</sub><br>c</p>"),
        ("<span class=x>a</span>", "<p>a</p>"),
        ("&eacute;&#8364;", "<p>é€</p>"),
        ("a\u0000b\u202ec", "<p>abc</p>"),
    ],
)
def test_meaning_is_kept(text: str, html: str) -> None:
    assert markdown(text).rstrip("\n") == html


def test_table() -> None:
    table = markdown("| a | b |\n|:--|--:|\n| 1 | *2* |")
    assert [tag for kind, tag, _ in _Dom(table).events if kind == "start"] == (
        ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td", "em"]
    )
    assert _text(_Dom(table).events).split() == ["a", "b", "1", "2"]


@pytest.mark.parametrize(
    ("below", "levels"),
    [(2, "h3 h4 h5 h6 h6 h6 h3 h4"), (3, "h4 h5 h6 h6 h6 h6 h4 h5"), (5, "h6 h6 h6 h6 h6 h6 h6 h6")],
)
def test_headings_stand_below_those_of_the_page(below: int, levels: str) -> None:
    text = "# a\n## a\n### a\n#### a\n##### a\n###### a\n\na\n===\n\na\n---\n"
    html = markdown(text, below=below)
    assert [tag for kind, tag, _ in _Dom(html).events if kind == "start"] == levels.split()


def test_raw_headings_are_no_headings_of_the_page() -> None:
    html = markdown("<h1>a</h1>\n\n<h2>b</h2>", below=2)
    assert _text(_Dom(html).events).split() == ["a", "b"]
    assert not {"h1", "h2"} & {tag for _, tag, _ in _Dom(html).events}


PLAIN = [
    "Finds faces.",
    "Finds faces: yours, mine; and (perhaps) theirs?",
    'It\'s "quoted" and ‘quoted’ – with dashes - and + plus = equals',
    "10 apples, 3.14 pies, 1.5 GB",
    "2026. A year",
    "1990) was a year",
    "12345678901. is no list",
    "a - b",
    "a > b",
    "a + b = c",
    "-5 degrees",
    "+5 degrees",
    "=5",
    "https://a.example/b and a@b.example",
    "{id} $ref @x %20 ^y /z ;",
    "100 %",
    "Größe 東京 😀 \u00a0 x\u2003y",
    "tab\tin it",
    "two  spaces   or more",
    "  around it \t",
    "\u00a0x\u00a0",
    "e\u0301",
    "'",
    '"',
    "...",
    ": x",
    "x:",
    "www.a.example",
    "a\u2028b",
    "a\u200bb",
    "-",
    "+",
    "- x",
    "1. x",
    "> x",
    "= x",
    "x\ny",
    "a & b",
    "a < b",
    "x | y",
    "a_b_c",
    "x!",
    "\\x",
    "~x~",
    "# x",
]


@pytest.mark.parametrize("text", PLAIN)
def test_the_short_way_gives_what_the_long_way_gives(text: str) -> None:
    long = _Dom(markdown(text.strip() + "\n\n<!-- not plain -->")).events
    short = _Dom(markdown(text)).events
    assert [event for event in short if event[1].strip()] == [event for event in long if event[1].strip()]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("plain é 東 😀\tand\nlines", "plain é 東 😀\tand\nlines"),
        ("a\0b\x1bc\x7fd\x9fe", "abcde"),
        ("\u202aa\u202eb\u2066c\u2069", "abc"),
        ("a\ud800b\udfffc", "abc"),
    ],
)
def test_clean_text(text: str, clean: str) -> None:
    assert clean_text(text) == clean


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("for <limit> last days", "for <limit> last days"),
        ("a <view> and <path> b", "a <view> and <path> b"),
        ("`<limit>` and <b>bold</b>", "<limit> and bold"),
        ("<filter>\ntext\n</filter>", "<filter>\ntext\n</filter>"),
    ],
)
def test_placeholders_in_prose_are_kept(text: str, words: str) -> None:
    """They look like tags of SVG, with which a cleaner drops all that follows."""
    assert markdown(text).striptags().split() == words.split()


PIECES = """
a b word _ __ * ** ` `` [ ] ]( & &amp; < <b> <3 ~ ~~ 1. 1) 12 - + # | ( ) " ' ! : = === --- \\ é > / . , { } @ $ %
http://a.example ٣. ﬁ
"""
BLANKS = (" ", "  ", "\n", "\n\n", "\t", "\r", "\xa0", "\u2028", "\u3000")


def test_prose_is_drawn_as_the_parser_would() -> None:
    """Text of which ``_PLAIN`` says that it needs no parser: random texts of what CommonMark may see something in."""
    random = Random(7)  # noqa: S311 - nothing secret
    pieces = (*PIECES.split(), *BLANKS)
    plain = 0
    for _ in range(20_000):
        text = "".join(random.choice(pieces) for _ in range(random.randint(1, 12))).strip()
        if text and "``" not in text and module._PLAIN(text):
            plain += 1
            parsed = module._CLEANER.clean(module._MARKDOWN.render(text, {"below": 3}))
            assert markdown(text) == parsed.strip().replace("&nbsp;", "\xa0")
    assert plain > 1_000


@pytest.mark.parametrize("text", ["[" * 100_000 + "] x", "a_" * 50_000, "`a` " * 40_000 + "*", "a\n" * 60_000 + "*"])
def test_whether_it_is_prose_is_known_at_once(text: str) -> None:
    started = process_time()
    module._PLAIN(text)
    assert process_time() - started < 1
