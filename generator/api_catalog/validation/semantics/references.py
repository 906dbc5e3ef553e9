"""Checks on references: each leads somewhere, to the right kind of object, and not only to itself."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.anatomy import kind_at
from api_catalog.documents.positions import from_pointer, to_pointer
from api_catalog.documents.reading import mapping, sequence
from api_catalog.documents.references import LONGEST, MISSING
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.walk import Node, Place
from api_catalog.validation.semantics.wording import nearest

_NAMES = {
    "callback": "a callback", "components": "the components", "discriminator": "a discriminator",
    "encoding": "an encoding", "example": "an example", "header": "a header", "link": "a link",
    "mediaType": "a media type", "openapi": "the whole description", "operation": "an operation",
    "parameter": "a parameter", "pathItem": "a path item", "requestBody": "a request body", "response": "a response",
    "schema": "a schema", "securityRequirement": "a security requirement", "securityScheme": "a security scheme",
    "server": "a server", "tag": "a tag",
}  # fmt: skip
_SAME_VALUE = ("allOf", "anyOf", "oneOf")


@check("unresolved-ref", Severity.ERROR, "https://spec.openapis.org/oas/v3.1.1.html#reference-object")
def unresolved_ref(description: Description) -> Iterator[Finding]:
    """A ``$ref`` or a value of a discriminator's mapping that leads nowhere, or not within reach."""
    anchors: frozenset[str] | None = None
    lengths: dict[str, int] = {}
    for kind, reference in description.references:
        if description.target(reference).value is not MISSING:
            if _length(description, reference, lengths) > LONGEST:
                message = f"$ref to {reference}: more than {LONGEST} references are on the way"
                hint = "Refer to the object at the end."
                yield from (Finding(node.at("$ref"), message, hint) for node in description.uses(kind, reference))
            continue
        uses = description.uses(kind, reference)
        if kind == "schema" and description.version >= "3.1":
            anchors = _anchors(description) if anchors is None else anchors
            uses = [] if reference[1:] in anchors else _outside_resources(description, uses)
        hint = _hint(description, reference) if uses else ""
        yield from (Finding(node.at("$ref"), f"$ref to {reference}: nothing is there", hint) for node in uses)
    for node in description.having("discriminator", "mapping"):
        for name, reference in mapping(node.value["mapping"]).items():
            is_local = isinstance(reference, str) and reference.startswith("#")
            if is_local and description.target(reference).value is MISSING:
                message = f"mapping of `{name}` to {reference}: nothing is there"
                yield Finding(node.at("mapping", name), message, _hint(description, reference))


def _length(description: Description, reference: str, known: dict[str, int]) -> int:
    """How many references are followed from one on; those in a circle are another check's."""
    first, way = reference, dict[str, None]()
    while reference and reference not in known and reference not in way:
        way[reference] = None
        further = mapping(description.target(reference).value).get("$ref")
        reference = further if isinstance(further, str) else ""
    length = known.get(reference, 0)
    for each in reversed(way):
        length += 1
        known[each] = length
    return known[first]


def _hint(description: Description, reference: str) -> str:
    """Where the reference may have meant to lead."""
    try:
        *parents, name = from_pointer(reference[1:])
    except ValueError:
        return "Write # and the keys on the way, each after a /."
    near = nearest(str(name), mapping(description.target("#" + to_pointer(parents)).value))
    if near is None or description.origin((*parents, near))[1] != (*description.origin(tuple(parents))[1], near):
        return "Check the spelling; names are case-sensitive."  # nothing is near, or only what another file brought in
    return f"Did you mean `{near}`?"


def _anchors(description: Description) -> frozenset[str]:
    names = (
        node.value[keyword]
        for keyword in ("$anchor", "$dynamicAnchor")
        for node in description.having("schema", keyword)
    )
    return frozenset(name for name in names if isinstance(name, str))


def _outside_resources(description: Description, schemas: list[Node]) -> list[Node]:
    """The schemas that do not lie in one with an ``$id``, from which their references would start."""
    roots = description.resources
    return [
        node
        for node in schemas
        if not roots or not any(node.pointer[:length] in roots for length in range(len(node.pointer) + 1))
    ]


@check("ref-kind", Severity.ERROR, "https://spec.openapis.org/oas/v3.1.1.html#structural-interoperability")
def ref_kind(description: Description) -> Iterator[Finding]:
    """A ``$ref`` to another kind of object than the one it stands for."""
    for kind, reference in description.references:
        other = _kind_of(description, reference)
        if other is not None and other != kind:
            uses = description.uses(kind, reference)
            if kind == "schema" and description.version >= "3.1":
                uses = _outside_resources(description, uses)
            message = f"$ref to {reference}: that is {_NAMES.get(other, other)}; {_NAMES[kind]} is needed here"
            hint = f"Refer to {_NAMES[kind]}, or write it here."
            yield from (Finding(node.at("$ref"), message, hint) for node in uses)


def _kind_of(description: Description, reference: str) -> str | None:
    """The kind of what a reference leads to; None if it leads nowhere or the specification does not say."""
    target = description.target(reference)
    if target.value is MISSING:
        return None
    return kind_at(target.pointer) if isinstance(target.value, dict | bool) else "no object"


@check("circular-ref", Severity.ERROR, "https://spec.openapis.org/oas/v3.1.1.html#reference-object")
def circular_ref(description: Description) -> Iterator[Finding]:
    """References that lead only to each other. A schema that contains itself by allOf and the like is a warning."""
    done: set[str] = set()
    for start in dict.fromkeys(reference for _, reference in description.references):
        trail: dict[str, None] = {}  # references from start on, each in the target of the one before
        todo = [(start, 0, description.target(start))]
        while todo:
            reference, depth, place = todo.pop()
            while len(trail) > depth:
                trail.popitem()
            if reference in trail:
                names = list(trail)
                yield _circle(description, place, reference, names[names.index(reference) :])
            elif reference not in done:
                done.add(reference)
                trail[reference] = None
                todo += [(further, depth + 1, at) for at, further in _further(description, reference)]


def _circle(description: Description, place: Place, reference: str, circle: list[str]) -> Finding:
    if all(_is_only_reference(description, each) for each in circle):
        message = f"$ref to {reference}: it leads back to itself and never to an object"
        return Finding(place.at("$ref"), message, "Let one of the references in the circle be an object.")
    message = f"$ref to {reference}: the schema contains itself, for the same value and without end"
    hint = "Move what is common to a schema of its own, and refer to that."
    return Finding(place.at("$ref"), message, hint, Severity.WARNING)


def _is_only_reference(description: Description, reference: str) -> bool:
    value = mapping(description.target(reference).value)
    return "$ref" in value and (description.version < "3.1" or len(value) == 1)


def _further(description: Description, reference: str) -> Iterator[tuple[Place, str]]:
    """The references in the target of one that say more about the same value, with their places."""
    todo = [description.target(reference)]
    while todo:
        place = todo.pop()
        value = place.value
        if not isinstance(value, dict):
            continue
        if isinstance(further := value.get("$ref"), str):
            yield place, further
            if description.version < "3.1":
                continue
        for keyword in _SAME_VALUE:
            todo += [Place(item, place, (keyword, index)) for index, item in enumerate(sequence(value.get(keyword)))]
