"""Atom feeds (RFC 4287) of what changed: of the site, of each API, of each tag.

Addresses in a feed are absolute, so there are none unless the site's address is known. An entry is a commit. Its id is
made of the site, the page and the commit (RFC 4151), so it stays as it is in every later build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from api_catalog.catalog import Catalog, Edit, Revision
from api_catalog.exports.export import Export
from api_catalog.pages import urls
from api_catalog.pages.revisions import anchor_of

_ATOM, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_SINCE = "2026"  # the year in which ids of this form began
_MOST_ENTRIES, _MOST_EDITS, _MOST_LINES = 30, 30, 20
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def exports(catalog: Catalog) -> Iterator[Export]:
    """The feed of a page is beside it."""
    history = catalog.history
    if not urlsplit(catalog.site_url).hostname:
        return
    title = catalog.settings.title
    feeds = [(urls.CHANGES, f"{title}: changes", history.revisions)]
    feeds += [(urls.api_url(api), f"{api.title}: changes", history.of_api(api.id).revisions) for api in catalog.apis]
    feeds += [
        (urls.tag_url(tag), f"{tag.title}: changes", history.of_tags(catalog.with_descendants(tag.name)))
        for tag in catalog.tags.values()
    ]
    for page, name, revisions in feeds:
        if revisions:
            yield Export(page + urls.FEED, _feed(catalog, page, name, revisions[:_MOST_ENTRIES]))


def _feed(catalog: Catalog, page: str, title: str, revisions: Sequence[Revision]) -> bytes:
    site = catalog.site_url.rstrip("/") + "/"
    feed = Element("feed", {"xmlns": _ATOM})
    _text(feed, "id", _id(site, page))
    _text(feed, "title", title)
    _text(feed, "updated", max(revision.date for revision in revisions))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": site + quote(page + urls.FEED)})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": site + quote(page)})
    _text(SubElement(feed, "author"), "name", catalog.settings.title or "API catalog")
    _text(feed, "generator", "mkdocs-api-catalog")
    for revision in revisions:
        _entry(feed, site, page, revision)
    ElementTree.indent(feed, " ")
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(feed: Element, site: str, page: str, revision: Revision) -> None:
    entry = SubElement(feed, "entry")
    _text(entry, "id", f"{_id(site, page)}{revision.commit}")
    _text(entry, "title", _title(revision))
    _text(entry, "updated", revision.date)
    anchor = anchor_of(revision) if page == urls.CHANGES else "changes"
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{site}{quote(page)}#{anchor}"})
    if revision.url.startswith(("https://", "http://")):
        SubElement(entry, "link", {"rel": "related", "type": "text/html", "href": quote(revision.url, safe=":/%")})
    content = SubElement(entry, "content", {"type": "xhtml"})
    body = SubElement(content, "div", {"xmlns": _XHTML})
    _text(body, "p", revision.subject)
    for edit in revision.edits[:_MOST_EDITS]:
        _edit(body, edit)
    if len(revision.edits) > _MOST_EDITS:
        _text(body, "p", f"And {len(revision.edits) - _MOST_EDITS} more.")


def _edit(body: Element, edit: Edit) -> None:
    _text(body, "h4", f"{edit.title}: {edit.kind}")
    shown = edit.differences[:_MOST_LINES]
    if not shown:
        return
    lines = SubElement(body, "ul")
    for each in shown:
        place = f"{each.place}: " if each.place else ""
        _text(lines, "li", f"{each.impact}: {place}{each.message}")
    further = sum(edit.counts) - len(shown)
    if further > 0:
        _text(lines, "li", f"and {further} more")


def _title(revision: Revision) -> str:
    """``Cohere API, DeepL API and 3 more: breaking``."""
    names = list(dict.fromkeys(edit.title for edit in revision.edits))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    is_breaking = any(edit.counts[0] for edit in revision.edits)
    return f"{', '.join(names[:3])}{more}{' (breaking)' if is_breaking else ''}"


def _id(site: str, page: str) -> str:
    """A tag: URI; the same for http and https."""
    parts = urlsplit(site)
    return f"tag:{(parts.hostname or '').lower()},{_SINCE}:{quote(parts.path)}{quote(page)}"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)
