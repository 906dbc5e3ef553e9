"""The few functions of httpx that our samples use, on urllib; so the tests install nothing."""

from __future__ import annotations

import base64
import json as json_module
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlencode


class Response:
    """An answer that has been read."""

    def __init__(self, raw: Any) -> None:
        self.content: bytes = raw.read()
        self.headers = raw.headers
        self.text = self.content.decode()

    def raise_for_status(self) -> None:
        """urllib has raised already."""

    def iter_lines(self) -> Iterator[str]:
        yield from self.text.splitlines()


def _multipart(files: list[tuple[str, tuple[Any, ...]]]) -> bytes:
    parts = b""
    for name, (file_name, content, *media_type) in files:
        given = f'; filename="{file_name}"' if file_name else ""
        kind = f"\r\nContent-Type: {media_type[0]}" if media_type else ""
        data = content.encode() if isinstance(content, str) else content.read()
        parts += f'--x\r\nContent-Disposition: form-data; name="{name}"{given}{kind}\r\n\r\n'.encode() + data + b"\r\n"
    return parts + b"--x--\r\n"


def request(
    method: str,
    url: str,
    *,
    headers: dict[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    json: Any = None,
    content: str | bytes | None = None,
    data: dict[str, Any] | None = None,
    files: list[tuple[str, tuple[Any, ...]]] | None = None,
    timeout: float | None = 5,
) -> Response:
    """Sends one request, as httpx.request does."""
    body = content.encode() if isinstance(content, str) else content
    own: dict[str, str] = {}
    if json is not None:
        body, own = json_module.dumps(json, ensure_ascii=False).encode(), {"Content-Type": "application/json"}
    elif data is not None:
        body, own = urlencode(data, doseq=True).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    elif files is not None:
        body, own = _multipart(files), {"Content-Type": "multipart/form-data; boundary=x"}
    if auth:
        own["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
    asked = urllib.request.Request(url, body, {**own, **(headers or {})}, method=method)  # noqa: S310 - of our test
    with urllib.request.urlopen(asked, timeout=timeout or 5) as raw:  # noqa: S310
        return Response(raw)


@contextmanager
def stream(method: str, url: str, **options: Any) -> Iterator[Response]:
    """The answer of one request."""
    yield request(method, url, **options)


get, post, put, patch, delete, head, options = (
    partial(request, name) for name in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
)
