"""What the reference of an API says, for OpenAPI 2.0 and 3.x, each read by its own rules."""

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
    """Draws the reference of a description with these fields, of OpenAPI 3.1 unless they say otherwise."""

    def drawn(**fields: Any) -> ReferenceView:
        version = {} if "swagger" in fields else {"openapi": "3.1.1"}
        description = {**version, "info": {"title": "T", "version": "1"}, "paths": {}, **fields}
        (tmp_path / "acme.json").write_text(json.dumps(description), "utf-8")
        (api,) = catalog_of(load(tmp_path))[0].apis
        return reference_of(api)

    return drawn


def _operation(view: ReferenceView) -> OperationView:
    (operation,) = view.operations
    return operation


def _text(name: str, place: str = "query", **fields: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": {"type": "string"}, **fields}


def test_parameters_of_path_item_and_operation(draw: Draw) -> None:
    item = {
        "parameters": [
            _text("id", "path", required=True, description="Of the path."),
            _text("limit"),
            {"$ref": "#/components/parameters/trace"},
        ],
        "get": {
            **FINE,
            "parameters": [
                {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}},
                _text("limit", "header"),
            ],
        },
    }
    view = _operation(draw(paths={"/a/{id}": item}, components={"parameters": {"trace": _text("X-Trace", "header")}}))
    found = [(p.name, p.location, p.required, p.schema.type) for p in view.parameters]
    assert found == [
        ("id", "path", True, "string"),
        ("limit", "query", True, "integer"),
        ("X-Trace", "header", False, "string"),
        ("limit", "header", False, "string"),
    ]
    assert view.parameters[0].description.striptags() == "Of the path."


def test_parameters_of_a_referenced_path_item(draw: Draw) -> None:
    items = {"a": {"parameters": [_text("q")], "get": {**FINE, "parameters": [_text("r")]}}}
    view = _operation(draw(paths={"/a": {"$ref": "#/components/pathItems/a"}}, components={"pathItems": items}))
    assert [parameter.name for parameter in view.parameters] == ["q", "r"]


def test_details_of_parameters(draw: Draw) -> None:
    parameters = [
        _text("a", deprecated=True, example="x", style="pipeDelimited", explode=True),
        _text("b", examples={"one": {"$ref": "#/components/examples/one"}}, allowReserved=True),
        {"name": "c", "in": "query", "content": {"application/json": {"schema": {"type": "integer"}}}},
        {"name": "\u202ed\0", "in": "cookie", "schema": {"type": "string"}, "allowEmptyValue": True},
    ]
    operation = {**FINE, "parameters": parameters}
    a, b, c, d = _operation(
        draw(paths={"/a": {"get": operation}}, components={"examples": {"one": {"value": [1, 2]}}})
    ).parameters
    assert (a.deprecated, [each.text for each in a.examples], a.notes) == (
        True,
        ["x"],
        ("style pipeDelimited", "each item on its own"),
    )
    assert ([each.text for each in b.examples], b.notes) == (["[1, 2]"], ("reserved characters as they are",))
    assert (c.schema.type, c.notes) == ("integer", ("application/json",))
    assert (d.name, d.location, d.notes) == ("d", "cookie", ("may be empty",))


def test_body_and_answers_of_3(draw: Draw) -> None:
    schema = {"$ref": "#/components/schemas/Pet"}
    operation = {
        "description": "# Head\n\nText.",
        "requestBody": {
            "required": True,
            "description": "A *pet*.",
            "content": {"application/json": {"schema": schema}, "image/png": {}, "audio/wav": {"schema": {}}},
        },
        "responses": {
            "200": {
                "description": "Fine.",
                "headers": {"X-Count": {"schema": {"type": "integer"}, "description": "How many."}, "X-Ref": schema},
                "content": {"application/json": {"schema": schema}},
                "links": {"next": {}},
            },
            "default": {"$ref": "#/components/responses/bad"},
            "x-note": {"description": "Not an answer."},
        },
    }
    components = {
        "schemas": {"Pet": {"type": "object", "properties": {"id": {"type": "integer"}}}},
        "responses": {"bad": {"description": "Bad.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
    }
    view = _operation(draw(paths={"/a": {"post": operation}}, components=components))
    assert "<h4>Head</h4>" in view.description
    assert view.body is not None
    assert (view.body.required, view.body.description.striptags()) == (True, "A pet.")
    assert [content.media_type for content in view.body.contents] == ["application/json", "image/png", "audio/wav"]
    pet, png, wav = (content.schema for content in view.body.contents)
    assert pet is not None
    assert (pet.type, pet.anchor) == ("Pet", "schema-pet")
    assert png is None
    assert wav is not None
    assert wav.type == "bytes"
    good, bad = view.responses
    assert (good.status, good.description.striptags(), [link.name for link in good.links]) == ("200", "Fine.", ["next"])
    assert [(header.name, header.location) for header in good.headers] == [("X-Count", "header"), ("X-Ref", "header")]
    assert (good.headers[0].schema.type, good.headers[0].description.striptags()) == ("integer", "How many.")
    assert good.contents[0].schema is not None
    assert good.contents[0].schema.link == "schema-pet"
    assert (bad.status, bad.description.striptags(), bad.contents[0].media_type) == ("default", "Bad.", "text/plain")


def test_stream_is_one_of_its_items(draw: Draw) -> None:
    content = {"application/jsonl": {"itemSchema": {"type": "object", "properties": {"token": {"type": "string"}}}}}
    answers = {"200": {"description": "Fine.", "content": content}}
    (answer,) = _operation(draw(openapi="3.2.0", paths={"/a": {"get": {"responses": answers}}})).responses
    assert answer.contents[0].streamed
    assert answer.contents[0].schema is not None
    assert [part.name for part in answer.contents[0].schema.properties] == ["token"]


def test_body_and_answers_of_2(draw: Draw) -> None:
    pet = {"$ref": "#/definitions/Pet"}
    body = {"name": "pet", "in": "body", "required": True, "description": "A pet.", "schema": pet}
    tags = {"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"}
    limit = {"name": "limit", "in": "query", "type": "integer", "maximum": 10, "default": 5, "description": "A few."}
    operation = {
        "consumes": ["application/json", "application/xml"],
        "produces": ["application/json"],
        "parameters": [body, tags, limit],
        "responses": {
            "200": {
                "description": "Fine.",
                "schema": {"type": "array", "items": pet},
                "headers": {"X-Count": {"type": "integer"}},
                "examples": {"application/json": [{"id": 7}]},
            },
            "204": {"description": "Nothing."},
        },
    }
    definitions = {"Pet": {"type": "object", "properties": {"id": {"type": "integer"}}}}
    view = _operation(draw(swagger="2.0", paths={"/a": {"post": operation}}, definitions=definitions))
    first, second = view.parameters
    assert (first.schema.type, first.notes) == ("array of string", ("collectionFormat multi",))
    assert (second.schema.type, second.schema.constraints, second.schema.default) == ("integer", ("at most 10",), "5")
    assert second.description.striptags() == "A few."
    assert view.body is not None
    assert (view.body.required, view.body.description.striptags()) == (True, "A pet.")
    assert [content.media_type for content in view.body.contents] == ["application/json", "application/xml"]
    good, nothing = view.responses
    assert (good.headers[0].name, good.headers[0].schema.type) == ("X-Count", "integer")
    assert good.contents[0].examples[0].text == '[{"id": 7}]'
    assert not good.contents[0].examples[0].generated
    assert nothing.contents == ()


@pytest.mark.parametrize(
    ("consumes", "shown"),
    [
        (["multipart/form-data"], ["multipart/form-data"]),
        (["application/x-www-form-urlencoded", "application/json"], ["application/x-www-form-urlencoded"]),
        (["application/json"], ["application/x-www-form-urlencoded"]),
        (None, ["application/x-www-form-urlencoded"]),
    ],
)
def test_form_of_2(draw: Draw, consumes: list[str] | None, shown: list[str]) -> None:
    parameters = [
        {"name": "file", "in": "formData", "type": "file", "required": True, "description": "A picture."},
        {"name": "size", "in": "formData", "type": "integer"},
        {"name": "q", "in": "query", "type": "string"},
    ]
    fields = {"consumes": consumes} if consumes else {}
    view = _operation(draw(swagger="2.0", paths={"/a": {"post": {**FINE, "parameters": parameters}}}, **fields))
    assert [parameter.name for parameter in view.parameters] == ["q"]
    assert view.body is not None
    assert view.body.required
    assert [content.media_type for content in view.body.contents] == shown
    schema = view.body.contents[0].schema
    assert schema is not None
    found = [(part.name, part.required, part.schema.type) for part in schema.properties]
    assert found == [("file", True, "file"), ("size", False, "integer")]
    assert schema.properties[0].schema.description.striptags() == "A picture."


TEXT = {"type": "string"}
PET = {"type": "object", "properties": {"name": TEXT, "born": {**TEXT, "format": "date"}}}
OLD = {"properties": {"age": {"minimum": 3, "type": "integer"}}}
HALF = {"type": "object", "properties": {"id": {**TEXT, "readOnly": True}, "ok": {"type": "boolean"}}}
COMPONENTS = {
    "examples": {"one": {"value": "one"}},
    "schemas": {
        "Node": {"type": "object", "properties": {"value": TEXT, "next": {"$ref": "#/components/schemas/Node"}}}
    },
}
STATED: list[tuple[dict[str, Any], list[str]]] = [
    ({"schema": PET, "example": {"name": "Rex"}}, ['{"name": "Rex"}']),
    ({"schema": PET, "example": None}, ["null"]),
    ({"schema": {**PET, "example": {"name": "Tom"}}}, ['{"name": "Tom"}']),
    ({"schema": {**PET, "examples": [{"name": "Kit"}, {}]}}, ['{"name": "Kit"}', "{}"]),
    ({"examples": {"a": {"value": 1}, "b": {"summary": "B", "value": 2}, "c": {}}}, ["1", "2"]),
    ({"examples": {"a": {"$ref": "#/components/examples/one"}}}, ["one"]),
    ({"examples": {"a": {"dataValue": [1]}, "b": {"serializedValue": "x=1"}}}, ["[1]", "x=1"]),
    ({"examples": {str(number): {"value": number} for number in range(9)}}, list("012345678")),
]
MADE: list[tuple[dict[str, Any], list[str]]] = [
    (PET, ['{"name": "text", "born": "2026-01-31"}']),
    ({"type": "array", "items": {"enum": ["a", "b"]}}, ['["a"]']),
    ({"oneOf": [{"const": "x"}, PET]}, ["x"]),
    ({"allOf": [PET, OLD]}, ['{"name": "text", "born": "2026-01-31", "age": 3}']),
    (HALF, ['{"ok": true}']),
    ({"type": ["null", "number"]}, ["0.5"]),
    ({"$ref": "#/components/schemas/Node"}, ['{"value": "text"}']),
    ({}, []),
]


@pytest.mark.parametrize(
    ("content", "texts", "generated"),
    [
        *((content, texts, False) for content, texts in STATED),
        *(({"schema": schema}, texts, True) for schema, texts in MADE),
        ({}, [], False),
    ],
)
def test_examples_are_the_authors_or_said_to_be_made(
    draw: Draw, content: dict[str, Any], texts: list[str], generated: bool
) -> None:
    node = {
        "type": "object",
        "properties": {"value": {"type": "string"}, "next": {"$ref": "#/components/schemas/Node"}},
    }
    operation = {**FINE, "requestBody": {"content": {"application/json": content}}}
    components = {"examples": {"one": {"value": "one"}}, "schemas": {"Node": node}}
    view = _operation(draw(paths={"/a": {"post": operation}}, components=components))
    assert [example.text for example in view.request_examples] == texts
    assert {example.generated for example in view.request_examples} == ({generated} if texts else set())


def test_titles_of_examples(draw: Draw) -> None:
    examples = {"one": {"value": 1}, "two": {"value": 2, "summary": "The second"}}
    answers = {
        "404": {"description": "No.", "content": {"application/json": {"example": "no"}}},
        "201": {"description": "Fine.", "content": {"application/json": {"examples": examples}}},
    }
    view = _operation(draw(paths={"/a": {"post": {"responses": answers}}}))
    shown = [(status, example.title, example.text) for status, example in view.answer_examples]
    assert shown == [("404", "", "no"), ("201", "one", "1"), ("201", "The second", "2")]


def test_webhooks_have_no_sample(draw: Draw) -> None:
    view = _operation(draw(webhooks={"done": {"post": FINE}}))
    assert (view.is_webhook, view.samples) == (True, ())


def test_servers_of_3(draw: Draw) -> None:
    servers = [
        {
            "url": "https://{region}.a.example/{version}",
            "description": "Near *you*.",
            "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}, "version": {"default": "v1"}},
        },
        {"url": "/relative\0"},
    ]
    first, second = draw(servers=servers).servers
    assert (first.url, first.description.striptags()) == ("https://{region}.a.example/{version}", "Near you.")
    assert [(v.name, v.schema.default, v.schema.enum) for v in first.variables] == [
        ("region", '"eu"', ("eu", "us")),
        ("version", '"v1"', ()),
    ]
    assert second.url == "/relative"


@pytest.mark.parametrize(
    ("fields", "urls"),
    [
        (
            {"host": "a.example", "basePath": "/v1", "schemes": ["wss", "ws"]},
            ["wss://a.example/v1", "ws://a.example/v1"],
        ),
        ({"host": "a.example"}, ["https://a.example"]),
        ({"basePath": "/v1"}, ["/v1"]),
        ({}, []),
    ],
)
def test_servers_of_2(draw: Draw, fields: dict[str, Any], urls: list[str]) -> None:
    assert [server.url for server in draw(swagger="2.0", **fields).servers] == urls


def test_security_of_3(draw: Draw) -> None:
    flow = {"tokenUrl": "https://a.example/token", "scopes": {"read": "Look", "write": "Change"}}
    schemes = {
        "user": {"type": "http", "scheme": "basic", "description": "Your *name*."},
        "key": {"type": "apiKey", "in": "query", "name": "api_key"},
        "login": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": flow,
                "authorizationCode": {**flow, "authorizationUrl": "javascript:alert(1)"},
            },
        },
        "same": {"$ref": "#/components/securitySchemes/user"},
    }
    user, key, login, same = draw(components={"securitySchemes": schemes}).security
    assert (user.name, user.title, user.description.striptags()) == ("user", "HTTP basic", "Your name.")
    assert (key.title, key.key) == ("key in the query", "api_key")
    assert (login.title, login.scopes) == ("OAuth 2.0", (("read", "Look"), ("write", "Change")))
    assert login.urls == (("token", "https://a.example/token"),)
    assert (same.name, same.title) == ("same", "HTTP basic")


def test_security_of_2(draw: Draw) -> None:
    schemes = {
        "login": {
            "type": "oauth2",
            "flow": "implicit",
            "authorizationUrl": "https://a.example/login",
            "scopes": {"read": "Look"},
        },
        "user": {"type": "basic"},
    }
    login, user = draw(swagger="2.0", securityDefinitions=schemes).security
    assert (login.title, login.scopes) == ("OAuth 2.0", (("read", "Look"),))
    assert login.urls == (("authorize", "https://a.example/login"),)
    assert user.title == "basic"


@pytest.mark.parametrize("version", ["2.0", "3.1"])
def test_named_schemas_that_no_operation_uses_are_drawn_too(draw: Draw, version: str) -> None:
    base = "#/definitions/" if version == "2.0" else "#/components/schemas/"
    named = {
        "Zebra": {"type": "object", "properties": {"ant": {"$ref": base + "a~1nt"}}},
        "a/nt": {"type": "object", "properties": {"x": {"type": "string"}}},
        "used": {"type": "object", "properties": {"y": {"type": "string"}}},
    }
    if version == "2.0":
        answer = {"description": "Fine.", "schema": {"$ref": base + "used"}}
        fields: dict[str, Any] = {"swagger": "2.0", "definitions": named}
    else:
        content = {"application/json": {"schema": {"$ref": base + "used"}}}
        answer, fields = {"description": "Fine.", "content": content}, {"components": {"schemas": named}}
    view = draw(paths={"/a": {"get": {"responses": {"200": answer}}}}, **fields)
    assert [schema.name for schema in view.schemas] == ["Zebra"]
    assert view.schemas[0].properties[0].schema.name == "a/nt"


@pytest.mark.parametrize("version", ["2.0", "3.1"])
def test_description_with_almost_nothing_in_it(draw: Draw, version: str) -> None:
    view = draw(**({"swagger": "2.0"} if version == "2.0" else {}))
    assert (view.servers, view.security, view.operations, view.schemas, str(view.about.description)) == (
        (),
        (),
        (),
        (),
        "",
    )


def test_an_array_of_a_drawn_schema_is_a_schema_too(draw: Draw) -> None:
    named = {
        "Pet": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}, "description": "All of them."},
    }
    view = draw(components={"schemas": named})
    assert [(schema.name, schema.type) for schema in view.schemas] == [("Pet", "Pet"), ("Pets", "array of Pet")]
    assert view.schemas[1].description.striptags() == "All of them."
