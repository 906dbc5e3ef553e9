"""A request to sign."""

from __future__ import annotations


class AWSRequest:
    """As botocore's."""

    def __init__(self, method: str, url: str, headers: dict[str, str] | None = None, data: bytes | None = None) -> None:
        self.method, self.url, self.headers, self.body = method, url, dict(headers or {}), data
