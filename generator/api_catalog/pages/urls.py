"""Where things are on the site, relative to its root."""

from __future__ import annotations

import posixpath

from api_catalog.catalog import Api, Operation, Provider, Tag

HOME = ""
APIS = "apis/"
TAGS = "tags/"
PROVIDERS = "providers/"
MAP = "map/"
COMPARE = "compare/"
CHANGES = "changes/"
FRESHNESS = "freshness/"
LAST_LOOK = "freshness.json"  # published as it is
FEED = "feed.xml"  # beside the page that it follows
ASSETS = "assets/api-catalog/"


def api_url(api: Api) -> str:
    return f"{APIS}{api.provider}/{api.slug}/"


def operation_url(api: Api, operation: Operation) -> str:
    return f"{api_url(api)}#{operation.anchor}"


def tag_url(tag: Tag) -> str:
    return f"{TAGS}{tag.slug}/"


def provider_url(provider: Provider) -> str:
    return f"{PROVIDERS}{provider.slug}/"


def by_provider_url(tag: Tag, provider: Provider) -> str:
    """Where a tag's page begins with the operations of ``provider``."""
    return f"{tag_url(tag)}#by-{provider.slug}"


def compare_url(tag: Tag) -> str:
    return f"{COMPARE}{tag.slug}/"


def relative(target: str, page: str) -> str:
    """The link from the page ``page`` to ``target``; an address of another host stays as it is."""
    if "://" in target or target.startswith(("#", "mailto:")):
        return target
    path, _, fragment = target.partition("#")
    if path == page and fragment:
        return f"#{fragment}"
    base = page.rstrip("/") or "."
    link = posixpath.relpath("/" + path, "/" + base) if base != "." else path or "./"
    if path.endswith("/") or not path:
        link = link.rstrip("/") + "/"
    return link + (f"#{fragment}" if fragment else "")
