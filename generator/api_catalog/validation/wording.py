"""JSON Schema errors in words that say what to do: one mistake, one message, of the branch that the author meant."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import jsonschema_rs

from api_catalog.documents.references import look_up
from api_catalog.validation import ecma262
from api_catalog.validation.errors import Error, Pointer, excluded, leaves, pointer_of, required_of, unexpected
from api_catalog.validation.explanations import OTHER_VALUES, OTHER_VERSIONS, PLACES
from api_catalog.validation.fields import Path, allows_extensions, fields_at, node_at, object_name, unmet
from api_catalog.validation.values import cut, shown, size, to_right_type, wanted, what_it_is

_ALLOWED = 8  # how many allowed values a hint names
_MOST = 1000  # errors that are looked at
_ENOUGH = 100  # unknown fields of one object
_FIELD = re.compile(r"`([A-Za-z]+):`")  # a field that a hint tells to write


@dataclass(frozen=True, slots=True)
class Finding:
    """One error: where in the instance, what, and what to do."""

    pointer: Pointer
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words errors of one schema; ``version`` is that of OpenAPI, and empty for another schema.

    ``schemas`` are the schema itself as "", and those that it refers to by ``$id``.
    """

    schemas: dict[str, dict[str, Any]] = field(repr=False)
    version: str = ""

    def findings(self, errors: Iterable[jsonschema_rs.ValidationError], value: Any) -> list[Finding]:
        """What is wrong with ``value``, place by place; something if there is an error."""
        places: dict[Pointer, list[Error]] = {}
        for error in islice(errors, _MOST):
            for leaf in leaves(error):
                found = self._error(leaf, value)
                places.setdefault(found.pointer, []).append(found)
        above = {
            at[:length]
            for at, of in places.items()
            if not all(unexpected(error) for error in of)
            for length in range(len(at) + 1)
        }
        return [each for at, of in places.items() for each in self._at(at, of, look_up(value, at), at in above)]

    def _error(self, error: jsonschema_rs.ValidationError, value: Any) -> Error:
        location = (error.absolute_keyword_location or "").partition("#")[0]
        root = self.schemas.get(location, self.schemas[""])
        path = list(error.schema_path)
        name = object_name(path) or self._home(location, path)
        return Error(pointer_of(value, error.instance_path), type(error.kind).__name__, error.kind, root, path, name)

    def _home(self, location: str, path: Path) -> str:
        """The object of a place that is in no definition with a name."""
        if self.version and location and location != self.schemas[""].get("$id"):
            return "Schema Object"
        if not self.version or path[:1] in (["$defs"], ["definitions"]):
            return ""
        return "Swagger Object" if self.version == "2.0" else "OpenAPI Object"

    def _at(self, pointer: Pointer, errors: list[Error], value: Any, may_hide: bool) -> list[Finding]:
        """What is wrong at one place, each mistake once.

        With ``may_hide`` there are other errors in it, which make a schema forget what it allows.
        """
        wrong = next((error for error in errors if error.kind == "Type"), None)
        if wrong is not None:
            return [self._wrong_type(wrong, value)]
        missing = [str(error.details.property) for error in errors if error.kind == "Required"]
        unknown = [
            self._unknown(error, name, value, missing, may_hide)
            for error in errors
            for name in unexpected(error)[:_ENOUGH]
        ]
        meant = {name for _, names in unknown for name in names}
        found = [finding for finding, _ in unknown if finding is not None]
        for error in errors:
            if error.kind != "Required" and not unexpected(error) and not meant & set(required_of(error)):
                found.append(self._other(error, value))
        for error in errors:
            is_told = error.object == "Responses Object" and found
            if error.kind == "Required" and error.details.property not in meant and not is_told:
                found.append(self._missing(error, str(error.details.property)))
        return list(dict.fromkeys(found))

    def _missing(self, error: Error, name: str) -> Finding:
        words = self._place(error, name, "missing")
        return Finding(error.pointer, *(words or (f"`{name}` is missing{error.within}", f"Add `{name}:` here.")))

    def _unknown(
        self, error: Error, name: str, value: Any, missing: list[str], may_hide: bool
    ) -> tuple[Finding | None, tuple[str, ...]]:
        """A field that is not allowed, and the fields that were meant; None for one that another error hides."""
        pointer, in_words = (*error.pointer, name), cut(name)
        is_name = error.object == "Components Object" and error.path[2:3] == ["properties"]
        if words := self._place(error, "", "name" if is_name else "unknown", name=in_words):
            return Finding(pointer, *words), ()
        known = fields_at(error.root, error.path[:-1])
        if name in known:
            conditions = unmet(known[name], value)
            if may_hide and not conditions:
                return None, ()
            hint = f"It goes with {conditions}." if conditions else "Remove it."
            words = self._place(error, name, "never") or (f"`{in_words}` is not allowed here", hint)
            return Finding(pointer, *words), ()
        message = f"`{in_words}` is not a field " + (f"of the {error.object}" if error.object else "here")
        if hint := self._of_version(OTHER_VERSIONS, error.object, name):
            return Finding(pointer, message, hint), tuple(_FIELD.findall(hint))
        near = _near(name, missing) or _near(name, (each for each in known if each not in value))
        if near:
            return Finding(pointer, message, f"Did you mean `{near}`?"), (near,)
        if allows_extensions(error.root, error.path[:-1]):
            return Finding(pointer, message, "Remove it, or begin its name with `x-`."), ()
        others = list(known)[:_ALLOWED] + (["…"] if len(known) > _ALLOWED else [])
        return Finding(pointer, message, f"Allowed: {', '.join(others)}" if known else "Remove it."), ()

    def _of_version(self, table: dict[tuple[str, str], dict[str, str]], key: str, name: str) -> str:
        """What to do in this version of OpenAPI; empty if there is nothing special."""
        found = (table.get((version, key), {}).get(name) for version in (self.version, self.version[:1], ""))
        return next((hint for hint in found if hint), "")

    def _wrong_type(self, error: Error, value: Any) -> Finding:
        types = error.details.types
        if words := self._place(error, error.name, "type", value=what_it_is(value)):
            return Finding(error.pointer, *words)
        is_empty = value is None and error.pointer
        message = f"{error.where} " + ("is empty" if is_empty else f"must be {wanted(types)}, not {what_it_is(value)}")
        return Finding(error.pointer, message, to_right_type(value, types))

    def _other(self, error: Error, value: Any) -> Finding:
        """An error of any other kind."""
        kind = error.kind
        if kind == "PropertyNames":
            return self._name(error, str(error.details.error.instance))
        topic = _TOPICS.get(kind, "")
        words = self._place(error, error.name, topic, value=shown(value)) or self._place(error, "", topic)
        if words:
            return Finding(error.pointer, *words)
        if names := excluded(error):
            both = " and ".join(f"`{name}`" for name in names)
            return Finding(error.pointer, f"{both} cannot stand together", "Keep one of them.")
        if kind in ("AnyOf", "OneOfNotValid"):
            return _none_of(error)
        if kind == "FalseSchema":
            return _never(error)
        hint = self._of_version(OTHER_VALUES, f"{error.object}: {error.name}", str(value)) if kind == "Enum" else ""
        if hint:
            return Finding(error.pointer, f"{error.where} cannot be {shown(value)}", hint)
        return Finding(error.pointer, *_by_kind(error, value))

    def _name(self, error: Error, name: str) -> Finding:
        pointer, in_words = (*error.pointer, name), cut(name)
        if words := self._place(error, "", "name", name=in_words):
            return Finding(pointer, *words)
        if fault := ecma262.fault(name):
            return Finding(pointer, f"`{in_words}` is no regular expression (ECMA-262): {fault}", ecma262.hint(name))
        return Finding(pointer, f"`{in_words}` cannot be a name here", "Choose another name.")

    def _place(self, error: Error, field_: str, topic: str, **filled: str) -> tuple[str, str] | None:
        """Message and hint of a place that has its own."""
        words = PLACES.get((error.object, field_, topic))
        return (words[0].format(**filled), words[1].format(**filled)) if words and self.version else None


_LIMITS = {
    "Minimum": "at least",
    "ExclusiveMinimum": "more than",
    "Maximum": "at most",
    "ExclusiveMaximum": "less than",
}
_TOPICS = {
    "Enum": "value",
    "Constant": "value",
    "Pattern": "form",
    "MinProperties": "few",
    "MinItems": "few",
    "Contains": "many",
    "Not": "not",
    "FalseSchema": "never",
    "AnyOf": "choice",
}


def _near(name: str, fields: Iterable[str]) -> str:
    by_fold = {each.casefold(): each for each in fields}
    near = difflib.get_close_matches(name.casefold(), by_fold, 1, 0.7)
    return by_fold[near[0]] if near else ""


def _none_of(error: Error) -> Finding:
    """A choice of which no branch fits."""
    names = [f"`{name}`" for name in required_of(error)]
    if len(names) > 1:
        listed = " or ".join([", ".join(names[:-1]), names[-1]])
        return Finding(error.pointer, f"{listed} is missing{error.within}", "Add one of them.")
    return Finding(
        error.pointer,
        f"{error.where} has none of the forms that are allowed here",
        "Compare it with the specification.",
    )


def _never(error: Error) -> Finding:
    """A field that may not be here."""
    if "dependentSchemas" in error.path:
        beside = error.path[error.path.index("dependentSchemas") + 1]
        return Finding(error.pointer, f"{error.where} cannot stand beside `{beside}`", "Keep one of them.")
    return Finding(error.pointer, f"{error.where} is not allowed here", "Remove it.")


def _by_kind(error: Error, value: Any) -> tuple[str, str]:
    """Message and hint of an error that is clear from its kind."""
    where, details = error.where, error.details
    match error.kind:
        case "Enum":
            what = what_it_is(value) if isinstance(value, dict | list) else shown(value)
            return f"{where} cannot be {what}", _options(details.options, value)
        case "Constant":
            return f"{where} cannot be {shown(value)}", f"Write {shown(details.expected_value)}."
        case "Format":
            fault = ecma262.fault(value) if isinstance(value, str) else None
            if fault and details.format == "regex":
                message = f"{where} is no regular expression (ECMA-262): {fault}"
                return message, ecma262.hint(value)
            return f"{where} has the wrong form: {shown(value)}", f"It must be a {details.format}."
        case "Pattern":
            return f"{where} has the wrong form: {shown(value)}", _form(error)
        case "MinItems" | "MinProperties" | "MinLength" | "MaxItems" | "MaxProperties" | "MaxLength":
            return size(where, error.kind, details.limit, value)
        case "UniqueItems":
            return f"two items of {where} are equal", "Remove one of them."
        case "Minimum" | "ExclusiveMinimum" | "Maximum" | "ExclusiveMaximum":
            return f"{where} cannot be {shown(value)}", f"Write {_LIMITS[error.kind]} {details.limit}."
    return f"{where} is not as it should be here", "Compare it with the specification."


def _options(options: list[Any], value: Any) -> str:
    texts = [str(option) if isinstance(option, str) else json.dumps(option) for option in options]
    if near := _near(value, texts) if isinstance(value, str) else "":
        return f"Did you mean {near}?"
    return "Allowed: " + ", ".join(texts[:_ALLOWED] + (["…"] if len(texts) > _ALLOWED else []))


def _form(error: Error) -> str:
    """What a text must look like, by its pattern, or as the schema describes it."""
    pattern = str(error.details.pattern)
    if "{4}-[0-9]{2}-[0-9]{2}" in pattern:
        return "Write a date as 2026-11-22."
    if pattern.startswith("^https?"):
        return "Write a whole URL that starts with https://."
    if pattern.startswith("^[a-z0-9]+(-"):
        return "Use only small letters, digits and single hyphens between them."
    described = node_at(error.root, error.path[:-1])
    text: str = described.get("description", "") if isinstance(described, dict) else ""
    return text or f"It must match {pattern}"
