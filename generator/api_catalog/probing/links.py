"""The links of a catalog's records, each with who names it and as what."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.catalog import Api, Catalog
from api_catalog.catalog.freshness import Use


def links_of(catalog: Catalog) -> dict[str, tuple[Use, ...]]:
    """Each address once, without its fragment, sorted."""
    found: dict[str, set[Use]] = {}
    for slug, provider in catalog.providers.items():
        for link in provider.links:
            _add(found, link.url, Use(slug, f"link: {link.label}"))
    for api in catalog.apis:
        for url, role in _of_api(api):
            _add(found, url, Use(api.id, role))
    return {url: tuple(sorted(uses)) for url, uses in sorted(found.items())}


def _add(found: dict[str, set[Use]], url: str, use: Use) -> None:
    address = url.partition("#")[0]
    if address.startswith(("https://", "http://")):
        found.setdefault(address, set()).add(use)


def _of_api(api: Api) -> Iterator[tuple[str, str]]:
    if not api.curated:
        return  # a description that somebody else published: its links are not ours to keep
    yield from ((link.url, f"link: {link.label}") for link in api.links)
    yield api.status.source, "status"
    if api.coverage is not None:
        yield api.coverage.source, "coverage"
    if api.provenance is not None:
        yield from ((source.url, "source of the description") for source in api.provenance.sources)
    yield from ((finding.source.url, f"finding: {finding.tag}") for finding in api.findings)
    yield from ((item.source.url, "does-not") for item in api.does_not if item.source is not None)
    yield from ((hype.source.url, "hype") for hype in api.hype)
    yield from ((plan.source.url, f"plan: {plan.name}") for plan in api.plans)
