"""A reference too large for one page → parts, by tag or by path; what lies where, so that links find it.

Weights are HTML elements, roughly: what a browser has to lay out.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from api_catalog.catalog import Api, Operation
from api_catalog.catalog.slugs import slug, unique
from api_catalog.reference.build import part_of, reference_of, schemas_beyond
from api_catalog.reference.model import ContentView, OperationView, ParameterView, ReferenceView, SchemaView

PAGE = 5600  # elements of a reference on one page; the theme and the overview add some hundred
SURELY_LARGE = 250  # operations; beyond them nobody need count
SCHEMAS = "Schemas"
MOST_REPEATED = 3  # times the weight of the whole that parts may have together
T = TypeVar("T")
Called = TypeVar("Called", Operation, OperationView)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a split reference: operations or named schemas.

    ``keys`` are the tags or path segments of its operations, ``number`` counts the pages of the same keys from 1, 0 if
    there is one.
    """

    slug: str
    keys: tuple[str, ...]
    number: int = 0
    operations: tuple[OperationView, ...] = ()
    schemas: tuple[SchemaView, ...] = ()


def split(api: Api) -> tuple[ReferenceView, tuple[Part, ...]]:
    """The reference, and its parts if it does not fit on one page (else none).

    In parts every named schema is drawn once, on a page of schemas, and linked from everywhere else.
    """
    if len(api.operations) <= SURELY_LARGE:
        whole = reference_of(api)
        weight = weight_of_reference(whole)
        if weight <= PAGE:
            return whole, ()
        parts = _inline(api, most=MOST_REPEATED * weight)
        if parts:
            return whole, parts
    view = reference_of(api, linked=True)
    chunks = [
        Part("", (title,), operations=tuple(chunk))
        for title, group in _groups(view.operations).items()
        for chunk in _packed(group, weight_of_operation)
    ]
    chunks += [Part("", (SCHEMAS,), schemas=tuple(chunk)) for chunk in _packed(view.schemas, weight_of_schema)]
    return view, _named(chunks)


def _inline(api: Api, most: int) -> tuple[Part, ...]:
    """Parts that each draw all they need, so that a reader finds it in place; none if they repeat too much."""
    drawn: frozenset[str] = frozenset()
    chunks: list[Part] = []
    total = 0
    pending: list[tuple[tuple[str, ...], list[Operation]]]
    pending = [((title,), group) for title, group in _groups(api.operations).items()]
    while pending:
        keys, operations = pending.pop(0)
        view = part_of(api, operations)
        weight = weight_of_reference(view)
        if weight > PAGE and len(operations) > 1:
            middle = len(operations) // 2
            pending = [(keys, operations[:middle]), (keys, operations[middle:]), *pending]
            continue
        while pending and weight < PAGE // 2:  # small groups share a page
            more = part_of(api, [*operations, *pending[0][1]])
            if weight_of_reference(more) > PAGE:
                break
            next_keys, next_operations = pending.pop(0)
            keys, operations, view = (*keys, *next_keys), [*operations, *next_operations], more
            weight = weight_of_reference(view)
        total += weight
        if total > most or weight > PAGE:
            return ()
        drawn |= view.drawn
        chunks.append(Part("", tuple(dict.fromkeys(keys)), 0, view.operations, view.schemas))
    rest = schemas_beyond(api, drawn).schemas
    chunks += [Part("", (SCHEMAS,), schemas=tuple(chunk)) for chunk in _packed(rest, weight_of_schema)]
    return _named(chunks)


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
    return sum(map(weight_of_operation, view.operations)) + sum(map(weight_of_schema, view.schemas))


def weight_of_operation(view: OperationView) -> int:
    weight = 24 + 5 * len(view.operation.tags) + 6 * (len(view.request_examples) + len(view.answer_examples))
    weight += sum(map(_of_parameter, view.parameters))
    if view.body:
        weight += 3 + sum(map(_of_content, view.body.contents))
    for response in view.responses:
        weight += 5 + sum(map(_of_parameter, response.headers)) + sum(map(_of_content, response.contents))
    return weight


def weight_of_schema(view: SchemaView) -> int:
    weight = 4 + len(view.constraints) + len(view.marks) + len(view.enum) + (3 if view.description else 0)
    weight += sum(3 + weight_of_schema(item.schema) for item in view.properties)
    return weight + sum(2 + weight_of_schema(branch) for group in view.groups for branch in group.schemas)


def _of_parameter(view: ParameterView) -> int:
    return 6 + len(view.notes) + (2 if view.description else 0) + weight_of_schema(view.schema)


def _of_content(view: ContentView) -> int:
    return 4 + (weight_of_schema(view.schema) if view.schema else 0)
