"""Schema Objects → SchemaView trees: each named schema is drawn once and linked, depth is bounded, cycles are marked.

A named schema is drawn where it is first needed; what would lie too deep there is drawn on its own at the end of the
page (``leftover``). OpenAPI 2.0 and 3.0 are read by their own rules: ``$ref`` hides its siblings, ``nullable``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import Any

from markupsafe import Markup

from api_catalog.catalog.slugs import anchor, within
from api_catalog.documents.references import resolve
from api_catalog.reference import extensions, keywords
from api_catalog.reference.docs import docs_of
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.merging import DEEPEST, MERGED, Merging
from api_catalog.reference.model import GroupView, PropertyView, SchemaView
from api_catalog.reference.words import constraints, json_text

MAX_DEPTH = 6
_NOTHING = Markup()
_FIELDS = tuple(field.name for field in dataclasses.fields(SchemaView))
_CHOICES = {"oneOf": "one of", "anyOf": "any of", "not": "not"}
_PARTS = {
    "if": "if it is",
    "then": "then",
    "else": "otherwise",
    "contains": "contains",
    "propertyNames": "each name of a property",
    "additionalProperties": "each further property",
    "unevaluatedProperties": "each property not named so far",
    "additionalItems": "each further item",
    "unevaluatedItems": "each item not named so far",
    "contentSchema": "its content",
}
_MORE_THAN_ITEMS = {*_CHOICES, *_PARTS, "properties", "patternProperties", "dependentSchemas", "prefixItems", "enum"}
_NAMED_PARTS = {"patternProperties": "properties matching", "dependentSchemas": "with the property"}
_GROUPED = frozenset((*_CHOICES, *_PARTS, *_NAMED_PARTS, "items", "prefixItems", "x-more", "x-rest"))
_NESTED = frozenset((*_GROUPED, "$ref", "allOf", "properties", *MERGED))  # where other schemas are in it, or are noted
_MOST_OPEN = 50  # named schemas in each other; what is in them then is drawn apart
_MOST_ALTERNATIVES = 4
_LONGEST_PARENT = 16  # characters of the id of what something is in
_MOST_PARTS = 700  # properties or alternatives of one schema that are drawn in one place

# Each level takes several calls, on top of those of whoever asked; calls in Python take no space on the stack of C.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 3000))


Leaves = dict[int, tuple[dict[str, Any], SchemaView]]  # by the identity of a schema that has no schemas in it


@lru_cache(maxsize=10_000)
def _digest(parent: str) -> str:
    """Seven letters and digits in place of a long id, always the same ones."""
    return hashlib.sha256(parent.encode()).hexdigest()[:7]


@lru_cache(maxsize=20_000)
def _id_of(name: str) -> str:
    return anchor("schema", name)


@lru_cache(maxsize=20_000)
def _part(name: str) -> str:
    return within("", name)


class Schemas:
    """The schemas of one page. Stateful: it knows what has been drawn."""

    def __init__(
        self,
        root: dict[str, Any],
        max_depth: int = MAX_DEPTH,
        taken: Iterable[str] = (),
        leaves: Leaves | None = None,
    ) -> None:
        """``taken`` are the ids that stand on the page already, ``leaves`` what other pages of ``root`` have drawn."""
        self._root = root
        self._max_depth = max_depth
        self._drawn: dict[str, str] = {}  # reference → anchor
        self._in_line: set[str] = set()  # references of small ones, drawn wherever they are used
        self._anchors = set(taken)
        self._place = ""
        self._open: list[str] = []
        self._merging = Merging(root, self._open)
        self._keeps_siblings = self._merging.keeps_siblings
        self._waiting: dict[str, Any] = {}
        self._owner = ""
        self._needs: dict[str, set[str]] = {}  # id of an operation or reference of a schema → references in it
        self._level = 0
        self._leaves = {} if leaves is None else leaves

    def view(self, schema: Any, depth: int = 0) -> SchemaView:
        """The view of ``schema``, at ``depth`` levels below the body or parameter it belongs to."""
        if schema is True or schema == {} or schema is None:
            return SchemaView("any")
        if schema is False:
            return SchemaView("nothing")
        if not isinstance(schema, dict):
            return SchemaView("any")
        leaf = self._leaves.get(id(schema))
        if leaf is not None:
            return leaf[1]
        schema = self._merging.with_siblings(schema)
        reference = schema.get("$ref")
        if isinstance(reference, str):
            return self._named(reference, schema, depth)
        return self._draw(schema, depth)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Gives what is drawn meanwhile ids below the id ``place``."""
        before, self._place = self._place, place
        try:
            yield
        finally:
            self._place = before

    @contextmanager
    def counted_for(self, owner: str) -> Iterator[None]:
        """Whatever is linked meanwhile counts as needed by ``owner``: the id of an operation, a reference."""
        before, self._owner = self._owner, owner
        try:
            yield
        finally:
            self._owner = before

    @property
    def needs(self) -> dict[str, frozenset[str]]:
        """The ids of the named schemas that are linked, by the id of the operation or schema that links them."""
        return {
            self._drawn.get(owner, owner): frozenset(self._drawn[reference] for reference in references)
            for owner, references in self._needs.items()
        }

    def place(self, parent: str, name: str) -> str:
        """A new id for the part ``name`` of the element with the id ``parent``: ``schema-pet.name``, ``3fa9c01.name``.

        Most of a long id would be that of its parent, which a page would repeat for each of hundreds of properties.
        """
        return self._free((parent if len(parent) <= _LONGEST_PARENT else _digest(parent)) + _part(name))

    def has(self, reference: str) -> bool:
        """Was the named schema drawn?"""
        return reference in self._drawn or reference in self._in_line

    @property
    def drawn(self) -> frozenset[str]:
        """References of the named schemas that were drawn."""
        return frozenset(self._drawn) | frozenset(self._in_line)

    def apart(self, reference: str) -> SchemaView:
        """A named schema for a list of them: with its name and a place, even if it is small."""
        with self.counted_for(reference):
            view = self.view({"$ref": reference})
        if view.anchor or view.link:
            return view
        name = keywords.name_of(reference)
        return _replace(view, name=name, anchor=self._anchor(name))

    def leftover(self, elsewhere: frozenset[str] = frozenset()) -> tuple[SchemaView, ...]:
        """The named schemas that were linked but drawn nowhere yet, here or ``elsewhere``."""
        views = []
        while self._waiting:
            reference, target = self._waiting.popitem()
            if reference not in self._open and reference not in elsewhere:
                with self.counted_for(reference):
                    views.append(self._draw_named(reference, target, 0))
        return tuple(sorted(views, key=lambda view: view.name.casefold()))

    def _named(self, reference: str, schema: dict[str, Any], depth: int) -> SchemaView:
        target = resolve(self._root, schema)
        name = keywords.name_of(reference)
        description = schema.get("description") if self._keeps_siblings else None
        if not isinstance(target, dict) or keywords.is_small(target):
            self._in_line.add(reference)
            drawn = self._draw(target, depth) if isinstance(target, dict) else self.view(target)
            drawn = _replace(drawn, type=name) if drawn.type == "any" and target else drawn
            return self._with(drawn, description)
        if reference not in self._drawn and depth < self._max_depth and len(self._open) < _MOST_OPEN:
            return self._with(self._draw_named(reference, target, depth), description)
        if reference not in self._drawn:
            self._drawn[reference] = self._anchor(name)
            self._waiting[reference] = target
        self._needs.setdefault(self._owner, set()).add(reference)
        return SchemaView(
            name,
            name=name,
            link=self._drawn[reference],
            recursive=reference in self._open,
            description=markdown(str(description)) if description else Markup(),
        )

    def _draw_named(self, reference: str, target: dict[str, Any], depth: int) -> SchemaView:
        name = keywords.name_of(reference)
        here = self._drawn.setdefault(reference, "") or self._anchor(name)
        self._drawn[reference] = here
        self._waiting.pop(reference, None)
        self._open.append(reference)
        with self.at(here):
            view = self._draw(target, depth)
        self._open.pop()
        kind = name if view.type in ("object", "any") or view.has_children else view.type
        if view.anchor:  # an array stands for its items, which are drawn here too
            return _replace(view, type=kind, name=name, other_anchors=(*view.other_anchors, here))
        return _replace(view, type=kind, name=name, anchor=here)

    def _anchor(self, name: str) -> str:
        return self._free(_id_of(name))

    def _free(self, wish: str) -> str:
        free, number = wish, 2
        while free in self._anchors:
            free, number = f"{wish}-{number}", number + 1
        self._anchors.add(free)
        return free

    def _with(self, view: SchemaView, description: Any) -> SchemaView:
        """What is said where a schema is used comes before what the schema says of itself."""
        said = markdown(str(description)) if description else Markup()
        if not said or said == view.description:
            return view
        return _replace(view, description=said, further=view.description + view.further)

    def _draw(self, schema: dict[str, Any], depth: int) -> SchemaView:
        if _NESTED.isdisjoint(schema):
            leaf = self._leaves.get(id(schema))
            if leaf is None:
                leaf = self._leaves[id(schema)] = (schema, self._leaf(schema))
            return leaf[1]
        wrapped = keywords.wrapped(schema)
        if wrapped is not None:
            view = self._named(wrapped["$ref"], {"$ref": wrapped["$ref"]}, depth)
            return _replace(
                self._with(view, wrapped.get("description")),
                type=view.type + (" or null" if wrapped.get("nullable") is True else ""),
                examples=keywords.examples(wrapped) or view.examples,
                deprecated=wrapped.get("deprecated") is True or view.deprecated,
                default=json_text(wrapped["default"], 120) if "default" in wrapped else view.default,
                marks=keywords.marks(wrapped) or view.marks,
            )
        parts: list[str] = []
        merged = self._merging.merge(schema, parts)
        self._open += parts
        self._level += 1
        view = self._draw_merged(merged, depth)
        self._level -= 1
        del self._open[len(self._open) - len(parts) :]
        return view

    def _draw_merged(self, merged: dict[str, Any], depth: int) -> SchemaView:
        if depth > DEEPEST or self._level > 2 * DEEPEST:  # arrays count half
            marks = (*keywords.marks(merged), "nested too deep to be drawn here")
            return SchemaView(
                self._type(merged), description=markdown(str(merged.get("description") or "")), marks=marks
            )
        items = merged.get("items")
        if keywords.is_array(merged) and isinstance(items, dict) and not _MORE_THAN_ITEMS & set(merged):
            return self._array(merged, items, depth)
        properties, groups = self._properties(merged, depth), self._groups(merged, depth)
        return self._leaf(merged, properties, groups)

    def _leaf(
        self,
        schema: dict[str, Any],
        properties: tuple[PropertyView, ...] = (),
        groups: tuple[GroupView, ...] = (),
    ) -> SchemaView:
        """What a schema says itself."""
        description, has_enum = schema.get("description"), "enum" in schema
        return SchemaView(
            type=self._type(schema),
            constraints=constraints(schema),
            enum=keywords.enum(schema) if has_enum else (),
            meanings=extensions.meanings(schema, keywords.MAX_ENUM) if has_enum else (),
            default=json_text(schema["default"], 120) if "default" in schema else "",
            examples=keywords.examples(schema),
            description=markdown(str(description)) if description else _NOTHING,
            discriminator=keywords.discriminator(schema) if "discriminator" in schema else "",
            deprecated=schema.get("deprecated") is True,
            marks=(*keywords.marks(schema), *extensions.marks(schema)),
            docs=docs_of(schema["externalDocs"]) if "externalDocs" in schema else None,
            properties=properties,
            groups=groups,
        )

    def _array(self, schema: dict[str, Any], items: dict[str, Any], depth: int) -> SchemaView:
        """An array stands for its items: one level less to open."""
        inner = self.view(items, depth)
        return _replace(
            self._with(inner, schema.get("description")),
            type=f"array of {inner.type}" + (" or null" if self._nullable(schema) else ""),
            constraints=(*constraints(schema), *(f"each {word}" for word in inner.constraints)),
            default=json_text(schema["default"], 120) if "default" in schema else "",
            examples=keywords.examples(schema) or inner.examples,
            deprecated=schema.get("deprecated") is True,
            marks=keywords.marks(schema),
        )

    def _properties(self, schema: dict[str, Any], depth: int) -> tuple[PropertyView, ...]:
        if "properties" not in schema:
            return ()
        names = set(keywords.names(schema.get("required")))
        stated = islice(keywords.mapping(schema.get("properties")).items(), _MOST_PARTS)
        return tuple(self._property(name, raw, name in names, depth) for name, raw in stated)

    def _further_properties(self, schema: dict[str, Any]) -> tuple[SchemaView, ...]:
        """Links to the properties beyond the first ones, which are drawn apart as schemas of their own."""
        stated = list(keywords.mapping(schema.get("properties")).items())
        required = schema.get("required")
        return tuple(
            self._further(start, {"type": "object", "properties": dict(some), "required": required}, len(some))
            for start, some in _beyond_first(stated)
        )

    def _branches(self, keyword: str, branches: list[Any], depth: int) -> tuple[SchemaView, ...]:
        """The schemas in a list, and links to those beyond the first ones."""
        shown = [self._branch(branch, depth) for branch in branches[:_MOST_PARTS]]
        shown += [self._further(start, {keyword: some}, len(some)) for start, some in _beyond_first(branches)]
        return tuple(shown)

    def _further(self, start: int, schema: dict[str, Any], number: int) -> SchemaView:
        """A link to a part of the schema that is being drawn, and which is too large to be drawn in one place."""
        owner = self._place.rpartition(".")[2].removeprefix("schema-") or "parts"
        name = f"{owner} {start + 1} to {start + number}"
        here = self._anchor(name)
        reference = f"#/{here}/{name}"  # leads nowhere; what is drawn apart is known by one
        self._drawn[reference] = here
        self._waiting[reference] = schema
        return SchemaView(name, name=name, link=here)

    def _property(self, name: str, raw: Any, required: bool, depth: int) -> PropertyView:
        place = self._place
        here = self._place = self.place(place, name)
        view = self.view(raw, depth + 1)
        self._place = place
        return PropertyView(clean_text(name), required, view, here)

    def _groups(self, schema: dict[str, Any], depth: int) -> tuple[GroupView, ...]:
        """Everything of a schema that is a schema itself and no named property."""
        if _GROUPED.isdisjoint(schema) and len(keywords.mapping(schema.get("properties"))) <= _MOST_PARTS:
            return ()
        stated = [(key, schema[key]) for key in _CHOICES if key in schema]
        stated += schema.get("x-more", ())
        groups = []
        for key, value in stated:
            branches = value if isinstance(value, list) else [value]
            if key == "not" or len(branches) > 1 or not all(map(keywords.is_bare, branches)):
                groups.append(GroupView(_CHOICES[key], self._branches(key, branches, depth)))
        if "x-rest" in schema:
            groups.append(GroupView("and all of", tuple(self.view(part, depth + 1) for part in schema["x-rest"])))
        if further := self._further_properties(schema):
            groups.append(GroupView("further properties", further))
        for key, label in _PARTS.items():
            value = schema.get(key)
            if (isinstance(value, dict) and value) or (value is False and key in ("then", "else")):
                groups.append(GroupView(label, (self.view(value, depth + 1),)))
        if isinstance(schema.get("items"), dict):  # of what is more than an array, or else it would stand for them
            groups.append(GroupView("each item", (self.view(schema["items"], depth + 1),)))
        if isinstance(schema.get("prefixItems"), list):
            groups.append(GroupView("items in order", self._branches("prefixItems", schema["prefixItems"], depth)))
        for key, label in _NAMED_PARTS.items():
            for name, raw in keywords.mapping(schema.get(key)).items():
                groups.append(GroupView(f"{label} {clean_text(name)}", (self.view(raw, depth + 1),)))
        return tuple(groups)

    def _branch(self, schema: Any, depth: int) -> SchemaView:
        view = self.view(schema, depth + 1)
        title = schema.get("title") if isinstance(schema, dict) else None
        return _replace(view, name=clean_text(str(title))) if title and not view.name else view

    def _type(self, schema: dict[str, Any]) -> str:
        stated = schema.get("type")
        if isinstance(stated, list):
            return " or ".join(str(item) for item in stated) or "any"
        if "const" in schema:
            return f"always {json_text(schema['const'], 80)}"
        names = schema.get("x-parts")
        if stated is None:
            if names and len(names) == 1:
                stated = str(names[0])
            elif isinstance(schema.get("properties"), dict) or isinstance(schema.get("additionalProperties"), dict):
                stated = "object"
            elif any(key in schema for key in ("oneOf", "anyOf")):
                branches = schema.get("oneOf") or schema.get("anyOf") or []
                stated = self._alternatives(branches if isinstance(branches, list) else [])
            elif keywords.is_array(schema):
                stated = "array"
            else:
                stated = keywords.type_of_values(schema.get("enum"))
        if stated == "object" and not schema.get("properties") and isinstance(schema.get("additionalProperties"), dict):
            stated = "map"
        return str(stated) + (" or null" if self._nullable(schema) else "")

    def _nullable(self, schema: dict[str, Any]) -> bool:
        """3.1 knows no ``nullable``."""
        return keywords.nullable(schema) and not (self._keeps_siblings and not isinstance(schema.get("type"), list))

    def _alternatives(self, branches: list[Any]) -> str:
        """The branches of a choice as a type in words; a number if they are many."""
        words = list(dict.fromkeys(keywords.word(branch) for branch in branches))
        return " or ".join(words) if words and len(words) <= _MOST_ALTERNATIVES else f"one of {len(branches)}"


def _beyond_first(items: list[Any]) -> Iterator[tuple[int, list[Any]]]:
    """The items beyond those that are drawn in place, in lists of as many, each with the index of its first."""
    for start in range(_MOST_PARTS, len(items), _MOST_PARTS):
        yield start, items[start : start + _MOST_PARTS]


def _replace(view: SchemaView, **changes: Any) -> SchemaView:
    """As ``dataclasses.replace``, which takes three times as long."""
    return SchemaView(*[changes[name] if name in changes else getattr(view, name) for name in _FIELDS])
