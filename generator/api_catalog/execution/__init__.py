"""What is remembered from one run to the next."""

from api_catalog.execution.cache import Cache

__all__ = ["Cache"]
