"""A Content-Security-Policy for the pages that show text of strangers.

Inline scripts of the theme are allowed by their hash. Only the theme's part of a page is looked at, so a script that
got into the content would have no hash and would not run.
"""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'"
)


def with_policy(page: str, content: str) -> str:
    """``page`` with a policy as the first thing in its head; ``content`` is the part of it that is not the theme's."""
    shell = page.replace(content, "", 1)
    hashes = sorted({_hash(found["code"]) for found in _INLINE.finditer(shell) if _runs(found["attributes"])})
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(hashes=" ".join(hashes))}">'
    head = re.search(r"<head[^>]*>", page)
    return page[: head.end()] + meta + page[head.end() :] if head else page


def _runs(attributes: str) -> bool:
    return "src=" not in attributes and "json" not in attributes


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
