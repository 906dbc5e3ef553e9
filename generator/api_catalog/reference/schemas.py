"""Schema Objects → SchemaView trees: each named schema is drawn once and linked, depth is bounded, cycles are marked.

A named schema is drawn where it is first needed; what would lie too deep there is drawn on its own at the end of the
page (``leftover``). OpenAPI 2.0 and 3.0 are read by their own rules: ``$ref`` hides its siblings, ``nullable``.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from markupsafe import Markup

from api_catalog.catalog.slugs import anchor
from api_catalog.documents.references import resolve
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import GroupView, PropertyView, SchemaView
from api_catalog.reference.words import constraints, json_text

MAX_DEPTH = 6
MAX_ENUM = 1000
_GROUPS = (("oneOf", "one of"), ("anyOf", "any of"), ("not", "not"))
_CONDITIONS = (("if", "if it is"), ("then", "then"), ("else", "otherwise"))
_ANNOTATIONS = {"title", "description", "default", "deprecated", "readOnly", "writeOnly", "nullable", "example", "xml"}
_SHORT_ENUM = 8
_MOST_ALTERNATIVES = 4


class Schemas:
    """The schemas of one page. Stateful: it knows what has been drawn."""

    def __init__(self, root: dict[str, Any], prefix: str = "schema") -> None:
        self._root = root
        self._prefix = prefix
        self._keeps_siblings = str(root.get("openapi", "")).startswith(("3.1", "3.2"))
        self._drawn: dict[str, str] = {}  # reference → anchor
        self._anchors: set[str] = set()
        self._open: list[str] = []
        self._waiting: dict[str, Any] = {}

    def view(self, schema: Any, depth: int = 0) -> SchemaView:
        """The view of ``schema``, at ``depth`` levels below the body or parameter it belongs to."""
        if schema is True or schema == {} or schema is None:
            return SchemaView("any")
        if schema is False:
            return SchemaView("nothing")
        if not isinstance(schema, dict):
            return SchemaView("any")
        reference = schema.get("$ref")
        if isinstance(reference, str):
            return self._named(reference, schema, depth)
        return self._draw(schema, depth)

    def leftover(self) -> tuple[SchemaView, ...]:
        """The named schemas that were linked but drawn nowhere yet."""
        views = []
        while self._waiting:
            reference, _ = self._waiting.popitem()
            if reference not in self._open:
                views.append(self._draw_named(reference, resolve(self._root, {"$ref": reference}), 0))
        return tuple(sorted(views, key=lambda view: view.name.casefold()))

    def _named(self, reference: str, schema: dict[str, Any], depth: int) -> SchemaView:
        target = resolve(self._root, schema)
        name = clean_text(reference.rpartition("/")[2].replace("~1", "/").replace("~0", "~"))
        description = schema.get("description") if self._keeps_siblings else None
        if not isinstance(target, dict) or _is_small(target):
            drawn = self._draw(target, depth) if isinstance(target, dict) else self.view(target)
            drawn = _replace(drawn, type=name) if drawn.type == "any" and target else drawn
            return self._with(drawn, description)
        if reference not in self._drawn and depth < MAX_DEPTH:
            return self._with(self._draw_named(reference, target, depth), description)
        if reference not in self._drawn:
            self._drawn[reference] = self._anchor(name)
            self._waiting[reference] = target
        return SchemaView(
            name,
            name=name,
            link=self._drawn[reference],
            recursive=reference in self._open,
            description=markdown(str(description)) if description else Markup(),
        )

    def _draw_named(self, reference: str, target: dict[str, Any], depth: int) -> SchemaView:
        name = clean_text(reference.rpartition("/")[2].replace("~1", "/").replace("~0", "~"))
        here = self._drawn.setdefault(reference, "") or self._anchor(name)
        self._drawn[reference] = here
        self._waiting.pop(reference, None)
        self._open.append(reference)
        view = self._draw(target, depth)
        self._open.pop()
        kind = name if view.type in ("object", "any") or view.has_children else view.type
        if view.anchor:  # an array stands for its items, which are drawn here too
            return _replace(view, type=kind, name=name, other_anchors=(*view.other_anchors, here))
        return _replace(view, type=kind, name=name, anchor=here)

    def _anchor(self, name: str) -> str:
        wish = anchor(self._prefix, name)
        free, number = wish, 2
        while free in self._anchors:
            free, number = f"{wish}-{number}", number + 1
        self._anchors.add(free)
        return free

    def _with(self, view: SchemaView, description: Any) -> SchemaView:
        """3.1: a description beside ``$ref`` wins over that of the target."""
        return _replace(view, description=markdown(str(description))) if description else view

    def _draw(self, schema: dict[str, Any], depth: int) -> SchemaView:
        wrapped = _wrapped(schema)
        if wrapped is not None:
            view = self._named(wrapped["$ref"], {"$ref": wrapped["$ref"]}, depth)
            return _replace(
                view,
                type=view.type + (" or null" if wrapped.get("nullable") is True else ""),
                example=_example(wrapped) or view.example,
                description=markdown(str(wrapped.get("description") or "")) or view.description,
                deprecated=wrapped.get("deprecated") is True or view.deprecated,
                default=json_text(wrapped["default"], 120) if "default" in wrapped else view.default,
                marks=_marks(wrapped) or view.marks,
            )
        parts: list[str] = []
        merged = self._merge(schema, parts)
        self._open += parts
        view = self._draw_merged(merged, depth)
        del self._open[len(self._open) - len(parts) :]
        return view

    def _draw_merged(self, merged: dict[str, Any], depth: int) -> SchemaView:
        items = merged.get("items")
        if _is_array(merged) and isinstance(items, dict):
            return self._array(merged, items, depth)
        return SchemaView(
            type=self._type(merged),
            constraints=constraints(merged),
            enum=_enum(merged),
            default=json_text(merged["default"], 120) if "default" in merged else "",
            example=_example(merged),
            description=markdown(str(merged.get("description") or "")),
            deprecated=merged.get("deprecated") is True,
            marks=_marks(merged),
            properties=self._properties(merged, depth),
            groups=self._groups(merged, depth),
        )

    def _array(self, schema: dict[str, Any], items: dict[str, Any], depth: int) -> SchemaView:
        """An array stands for its items: one level less to open."""
        inner = self.view(items, depth)
        return _replace(
            inner,
            type=f"array of {inner.type}" + (" or null" if _nullable(schema) else ""),
            constraints=(*constraints(schema), *(f"each {word}" for word in inner.constraints)),
            default=json_text(schema["default"], 120) if "default" in schema else "",
            example=_example(schema) or inner.example,
            description=markdown(str(schema.get("description") or "")) or inner.description,
            deprecated=schema.get("deprecated") is True,
            marks=_marks(schema),
        )

    def _merge(self, schema: dict[str, Any], parts: list[str]) -> dict[str, Any]:
        """``allOf`` written together: properties and required of all parts, other keywords of the first with them.

        The references that were followed are added to ``parts``; one that is being drawn already is only named.
        """
        if not isinstance(schema.get("allOf"), list):
            return schema
        merged: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
        properties: dict[str, Any] = dict(_mapping(merged.get("properties")))
        required = _names(merged.get("required"))
        named = []
        for part in schema["allOf"]:
            reference = part.get("$ref") if isinstance(part, dict) else None
            if isinstance(reference, str):
                named.append(clean_text(reference.rpartition("/")[2]))
                if reference in self._open or reference in parts:
                    continue
                parts.append(reference)
            target = resolve(self._root, part)
            if not isinstance(target, dict):
                continue
            target = self._merge(target, parts)
            properties = {**_mapping(target.get("properties")), **properties}
            required += _names(target.get("required"))
            for key, value in target.items():
                if key not in ("properties", "required"):
                    merged.setdefault(key, value)
        if properties:
            merged["properties"] = properties
        merged["required"] = required
        if named:
            merged["x-parts"] = named
        return merged

    def _properties(self, schema: dict[str, Any], depth: int) -> tuple[PropertyView, ...]:
        stated = schema.get("properties")
        names = set(_names(schema.get("required")))
        return tuple(
            PropertyView(clean_text(name), name in names, self.view(raw, depth + 1))
            for name, raw in (stated.items() if isinstance(stated, dict) else ())
        )

    def _groups(self, schema: dict[str, Any], depth: int) -> tuple[GroupView, ...]:
        groups = []
        for key, label in (*_GROUPS, *_CONDITIONS):
            if key in schema:
                branches = schema[key] if isinstance(schema[key], list) else [schema[key]]
                if (
                    len(branches) > 1
                    or key == "not"
                    or key in ("if", "then", "else")
                    or _has_object(self._root, branches)
                ):
                    groups.append(GroupView(label, tuple(self._branch(branch, depth) for branch in branches)))
        if isinstance(schema.get("prefixItems"), list):
            groups.append(
                GroupView("items in order", tuple(self.view(item, depth + 1) for item in schema["prefixItems"]))
            )
        for pattern, raw in (schema.get("patternProperties") or {}).items():
            groups.append(GroupView(f"properties matching {clean_text(pattern)}", (self.view(raw, depth + 1),)))
        further = schema.get("additionalProperties")
        if isinstance(further, dict) and further:
            groups.append(GroupView("each further property", (self.view(further, depth + 1),)))
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
            elif _is_array(schema):
                stated = "array"
            else:
                stated = "string" if _enum(schema) and '"' not in "".join(_enum(schema)) else "any"
        if stated == "object" and not schema.get("properties") and isinstance(schema.get("additionalProperties"), dict):
            stated = "map"
        return str(stated) + (" or null" if _nullable(schema) else "")

    def _alternatives(self, branches: list[Any]) -> str:
        """The branches of a choice as a type in words; a number if they are many."""
        words = list(dict.fromkeys(_word(branch) for branch in branches))
        return " or ".join(words) if words and len(words) <= _MOST_ALTERNATIVES else f"one of {len(branches)}"


def _word(schema: Any) -> str:
    """A schema in a word or two, without looking into what it refers to."""
    if not isinstance(schema, dict):
        return "any"
    if isinstance(schema.get("$ref"), str):
        return clean_text(schema["$ref"].rpartition("/")[2])
    stated = schema.get("type")
    if stated == "array" and isinstance(items := schema.get("items"), dict):
        inner = items.get("$ref") or items.get("type")
        return f"array of {clean_text(str(inner).rpartition('/')[2])}" if isinstance(inner, str) else "array"
    if isinstance(stated, list):
        return " or ".join(str(item) for item in stated)
    return str(stated or schema.get("title") or "any")


def _wrapped(schema: dict[str, Any]) -> dict[str, Any] | None:
    """A reference with words around it: ``allOf`` of one ``$ref`` and parts that only annotate, the idiom of 3.0."""
    parts = schema.get("allOf")
    if not isinstance(parts, list) or set(schema) - {"allOf"} - _ANNOTATIONS:
        return None
    found: dict[str, Any] = {}
    for part in (schema, *parts):
        if (
            not isinstance(part, dict)
            or (set(part) - {"$ref", "allOf"} - _ANNOTATIONS)
            or ("$ref" in part and "$ref" in found)
        ):
            return None
        found = {**{key: value for key, value in part.items() if key != "allOf"}, **found}
    return found if isinstance(found.get("$ref"), str) else None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _names(value: Any) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _replace(view: SchemaView, **changes: Any) -> SchemaView:
    return dataclasses.replace(view, **changes)


def _is_small(schema: dict[str, Any]) -> bool:
    """A schema that fits on one line: repeated where it is used rather than linked."""
    if any(
        key in schema
        for key in ("properties", "allOf", "oneOf", "anyOf", "not", "if", "additionalProperties", "prefixItems")
    ):
        return False
    items = schema.get("items")
    return not isinstance(items, dict) and len(schema.get("enum") or ()) <= _SHORT_ENUM


def _has_object(root: dict[str, Any], branches: list[Any]) -> bool:
    return any(isinstance(target := resolve(root, branch), dict) and not _is_small(target) for branch in branches)


def _is_array(schema: dict[str, Any]) -> bool:
    stated = schema.get("type")
    return (
        stated == "array" or (isinstance(stated, list) and "array" in stated) or (stated is None and "items" in schema)
    )


def _nullable(schema: dict[str, Any]) -> bool:
    stated = schema.get("type")
    return (
        schema.get("nullable") is True
        or schema.get("x-nullable") is True
        or (isinstance(stated, list) and "null" in stated)
    )


def _enum(schema: dict[str, Any]) -> tuple[str, ...]:
    stated = schema.get("enum")
    if not isinstance(stated, list):
        return ()
    shown = [item if isinstance(item, str) else json_text(item) for item in stated[:MAX_ENUM]]
    more = [f"… and {len(stated) - MAX_ENUM:,} more"] if len(stated) > MAX_ENUM else []
    return tuple(clean_text(item) for item in (*shown, *more))


def _example(schema: dict[str, Any]) -> str:
    if "example" in schema:
        return json_text(schema["example"], 120)
    examples = schema.get("examples")
    return json_text(examples[0], 120) if isinstance(examples, list) and examples else ""


def _marks(schema: dict[str, Any]) -> tuple[str, ...]:
    marks = (("readOnly", "only in answers"), ("writeOnly", "only in requests"))
    return tuple(words for key, words in marks if schema.get(key) is True)
