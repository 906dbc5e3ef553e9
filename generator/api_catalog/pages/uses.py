"""Who carries a tag, or a narrower one: one pass over the catalog for pages that look from tags to operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api_catalog.catalog import Api, Catalog, Finding, Operation
from api_catalog.catalog.latest import for_the_latest


@dataclass(slots=True)
class Use:
    """Of one tag: the operations, whole APIs and findings that carry it or a narrower one, in order of the APIs."""

    operations: list[tuple[Api, Operation]] = field(default_factory=list)
    apis: list[Api] = field(default_factory=list)
    findings: list[tuple[Api, Finding]] = field(default_factory=list)


@for_the_latest
def uses_of(catalog: Catalog) -> dict[str, Use]:
    """For each tag of the catalog, its use."""
    lines = {name: catalog.with_ancestors(name) for name in catalog.tags}
    uses = {name: Use() for name in catalog.tags}

    def carried(names: Iterable[str]) -> list[str]:
        broader = (each for name in names for each in lines.get(name, ()))
        return [name for name in dict.fromkeys(broader) if name in uses]

    for api in catalog.apis:
        for operation in api.operations:
            for name in carried(operation.tags):
                uses[name].operations.append((api, operation))
        for name in carried(api.tags):
            uses[name].apis.append(api)
        for finding in api.findings:
            for name in carried((finding.tag,)):
                uses[name].findings.append((api, finding))
    return uses


def held_by(catalog: Catalog, api: Api) -> frozenset[str]:
    """The tags that ``api`` has: its own, of its operations, of findings that say yes; and all broader ones."""
    names = api.all_tags | {finding.tag for finding in api.findings if finding.state == "yes"}
    return frozenset(broader for name in names for broader in catalog.with_ancestors(name) if broader in catalog.tags)
