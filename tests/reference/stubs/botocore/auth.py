"""What signs."""

from __future__ import annotations

from typing import Any


class SigV4Auth:
    """As botocore's; the signature is the scope."""

    def __init__(self, credentials: Any, service_name: str, region_name: str) -> None:
        self._scope = f"{credentials.access_key}/{region_name}/{service_name}/aws4_request"

    def add_auth(self, request: Any) -> None:
        request.headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={self._scope}"
