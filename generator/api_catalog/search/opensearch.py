"""An OpenSearch description: with it a browser offers the search of this site in its address field."""

from __future__ import annotations

from html import escape

NAME = "opensearch.xml"
"""At the root of the site; ``theme/main.html`` links to it."""
_SHORT, _LONG = 16, 1024  # characters that OpenSearch 1.1 allows


def description(title: str, words: str, address: str) -> str:
    """The document for the site at ``address``, a URL that ends with ``/``."""
    home = address.rstrip("/") + "/"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(_cut(title, _SHORT))}</ShortName>\n"
        f"<Description>{escape(_cut(words or title, _LONG))}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template="{escape(home)}?q={{searchTerms}}"/>\n'
        f'<Url type="application/opensearchdescription+xml" rel="self" template="{escape(home + NAME)}"/>\n'
        "</OpenSearchDescription>\n"
    )


def _cut(text: str, most: int) -> str:
    """At most so many characters, in whole words if there is more than one."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]
