"""Fetches one file that a person named: https, public addresses, bounded in size and time. Nothing else calls this."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from api_catalog.connections import connection, deadline
from api_catalog.documents.limits import DEFAULT_LIMITS
from api_catalog.problems.terminal import printable

SECONDS = 30.0
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_SHOWN = 120  # characters of a URL in a message
_BY_HAND = "Download the file yourself and give its name to --from."

Connect = Callable[[str, int, float], http.client.HTTPConnection]


class DownloadError(Exception):
    """The file cannot be had. The message says why, and what to do."""


def download(
    url: str, *, most_bytes: int = DEFAULT_LIMITS.bytes, seconds: float = SECONDS, connect: Connect | None = None
) -> bytes:
    """The body at ``url``, redirects followed, all within ``seconds``. Raises DownloadError.

    ``connect`` (host, port, seconds) makes the connection; without it only public addresses are reached, over TLS.
    """
    end = time.monotonic() + seconds
    for _ in range(_MOST_REDIRECTS + 1):
        host, port, target = _parts(url)
        answer = _answer(url, (connect or _tls)(host, port, seconds), target, most_bytes, end)
        if isinstance(answer, bytes):
            return answer
        url = urljoin(url, answer)
    raise DownloadError(f"{_shown(url)} is the end of {_MOST_REDIRECTS} redirects, and leads on. {_BY_HAND}")


def _tls(host: str, port: int, seconds: float) -> http.client.HTTPConnection:
    return connection("https", host, port, seconds)


def _parts(url: str) -> tuple[str, int, str]:
    """Host, port and what to ask for."""
    try:
        split = urlsplit(url)
        host, port = split.hostname, split.port
    except ValueError:
        raise DownloadError(f"{_shown(url)} is not a URL. {_BY_HAND}") from None
    if split.scheme != "https" or not host:
        raise DownloadError(f"{_shown(url)} is not an https URL, and nothing else is fetched. {_BY_HAND}")
    if split.username is not None or any(character <= " " or character > "~" for character in url):
        raise DownloadError(f"{_shown(url)} has a user name, or characters that no URL has. {_BY_HAND}")
    return host, port or 443, (split.path or "/") + (f"?{split.query}" if split.query else "")


def _answer(url: str, opening: http.client.HTTPConnection, target: str, most_bytes: int, end: float) -> bytes | str:
    """The body at ``url``, or where it redirects to."""
    with deadline(opening, end) as (is_over, opened):
        try:
            opening.connect()
            opened.append(opening.sock)
            answer = _get(opening, target, most_bytes)
            if not is_over.is_set():
                return answer
            raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            if is_over.is_set() or isinstance(error, TimeoutError):
                reason = "it takes too long"
            raise DownloadError(f"{_shown(url)} cannot be read: {printable(str(reason), 200)}. {_BY_HAND}") from None


def _get(connection: http.client.HTTPConnection, target: str, most_bytes: int) -> bytes | str:
    headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "api-catalog"}
    connection.request("GET", target, headers=headers)
    with connection.getresponse() as response:
        leads_to = response.getheader("Location")
        if response.status in _REDIRECTS and leads_to:
            return leads_to
        if response.status != http.client.OK:
            raise ValueError(f"the server answers {response.status} {response.reason}")
        body = response.read(most_bytes + 1)
        if len(body) > most_bytes:
            raise ValueError(f"it is larger than {most_bytes // (1024 * 1024)} MiB")
        if response.length:
            raise ValueError("the connection ended early")
        return body


def _shown(url: str) -> str:
    return printable(url, _SHOWN)
