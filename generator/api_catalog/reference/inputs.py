"""What is sent: Parameter, Header, Request Body and Media Type Objects → views; body parameters of OpenAPI 2.0."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from api_catalog.documents.reading import mapping, sequence, text, texts
from api_catalog.documents.references import resolve
from api_catalog.reference.examples import examples_of
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import BodyView, ContentView, EncodingView, ExampleView, ParameterView
from api_catalog.reference.reader import Reader, Stated

JSON = ("application/json",)
_MOST_TITLES = 4  # of examples with the same value
_FORM = "application/x-www-form-urlencoded"
_MARKS = {"allowEmptyValue": "may be empty", "allowReserved": "reserved characters as they are"}


def parameters_of(reader: Reader, item: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Parameters of the path item and the operation; the operation's replace those of equal name and place."""
    found: dict[tuple[str, str], Any] = {}
    for source in (item, operation):
        for one in sequence(source.get("parameters")):
            if parameter := mapping(resolve(reader.root, one)):
                found[text(parameter.get("name")), text(parameter.get("in"))] = one
    return [reader.follow(one) for one in found.values()]


def parameter_of(reader: Reader, raw: dict[str, Any], place: str) -> ParameterView:
    """``place`` is the id of what it belongs to."""
    stated = reader.memory.parameters.get(id(raw))
    if stated is None:
        stated = reader.memory.parameters[id(raw)] = _stated(reader, raw)
    elif "content" in raw:
        for content in mapping(raw["content"]).values():
            reader.follow(content)  # is used here too
    here = reader.schemas.place(f"{place}.{stated.location}" if stated.location else place, stated.name)
    with reader.schemas.at(here):
        view = reader.schemas.view(stated.schema, 1)
    examples = stated.examples
    if examples and view.examples:
        examples = tuple(example for example in examples if example.text not in view.examples)
    return ParameterView(
        name=stated.name,
        location=stated.location,
        required=stated.required,
        deprecated=stated.deprecated,
        schema=view,
        description=stated.description,
        notes=stated.notes,
        examples=examples,
        anchor=here,
    )


def _stated(reader: Reader, raw: dict[str, Any]) -> Stated:
    contents = [reader.follow(content) for content in mapping(raw.get("content")).values()]
    shown = raw
    if reader.is_2 and "schema" not in raw:
        schema: Any = {key: value for key, value in raw.items() if key not in ("name", "in", "required", "description")}
        shown = {key: value for key, value in raw.items() if key == "x-example"}
    else:
        schema = raw.get("schema") or next((content.get("schema") for content in contents), None) or {}
    return Stated(
        raw=raw,
        name=clean_text(text(raw.get("name"))),
        location=text(raw.get("in")),
        required=raw.get("required") is True,
        deprecated=raw.get("deprecated") is True,
        schema=schema,
        description=markdown(text(raw.get("description"))),
        notes=(*_notes(raw), *(clean_text(media_type) for media_type in mapping(raw.get("content")))),
        examples=_distinct(example for source in (shown, *contents) for example in reader.examples.stated(source)),
    )


def _distinct(examples: Iterable[ExampleView]) -> tuple[ExampleView, ...]:
    """Each value once: descriptions that are made from tests give the same one under a hundred names."""
    groups: dict[tuple[str, str, str], list[ExampleView]] = {}
    for example in examples:
        groups.setdefault((example.text, example.url, example.description), []).append(example)
    return tuple(dataclasses.replace(group[0], title=_titles(group)) for group in groups.values())


def _titles(examples: list[ExampleView]) -> str:
    titles = [example.title for example in examples if example.title]
    if len(titles) <= _MOST_TITLES:
        return ", ".join(titles)
    return f"{', '.join(titles[: _MOST_TITLES - 1])} and {len(titles) - _MOST_TITLES + 1} more"


def header_of(reader: Reader, name: str, stated: Any, place: str) -> ParameterView:
    raw = reader.follow(stated)
    _, header = reader.memory.headers.get((id(raw), name), (None, None))
    if header is None:
        header = {**raw, "name": name, "in": "header"}
        reader.memory.headers[id(raw), name] = (raw, header)
    return parameter_of(reader, header, place)


def _notes(raw: dict[str, Any]) -> list[str]:
    """Style and the like in words, where they are not what the specification says of this place anyway."""
    usual = "simple" if raw.get("in") in ("path", "header") else "form"
    style = text(raw.get("style"), usual)
    notes = [f"style {style}"] if style != usual else []
    notes += (
        [f"collectionFormat {raw['collectionFormat']}"] if text(raw.get("collectionFormat"), "csv") != "csv" else []
    )
    if isinstance(raw.get("explode"), bool) and raw["explode"] != (style == "form"):
        notes.append("each item on its own" if raw["explode"] else "all items in one value")
    notes += [words for key, words in _MARKS.items() if raw.get(key) is True]
    return [clean_text(note) for note in notes]


def body_of(reader: Reader, raw: dict[str, Any], place: str) -> BodyView | None:
    """The ``requestBody`` of an operation, or a Request Body Object that has a name."""
    stated = reader.follow(raw)
    if not stated:
        return None
    contents = contents_of(reader, stated.get("content"), f"{place}.body")
    return BodyView(stated.get("required") is True, markdown(text(stated.get("description"))), contents)


def body_of_2(reader: Reader, raw: dict[str, Any], parameters: list[dict[str, Any]], place: str) -> BodyView | None:
    """The ``body`` parameter of an operation of OpenAPI 2.0, or all ``formData`` ones as the form they make."""
    media_types = texts(raw.get("consumes")) or texts(reader.root.get("consumes")) or JSON
    for parameter in parameters:
        if parameter.get("in") == "body":
            contents = {name: {"schema": parameter.get("schema") or {}} for name in media_types}
            return BodyView(
                parameter.get("required") is True,
                markdown(text(parameter.get("description"))),
                contents_of(reader, contents, f"{place}.body"),
            )
    form = [parameter for parameter in parameters if parameter.get("in") == "formData"]
    if not form:
        return None
    needed = [text(parameter.get("name")) for parameter in form if parameter.get("required") is True]
    fields = {
        text(parameter.get("name")): {k: v for k, v in parameter.items() if k not in ("name", "in", "required")}
        for parameter in form
    }
    schema = {"type": "object", "properties": fields, "required": needed}
    forms = [name for name in media_types if "form" in name] or [_FORM]
    return BodyView(
        bool(needed), Markup(), contents_of(reader, {name: {"schema": schema} for name in forms}, f"{place}.body")
    )


def contents_of(reader: Reader, stated: Any, place: str) -> tuple[ContentView, ...]:
    """The bodies by media type."""
    views: list[ContentView] = []
    for media_type, raw in mapping(stated).items():
        content = reader.follow(raw)
        streamed = "itemSchema" in content
        schema = content.get("itemSchema") if streamed else content.get("schema")
        view = None
        if schema is not None:
            with reader.schemas.at(place):
                view = reader.schemas.view(schema)
            if view.type in ("any", "string") and _is_binary(media_type):
                view = dataclasses.replace(view, type="bytes")
        examples = (
            examples_of(reader.examples, content, schema)
            if "json" in media_type or "example" in content or "examples" in content
            else ()
        )
        encodings = tuple(
            _encoding(reader, name, mapping(one), place) for name, one in mapping(content.get("encoding")).items()
        )
        views.append(ContentView(clean_text(media_type), view, streamed, examples, encodings))
    return tuple(views)


def _encoding(reader: Reader, name: str, raw: dict[str, Any], place: str) -> EncodingView:
    media_type = clean_text(text(raw.get("contentType")))
    headers = tuple(
        header_of(reader, header, stated, f"{place}.{name}") for header, stated in mapping(raw.get("headers")).items()
    )
    return EncodingView(clean_text(name), (*([media_type] if media_type else []), *_notes(raw)), headers)


def _is_binary(media_type: str) -> bool:
    return media_type.startswith(("application/octet-stream", "audio/", "image/", "video/"))
