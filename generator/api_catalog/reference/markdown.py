"""CommonMark from a description → HTML that is safe to publish. The one place that marks HTML as safe.

CommonMark is rendered, then everything not on the list below is taken out (nh3). No ``id``, ``class``, ``style`` or
handler survives, links go to http, https, mailto or a relative place, pictures become links, headings stand below the
page's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h3", "h4", "h5", "h6",
    "hr", "i", "kbd", "li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "object",
    "template",
    "noscript",
    "textarea",
    "title",
}
_HTML = (
    _TAGS
    | _DROPPED_WITH_CONTENT
    | nh3.ALLOWED_TAGS
    | {
        "address", "applet", "audio", "big", "body", "button", "canvas", "datalist", "dialog", "embed", "fieldset",
        "font", "footer", "form", "frame", "frameset", "head", "html", "input", "label", "legend", "link", "main",
        "marquee", "menu", "meta", "meter", "optgroup", "option", "output", "param", "picture", "portal", "progress",
        "search", "section", "select", "slot", "source", "video",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_MOST_TAGS = 3000
_LONGEST = 200_000  # characters that are drawn; the file has them all
_MOST_ELEMENTS = 3000  # of one text
_SCHEMES = {"http", "https", "mailto"}
# Prose in which CommonMark sees no markup but code: each line begins with a letter or the like, and what could be
# markup elsewhere stands where it is none. It needs neither parser nor cleaner, which take a hundred times as long.
_PLAIN = re.compile(
    r"""(?:
        (?:\A|\n+)(?!\d+[.)](?:\s|\Z))(?=[\w("'$%/“‘@`{])  # a line begins with a word, not with the number of a list,
        (?:[^\n\r\t\\`<&*_\[\]~]++                         # goes on with what is never markup
        | _(?<=[^\W_]_)(?=[^\W_])                          # or a_b,
        | &(?=[\s(]) | <(?=[\s=\d])                        # a & b, a < b,
        | \*(?<=\s\*)(?=\s) | ~(?<=\s~)(?=\d)              # a * b, ~5,
        | \[(?=[^\[\]\n]*+\][\s.,;:)]) | \](?=[\s.,;:)])   # [a] that is no link,
        | `(?<!``)(?![ `])[^`\n\r\t]*+(?<!\ )`(?!`)         # code,
        )++(?<!\s)                                         # and does not end in a space
    )++""",
    re.VERBOSE,
).fullmatch
_PARAGRAPHS = re.compile(r"\n\n+").split
_BLOCK = re.compile(r"<(?:p|ul|ol|div|dl|table)>[^\n]*", re.IGNORECASE).fullmatch  # one line of HTML
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def _html(text: str, below: int) -> str:
    """HTML in CommonMark: headings moved down; ``<limit>`` in prose is a placeholder, no tag, and stays as text."""

    def tag(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name in _HEADINGS:
            return match[0][: -len(name)] + f"h{min(6, int(name[1]) + below)}"
        return match[0] if name in _HTML else "&lt;" + match[0][1:]

    return _TAG.sub(tag, text)


class _Renderer(RendererHTML):
    """Pictures as links to them, headings moved down by ``env["below"]``."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        return f'<a href="{escape(token.attrGet("src") or "")}">{escape(token.content or "picture")}</a>'

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"<h{self._level(tokens[idx], env)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return f"</h{self._level(tokens[idx], env)}>"

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _html(tokens[idx].content, int(env["below"]))

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return _html(tokens[idx].content, int(env["below"]))

    @staticmethod
    def _level(token: Token, env: Any) -> int:
        return min(6, int(token.tag[1]) + int(env["below"]))


_MARKDOWN = MarkdownIt("commonmark", {"html": True}, renderer_cls=_Renderer).enable(["table", "strikethrough"])


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer nofollow",
)


def clean_text(text: str) -> str:
    """``text`` without control characters, lone surrogates and bidirectional overrides."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def verbatim(text: str) -> Markup:
    """``text`` as it is, for between tags and never for an attribute: quotes stay, which JSON has many of."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(safe)  # noqa: S704 - nothing in it begins a tag or an entity


def said(text: Markup) -> Markup:
    """Several paragraphs of ``markdown`` as one block; a single paragraph is one by itself."""
    if not text or text.find("</p>") + len("</p>") == len(text):
        return text
    return Markup(f"<div>{text}</div>")  # noqa: S704 - safe already


@lru_cache(maxsize=20_000)
def markdown(text: str, below: int = 3) -> Markup:
    """Safe HTML of a CommonMark ``text``; its first-level headings become ``<h{below + 1}>``. Empty for empty text."""
    text = clean_text(text).strip()
    if not text:
        return Markup()
    if len(text) > _LONGEST:
        return _beginning(text, _LONGEST, below)
    if "``" not in text and _PLAIN(text):  # Python before 3.11.5 takes two signs for code there
        paragraphs = [_paragraph(each) for each in _PARAGRAPHS(text)]
        return paragraphs[0] if len(paragraphs) == 1 else Markup("\n").join(paragraphs)
    if text.count("<") > _MOST_TAGS:
        text = str(escape(text))  # hundreds of nested tags take the cleaner too long
    html = _CLEANER.clean(_html(text, below) if _BLOCK(text) else _MARKDOWN.render(text, {"below": below}))
    if html.count("<") > 2 * _MOST_ELEMENTS and len(text) > _MOST_ELEMENTS:
        return _beginning(text, len(text) // 2, below)
    return Markup(clean_text(html).strip())  # noqa: S704 - sanitized a few lines above


def _paragraph(text: str) -> Markup:
    """A paragraph of which ``_PLAIN`` says that it holds no markup but code."""
    pieces = str(verbatim(text)).split("`")
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return Markup(f"<p>{''.join(pieces)}</p>")  # noqa: S704 - escaped two lines above


def _beginning(text: str, most: int, below: int) -> Markup:
    """The HTML of the first characters of a text, and how many more there are."""
    end = max(text.rfind("\n", most // 2, most), text.rfind(" ", most // 2, most)) + 1 or most
    rest = f"… and {len(text) - end:,} more characters, which are in the file of the description."
    return markdown(text[:end], below) + Markup("<p>") + rest + Markup("</p>")
