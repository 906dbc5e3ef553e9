"""Api → ReferenceView: reads OpenAPI 2.0 and 3.x by their own rules, never one converted to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api_catalog.catalog import Api, Operation
from api_catalog.catalog.operations import calls_of
from api_catalog.documents.reading import mapping, mappings, text
from api_catalog.reference.answers import response_of
from api_catalog.reference.calls import about_path, callback_of, operation_of, servers_of
from api_catalog.reference.docs import docs_of
from api_catalog.reference.inputs import body_of, header_of, parameter_of
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import AboutView, ComponentView, OperationView, ReferenceView, SchemaView, TopicView
from api_catalog.reference.reader import Reader
from api_catalog.reference.security import security_of

_MOST_TOPICS = 500
_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Linked:
    """A reference with all named schemas drawn apart.

    ``needs`` has the ids of the named schemas that an operation or a named schema links, by its id. ``used`` are the
    references (``#/…``) to parts other than schemas.
    """

    view: ReferenceView
    needs: dict[str, frozenset[str]]
    used: frozenset[str]


def reference_of(api: Api) -> ReferenceView:
    """Everything there is to draw of ``api``'s description. A named schema is drawn where it is first needed."""
    reader = Reader(api, linked=False)
    return _reference(reader, _operations(reader, api.operations), frozenset(), whole=True)


def reference_within(api: Api, weigh: Callable[[OperationView], int], most: int) -> ReferenceView | None:
    """As ``reference_of``; None, as soon as that is known, if the operations weigh more than ``most``."""
    reader = Reader(api, linked=False)
    operations: list[OperationView] = []
    total = 0
    for view in _operations(reader, api.operations):
        operations.append(view)
        total += weigh(view)
        if total > most:
            return None
    return _reference(reader, operations, frozenset(), whole=True)


def linked_of(api: Api) -> Linked:
    """Everything there is to draw, with every named schema drawn apart and linked everywhere."""
    reader = Reader(api, linked=True)
    view = _reference(reader, _operations(reader, api.operations), frozenset(), whole=True)
    return Linked(view, reader.schemas.needs, frozenset(reader.used))


def part_of(api: Api, operations: Sequence[Operation]) -> ReferenceView:
    """Some operations of ``api``, with all the named schemas that they need."""
    reader = Reader(api, linked=False)
    return _reference(reader, _operations(reader, operations), None)


def schemas_beyond(api: Api, drawn: frozenset[str]) -> ReferenceView:
    """The named schemas of ``api`` that are not among the references ``drawn``."""
    return _reference(Reader(api, linked=True), (), drawn)


def components_beyond(api: Api, used: frozenset[str]) -> tuple[ComponentView, ...]:
    """The reusable parts, schemas aside, that are not among the references ``used``."""
    reader = Reader(api, linked=False)
    reader.used |= used
    return tuple(_unused(reader))


def _operations(reader: Reader, wanted: Iterable[Operation]) -> Iterator[OperationView]:
    for operation in wanted:
        with reader.schemas.counted_for(operation.anchor):
            yield operation_of(reader, operation)


def _reference(
    reader: Reader, operations: Iterable[OperationView], drawn: frozenset[str] | None, *, whole: bool = False
) -> ReferenceView:
    """``operations``, and every named schema but those already ``drawn`` (None: only what is needed)."""
    operations = tuple(operations)
    components = tuple(_unused(reader)) if whole else ()
    return ReferenceView(
        about=_about(reader),
        servers=servers_of(reader, reader.root),
        security=security_of(reader.root),
        operations=operations,
        schemas=_leftover(reader, drawn),
        drawn=reader.schemas.drawn,
        components=components,
    )


def _about(reader: Reader) -> AboutView:
    root = reader.root
    info = mapping(root.get("info"))
    return AboutView(
        description=markdown(text(info.get("description")), below=2),
        terms=tuple(_terms(info)),
        docs=docs_of(root.get("externalDocs")),
        topics=(*_topics(root), *_silent_paths(reader)),
    )


def _terms(info: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Contact, license and terms as (label, text, URL); the URL is empty if there is none to follow."""
    contact, terms_of_use = mapping(info.get("contact")), text(info.get("termsOfService"))
    address, mail = text(contact.get("url")), text(contact.get("email"))
    if name := text(contact.get("name")) or mail or address:
        yield "Contact", clean_text(name), address if address.startswith(_WEB) else f"mailto:{mail}" if mail else ""
    license_ = mapping(info.get("license"))
    if name := text(license_.get("name")) or text(license_.get("identifier")):
        url = text(license_.get("url"))
        yield "License", clean_text(name), url if url.startswith(_WEB) else ""
    if terms_of_use:
        yield "Terms", clean_text(terms_of_use), terms_of_use if terms_of_use.startswith(_WEB) else ""


def _topics(root: dict[str, Any]) -> Iterator[TopicView]:
    """The tags that the description says more of than a name; ``parent`` and ``kind`` are of OpenAPI 3.2."""
    stated = mappings(root.get("tags"))
    for tag in stated[:_MOST_TOPICS]:
        words = [text(tag.get(key)) for key in ("summary", "description")]
        said = markdown("\n\n".join(dict.fromkeys(each for each in words if each)))
        docs = docs_of(tag.get("externalDocs"))
        parent, kind = (clean_text(text(tag.get(key))) for key in ("parent", "kind"))
        if said or docs or parent:
            yield TopicView(clean_text(text(tag.get("name"))), said, parent, kind, docs)
    if more := stated[_MOST_TOPICS:]:
        yield TopicView(f"{len(more):,} more", markdown("They are in the file of the description."), kind="tags")


def _silent_paths(reader: Reader) -> Iterator[TopicView]:
    """What is said of paths that have no operation."""
    for path, stated in mapping(reader.root.get("paths")).items():
        item = {} if path.startswith("x-") else reader.follow(stated)
        said = about_path(item)
        if said and not any(True for _ in calls_of(item)):
            yield TopicView(clean_text(path), said, kind="path without operations")


def _leftover(reader: Reader, drawn: frozenset[str] | None) -> tuple[SchemaView, ...]:
    """Named schemas that no operation reaches are part of the description too."""
    found: list[SchemaView] = []
    if drawn is not None:
        section, base = _named(reader, "schemas", "definitions")
        for name in section:
            reference = base + _escaped(name)
            if reference not in drawn and not reader.schemas.has(reference):
                found.append(reader.schemas.apart(reference))
    views = [view for view in found if view.anchor] + list(reader.schemas.leftover(drawn or frozenset()))
    return tuple(sorted(views, key=lambda view: view.name.casefold()))


def _unused(reader: Reader) -> Iterator[ComponentView]:
    """The reusable parts, schemas aside, that nothing refers to."""
    for section, draw in _COMPONENTS.items():
        stated, base = _named(reader, section, section)
        for name, raw in stated.items():
            if base + _escaped(name) not in reader.used and isinstance(raw, dict):
                yield draw(reader, clean_text(name), raw, f"part-{section}")


def _named(reader: Reader, section: str, section_of_2: str) -> tuple[dict[str, Any], str]:
    """The named objects of a section, and how references to them begin."""
    if reader.is_2:
        return mapping(reader.root.get(section_of_2)), f"#/{section_of_2}/"
    return mapping(mapping(reader.root.get("components")).get(section)), f"#/components/{section}/"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _parameter(reader: Reader, name: str, raw: dict[str, Any], place: str) -> ComponentView:
    return ComponentView(name, parameter=parameter_of(reader, reader.follow(raw), place))


def _header(reader: Reader, name: str, raw: dict[str, Any], place: str) -> ComponentView:
    return ComponentView(name, parameter=header_of(reader, name, raw, place))


def _body(reader: Reader, name: str, raw: dict[str, Any], place: str) -> ComponentView:
    return ComponentView(name, body=body_of(reader, raw, reader.schemas.place(place, name)))


def _response(reader: Reader, name: str, raw: dict[str, Any], place: str) -> ComponentView:
    return ComponentView(name, response=response_of(reader, name, raw, {}, reader.schemas.place(place, name)))


def _callback(reader: Reader, name: str, raw: dict[str, Any], place: str) -> ComponentView:
    return ComponentView(name, callbacks=tuple(callback_of(reader, name, raw, place)))


_COMPONENTS: dict[str, Callable[[Reader, str, dict[str, Any], str], ComponentView]] = {
    "parameters": _parameter,
    "headers": _header,
    "requestBodies": _body,
    "responses": _response,
    "callbacks": _callback,
}
