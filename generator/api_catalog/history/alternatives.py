"""Members of ``oneOf`` and ``anyOf`` before and after: which is which."""

from __future__ import annotations

from collections.abc import Hashable

from api_catalog.documents.reading import mapping, sequence
from api_catalog.history.findings import shown
from api_catalog.history.shapes import Node, Schemas
from api_catalog.history.values import bare, key_of

Matched = tuple[list[tuple[Node, Node]], list[Node], list[Node]]


def matched(before: Schemas, one: list[Node], after: Schemas, other: list[Node]) -> Matched:
    """Pairs, those that are gone and those that are new.

    Members are the same if they are equal, have one name or one constant property; what is left pairs by its types, and
    a last one on both sides is taken for one that changed.
    """
    pairs: list[tuple[Node, Node]] = []
    old, new = list(one), list(other)
    for key in (_content, _name, _constant, _types):
        for first in list(old):
            wanted = key(before, first)
            second = next((each for each in new if wanted is not None and key(after, each) == wanted), None)
            if second is not None:
                pairs.append((first, second))
                old.remove(first)
                new.remove(second)
    if len(old) == len(new) == 1 and len(one) == len(other):
        pairs.append((old.pop(), new.pop()))
    return pairs, old, new


def names_of(schemas: Schemas, nodes: list[Node]) -> str:
    """The members as people call them."""
    return ", ".join(f"“{shown(_call(schemas, node))}”" for node in nodes[:6]) + (" and more" if len(nodes) > 6 else "")


def _call(schemas: Schemas, node: Node) -> str:
    value = schemas.value(node)
    reference = mapping(node.value).get("$ref")
    if isinstance(reference, str):
        return reference.rpartition("/")[2]
    stated = value.get("title") or value.get("const") or value.get("format") or value.get("type")
    if value.get("properties"):
        stated = value.get("title") or "with " + ", ".join(list(mapping(value["properties"]))[:3])
    return str(stated or "of another form")


def _content(schemas: Schemas, node: Node) -> Hashable:
    value = mapping(node.value)
    return None if "$ref" in value else key_of(bare(value))


def _name(schemas: Schemas, node: Node) -> Hashable:
    value = mapping(node.value)
    return str(value["$ref"]) if "$ref" in value else schemas.value(node).get("title")


def _constant(schemas: Schemas, node: Node) -> Hashable:
    for name, raw in mapping(schemas.value(node).get("properties")).items():
        value = schemas.value(Node(raw, node.place))
        values = [value["const"]] if "const" in value else sequence(value.get("enum"))
        if len(values) == 1:
            return (name, key_of(values[0]))
    return None


def _types(schemas: Schemas, node: Node) -> Hashable:
    shape = schemas.shape(schemas.target(node))
    simple = not shape.properties and shape.types and not shape.types & {"object"}
    return (tuple(sorted(shape.types or ())), shape.format) if simple else None
