"""Requests to copy: they parse as shell commands and send what the description asks for."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

import pytest

Sample = Callable[..., list[str]]
KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
JSON = ["-H", "Content-Type: application/json", "-d"]


@pytest.fixture
def sample(samples: Callable[..., dict[str, str]]) -> Sample:
    """The words of the command for one operation; ``fields`` are those of the whole description."""
    return lambda *given, **fields: shlex.split(samples(*given, **fields)["curl"].replace(" \\\n", " "))


def _body(content: Any, media_type: str = "application/json") -> dict[str, Any]:
    return {"requestBody": {"content": {media_type: content}}}


@pytest.mark.parametrize(
    ("method", "operation", "words"),
    [
        ("get", {}, ["curl", "https://a.example/a"]),
        ("post", _body({"example": 1}), ["curl", "https://a.example/a", *JSON, "1"]),
        ("post", {}, ["curl", "-X", "POST", "https://a.example/a"]),
        ("delete", {}, ["curl", "-X", "DELETE", "https://a.example/a"]),
        ("head", {}, ["curl", "--head", "https://a.example/a"]),
    ],
)
def test_method(sample: Sample, method: str, operation: dict[str, Any], words: list[str]) -> None:
    assert sample(operation, method=method) == words


SCHEMES: list[tuple[dict[str, Any], list[str]]] = [
    (KEY, ["https://a.example/a", "-H", "X-Key: $API_KEY"]),
    ({**KEY, "in": "query", "name": "key"}, ["https://a.example/a?key=$API_KEY"]),
    ({"type": "http", "scheme": "basic"}, ["https://a.example/a", "--user", "$API_USER:$API_PASSWORD"]),
    ({"type": "http", "scheme": "Bearer"}, ["https://a.example/a", "-H", "Authorization: Bearer $TOKEN"]),
    ({"type": "oauth2", "flows": {}}, ["https://a.example/a", "-H", "Authorization: Bearer $TOKEN"]),
    (
        {"type": "openIdConnect", "openIdConnectUrl": "https://a.example"},
        ["https://a.example/a", "-H", "Authorization: Bearer $TOKEN"],
    ),
    (
        {**KEY, "name": "Authorization", "x-amazon-apigateway-authtype": "awsSigv4"},
        [
            "https://a.example/a",
            "--aws-sigv4",
            "aws:amz:$AWS_REGION:$AWS_SERVICE",
            "--user",
            "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY",
        ],
    ),
    ({"$ref": "#/components/securitySchemes/other"}, ["https://a.example/a", "--user", "$API_USER:$API_PASSWORD"]),
]


@pytest.mark.parametrize(("scheme", "words"), SCHEMES)
def test_authentication_of_3(sample: Sample, scheme: dict[str, Any], words: list[str]) -> None:
    components = {"securitySchemes": {"s": scheme, "other": {"type": "http", "scheme": "basic"}}}
    assert sample({"security": [{"s": []}]}, components=components) == ["curl", *words]


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ({"type": "basic"}, ["https://a.example/a", "--user", "$API_USER:$API_PASSWORD"]),
        (KEY, ["https://a.example/a", "-H", "X-Key: $API_KEY"]),
        ({"type": "oauth2", "flow": "implicit"}, ["https://a.example/a", "-H", "Authorization: Bearer $TOKEN"]),
    ],
)
def test_authentication_of_2(sample: Sample, scheme: dict[str, Any], words: list[str]) -> None:
    fields = {"swagger": "2.0", "securityDefinitions": {"s": scheme}, "security": [{"s": []}]}
    assert sample({}, **fields) == ["curl", *words]


def test_two_proofs_at_once_and_none(sample: Sample) -> None:
    schemes = {"s": KEY, "user": {"type": "http", "scheme": "basic"}}
    fields: dict[str, Any] = {"components": {"securitySchemes": schemes}, "security": [{"s": [], "user": []}]}
    both = ["curl", "https://a.example/a", "-H", "X-Key: $API_KEY", "--user", "$API_USER:$API_PASSWORD"]
    assert sample({}, **fields) == both
    assert sample({"security": []}, **fields) == ["curl", "https://a.example/a"]
    assert sample({"security": [{}, {"s": []}]}, **fields) == ["curl", "https://a.example/a"]


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"example": "x"}, "x"),
        ({"schema": {"type": "string", "default": "y"}}, "y"),
        ({"schema": {"const": "z"}}, "z"),
        ({"schema": {"enum": ["one", "two"]}}, "one"),
        ({"schema": {"type": "integer", "examples": [5]}}, "5"),
        ({"examples": {"a": {"value": "w"}}}, "w"),
        ({}, "PET_ID"),
        ({"example": "a b"}, "a%20b"),
        ({"example": "a?b#c&d"}, "a%3Fb%23c%26d"),
        ({"example": "it's"}, "it%27s"),
        ({"example": "Größe"}, "Gr%C3%B6%C3%9Fe"),
        ({"example": "$(id)`id`"}, "%24%28id%29%60id%60"),
    ],
)
def test_value_in_the_path(sample: Sample, fields: dict[str, Any], value: str) -> None:
    parameter = {"name": "petId", "in": "path", "required": True, "schema": {"type": "string"}, **fields}
    assert sample({"parameters": [parameter]}, "/pets/{petId}/x") == ["curl", f"https://a.example/pets/{value}/x"]


def test_undeclared_value_in_the_path(sample: Sample) -> None:
    assert sample({}, "/{project-id}/{é}") == ["curl", "https://a.example/PROJECT_ID/VALUE"]


def test_required_query_and_header(sample: Sample) -> None:
    text = {"type": "string"}
    parameters = [
        {"name": "q&[]", "in": "query", "required": True, "schema": text, "example": "it's a=b&c"},
        {"name": "optional", "in": "query", "schema": text},
        {"name": "X-Name", "in": "header", "required": True, "schema": text, "example": "it's $HOME `x`"},
        {"name": "X-Optional", "in": "header", "schema": text},
    ]
    assert sample({"parameters": parameters}) == [
        "curl",
        "https://a.example/a?q%26%5B%5D=it%27s%20a%3Db%26c",
        "-H",
        "X-Name: it's $HOME `x`",
    ]


def test_aws_service_has_no_fragment(sample: Sample) -> None:
    schema = {"type": "string", "enum": ["Polly.Speak"]}
    parameter = {"name": "X-Amz-Target", "in": "header", "required": True, "schema": schema}
    operation = {"parameters": [parameter], **_body({"example": {}})}
    assert sample(operation, "/#X-Amz-Target=Polly.Speak", "post") == [
        "curl",
        "https://a.example/",
        "-H",
        "X-Amz-Target: Polly.Speak",
        *JSON,
        "{}",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "it's",
        "''''",
        'a "b" c',
        "$HOME $(id) `id` !x \\ \\n",
        "two\nlines",
        "tab\tin it",
        {"a": "it's", "b": ["$HOME", '"', "\\"]},
        "é 東京 😀",
        "-x",
        " ",
    ],
)
def test_body_arrives_as_it_is(sample: Sample, value: Any) -> None:
    words = sample(_body({"example": value}), method="post")
    assert words[:-1] == ["curl", "https://a.example/a", *JSON]
    assert json.loads(words[-1]) == value


@pytest.mark.parametrize(
    ("media_type", "content", "words"),
    [
        ("application/octet-stream", {}, ["-H", "Content-Type: application/octet-stream", "--data-binary", "@FILE"]),
        ("image/png", {"example": "x"}, ["-H", "Content-Type: image/png", "--data-binary", "@FILE"]),
        ("text/it's", {}, ["-H", "Content-Type: text/it's", "--data-binary", "@FILE"]),
        (
            "application/json",
            {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}},
            [*JSON, '{"a": "text"}'],
        ),
        (
            "multipart/form-data",
            {"schema": {"type": "object", "properties": {"file": {}, "it's": {"type": "string"}}}},
            ["-F", "file=@FILE", "--form-string", "it's=text"],
        ),
    ],
)
def test_body_by_media_type(sample: Sample, media_type: str, content: dict[str, Any], words: list[str]) -> None:
    assert sample(_body(content, media_type), method="post") == ["curl", "https://a.example/a", *words]


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ({"url": "https://b.example/v1/"}, "https://b.example/v1/a"),
        ({"url": "/v1"}, "https://example.com/v1/a"),
        ({"url": "https://{r}.b.example", "variables": {"r": {"default": "eu"}}}, "https://eu.b.example/a"),
        ({"url": "https://b.example/it's"}, "https://b.example/it's/a"),
    ],
)
def test_server(sample: Sample, server: dict[str, Any], url: str) -> None:
    assert sample({}, servers=[server]) == ["curl", url]


def test_server_of_2(sample: Sample) -> None:
    assert sample({}, swagger="2.0", basePath="/v1", schemes=["http"]) == ["curl", "http://a.example/v1/a"]


def test_without_a_server(sample: Sample) -> None:
    assert sample({}, servers=[]) == ["curl", "https://example.com/a"]
