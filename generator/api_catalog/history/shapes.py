"""What a schema asks for, in one form for every version of OpenAPI: ``allOf`` merged, ways to say null made one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from api_catalog.documents.positions import from_pointer
from api_catalog.documents.reading import mapping, mappings, sequence, texts
from api_catalog.documents.references import LONGEST, MISSING, resolve, target
from api_catalog.history.findings import Place
from api_catalog.history.values import Key, key_of

WORDS = ("title", "description", "summary", "externalDocs", "$comment")
EXAMPLES = ("example", "examples")
LOWER = ("minimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "maxLength", "maxItems", "maxProperties")
_READ = frozenset((
    *WORDS, *EXAMPLES, *LOWER, *UPPER, "exclusiveMinimum", "exclusiveMaximum", "type", "nullable", "enum", "const",
    "properties", "required", "additionalProperties", "items", "prefixItems", "pattern", "format", "default",
    "uniqueItems", "allOf", "anyOf", "oneOf", "deprecated", "readOnly", "writeOnly", "$ref", "multipleOf", "$defs",
    "definitions", "$schema", "$id", "$anchor", "$dynamicAnchor",
))  # fmt: skip
_MOST_MEMBERS = 2000  # of allOf in all, for one schema


@dataclass(frozen=True, slots=True)
class Node:
    """A schema as it is written, and where."""

    value: Any
    place: Place


@dataclass(slots=True)
class Shape:
    """``None`` says that nothing is asked. Limits are pairs that compare as strictly as they are."""

    types: frozenset[str] | None = None  # without null
    nullable: bool = False
    values: dict[Key, Any] | None = None
    grows: bool = False  # more values may come
    properties: dict[str, Node] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    additional: Node | bool = True
    items: Node | None = None
    prefix: list[Node] = field(default_factory=list)
    limits: dict[str, tuple[float, int]] = field(default_factory=dict)
    multiple: float | None = None
    is_unique: bool = False
    patterns: tuple[str, ...] = ()
    format: str = ""
    default: Any = MISSING
    groups: list[tuple[str, list[Node]]] = field(default_factory=list)
    is_deprecated: bool = False
    words: dict[str, Any] = field(default_factory=dict)
    examples: dict[str, Any] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    is_nothing: bool = False  # the schema ``false``

    @property
    def is_open(self) -> bool:
        """Asks for nothing itself, whatever its alternatives ask."""
        return (
            self.types is None and self.values is None and not (self.properties or self.required or self.others)
        )  # fmt: skip


class Schemas:
    """The schemas of one description."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        version = str(root.get("openapi", root.get("swagger", "")))
        self._siblings_count = not version.startswith(("2", "3.0"))  # of a $ref

    def target(self, node: Node) -> Node:
        """Where a reference leads, if it says nothing beside; else ``node`` itself."""
        for _ in range(LONGEST):
            reference = mapping(node.value).get("$ref")
            if not isinstance(reference, str) or not reference.startswith("#"):
                return node
            if self._siblings_count and any(key not in (*WORDS, *EXAMPLES, "$ref") for key in node.value):
                return node
            value = target(self.root, reference)
            if value is MISSING:
                return node
            node = Node(value, place_of(reference))
        return node

    def own_words(self, node: Node) -> dict[str, Any]:
        """What a reference says beside itself."""
        value = mapping(node.value)
        return {key: value[key] for key in WORDS if key in value} if self._siblings_count and "$ref" in value else {}

    def shape(self, node: Node) -> Shape:
        shape = Shape()
        pending, seen, left = [node], set(), _MOST_MEMBERS
        while pending and left:
            left -= 1
            part = pending.pop(0)
            if part.place.pointer in seen:
                continue
            seen.add(part.place.pointer)
            if part.value is False:
                shape.is_nothing = True
            value = mapping(part.value)
            reference = value.get("$ref")
            if isinstance(reference, str):
                found = target(self.root, reference) if reference.startswith("#") else MISSING
                if found is not MISSING:
                    pending.append(Node(found, place_of(reference)))
                if not self._siblings_count:
                    continue
            members = sequence(value.get("allOf"))
            pending += [Node(member, part.place.step("allOf", index)) for index, member in enumerate(members)]
            _add(shape, value, part.place)
            pending += self._only_members(shape)
        _sort_out(self, shape)
        return shape

    def own(self, node: Node) -> Shape:
        """What the schema says itself, without those that it is made of."""
        shape = Shape()
        _add(shape, mapping(node.value), node.place)
        return shape

    def alone(self, node: Node) -> Node:
        """The only alternative of a schema that offers one, or null; else the schema."""
        found = list(self._only_members(self.own(node)))
        return found[0] if len(found) == 1 else node

    def _only_members(self, shape: Shape) -> Iterator[Node]:
        """Alternatives without others, but for null, are no alternatives; taken out of the shape."""
        for group in list(shape.groups):
            rest = [member for member in group[1] if not _is_null(self.value(member))]
            if len(rest) == 1:
                shape.groups.remove(group)
                shape.nullable = shape.nullable or len(rest) < len(group[1])
                yield rest[0]

    def value(self, node: Node) -> dict[str, Any]:
        return mapping(resolve(self.root, node.value))


def place_of(reference: str) -> Place:
    """The place that ``#/components/schemas/Dog/properties/name`` names."""
    try:
        pointer = from_pointer(unquote(reference[1:]))
    except ValueError:
        return Place((), reference)
    if pointer[:1] == ("definitions",) and len(pointer) > 1:
        name, rest = pointer[1], pointer[2:]
    elif pointer[:1] == ("components",) and len(pointer) > 2:
        name, rest = pointer[2], pointer[3:]
    else:
        name, rest = reference, ()
    words = "".join(f" › {step}" for step in rest if step not in ("properties", "items", "schema"))
    return Place(pointer, f" › schema {name}{words}")


def _add(shape: Shape, value: dict[str, Any], place: Place) -> None:
    """Asks of ``shape`` what one schema says itself."""
    _add_type(shape, value)
    for name, raw in mapping(value.get("properties")).items():
        node = Node(raw, place.step("properties", name, words=f" › {name}"))
        shape.properties[name] = _both(shape.properties[name], node) if name in shape.properties else node
    shape.required |= {name for name in texts(value.get("required")) if name}
    further = value.get("additionalProperties", True)
    if further is False:
        shape.additional = False
    elif isinstance(further, dict) and further and shape.additional is not False:
        shape.additional = Node(further, place.step("additionalProperties", words=" › *"))
    if isinstance(value.get("items"), dict):
        node = Node(value["items"], place.step("items", words="[]"))
        shape.items = _both(shape.items, node) if shape.items else node
    prefix = value.get("prefixItems", value.get("items"))
    shape.prefix += [
        Node(raw, place.step("prefixItems", at, words=f"[{at}]")) for at, raw in enumerate(sequence(prefix))
    ]
    _add_limits(shape, value)
    for keyword in ("oneOf", "anyOf"):
        members = sequence(value.get(keyword))
        if members:
            nodes = [Node(raw, place.step(keyword, at)) for at, raw in enumerate(members)]
            shape.groups.append((keyword, nodes))
    shape.is_deprecated = shape.is_deprecated or value.get("deprecated") is True
    shape.default = value.get("default", shape.default) if shape.default is MISSING else shape.default
    for key, item in value.items():
        if key in WORDS:
            shape.words.setdefault(key, item)
        elif key in EXAMPLES:
            shape.examples.setdefault(key, item)
        elif key.startswith("x-"):
            shape.extensions.setdefault(key, item)
        elif key not in _READ:
            shape.others[key] = item if key not in shape.others else [shape.others[key], item]


def _add_type(shape: Shape, value: dict[str, Any]) -> None:
    stated = value.get("type")
    types = {stated} if isinstance(stated, str) else {each for each in texts(stated) if each} or None
    values = value.get("enum") if isinstance(value.get("enum"), list) else None
    if "const" in value:
        values = [value["const"]]
    if types is None:
        types = _implied(value, values)
    if types is not None:
        if value.get("nullable") is True or value.get("x-nullable") is True or "null" in types:
            shape.nullable = True
        types = types - {"null"}
        shape.types = frozenset(types) if shape.types is None else _overlap(shape.types, types)
    if values is not None:
        shape.nullable = shape.nullable or None in values
        found = {key_of(each): each for each in values if each is not None}
        shape.values = found if shape.values is None else {key: found[key] for key in shape.values if key in found}
    if value.get("x-extensible-enum"):
        shape.grows = True
        listed = {key_of(each): each for each in sequence(value["x-extensible-enum"])}
        shape.values = {**(shape.values or {}), **listed} or shape.values


def _overlap(one: frozenset[str], other: set[str]) -> frozenset[str]:
    both = one & other
    if "integer" in one | other and "number" in one | other:
        both |= {"integer"}
    return both


def _implied(value: dict[str, Any], values: list[Any] | None) -> set[str] | None:
    """The type of a schema that forgot to say it."""
    if any(key in value for key in ("properties", "additionalProperties")):
        return {"object"}
    if "items" in value or "prefixItems" in value:
        return {"array"}
    if values and all(isinstance(each, str) for each in values):
        return {"string"}
    return None


def _both(one: Node, other: Node) -> Node:
    """A property that two members of ``allOf`` speak of."""
    if one.place.pointer == other.place.pointer:
        return one
    members = one.value["allOf"] if one.place.pointer[-1:] == ("&",) else [one.value]
    pointer = one.place.pointer if one.place.pointer[-1:] == ("&",) else (*one.place.pointer, "&")
    return Node({"allOf": [*members, other.value]}, Place(pointer, one.place.words))


def _add_limits(shape: Shape, value: dict[str, Any]) -> None:
    for key in (*LOWER, *UPPER):
        is_lower = key in LOWER
        found = [(float(value[key]), 0)] if _is_number(value.get(key)) else []
        exclusive = value.get("exclusiveM" + key[1:]) if key in ("minimum", "maximum") else None
        if exclusive is True and found:
            found = [(found[0][0], 1 if is_lower else -1)]
        elif _is_number(exclusive):
            found.append((float(exclusive), 1 if is_lower else -1))  # type: ignore[arg-type] # it is a number
        for limit in found:
            known = shape.limits.get(key, limit)
            shape.limits[key] = max(known, limit) if is_lower else min(known, limit)
        if is_lower and key != "minimum" and shape.limits.get(key) == (0.0, 0):
            del shape.limits[key]  # nothing is less
    if _is_number(value.get("multipleOf")):
        shape.multiple = float(value["multipleOf"])
    shape.is_unique = shape.is_unique or value.get("uniqueItems") is True
    if isinstance(value.get("pattern"), str) and value["pattern"] not in shape.patterns:
        shape.patterns = (*shape.patterns, value["pattern"])
    shape.format = shape.format or str(value.get("format") or "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sort_out(schemas: Schemas, shape: Shape) -> None:
    """Alternatives that are null, or the values of a list, are no alternatives."""
    kept = []
    for keyword, members in shape.groups:
        rest = [member for member in members if not _is_null(schemas.value(member))]
        shape.nullable = shape.nullable or len(rest) < len(members)
        values = list(_values_of(schemas, rest))
        if rest and len(values) == len(rest):  # each is one value, with words about it
            listed = {key_of(each): each for each in values}
            shape.values = listed if shape.values is None else shape.values
            shape.types = shape.types or (frozenset({"string"}) if all(isinstance(v, str) for v in values) else None)
        elif (open_list := _open_list(schemas, rest)) is not None:
            shape.values, shape.grows, shape.types = open_list, True, frozenset({"string"})
        elif rest:
            kept.append((keyword, rest))
    shape.groups = kept


def _is_null(value: dict[str, Any]) -> bool:
    return value.get("type") in ("null", ["null"]) or (value.get("enum") == [None]) or value.get("const", "") is None


def _values_of(schemas: Schemas, members: list[Node]) -> Iterator[Any]:
    for member in members:
        value = schemas.value(member)
        if "const" in value:
            yield value["const"]
        elif len(sequence(value.get("enum"))) == 1 and value.get("type") == "string":
            yield value["enum"][0]


def _open_list(schemas: Schemas, members: list[Node]) -> dict[Key, Any] | None:
    """The values of ``anyOf: [{enum: […]}, {type: string}]``: these, and others that may come."""
    values = mappings([schemas.value(member) for member in members])
    plain = [each for each in values if each.get("type") == "string" and not {"enum", "const", "format"} & set(each)]
    lists = [each for each in values if each.get("enum") and each.get("type", "string") == "string"]
    if not plain or not lists or len(plain) + len(lists) != len(values):
        return None
    return {key_of(value): value for each in lists for value in sequence(each["enum"])}
