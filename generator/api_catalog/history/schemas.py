"""Two schemas → what differs, for one side: a request may ask for more, an answer may promise less.

Every pair of places is compared once, however many operations lead to it, and remembers where it leads, so that each
difference can say whom it concerns. Recursion ends because a pair is never looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from api_catalog.documents.references import MISSING
from api_catalog.history.alternatives import matched, names_of
from api_catalog.history.findings import REQUEST, Found, Place, gone_and_new, quoted, shown
from api_catalog.history.reach import Taint
from api_catalog.history.shapes import UPPER, Node, Schemas, Shape
from api_catalog.history.values import bare, same

Pair = tuple[Any, Any, str]
_MOST_PAIRS = 200_000
_WIDER_TYPES = {("integer", "number")}
_WIDER_FORMATS = {("int32", "int64"), ("float", "double")}


class SchemaComparison:
    """All schemas of two descriptions."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.before, self.after = Schemas(before), Schemas(after)
        self._taint = Taint(before, after)
        self._nodes: dict[Pair, tuple[Node, Node]] = {}
        self._found: dict[Pair, list[Found]] = {}
        self._leads: dict[Pair, list[Pair]] = {}

    def begin(self, old: Node, new: Node, side: str) -> Pair | None:
        """A pair to compare; None if the two are the same."""
        if self._taint.is_clean(old.value, new.value):
            return None
        words = self._own_words(old, new) if _is_reference(old) or _is_reference(new) else []
        old, new = self.before.target(old), self.after.target(new)
        pair = (old.place.pointer, new.place.pointer, side)
        if words:
            pair = (("words", *old.place.pointer), (*new.place.pointer, *words[0].place.pointer), side)
            self._nodes[pair] = (old, new)
            self._found.setdefault(pair, words)
            inner = (old.place.pointer, new.place.pointer, side)
            self._nodes.setdefault(inner, (old, new))
            self._leads.setdefault(pair, [inner])
            return pair
        self._nodes.setdefault(pair, (old, new))
        return pair

    def differences(self, roots: Iterable[tuple[Pair, str, Iterable[str]]]) -> Iterator[Found]:
        """What differs below the pairs that operations begin with; each root names its operation and tags."""
        starts = list(roots)
        self._run([pair for pair, _, _ in starts])
        for pair, call, tags in starts:
            seen = {pair}
            pending = [pair]
            while pending:
                current = pending.pop()
                for found in self._found.get(current, ()):
                    if call:
                        found.calls[call] = None
                    found.tags.update(tags)
                for further in self._leads.get(current, ()):
                    if further not in seen:
                        seen.add(further)
                        pending.append(further)
        for each in self._found.values():
            yield from each

    def reached(self) -> set[Any]:
        """The pointers in the new description, and in the old, that were compared."""
        return {pointer for pair in self._nodes for pointer in pair[:2]}

    def referred(self) -> frozenset[str]:
        """Every reference of the two descriptions."""
        return self._taint.of(self.before.root) | self._taint.of(self.after.root)

    def _run(self, pairs: list[Pair]) -> None:
        pending = list(pairs)
        done: set[Pair] = set()
        while pending and len(done) < _MOST_PAIRS:
            pair = pending.pop()
            if pair in done:
                continue
            done.add(pair)
            if pair not in self._found:
                old, new = self._nodes[pair]
                one = _One(self, old, new, pair[2])
                one.compare()
                self._found[pair] = one.found
                self._leads[pair] = one.leads
            pending += self._leads[pair]

    def _own_words(self, old: Node, new: Node) -> list[Found]:
        one, other = self.before.own_words(old), self.after.own_words(new)
        return [] if same(one, other) else [Found("description-changed", new.place, "The words beside it changed.")]


def _is_reference(node: Node) -> bool:
    return isinstance(node.value, dict) and "$ref" in node.value


class _One:
    """The comparison of one pair; what it leads to is left to others."""

    def __init__(self, whole: SchemaComparison, old: Node, new: Node, side: str) -> None:
        self._whole, self._side, self._place = whole, side, new.place
        self._is_request = side == REQUEST
        self._old, self._new = old, new
        self.found: list[Found] = []
        self.leads: list[Pair] = []

    def compare(self) -> None:
        old, new = self._whole.before.shape(self._old), self._whole.after.shape(self._new)
        if self._against_alternatives(old, new):
            self._words(self._whole.before.own(self._old), self._whole.after.own(self._new))
            return
        if self._types(old, new):
            self._values(old, new)
            self._limits(old, new)
            self._texts(old, new)
            self._properties(old, new)
            self._further(old, new)
            self._items(old, new)
            self._groups(old, new)
        self._default(old, new)
        self._words(old, new)

    def _say(self, request: str, response: str, message: str, place: Place | None = None) -> None:
        rule = f"request-{request}" if self._is_request else f"response-{response}"
        self.found.append(Found(rule, place or self._place, message, self._side))

    def _note(self, rule: str, message: str, place: Place | None = None) -> None:
        self.found.append(Found(rule, place or self._place, message))

    def _lead(self, old: Node, new: Node) -> None:
        pair = self._whole.begin(old, new, self._side)
        if pair is not None:
            self.leads.append(pair)

    def _types(self, old: Shape, new: Shape) -> bool:
        """Is there more to compare?"""
        if old.is_nothing != new.is_nothing:
            self._say("schema-changed", "schema-changed", "It allowed nothing, or does so now.")
        if old.types is not None and new.types is not None and old.nullable != new.nullable:
            if new.nullable:
                self._say("nullable", "nullable", "It may be null.")
            else:
                self._say("not-nullable", "not-nullable", "It is never null.")
        one, other = old.types, new.types
        if one == other:
            return True
        message = f"Its type was {_types_in_words(one)} and is {_types_in_words(other)}."
        is_wider, is_narrower = _fits(one, other), _fits(other, one)
        if is_wider:
            self._say("type-widened", "type-changed", message)
        elif is_narrower:
            self._say("type-changed", "type-narrowed", message)
        else:
            self._say("type-changed", "type-changed", message)
        return is_wider or is_narrower

    def _values(self, old: Shape, new: Shape) -> None:
        one = None if old.grows else old.values
        other = None if new.grows else new.values
        listed = quoted((new.values or {}).values())
        if old.values is None and new.values is None:
            return
        if one is None and other is not None:
            self._say("values-limited", "values-limited", f"Only these values are allowed: {listed}.")
        elif one is not None and other is None:
            extra = f"The list of values may grow: {listed}." if new.grows else "Any value is allowed."
            self._say("values-unlimited", "values-unlimited", extra)
        known, now = old.values or {}, new.values or {}
        if (one is None) != (other is None):
            return
        gone, added = [known[key] for key in known if key not in now], [now[key] for key in now if key not in known]
        if gone:
            rule = "values-unlimited" if new.grows else "value-removed"
            self._say(rule, "value-removed", f"{_plural('Value', gone)} {quoted(gone)} removed.")
        if added:
            rule = "known-value-added" if new.grows else "value-added"
            self._say("value-added", rule, f"{_plural('Value', added)} {quoted(added)} added.")

    def _limits(self, old: Shape, new: Shape) -> None:
        for key in sorted({*old.limits, *new.limits}):
            one, other = old.limits.get(key), new.limits.get(key)
            if one == other:
                continue
            is_tighter = one is None or (other is not None and (other < one if key in UPPER else other > one))
            self._limit(key, _limit_in_words(one), _limit_in_words(other), is_tighter=is_tighter)
        if old.is_unique != new.is_unique:
            self._limit("uniqueItems", _yes(old.is_unique), _yes(new.is_unique), is_tighter=new.is_unique)
        if old.multiple != new.multiple:
            is_tighter = old.multiple is None or bool(new.multiple and not new.multiple % old.multiple)
            is_looser = new.multiple is None or bool(old.multiple and not old.multiple % new.multiple)
            words = (_number(old.multiple), _number(new.multiple))
            self._limit("multipleOf", *words, is_tighter=is_tighter or (self._is_request and not is_looser))

    def _limit(self, key: str, one: str, other: str, *, is_tighter: bool) -> None:
        rule = "limit-tightened" if is_tighter else "limit-loosened"
        self._say(rule, rule, f"{key} was {one} and is {other}.")

    def _texts(self, old: Shape, new: Shape) -> None:
        if set(old.patterns) != set(new.patterns):
            message = f"Its pattern was {quoted(old.patterns) or 'not stated'} and is {quoted(new.patterns) or 'gone'}."
            is_wider, is_narrower = set(new.patterns) < set(old.patterns), set(old.patterns) < set(new.patterns)
            request = "pattern-removed" if is_wider else "pattern-changed"
            self._say(request, "pattern-added" if is_narrower else "pattern-changed", message)
        one, other = old.format, new.format
        if one != other and (old.types, new.types) != (frozenset({"integer"}), frozenset({"number"})):
            message = f"Its format was {shown(one) or 'not stated'} and is {shown(other) or 'gone'}."
            request = "format-widened" if not other or (one, other) in _WIDER_FORMATS else "format-changed"
            response = "format-narrowed" if not one or (other, one) in _WIDER_FORMATS else "format-changed"
            self._say(request, response, message)

    def _default(self, old: Shape, new: Shape) -> None:
        if old.default is MISSING and new.default is MISSING:
            return
        if old.default is MISSING or new.default is MISSING:
            value = new.default if old.default is MISSING else old.default
            verb = "is stated" if old.default is MISSING else "is no longer stated"
            self._say("default-stated", "default-changed", f"The default {shown(value)} {verb}.")
        elif not same(old.default, new.default):
            message = f"The default was {shown(old.default)} and is {shown(new.default)}."
            self._say("default-changed", "default-changed", message)

    def _properties(self, old: Shape, new: Shape) -> None:
        hidden = "readOnly" if self._is_request else "writeOnly"
        one = {k: n for k, n in old.properties.items() if self._whole.before.value(n).get(hidden) is not True}
        other = {k: n for k, n in new.properties.items() if self._whole.after.value(n).get(hidden) is not True}
        gone, added = gone_and_new(one, other)
        for name in gone:
            self._say("property-removed", "property-removed", f"Property `{shown(name)}` removed.", one[name].place)
        for name in added:
            request = "required-property-added" if name in new.required else "property-added"
            adjective = "Required property" if name in new.required else "Property"
            self._say(request, "property-added", f"{adjective} `{shown(name)}` added.", other[name].place)
        hidden_names = ({*old.properties} - {*one}) | ({*new.properties} - {*other})
        skipped = {*gone, *added} | hidden_names
        for name in sorted((old.required ^ new.required) - skipped):
            place = other[name].place if name in other else self._place
            if name in new.required:
                message = f"Property `{shown(name)}` is now required."
                self._say("property-became-required", "property-became-required", message, place)
            else:
                message = f"Property `{shown(name)}` is no longer required."
                self._say("property-became-optional", "property-became-optional", message, place)
        for name in one:
            if name in other:
                self._lead(one[name], other[name])

    def _further(self, old: Shape, new: Shape) -> None:
        one, other = old.additional, new.additional
        if isinstance(one, Node) and isinstance(other, Node):
            self._lead(one, other)
        elif one is not other and one != other:
            strictness = {True: 0, False: 2}
            was = 1 if isinstance(one, Node) else strictness[one]
            now = 1 if isinstance(other, Node) else strictness[other]
            words = ("may have any value", "must fit a schema", "are not allowed")
            rule = "closed" if now > was else "opened"
            self._say(rule, rule, f"Properties that are not listed {words[now]}.")

    def _items(self, old: Shape, new: Shape) -> None:
        if old.items and new.items:
            self._lead(old.items, new.items)
        elif old.items or new.items:
            rule = "limit-tightened" if new.items else "limit-loosened"
            self._say(rule, rule, f"Its items {'must fit a schema' if new.items else 'may be anything'}.")
        for one, other in zip(old.prefix, new.prefix, strict=False):
            self._lead(one, other)
        if len(old.prefix) != len(new.prefix):
            message = f"It had {len(old.prefix)} first items with a schema of their own and has {len(new.prefix)}."
            self._say("schema-changed", "schema-changed", message)
        for key in sorted({*old.others, *new.others} - {"discriminator"}):
            if not same(bare(old.others.get(key)), bare(new.others.get(key))):
                self._say("schema-changed", "schema-changed", f"What it says with `{shown(key)}` changed.")
        discriminators = [each.others.get("discriminator") for each in (old, new)]
        names = [each.get("propertyName") if isinstance(each, dict) else None for each in discriminators]
        if names[0] and names[1] and names[0] != names[1]:
            message = f"The kind was told by `{shown(names[0])}` and is by `{shown(names[1])}`."
            self._say("schema-changed", "schema-changed", message)

    def _against_alternatives(self, old: Shape, new: Shape) -> bool:
        """One schema became several to choose from, or the other way round; the one is compared with its equal."""
        if bool(old.groups) == bool(new.groups):
            return False
        single, several = (old, new.groups) if new.groups else (new, old.groups)
        other = new if new.groups else old
        if len(several) != 1 or not other.is_open or single.types is None:
            return False
        one = [self._whole.before.alone(self._old)] if new.groups else several[0][1]
        many = several[0][1] if new.groups else [self._whole.after.alone(self._new)]
        self._alternatives(one, many)
        if old.nullable != new.nullable:
            rule = "nullable" if new.nullable else "not-nullable"
            self._say(rule, rule, "It may be null." if new.nullable else "It is never null.")
        return True

    def _groups(self, old: Shape, new: Shape) -> None:
        for (_, one), (_, other) in zip(old.groups, new.groups, strict=False):
            self._alternatives(one, other)
        for keyword, _ in new.groups[len(old.groups) :]:
            self._say("alternative-removed", "alternative-removed", f"It must fit one of several schemas ({keyword}).")
        for keyword, _ in old.groups[len(new.groups) :]:
            message = f"It need no longer fit one of several schemas ({keyword})."
            self._say("alternative-added", "alternative-added", message)

    def _alternatives(self, one: list[Node], other: list[Node]) -> None:
        pairs, gone, added = matched(self._whole.before, one, self._whole.after, other)
        for first, second in pairs:
            self._lead(first, second)
        if gone:
            message = f"{_plural('Alternative', gone)} {names_of(self._whole.before, gone)} removed."
            self._say("alternative-removed", "alternative-removed", message)
        if added:
            message = f"{_plural('Alternative', added)} {names_of(self._whole.after, added)} added."
            self._say("alternative-added", "alternative-added", message)

    def _words(self, old: Shape, new: Shape) -> None:
        if old.is_deprecated != new.is_deprecated:
            word = "property-deprecated" if new.is_deprecated else "property-not-deprecated"
            self._say(word, word, f"It is {'now' if new.is_deprecated else 'no longer'} marked deprecated.")
        for key in sorted({*old.words, *new.words}):
            if not same(old.words.get(key), new.words.get(key)):
                state = "is new" if key not in old.words else "is gone" if key not in new.words else "changed"
                self._note("description-changed", f"The {key} {state}.")
        if not same(old.examples, new.examples):
            self._note("examples-changed", "The examples changed.")
        for key in sorted({*old.extensions, *new.extensions} - {"x-nullable", "x-extensible-enum"}):
            if not same(old.extensions.get(key), new.extensions.get(key)):
                self._note("extension-changed", f"`{shown(key)}` changed.")


def _fits(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Is every value of types ``one`` also of ``other``?"""
    if other is None:
        return True
    return one is not None and all(
        each in other or any((each, wider) in _WIDER_TYPES for wider in other) for each in one
    )


def _types_in_words(types: frozenset[str] | None) -> str:
    return " or ".join(sorted(types)) or "nothing" if types is not None else "any"


def _limit_in_words(limit: tuple[float, int] | None) -> str:
    return "not stated" if limit is None else _number(limit[0]) + (" (itself excluded)" if limit[1] else "")


def _number(value: float | None) -> str:
    return "not stated" if value is None else f"{value:.15g}"


def _yes(value: bool) -> str:
    return "true" if value else "not stated"


def _plural(noun: str, items: list[Any]) -> str:
    return noun if len(items) == 1 else f"{noun}s"
