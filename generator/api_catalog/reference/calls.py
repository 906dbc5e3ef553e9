"""Operations → OperationView: what is sent, what comes back, what proves who is calling, callbacks, servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from api_catalog.catalog import Operation
from api_catalog.catalog.operations import calls_of, scheme_words
from api_catalog.documents.anatomy import security_schemes
from api_catalog.documents.reading import mapping, mappings, sequence, text, texts
from api_catalog.documents.references import look_up
from api_catalog.reference import extensions
from api_catalog.reference.answers import responses_of
from api_catalog.reference.docs import docs_of
from api_catalog.reference.inputs import body_of, body_of_2, parameter_of, parameters_of
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import CallbackView, NeedView, OperationView, SampleView, ServerView
from api_catalog.reference.reader import Reader
from api_catalog.reference.samples import samples_of
from api_catalog.reference.samples.read import request_of

_MOST_NESTED = 3  # callbacks within callbacks


def operation_of(reader: Reader, operation: Operation) -> OperationView:
    """An operation of paths or webhooks."""
    item = reader.follow(look_up(reader.root, operation.pointer[:2]))
    raw = look_up(item, operation.pointer[2:])
    is_webhook = operation.pointer[0] == "webhooks"
    return _operation(reader, operation, item, mapping(raw), is_call=not is_webhook, is_webhook=is_webhook, inside=())


def _operation(
    reader: Reader,
    operation: Operation,
    item: dict[str, Any],
    raw: dict[str, Any],
    *,
    is_call: bool,
    is_webhook: bool,
    inside: tuple[int, ...],
) -> OperationView:
    place = operation.anchor
    stated = parameters_of(reader, item, raw)
    in_body = ("body", "formData") if reader.is_2 else ()
    parameters = tuple(parameter_of(reader, one, place) for one in stated if one.get("in") not in in_body)
    if reader.is_2:
        body = body_of_2(reader, raw, stated, place)
    else:
        body = body_of(reader, mapping(raw.get("requestBody")), place)
    responses = responses_of(reader, raw, place)
    samples: tuple[SampleView, ...] = ()
    if is_call:
        if place not in reader.memory.samples:
            request = request_of(reader.root, operation, (item, raw), stated, body, responses)
            reader.memory.samples[place] = (*samples_of(request), *extensions.samples(raw))
        samples = reader.memory.samples[place]
    return OperationView(
        operation=operation,
        description=markdown(operation.description, below=3),
        parameters=parameters,
        body=body,
        responses=responses,
        security=tuple(_needs(reader, raw)) if is_call else (),
        callbacks=tuple(_callbacks(reader, place, raw, inside)),
        samples=samples,
        is_webhook=is_webhook,
        about_path=about_path(item),
        servers=servers_of(reader, raw) or servers_of(reader, item),
        marks=extensions.marks(raw),
        docs=docs_of(raw.get("externalDocs")),
    )


def about_path(item: dict[str, Any]) -> Markup:
    """What the author says of a Path Item."""
    words = (text(item.get("summary")), text(item.get("description")))
    return Markup().join(markdown(each, below=3) for each in dict.fromkeys(words) if each)


def _callbacks(reader: Reader, place: str, raw: dict[str, Any], inside: tuple[int, ...]) -> Iterator[CallbackView]:
    for name, stated in mapping(raw.get("callbacks")).items():
        yield from callback_of(reader, name, stated, place, inside)


def callback_of(
    reader: Reader, name: str, stated: Any, place: str, inside: tuple[int, ...] = ()
) -> Iterator[CallbackView]:
    """The operations of a Callback Object; one within itself is not drawn again."""
    callback = reader.follow(stated)
    if id(callback) in inside or len(inside) >= _MOST_NESTED:
        return
    for expression, raw_item in callback.items():
        if expression.startswith("x-"):
            continue
        item = reader.follow(raw_item)
        for method, raw in calls_of(item):
            call = Operation(
                anchor=reader.schemas.place(place, f"{name}.{method.lower()}"),
                operation_id=text(raw.get("operationId")),
                method=method,
                path=expression,
                summary=text(raw.get("summary")).strip(),
                description=text(raw.get("description")).strip(),
                tags=texts(raw.get("tags")),
                deprecated=raw.get("deprecated") is True,
                input="",
                output="",
                authentication=(),
                pointer=(),
            )
            deeper = (*inside, id(callback))
            view = _operation(reader, call, item, raw, is_call=False, is_webhook=False, inside=deeper)
            yield CallbackView(clean_text(name), view)


def _needs(reader: Reader, raw: dict[str, Any]) -> Iterator[tuple[NeedView, ...]]:
    """The ways to prove who is calling; the operation's own requirements replace the description's."""
    schemes = security_schemes(reader.root)
    for requirement in mappings(raw.get("security", reader.root.get("security"))):
        yield tuple(
            NeedView(
                clean_text(scheme_words(name, reader.follow(schemes.get(name)))),
                tuple(clean_text(text(scope)) for scope in sequence(scopes)),
            )
            for name, scopes in requirement.items()
        )


def servers_of(reader: Reader, source: dict[str, Any]) -> tuple[ServerView, ...]:
    """Those of the description, a path item or an operation; OpenAPI 2.0 writes them as host, basePath and schemes."""
    if reader.is_2:
        host, base = source.get("host"), text(source.get("basePath"))
        schemes = texts(source.get("schemes")) or ("https",)
        urls = [f"{scheme}://{host}{base}" for scheme in schemes] if host else [base] if base else []
        return tuple(ServerView(clean_text(url), Markup()) for url in urls)
    return tuple(
        ServerView(
            clean_text(text(server.get("url"))),
            markdown(text(server.get("description"))),
            tuple(
                parameter_of(reader, _variable(name, mapping(raw)), "server")
                for name, raw in mapping(server.get("variables")).items()
            ),
            clean_text(text(server.get("name"))),
        )
        for server in mappings(source.get("servers"))
        if server
    )


def _variable(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", **{key: raw[key] for key in ("default", "enum") if key in raw}}
    return {"name": name, "in": "", "schema": schema, "description": raw.get("description")}
