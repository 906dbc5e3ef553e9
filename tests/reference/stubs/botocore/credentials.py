"""Keys."""

from dataclasses import dataclass


@dataclass
class Credentials:
    """As botocore's."""

    access_key: str
    secret_key: str
    token: str | None = None
