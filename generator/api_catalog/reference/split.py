"""A reference too large for one page → parts, by tag or by path; what lies where, so that links find it.

Weights are HTML elements, roughly: what a browser has to lay out.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from api_catalog.catalog import Api, Operation
from api_catalog.catalog.slugs import slug, unique
from api_catalog.reference.build import (
    Linked,
    components_beyond,
    linked_of,
    part_of,
    reference_within,
    schemas_beyond,
)
from api_catalog.reference.model import (
    BodyView,
    ComponentView,
    ContentView,
    OperationView,
    ParameterView,
    ReferenceView,
    ResponseView,
    SchemaView,
)

PAGE = 4500  # elements, of the 5,000 that a page may have: the theme and its list of operations have some hundred
_ROW = 7  # of an operation in the list of them, on the page of the API
_LETTERS = 80  # of text that weigh as much as an element
_MANY_VALUES = 12  # of an enum; more are one text
SMALL = PAGE // 4  # groups below this share a page
SURELY_LARGE = 250  # operations; beyond them nobody need count
SCHEMAS = "Schemas"
UNUSED = "Parts not used"
MOST_REPEATED = 1.5  # times the weight of the whole that parts may have together
T = TypeVar("T")
Called = TypeVar("Called", Operation, OperationView)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a split reference: operations, named schemas, or parts that no operation uses.

    ``keys`` are the tags or path segments of its operations, ``number`` counts the pages of the same keys from 1, 0 if
    there is one.
    """

    slug: str
    keys: tuple[str, ...]
    number: int = 0
    operations: tuple[OperationView, ...] = ()
    schemas: tuple[SchemaView, ...] = ()
    components: tuple[ComponentView, ...] = ()

    @property
    def size(self) -> tuple[int, str]:
        """How many of what are on it."""
        if self.operations:
            return len(self.operations), "operation"
        return (len(self.schemas), "schema") if self.schemas else (len(self.components), "part")


def split(api: Api) -> tuple[ReferenceView, tuple[Part, ...]]:
    """The reference, and its parts if it does not fit on one page (else none).

    In parts every named schema is drawn once, on a page of schemas, and linked from everywhere else.
    """
    if len(api.operations) <= SURELY_LARGE:
        room = PAGE - _ROW * len(api.operations)
        whole = reference_within(api, weight_of_operation, room)
        if whole is not None and weight_of_reference(whole) <= room:
            return whole, ()
    linked = linked_of(api)
    if len(api.operations) <= SURELY_LARGE and (parts := _inline(api, linked)):
        return linked.view, parts
    view = linked.view
    chunks = [Part("", keys, operations=group) for keys, group in _joined(_groups(view.operations))]
    return view, _named([*chunks, *_beyond(view.schemas, view.components)])


def _beyond(schemas: Iterable[SchemaView], components: Iterable[ComponentView]) -> Iterator[Part]:
    """The parts that hold no operations."""
    for some_schemas in _packed(schemas, weight_of_named):
        yield Part("", (SCHEMAS,), schemas=tuple(some_schemas))
    for some_components in _packed(components, weight_of_component):
        yield Part("", (UNUSED,), components=tuple(some_components))


def _inline(api: Api, linked: Linked) -> tuple[Part, ...]:
    """Parts that each draw all they need, so that a reader finds it in place; none if they repeat too much."""
    weights = _Weights(linked)
    pages = list(_pages(api.operations, weights))
    repeated = sum(weights.of(operations) for _, operations in pages)
    if repeated > MOST_REPEATED * weights.of(api.operations) or any(weights.of(each) > PAGE for _, each in pages):
        return ()
    drawn: frozenset[str] = frozenset()
    chunks: list[Part] = []
    while pages:
        keys, operations = pages.pop(0)
        view = part_of(api, operations)
        if weight_of_reference(view) > PAGE:
            if len(operations) == 1:
                return ()
            middle = len(operations) // 2
            pages = [(keys, operations[:middle]), (keys, operations[middle:]), *pages]
            continue
        drawn |= view.drawn
        chunks.append(Part("", keys, operations=view.operations, schemas=view.schemas))
    rest = schemas_beyond(api, drawn).schemas
    return _named([*chunks, *_beyond(rest, components_beyond(api, linked.used))])


class _Weights:
    """What operations weigh on a page of their own, with all the schemas they need: known before it is drawn."""

    def __init__(self, linked: Linked) -> None:
        self._needs = linked.needs
        self._own = {view.operation.anchor: weight_of_operation(view) for view in linked.view.operations}
        self._schemas = {view.anchor: weight_of_named(view) for view in linked.view.schemas}

    def of(self, operations: Iterable[Operation]) -> int:
        todo = [operation.anchor for operation in operations]
        found: set[str] = set()
        total = sum(self._own[anchor] for anchor in todo)
        while todo:
            for schema in self._needs.get(todo.pop(), ()):
                if schema not in found:
                    found.add(schema)
                    todo.append(schema)
                    total += self._schemas.get(schema, 0)
        return total


def _pages(operations: Sequence[Operation], weights: _Weights) -> Iterator[tuple[tuple[str, ...], list[Operation]]]:
    """The groups of operations, halved until they fit on a page; small ones share it with the next."""
    pending: list[tuple[tuple[str, ...], list[Operation]]]
    pending = [((title,), group) for title, group in _groups(operations).items()]
    while pending:
        keys, group = pending.pop(0)
        if weights.of(group) > PAGE and len(group) > 1:
            middle = len(group) // 2
            pending = [(keys, group[:middle]), (keys, group[middle:]), *pending]
            continue
        while pending and weights.of(group) < PAGE // 2 and weights.of([*group, *pending[0][1]]) <= PAGE:
            next_keys, next_group = pending.pop(0)
            keys, group = (*keys, *next_keys), [*group, *next_group]
        yield tuple(dict.fromkeys(keys)), group


def _named(parts: list[Part]) -> tuple[Part, ...]:
    """The parts with their numbers and slugs: charges, refunds-1, refunds-2."""
    totals = Counter(part.keys for part in parts)
    seen: Counter[tuple[str, ...]] = Counter()
    numbered = []
    for part in parts:
        seen[part.keys] += 1
        numbered.append(dataclasses.replace(part, number=seen[part.keys] if totals[part.keys] > 1 else 0))
    slugs = unique(slug(f"{part.keys[0]} {part.number or ''}") for part in numbered)
    return tuple(dataclasses.replace(part, slug=name) for part, name in zip(numbered, slugs, strict=True))


def places_of(parts: Iterable[Part]) -> dict[str, str]:
    """For the id of every operation, and of every schema on a page of schemas, the slug of its part."""
    places: dict[str, str] = {}
    for part in parts:
        places |= {view.operation.anchor: part.slug for view in part.operations}
        if not part.operations:
            places |= {name: part.slug for schema in part.schemas for name in _anchors(schema)}
    return places


def _anchors(schema: SchemaView) -> Iterator[str]:
    if schema.anchor:
        yield schema.anchor
    yield from schema.other_anchors


def _groups(items: Iterable[Called]) -> dict[str, list[Called]]:
    """By first tag if the author used several, else by the first segment of the path that differs."""
    items = list(items)
    for key in (_first_tag, *(_segment(number) for number in range(4))):
        groups: dict[str, list[Called]] = {}
        for item in items:
            groups.setdefault(key(_operation(item)), []).append(item)
        if len(groups) > 1:
            return groups
    return {"Operations": items}


def _joined(groups: dict[str, list[OperationView]]) -> Iterator[tuple[tuple[str, ...], tuple[OperationView, ...]]]:
    """The groups in parts that fit on a page each; neighbors that are small share one."""
    keys: tuple[str, ...] = ()
    gathered: list[OperationView] = []
    total = 0
    for title, group in groups.items():
        for chunk in _packed(group, weight_of_operation):
            weight = sum(map(weight_of_operation, chunk))
            if gathered and (title in keys or total > SMALL or weight > SMALL):
                yield keys, tuple(gathered)
                keys, gathered, total = (), [], 0
            keys, gathered, total = (*keys, title), [*gathered, *chunk], total + weight
    if gathered:
        yield keys, tuple(gathered)


def _operation(item: Operation | OperationView) -> Operation:
    return item.operation if isinstance(item, OperationView) else item


def _first_tag(operation: Operation) -> str:
    return operation.tags[0] if operation.tags else "Operations"


def _segment(number: int) -> Callable[[Operation], str]:
    def of(operation: Operation) -> str:
        path = operation.path.removeprefix("/#X-Amz-Target=")
        named = [part for part in path.split("/") if part and not part.startswith("{")]
        return named[min(number, len(named) - 1)] if named else "Operations"

    return of


def _packed(items: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in their order, in lists that fit on a page; one that alone does not has a list of its own."""
    chunk: list[T] = []
    total = 0
    for item in items:
        heavy = weight(item)
        if chunk and total + heavy > PAGE:
            yield chunk
            chunk, total = [], 0
        chunk.append(item)
        total += heavy
    if chunk:
        yield chunk


def weight_of_reference(view: ReferenceView) -> int:
    weight = sum(map(weight_of_operation, view.operations)) + sum(map(weight_of_named, view.schemas))
    return weight + sum(map(weight_of_component, view.components))


def weight_of_operation(view: OperationView) -> int:
    weight = 11 + len(view.operation.tags) + len(view.marks) + _of_text(view.description) + _of_text(view.about_path)
    for sample in view.samples:
        weight += 3 + len(sample.text) // _LETTERS
    for _, example in view.labelled_examples:
        weight += 4 + len(example.text) // _LETTERS + _of_text(example.description)
    if view.security:
        weight += 2 + sum(len(need.scopes) for way in view.security for need in way)
    for server in view.servers:
        weight += 4 + sum(map(_of_parameter, server.variables))
    if view.parameters:
        weight += 2 + sum(map(_of_parameter, view.parameters))
    if view.docs:
        weight += 2 + _of_text(view.docs.description)
    weight += _of_body(view.body) + 1 + sum(map(_of_response, view.responses))
    return weight + sum(8 + weight_of_operation(callback.operation) for callback in view.callbacks)


def weight_of_component(view: ComponentView) -> int:
    weight = 5 + _of_body(view.body) + sum(weight_of_operation(callback.operation) for callback in view.callbacks)
    weight += _of_parameter(view.parameter) if view.parameter else 0
    return weight + (_of_response(view.response) if view.response else 0)


def weight_of_named(view: SchemaView) -> int:
    """A schema in a list of named ones."""
    return 4 + weight_of_schema(view)


def weight_of_schema(view: SchemaView) -> int:
    """The item of a list that a schema is with its name, and all in it."""
    weight = 2 + bool(view.link) + bool(view.default) + view.deprecated
    if view.description:
        weight += _of_text(view.description)
    if view.says_more:
        weight += len(view.other_anchors) + _of_text(view.further) + _of_values(view) + 2 * bool(view.docs)
        weight += (1 + len(view.examples)) * bool(view.examples)
        weight += bool(view.discriminator) + len(view.discriminator) // _LETTERS
    if view.has_children:
        weight += 3
        for item in view.properties:
            weight += item.required + weight_of_schema(item.schema)
        for group in view.groups:
            weight += 2 + sum(map(weight_of_schema, group.schemas))
    return weight


def _of_values(view: SchemaView) -> int:
    if not view.enum:
        return 0
    letters = sum(map(len, view.enum)) // _LETTERS
    if view.meanings:
        return letters + 3 + 2 * len(view.enum)
    return letters + (3 if len(view.enum) > _MANY_VALUES or view.listed else 1 + len(view.enum))


def _of_text(text: Markup) -> int:
    """Elements in HTML; long text counts too, because it takes its time to load."""
    return text.count("</") + len(text) // _LETTERS if text else 0


def _of_parameter(view: ParameterView) -> int:
    weight = view.required + view.deprecated + _of_text(view.description) + weight_of_schema(view.schema)
    for example in view.examples:
        weight += 2 + len(example.text) // _LETTERS + _of_text(example.description)
    return weight


def _of_body(view: BodyView | None) -> int:
    return 2 + _of_text(view.description) + sum(map(_of_content, view.contents)) if view else 0


def _of_response(view: ResponseView) -> int:
    weight = 4 + _of_text(view.description)
    for link in view.links:
        weight += 4 + 2 * len(link.arguments) + _of_text(link.description)
    if view.headers:
        weight += 2 + sum(map(_of_parameter, view.headers))
    return weight + sum(map(_of_content, view.contents))


def _of_content(view: ContentView) -> int:
    weight = 2 + sum(4 + sum(map(_of_parameter, each.headers)) for each in view.encodings)
    return weight + (weight_of_schema(view.schema) if view.schema else 0)
