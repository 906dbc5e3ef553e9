"""Rules about APIs that are in the catalog twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil

from api_catalog.catalog import Api
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Whole, catalog_rule
from api_catalog.rules.servers import Server

_ALIKE = 0.8  # of the paths of the smaller of two
_FEW_PATHS = 3  # fewer of them may be equal by chance
_MOST_COMPARED = 20  # APIs that share a rare path with one
_SAYS_NOTHING = frozenset(("api", "apis", "rest", "service", "the", "v1", "v2", "v3"))


@catalog_rule("same-api", Severity.WARNING)
def same_api(whole: Whole) -> Iterator[Finding]:
    """A curated API and another on the same server with the same title or nearly the same paths."""
    if not any(api.curated for api in whole.catalog.apis):
        return
    groups: dict[str, list[Api]] = {}
    for api in whole.catalog.apis:
        for host in {server.host for server in _servers(api) if not server.is_placeholder}:
            groups.setdefault(host, []).append(api)
    reported: set[tuple[str, str]] = set()
    for host, apis in sorted(groups.items()):
        if not any(api.curated for api in apis):
            continue
        for one, other, reason in (*_same_title(apis), *_same_paths(apis)):
            first, second = sorted((one, other), key=lambda api: api.id)
            is_curated = first.curated or second.curated
            if is_curated and not _are_related(first, second) and (first.id, second.id) not in reported:
                reported.add((first.id, second.id))
                message = f"{first.id} is on the same server, {host}, {reason}"
                hint = "Keep one of the two; or say in api.yml which one `succeeds` the other."
                yield Finding(whole.description_of(second), (), message, hint)


def _are_related(first: Api, second: Api) -> bool:
    """Do the records say that one came after the other, or do overlays make one of the other, or both of a third?"""
    sources = [api.base or api.source_path for api in (first, second)]
    return (
        sources[0] == sources[1]
        or second.id in (first.succeeds, first.succeeded_by)
        or first.id in (second.succeeds, second.succeeded_by)
    )


def _same_title(apis: list[Api]) -> Iterator[tuple[Api, Api, str]]:
    """Pairs of APIs with equal titles; each title is led by a curated one."""
    leaders: dict[str, Api] = {}
    for api in sorted(apis, key=lambda api: (not api.curated, api.id)):
        title = " ".join(word for word in re.findall(r"\w+", api.title.casefold()) if word not in _SAYS_NOTHING)
        leader = leaders.setdefault(title, api) if title else api
        if leader is not api:
            yield leader, api, "under the same title"


def _same_paths(apis: list[Api]) -> Iterator[tuple[Api, Api, str]]:
    """Pairs of APIs that share most of the paths of the smaller one.

    Two of them must share one of the few rarest paths of the smaller one, so only owners of these are compared.
    """
    paths = {api.id: _paths(api) for api in apis}
    owners: dict[str, list[Api]] = {}
    for api in apis:
        for path in paths[api.id]:
            owners.setdefault(path, []).append(api)
    for api in apis:
        own = paths[api.id]
        needed = ceil(_ALIKE * len(own))
        if len(own) < _FEW_PATHS:
            continue
        rarest = sorted(own, key=lambda path: (len(owners[path]), path))[: len(own) - needed + 1]
        near = {other.id: other for path in rarest for other in owners[path][:_MOST_COMPARED]}
        for other in near.values():
            shared = len(own & paths[other.id])
            if other is not api and len(paths[other.id]) >= len(own) and shared >= needed:
                yield api, other, f"with {shared} of {len(own)} paths"


def _paths(api: Api) -> frozenset[str]:
    """The paths below the host, without the names of their parameters."""
    base = next((server.path for server in _servers(api)), "")
    return frozenset(re.sub(r"\{[^{}]*\}", "{}", base + operation.path) for operation in api.operations)


def _servers(api: Api) -> list[Server]:
    return [Server((), url) for url in api.servers]
