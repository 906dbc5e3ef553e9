"""Checks on the list of tags of a description."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import text
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.wording import did_you_mean


@check("tag-unique", Severity.ERROR, "https://spec.openapis.org/oas/v3.1.1.html#openapi-object")
def tag_unique(description: Description) -> Iterator[Finding]:
    """Two tags of one name in the list of tags."""
    first: dict[str, object] = {}
    for node in description.having("tag", "name"):
        tag = node.value
        name = tag["name"]
        if not isinstance(name, str):
            continue
        other = first.setdefault(name, tag)
        is_told = description.version in ("2.0", "3.0") and other == tag  # by the schema
        if other is not tag and not is_told:
            yield Finding(node.at("name"), f"the tag `{name}` is already in the list", "Keep one of the two.")


@check("tag-tree", Severity.ERROR, "https://spec.openapis.org/oas/v3.2.0.html#tag-object")
def tag_tree(description: Description) -> Iterator[Finding]:
    """A parent of a tag that is not in the list of tags, or that has the tag among its own parents. OpenAPI 3.2."""
    if description.version != "3.2":
        return
    parents = {text(tag.value.get("name")): tag.value.get("parent") for tag in description.objects("tag")}
    circular = _in_circles(parents)
    for tag in description.having("tag", "parent"):
        name, parent = text(tag.value.get("name")), tag.value["parent"]
        if not isinstance(parent, str):
            continue
        if parent not in parents:
            hint = did_you_mean(parent, parents, "Add it to the list of tags.")
            yield Finding(tag.at("parent"), f"there is no tag `{parent}`", hint)
        elif name in circular:
            message = f"the tag `{name}` is among its own parents"
            yield Finding(tag.at("parent"), message, "Remove one `parent` of the circle.")


def _in_circles(parents: dict[str, object]) -> set[str]:
    """The names that are among their own parents."""
    found: set[str] = set()
    seen: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        name: object = start
        while isinstance(name, str) and name not in seen:
            seen.add(name)
            trail[name] = None
            name = parents.get(name)
        if isinstance(name, str) and name in trail:
            names = list(trail)
            found.update(names[names.index(name) :])
    return found
