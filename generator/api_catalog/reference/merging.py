"""``allOf`` written together: one schema that has what its parts have."""

from __future__ import annotations

from typing import Any

from api_catalog.documents.references import resolve
from api_catalog.reference import keywords
from api_catalog.reference.markdown import clean_text

DEEPEST = 100  # levels of schemas in schemas
MERGED = frozenset(("x-parts", "x-more", "x-rest"))  # what merging notes in a schema, whoever may have written it there
_OF_THE_PART = ("description", "discriminator", "externalDocs")  # what a named part says of itself, not of the whole
_REFERENCE = {"$ref", "description", "summary"}
_MOST_MERGED = 30_000  # named parts written together on a page, and their properties; then parts are linked


class Merging:
    """The merging of one page. ``open_`` are the references of the named schemas that are being drawn."""

    def __init__(self, root: dict[str, Any], open_: list[str]) -> None:
        self._root = root
        self._open = open_
        self._merged = 0  # named parts written together, and their properties
        self.keeps_siblings = str(root.get("openapi", "")).startswith(("3.1", "3.2"))

    def with_siblings(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A reference of 3.1 with more beside it than a description is one part of what stands there."""
        if not self.keeps_siblings or not isinstance(schema.get("$ref"), str) or not set(schema) - _REFERENCE:
            return schema
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        stated = rest.get("allOf")
        return {**rest, "allOf": [{"$ref": schema["$ref"]}, *(stated if isinstance(stated, list) else ())]}

    def merge(self, schema: dict[str, Any], parts: list[str], depth: int = 0) -> dict[str, Any]:
        """``schema`` with properties and required of all parts, other keywords of the first part that has them.

        The references that were followed are added to ``parts``; one that is being drawn already is only named.
        """
        if not MERGED.isdisjoint(schema):
            schema = {key: value for key, value in schema.items() if key not in MERGED}
        if not isinstance(schema.get("allOf"), list):
            return schema
        merged: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
        properties: dict[str, Any] = {}
        texts = [merged["description"]] if isinstance(merged.get("description"), str) else []
        required = keywords.names(merged.get("required"))
        named = []
        for part in schema["allOf"]:
            part = self.with_siblings(part) if isinstance(part, dict) else part
            reference = part.get("$ref") if isinstance(part, dict) else None
            if isinstance(reference, str):
                self._merged += 1
                if self.keeps_siblings and isinstance(part.get("description"), str):
                    texts.append(part["description"])
                named.append(clean_text(reference.rpartition("/")[2]))
                if reference in self._open or reference in parts:
                    continue
                if depth > DEEPEST or self._merged > _MOST_MERGED:
                    merged["x-rest"] = [*merged.get("x-rest", ()), {"$ref": reference}]
                    continue
                parts.append(reference)
            target = resolve(self._root, part)
            if not isinstance(target, dict):
                continue
            target = self.merge(target, parts, depth + 1)
            if reference is not None:
                self._merged += len(keywords.mapping(target.get("properties")))
            keywords.add_properties(properties, target.get("properties"))
            required += keywords.names(target.get("required"))
            if reference is None and isinstance(target.get("description"), str):
                texts.append(target["description"])
            for key, value in target.items():
                if key == "items" and isinstance(merged.get(key), dict) and merged[key] != value:
                    merged[key] = {"allOf": [merged[key], value]}
                elif key == "x-rest":
                    merged[key] = [*merged.get(key, ()), *value]
                elif key in merged and key in ("oneOf", "anyOf", "not"):
                    merged["x-more"] = [*merged.get("x-more", ()), (key, value)]
                elif key not in ("properties", "required") and not (reference and key in _OF_THE_PART):
                    merged.setdefault(key, value)
        keywords.add_properties(properties, merged.get("properties"))
        if properties:
            merged["properties"] = properties
        if texts:
            merged["description"] = "\n\n".join(dict.fromkeys(texts))
        merged["required"] = required
        if named:
            merged["x-parts"] = named
        return merged
