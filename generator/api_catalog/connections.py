"""Connections to addresses of the public net, bounded in time. The only module that opens any."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Connect = Callable[[str, str, int, float], http.client.HTTPConnection]  # scheme, host, port, seconds


class NotPublicError(ValueError):
    """The name leads to a private network or to this machine."""


def connection(scheme: str, host: str, port: int, seconds: float) -> http.client.HTTPConnection:
    """A connection that is not yet made; over TLS for https. Making it raises NotPublicError for private addresses."""
    return _Tls(host, port, seconds) if scheme == "https" else _Plain(host, port, seconds)


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)

    def connect(self) -> None:
        self.sock = _public_socket(self.host, self.port, self.timeout)


class _Tls(http.client.HTTPSConnection):
    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=seconds, context=self._tls)

    def connect(self) -> None:
        self.sock = _public_socket(self.host, self.port, self.timeout)
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host)


def _public_socket(host: str, port: int, seconds: float | None) -> socket.socket:
    """The address is looked up once, so that a name server cannot give another answer the second time."""
    addresses = {str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    private = sorted(address for address in addresses if not is_public(address))
    if private:
        raise NotPublicError(f"{private[0]} is not a public address")
    return socket.create_connection((min(addresses), port), seconds)


def is_public(address: str) -> bool:
    """Is an IP address one that everybody reaches: not of this machine, a private network, or many at once?"""
    parsed = ipaddress.ip_address(address.split("%")[0])
    found = getattr(parsed, "ipv4_mapped", None) or parsed
    return bool(found.is_global and not found.is_multicast)


@contextmanager
def deadline(
    connection: http.client.HTTPConnection, end: float
) -> Iterator[tuple[threading.Event, list[socket.socket]]]:
    """Cuts the connection at ``end`` (``time.monotonic``), however slowly the other side sends; the event says so.

    The list takes the socket, because a connection forgets it when the answer is its last.
    """
    is_over = threading.Event()
    opened: list[socket.socket] = []

    def cut() -> None:
        is_over.set()
        for each in (connection.sock, *opened):
            if each is not None:
                with suppress(OSError):
                    socket.socket.shutdown(each, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, end - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_over, opened
    finally:
        timer.cancel()
        connection.close()
