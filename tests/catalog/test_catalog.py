"""What a catalog holds, made from files: counts, tags, records and what is derived when nobody stated it."""

from __future__ import annotations

import json
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.catalog import Api, Catalog, DoesNot, Finding, Hype, Link, Source, Status, catalog_of
from api_catalog.catalog.apis import first_sentence
from api_catalog.documents import CannotRun, load

SENTENCES: list[dict[str, str]] = yaml.safe_load((Path(__file__).parent / "sentence_cases.yml").read_text("utf-8"))
TAGS = """
tags:
  - {name: words, summary: Words, description: All of it., kind: task}
  - {name: chat, summary: Chat, description: Answers., kind: task, parent: words, x-aliases: [Talk]}
  - {name: rag, summary: Search and chat, description: Answers., kind: task, parent: chat, x-replaced-by: chat}
  - {name: write, summary: Write, description: Writes., kind: task, parent: words}
  - {name: free, summary: Free, description: Costs nothing., kind: business}
"""
RECORD = """
summary: Answers in words.
aliases: [Talker]
status: {state: closed-to-new, since: 2026-11, source: "https://acme.example/end"}
input: words
output: more words
tags: [hosted]
coverage: {described: 1, of: 72}
provenance: {kind: first-party, sources: [{url: "https://acme.example/api", read: 2026-11-22}], license: MIT}
reviewed: 2026-11-22
links: {source: "https://acme.example/git", homepage: "https://acme.example"}
findings:
  - {tag: free, state: yes, value: 10 calls, source: "https://acme.example/price", seen: 2026-11-20, scope: "plan:one"}
  - {tag: free, state: not-stated, source: "https://acme.example/terms", seen: 2026-11-21}
does-not:
  - {what: Sing, tags: [song], source: "https://acme.example/limits", seen: 2026-11-22}
  - {what: Dance}
hype: [{term: magic, where: "https://acme.example", seen: 2026-11-22, maps-to: [chat]}]
plans: [{name: One, price: 1 USD, limits: [10 calls], source: "https://acme.example/price", seen: 2026-11-22}]
succeeds: acme/old
succeeded-by: acme/new
"""


def _catalog(folder: Path, files: dict[str, Any]) -> Catalog:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text if isinstance(text, str) else json.dumps(text), "utf-8")
    catalog, problems = catalog_of(load(folder))
    assert problems == []
    return catalog


def _description(**fields: Any) -> dict[str, Any]:
    version = {} if "swagger" in fields else {"openapi": "3.1.1"}
    return {**version, "info": {"title": "T", "version": "1"}, "paths": {}, **fields}


def _operation(**fields: Any) -> dict[str, Any]:
    return {"responses": {"default": {"description": "Fine."}}, **fields}


def _api(folder: Path, **fields: Any) -> Api:
    (api,) = _catalog(folder, {"acme/api/openapi.json": _description(**fields)}).apis
    return api


def test_counts_and_order(tmp_path: Path) -> None:
    paths = {"/b": {"post": _operation(), "get": _operation(), "parameters": []}, "/a": {"trace": _operation()}}
    files = {
        "zeta/one.json": _description(paths=paths, webhooks={"done": {"post": _operation()}}),
        "acme/two.json": _description(paths={"/x": {"x-get": _operation(), "query": "not one"}}),
        "acme/one.json": _description(),
        "acme/provider.yml": "name: zebra",
        "zeta/provider.yml": "name: Ant\nshort-name: A\nkind: company\nsummary: An ant.",
        "nobody/provider.yml": "name: Nobody",
    }
    catalog = _catalog(tmp_path, files)
    assert [api.id for api in catalog.apis] == ["acme/one", "acme/two", "zeta/one"]
    assert catalog.operation_count == 4
    assert [len(api.operations) for api in catalog.apis] == [0, 0, 4]
    operations = [(operation.method, operation.path) for operation in catalog.apis[2].operations]
    assert operations == [("GET", "/b"), ("POST", "/b"), ("TRACE", "/a"), ("POST", "done")]
    assert [provider.name for provider in catalog.providers.values()] == ["Ant", "zebra"]
    assert (catalog.providers["zeta"].short_name, catalog.providers["zeta"].kind) == ("A", "company")


def test_vocabulary(tmp_path: Path) -> None:
    catalog = _catalog(tmp_path, {"tags.yml": TAGS, "acme.json": _description()})
    assert catalog.settings.closed
    assert list(catalog.tags) == ["words", "chat", "rag", "write", "free"]
    assert catalog.tags["words"].children == ("chat", "write")
    assert catalog.tags["chat"].aliases == ("Talk",)
    assert catalog.tags["rag"].replaced_by == "chat"
    assert [tag.name for tag in catalog.tags_of_kind("business")] == ["free"]
    assert [kind.name for kind in catalog.settings.kinds] == ["business", "task"]
    assert catalog.with_ancestors("rag") == ("rag", "chat", "words")
    assert catalog.with_ancestors("nothing") == ("nothing",)
    assert catalog.with_descendants("words") == ("words", "chat", "write", "rag")
    assert catalog.with_descendants("free") == ("free",)
    assert catalog.with_descendants("nothing") == ("nothing",)


def test_circle_of_tags_ends(tmp_path: Path) -> None:
    names = {"a": "c", "b": "a", "c": "b", "self": "self"}
    tags = [
        {"name": n, "summary": n, "description": n, "kind": "task", "parent": parent} for n, parent in names.items()
    ]
    catalog = _catalog(tmp_path, {"tags.yml": {"tags": tags}, "acme.json": _description()})
    assert catalog.with_ancestors("a") == ("a", "c", "b")
    assert catalog.with_descendants("a") == ("a", "b", "c")
    assert catalog.with_ancestors("self") == catalog.with_descendants("self") == ("self",)


def test_undefined_tags_of_an_open_vocabulary(tmp_path: Path) -> None:
    paths = {"/a": {"get": _operation(tags=["chat", "Größe", "Zoo", "Zoo"])}}
    files = {"catalog.yml": "vocabulary: open", "tags.yml": TAGS, "acme.json": _description(paths=paths)}
    catalog = _catalog(tmp_path, files)
    assert not catalog.settings.closed
    assert [tag.name for tag in catalog.tags.values() if not tag.defined] == ["Größe", "Zoo"]
    assert catalog.tags["Zoo"].kind == "topic"
    assert [kind.name for kind in catalog.settings.kinds] == ["business", "task", "topic"]
    assert catalog.apis[0].operations[0].tags == ("chat", "Größe", "Zoo")


def test_folder_of_bare_descriptions_has_an_open_vocabulary(tmp_path: Path) -> None:
    catalog = _catalog(tmp_path, {"acme.json": _description()})
    assert not catalog.settings.closed
    assert catalog.settings.title == "API catalog"
    assert not catalog.settings.skip_invalid


def test_closed_vocabulary_without_words_cannot_run(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"tags\.yml.+vocabulary: closed.+vocabulary: open"):
        _catalog(tmp_path, {"catalog.yml": "vocabulary: closed", "acme.json": _description()})


def test_record(tmp_path: Path) -> None:
    description = _description(
        info={"title": "Chat", "version": "2", "summary": "Not this.", "description": "Nor this."}
    )
    (api,) = _catalog(tmp_path, {"acme/chat/openapi.json": description, "acme/chat/api.yml": RECORD}).apis
    assert api.curated
    assert (api.title, api.version, api.openapi) == ("Chat", "2", "OpenAPI 3.1")
    assert (api.summary, api.input, api.output) == ("Answers in words.", "words", "more words")
    assert api.status == Status("closed-to-new", "2026-11", "https://acme.example/end")
    assert (api.tags, api.aliases, api.reviewed) == (("hosted",), ("Talker",), "2026-11-22")
    assert api.coverage is not None
    assert (api.coverage.described, api.coverage.of) == (1, 72)
    assert api.provenance is not None
    assert (api.provenance.kind, api.provenance.license) == ("first-party", "MIT")
    assert api.provenance.sources == (Source("https://acme.example/api", "2026-11-22"),)
    assert api.links == (
        Link("Home page", "https://acme.example"),
        Link("Source code", "https://acme.example/git"),
    )
    assert api.findings == (
        Finding("free", "yes", "10 calls", Source("https://acme.example/price", "2026-11-20"), "plan:one"),
        Finding("free", "not-stated", "", Source("https://acme.example/terms", "2026-11-21"), "api"),
    )
    assert api.findings_about("free") == api.findings
    assert api.findings_about("paid") == ()
    sing, dance = api.does_not
    assert (sing.what, sing.tags, dance) == ("Sing", ("song",), DoesNot("Dance"))
    assert sing.source is not None
    assert sing.source.url == "https://acme.example/limits"
    assert api.hype == (Hype("magic", Source("https://acme.example", "2026-11-22"), ("chat",)),)
    (plan,) = api.plans
    assert (plan.name, plan.price, plan.limits) == ("One", "1 USD", ("10 calls",))
    assert (api.succeeds, api.succeeded_by) == ("acme/old", "acme/new")


def test_without_a_record_nothing_is_claimed(tmp_path: Path) -> None:
    info = {
        "title": "T",
        "version": "1",
        "description": "Finds faces. Names nobody.",
        "termsOfService": "https://a.example",
    }
    links = {"url": "javascript:alert(1)"}
    api = _api(tmp_path, info=info, externalDocs=links)
    assert not api.curated
    assert api.summary == "Finds faces."
    assert api.status == Status("unknown", "", "")
    assert api.links == (Link("Terms", "https://a.example"),)
    assert (api.findings, api.does_not, api.hype, api.plans, api.tags) == ((), (), (), (), ())
    assert (api.coverage, api.provenance, api.reviewed) == (None, None, "")


def test_hype_in_a_description(tmp_path: Path) -> None:
    hype = {"term": "magic", "where": "https://acme.example", "seen": "2026-11-22", "maps-to": ["chat"]}
    info = {"title": "T", "version": "1", "x-hype-tags": [hype]}
    paths = {"/a": {"get": _operation(**{"x-hype-tags": [{**hype, "term": "more magic"}]})}}
    record = "hype: [{term: old magic, where: 'https://acme.example', seen: 2026-11-22, maps-to: []}]"
    files = {"acme/a/openapi.json": _description(info=info, paths=paths), "acme/a/api.yml": record}
    (api,) = _catalog(tmp_path, files).apis
    assert [(item.term, item.maps_to) for item in api.hype] == [("old magic", ()), ("magic", ("chat",))]
    assert [item.term for item in api.operations[0].hype] == ["more magic"]
    assert api.operations[0].hype[0].source == Source("https://acme.example", "2026-11-22")


@pytest.mark.parametrize("odd", [5, "text", {"term": "x"}, [5], [None], [[]], [{"maps-to": 5}], [{"term": {}}], True])
def test_hype_of_any_shape_is_no_crash(odd: Any, tmp_path: Path) -> None:
    info = {"title": "T", "version": "1", "x-hype-tags": odd}
    api = _api(tmp_path, info=info, paths={"/a": {"get": _operation(**{"x-hype-tags": odd})}})
    assert all(item.maps_to == () for item in (*api.hype, *api.operations[0].hype))


KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
SCHEMES_2: list[tuple[dict[str, Any], str]] = [
    ({"type": "basic"}, "Basic"),
    (KEY, "API key (header)"),
    ({**KEY, "in": "query"}, "API key (query)"),
    ({"type": "oauth2", "flow": "implicit", "authorizationUrl": "https://a.example", "scopes": {}}, "OAuth 2.0"),
]
SCHEMES_3: list[tuple[dict[str, Any], str]] = [
    (KEY, "API key (header)"),
    ({**KEY, "in": "query"}, "API key (query)"),
    ({**KEY, "in": "cookie"}, "API key (cookie)"),
    ({**KEY, "x-amazon-apigateway-authtype": "awsSigv4"}, "AWS Signature v4"),
    ({"type": "http", "scheme": "basic"}, "Basic"),
    ({"type": "http", "scheme": "Basic"}, "Basic"),
    ({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}, "Bearer token"),
    ({"type": "oauth2", "flows": {}}, "OAuth 2.0"),
    ({"type": "openIdConnect", "openIdConnectUrl": "https://a.example"}, "OpenID Connect"),
    ({"type": "mutualTLS"}, "client certificate"),
    ({"$ref": "#/components/securitySchemes/other"}, "Basic"),
]


@pytest.mark.parametrize(("scheme", "words"), SCHEMES_2)
def test_authentication_of_2(scheme: dict[str, Any], words: str, tmp_path: Path) -> None:
    paths = {"/a": {"get": _operation(security=[{"s": []}])}}
    api = _api(tmp_path, swagger="2.0", paths=paths, securityDefinitions={"s": scheme})
    assert api.openapi == "Swagger 2.0"
    assert api.operations[0].authentication == (words,)


@pytest.mark.parametrize(("scheme", "words"), SCHEMES_3)
def test_authentication_of_3(scheme: dict[str, Any], words: str, tmp_path: Path) -> None:
    paths = {"/a": {"get": _operation(security=[{"s": []}])}}
    schemes = {"s": scheme, "other": {"type": "http", "scheme": "basic"}}
    api = _api(tmp_path, paths=paths, components={"securitySchemes": schemes})
    assert api.operations[0].authentication == (words,)


@pytest.mark.parametrize(
    ("whole", "own", "words"),
    [
        (None, None, ()),
        ([], None, ("none",)),
        (None, [], ("none",)),
        ([{"key": []}], None, ("API key (header)",)),
        ([{"key": []}], [], ("none",)),
        ([{"key": []}], [{}], ("none",)),
        ([{"key": []}], [{}, {"key": []}], ("none", "API key (header)")),
        (None, [{"key": [], "user": []}], ("API key (header) + Basic",)),
        (None, [{"key": []}, {"user": []}, {"key": []}], ("API key (header)", "Basic")),
        (None, [{"unknown": []}], ("unknown",)),
    ],
)
def test_authentication_of_an_operation(whole: Any, own: Any, words: tuple[str, ...], tmp_path: Path) -> None:
    fields = {} if whole is None else {"security": whole}
    operation = _operation(**({} if own is None else {"security": own}))
    schemes = {"key": KEY, "user": {"type": "http", "scheme": "basic"}}
    api = _api(tmp_path, paths={"/a": {"get": operation}}, components={"securitySchemes": schemes}, **fields)
    assert api.operations[0].authentication == words


@pytest.mark.parametrize(
    ("media_types", "words"),
    [
        (["application/json"], "JSON"),
        (["application/json; charset=utf-8", "application/vnd.acme.v2+json", "application/xml"], "JSON, XML"),
        (["application/octet-stream", "image/png", "audio/x-wav", "text/plain"], "bytes, PNG, WAV, text"),
        (["multipart/form-data"], "form"),
        (["*/*"], "anything"),
        ([], ""),
    ],
)
def test_input_and_output_in_words(media_types: list[str], words: str, tmp_path: Path) -> None:
    content: dict[str, Any] = {media_type: {} for media_type in media_types}
    answers = {"404": {"description": "No."}, "201": {"description": "Fine.", "content": content}}
    api = _api(tmp_path, paths={"/a": {"post": {"requestBody": {"content": content}, "responses": answers}}})
    assert (api.operations[0].input, api.operations[0].output) == (words, words)


def test_stated_input_and_output_win(tmp_path: Path) -> None:
    stated = {"x-input": "a picture", "x-output": "faces"}
    api = _api(tmp_path, paths={"/a": {"post": _operation(requestBody={"content": {"image/png": {}}}, **stated)}})
    assert (api.operations[0].input, api.operations[0].output) == ("a picture", "faces")


def test_operations_in_a_referenced_path_item(tmp_path: Path) -> None:
    item = {"get": _operation(operationId="GetIt", deprecated=True, summary=" Get it ")}
    api = _api(tmp_path, paths={"/a": {"$ref": "#/components/pathItems/a"}}, components={"pathItems": {"a": item}})
    (operation,) = api.operations
    assert (operation.anchor, operation.operation_id, operation.name) == ("op-get-it", "GetIt", "Get it")
    assert operation.deprecated


def test_anchors_of_operations_are_unique(tmp_path: Path) -> None:
    paths = {f"/{name}": {"get": _operation(operationId=name)} for name in ("get_it", "GetIt", "getIt", "Get it")}
    api = _api(tmp_path, paths=paths)
    assert len({operation.anchor for operation in api.operations}) == 4


def test_additional_operations(tmp_path: Path) -> None:
    api = _api(tmp_path, openapi="3.2.0", paths={"/a": {"additionalOperations": {"COPY": _operation()}}})
    assert [(operation.method, operation.name) for operation in api.operations] == [("COPY", "COPY /a")]


@pytest.mark.parametrize("case", SENTENCES, ids=itemgetter("name"))
def test_first_sentence(case: dict[str, str]) -> None:
    assert first_sentence(case["text"]) == case["sentence"]


@pytest.mark.parametrize("text", ["word " * 100, "x" * 500, "word " * 100 + ". More.", "é" * 141])
def test_first_sentence_is_short(text: str) -> None:
    sentence = first_sentence(text)
    assert len(sentence) <= 140
    assert sentence.endswith("…")
    assert text.startswith(sentence[:-1])


def test_first_sentence_of_140_characters_is_whole() -> None:
    assert first_sentence("x" * 139 + ".") == "x" * 139 + "."
