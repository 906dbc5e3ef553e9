"""What a call says beyond parameters, bodies and answers: callbacks, links, scopes, servers, marks, unused parts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from api_catalog.catalog import catalog_of
from api_catalog.documents import load
from api_catalog.reference import ReferenceView, reference_of
from api_catalog.reference.model import OperationView

Draw = Callable[..., ReferenceView]
FINE = {"responses": {"default": {"description": "Fine."}}}


@pytest.fixture
def draw(tmp_path: Path) -> Draw:
    """Draws the reference of a description with these fields."""

    def drawn(**fields: Any) -> ReferenceView:
        start = {} if "swagger" in fields else {"openapi": "3.2.0"}
        description = {**start, "info": {"title": "T", "version": "1"}, "paths": {}, **fields}
        (tmp_path / "acme.json").write_text(json.dumps(description), "utf-8")
        (api,) = catalog_of(load(tmp_path))[0].apis
        return reference_of(api)

    return drawn


def _call(view: ReferenceView) -> OperationView:
    return view.operations[0]


def test_callbacks_are_drawn_with_all_they_say(draw: Draw) -> None:
    heard = {
        "summary": "Tells that it is ready",
        "parameters": [{"name": "X-Try", "in": "header", "schema": {"type": "integer"}}],
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {"id": {}}}}}},
        "responses": {"204": {"description": "Heard."}},
    }
    operation = {**FINE, "operationId": "start", "callbacks": {"ready": {"{$request.body#/url}": {"put": heard}}}}
    (callback,) = _call(draw(paths={"/a": {"post": operation}})).callbacks
    view = callback.operation
    assert (callback.name, view.operation.method, view.operation.path) == ("ready", "PUT", "{$request.body#/url}")
    assert view.operation.anchor == "op-start.ready.put"
    assert [parameter.name for parameter in view.parameters] == ["X-Try"]
    assert view.body is not None
    assert view.body.contents[0].schema is not None
    assert [part.name for part in view.body.contents[0].schema.properties] == ["id"]
    assert [response.status for response in view.responses] == ["204"]
    assert view.samples == ()


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"first": 1}, [("first", "1")]),
        ({"first": 1, "second": 2}, [("first", "1"), ("second", "2")]),
        ({"first": 1, "second": 2, "third": 1}, [("first, third", "1"), ("second", "2")]),
        ({f"name {number}": 7 for number in range(100)}, [("name 0, name 1, name 2 and 97 more", "7")]),
    ],
)
def test_a_value_under_many_names_is_shown_once(
    draw: Draw, values: dict[str, int], shown: list[tuple[str, str]]
) -> None:
    examples = {name: {"value": value} for name, value in values.items()}
    parameter = {"name": "id", "in": "query", "schema": {"type": "integer"}, "examples": examples}
    (view,) = _call(draw(paths={"/a": {"get": {**FINE, "parameters": [parameter]}}})).parameters
    assert [(example.title, example.text) for example in view.examples] == shown


def test_a_callback_within_itself_ends(draw: Draw) -> None:
    reference = {"$ref": "#/components/callbacks/again"}
    again = {"{$url}": {"post": {**FINE, "callbacks": {"again": reference}}}}
    view = _call(
        draw(
            paths={"/a": {"post": {**FINE, "callbacks": {"b": reference}}}}, components={"callbacks": {"again": again}}
        )
    )
    assert [callback.name for callback in view.callbacks] == ["b"]
    assert view.callbacks[0].operation.callbacks == ()


def test_links_lead_to_the_operation(draw: Draw) -> None:
    links = {
        "by id": {
            "operationId": "next",
            "description": "The *next* one.",
            "parameters": {"page": "$response.body#/n"},
        },
        "by place": {"operationRef": "#/paths/~1b/get"},
        "elsewhere": {"operationRef": "https://b.example/#/paths/~1c/get", "requestBody": 1},
        "nowhere": {"operationId": "none"},
    }
    paths = {
        "/a": {"get": {"responses": {"200": {"description": "Fine.", "links": links}}}},
        "/b": {"get": {**FINE, "operationId": "next"}},
    }
    found = {link.name: link for link in _call(draw(paths=paths)).responses[0].links}
    assert {name: link.anchor for name, link in found.items()} == {
        "by id": "op-next", "by place": "op-next", "elsewhere": "", "nowhere": "",
    }  # fmt: skip
    assert found["by id"].description.striptags() == "The next one."
    assert found["by id"].arguments == (("page", "$response.body#/n"),)
    assert found["elsewhere"].arguments == (("body", "1"),)


def test_the_scopes_that_a_call_needs(draw: Draw) -> None:
    flow = {
        "deviceAuthorizationUrl": "https://a.example/d",
        "tokenUrl": "https://a.example/t",
        "scopes": {"read": "Look"},
    }
    schemes = {
        "login": {"type": "oauth2", "flows": {"deviceAuthorization": flow}},
        "key": {"type": "apiKey", "in": "header", "name": "K"},
    }
    operation = {**FINE, "security": [{"login": ["read", "write"], "key": []}, {}]}
    view = draw(paths={"/a": {"get": operation}}, components={"securitySchemes": schemes})
    both, none = _call(view).security
    assert [(need.title, need.scopes) for need in both] == [
        ("OAuth 2.0", ("read", "write")),
        ("API key (header)", ()),
    ]
    assert none == ()
    login = view.security[0]
    assert login.flows == ("device authorization",)
    assert login.urls == (("authorize a device", "https://a.example/d"), ("token", "https://a.example/t"))


@pytest.mark.parametrize(
    ("operation", "item", "urls"),
    [
        ({}, {}, []),
        ({"servers": [{"url": "https://b.example"}]}, {"servers": [{"url": "https://c.example"}]}, ["https://b.example"]),
        ({}, {"servers": [{"url": "https://c.example"}]}, ["https://c.example"]),
    ],
)  # fmt: skip
def test_servers_of_one_call(draw: Draw, operation: dict[str, Any], item: dict[str, Any], urls: list[str]) -> None:
    view = _call(draw(servers=[{"url": "https://a.example"}], paths={"/a": {**item, "get": {**FINE, **operation}}}))
    assert [server.url for server in view.servers] == urls


def test_words_on_a_path(draw: Draw) -> None:
    view = _call(draw(paths={"/a": {"summary": "Pets", "description": "All *pets*.", "get": FINE}}))
    assert view.about_path.striptags() == "PetsAll pets."


@pytest.mark.parametrize(
    ("stated", "marks"),
    [
        ({}, ()),
        ({"x-beta": True}, ("beta",)),
        ({"x-beta": "yes"}, ()),
        ({"x-stability-level": "Alpha"}, ("alpha",)),
        ({"x-maturity": "Generally Available"}, ()),
        ({"x-badges": [{"name": "new"}, "old", 5]}, ("new", "old", "5")),
        ({"x-ms-pageable": {"nextLinkName": "next"}}, ("answers in pages",)),
        ({"x-ms-long-running-operation": True}, ("takes long: ask again for the result",)),
        ({"x-sunset": "2027-01-01"}, ("ends 2027-01-01",)),
        ({"x-internal-note": True}, ()),
    ],
)
def test_marks(draw: Draw, stated: dict[str, Any], marks: tuple[str, ...]) -> None:
    assert _call(draw(paths={"/a": {"get": {**FINE, **stated}}})).marks == marks


def test_samples_of_the_author_come_last(draw: Draw) -> None:
    stated = [{"lang": "Ruby", "source": "puts 1"}, {"lang": "Go", "source": " "}, 5]
    samples = _call(draw(paths={"/a": {"get": {**FINE, "x-codeSamples": stated}}})).samples
    assert [(sample.language, sample.generated) for sample in samples[3:]] == [("Ruby", False)]


def test_encodings_of_a_form(draw: Draw) -> None:
    headers = {"X-Size": {"schema": {"type": "integer"}}}
    encoding = {
        "picture": {"contentType": "image/png", "headers": headers},
        "ids": {"style": "form", "explode": False},
    }
    schema = {"properties": {"picture": {}, "ids": {"type": "array"}}}
    content = {"multipart/form-data": {"schema": schema, "encoding": encoding}}
    body = _call(draw(paths={"/a": {"post": {**FINE, "requestBody": {"content": content}}}})).body
    assert body is not None
    picture, ids = body.contents[0].encodings
    assert (picture.name, picture.notes, [header.name for header in picture.headers]) == (
        "picture",
        ("image/png",),
        ["X-Size"],
    )
    assert (ids.name, ids.notes) == ("ids", ("all items in one value",))


def test_parts_that_nothing_uses(draw: Draw) -> None:
    parameter = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    components = {
        "parameters": {"used": parameter, "Page": parameter, "Alias": {"$ref": "#/components/parameters/Page"}},
        "responses": {"Bad": {"description": "Bad."}},
        "requestBodies": {"Pet": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}},
        "headers": {"X-Left": {"schema": {"type": "integer"}}},
        "callbacks": {"done": {"{$url}": {"post": FINE}}},
        "schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}},
    }
    paths = {"/a": {"get": {**FINE, "parameters": [{"$ref": "#/components/parameters/used"}]}}}
    view = draw(paths=paths, components=components)
    assert [(part.name, part.kind) for part in view.components] == [
        ("Page", "parameter"), ("Alias", "parameter"), ("X-Left", "header"), ("Pet", "body"), ("Bad", "response"),
        ("done", "callback"),
    ]  # fmt: skip
    assert [schema.name for schema in view.schemas] == []  # drawn in the body


def test_what_the_author_says_of_the_whole(draw: Draw) -> None:
    info = {
        "title": "T", "version": "1", "description": "# Pets\n\nText.", "termsOfService": "https://a.example/terms",
        "contact": {"name": "Acme", "email": "a@a.example"}, "license": {"name": "MIT", "identifier": "MIT"},
    }  # fmt: skip
    tags = [
        {"name": "pets", "summary": "Pets", "description": "All of them.", "kind": "nav"},
        {"name": "cats", "parent": "pets", "externalDocs": {"url": "https://a.example/cats"}},
        {"name": "bare"},
    ]
    about = draw(info=info, tags=tags, externalDocs={"url": "https://a.example/docs", "description": "More."}).about
    assert "<h3>Pets</h3>" in about.description
    assert about.terms == (
        ("Contact", "Acme", "mailto:a@a.example"),
        ("License", "MIT", ""),
        ("Terms", "https://a.example/terms", "https://a.example/terms"),
    )
    assert about.docs is not None
    assert about.docs.url == "https://a.example/docs"
    pets, cats = about.topics
    assert (pets.name, pets.kind, pets.description.striptags()) == ("pets", "nav", "Pets All of them.")
    assert (cats.name, cats.parent, cats.docs and cats.docs.url) == ("cats", "pets", "https://a.example/cats")


def test_ids_are_unique_and_say_where(draw: Draw) -> None:
    schema = {"type": "object", "properties": {"a b": {"type": "object", "properties": {"c": {}}}, "d": {}}}
    operation = {
        "operationId": "x",
        "parameters": [{"name": "d", "in": "query", "schema": {}}],
        "requestBody": {"content": {"application/json": {"schema": schema}, "application/xml": {"schema": schema}}},
        "responses": {"200": {"description": "", "headers": {"H": {"schema": {}}}}},
    }
    other = {**FINE, "operationId": "x.body.d"}
    view = draw(paths={"/a": {"post": operation}, "/b": {"put": other}})
    call = _call(view)
    assert call.body is not None
    first, second = (content.schema for content in call.body.contents)
    assert first is not None
    assert second is not None
    found = [part.anchor for part in first.properties] + [part.anchor for part in second.properties]
    found += [first.properties[0].schema.properties[0].anchor, call.parameters[0].anchor]
    found += [call.responses[0].headers[0].anchor, view.operations[1].operation.anchor]
    assert found == [
        "op-x.body.a-b", "op-x.body.d-2", "op-x.body.a-b-2", "op-x.body.d-3", "op-x.body.a-b.c", "op-x.query.d",
        "op-x.200.header.H", "op-x.body.d",
    ]  # fmt: skip
