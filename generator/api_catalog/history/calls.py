"""The calls of a description in one form for every version of OpenAPI: 2.0's bodies and forms are content too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api_catalog.catalog.operations import calls_of
from api_catalog.documents.reading import mapping, mappings, sequence, text, texts
from api_catalog.documents.references import resolve
from api_catalog.history.findings import REQUEST, RESPONSE, Place
from api_catalog.history.shapes import Node

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_IGNORED_HEADERS = frozenset(("accept", "content-type", "authorization"))
_FORM, _MULTIPART, _JSON = "application/x-www-form-urlencoded", "multipart/form-data", "application/json"
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_COLLECTIONS = {"csv": ("", False), "multi": ("form", True), "ssv": ("spaceDelimited", False), "tsv": ("tsv", False),
                "pipes": ("pipeDelimited", False)}  # fmt: skip
_BESIDE_SCHEMA = ("name", "in", "required", "description", "collectionFormat", "allowEmptyValue", "schema")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``serialization`` is how a value is written."""

    name: str
    where: str
    is_required: bool
    is_deprecated: bool
    serialization: tuple[Any, ...]
    allows_empty: bool
    schema: Node
    place: Place
    raw: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """A body in each of its forms: media type → schema and how its parts are written."""

    is_required: bool
    forms: dict[str, tuple[Node, Any]]
    place: Place
    raw: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    content: Content
    headers: dict[str, Parameter]
    links: tuple[str, ...]
    raw: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One operation. ``sent`` is the side of what its parameters and body are: of a callback, they are the answers."""

    kind: str  # paths, webhooks or callbacks
    method: str
    path: str
    name: str
    raw: dict[str, Any] = field(repr=False)
    place: Place
    parameters: dict[tuple[str, str], Parameter]
    body: Content | None
    answers: dict[str, Answer]
    security: tuple[frozenset[tuple[str, str]], ...] | None
    servers: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """The same for calls that go to the same address."""
        return self.kind, self.method, _VARIABLE.sub("{}", self.path)

    @property
    def variables(self) -> list[str]:
        return _VARIABLE.findall(self.path)

    @property
    def sent(self) -> str:
        return REQUEST if self.kind == "paths" else RESPONSE

    @property
    def received(self) -> str:
        return RESPONSE if self.kind == "paths" else REQUEST


class Reader:
    """Reads one description."""

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        self._is_2 = "swagger" in root

    def calls(self) -> list[Call]:
        """All operations, those of webhooks and callbacks too, in the author's order."""
        found = [call for section in ("paths", "webhooks") for call in self._section(section)]
        for call in list(found):
            found += self._callbacks(call)
        return found

    def _section(self, section: str) -> Iterator[Call]:
        for path, stated in mapping(self.root.get(section)).items():
            if not path.startswith("x-"):
                yield from self._item(section, path, stated, Place((section, path)), "")

    def _item(self, kind: str, path: str, stated: Any, place: Place, within: str) -> Iterator[Call]:
        item = mapping(resolve(self.root, stated))
        for method, raw in calls_of(item):
            own = (method.lower(),) if item.get(method.lower()) is raw else ("additionalOperations", method)
            yield self._call(kind, method, path, raw, item, place.step(*own), within)

    def _callbacks(self, call: Call) -> Iterator[Call]:
        for name, stated in mapping(call.raw.get("callbacks")).items():
            for expression, item in mapping(resolve(self.root, stated)).items():
                place = call.place.step("callbacks", name, expression)
                if not expression.startswith("x-"):
                    within = f"{call.name} › callback {name}: "
                    yield from self._item("callbacks", f"{call.key} {name} {expression}", item, place, within)

    def _call(
        self, kind: str, method: str, path: str, raw: dict[str, Any], item: dict[str, Any], place: Place, within: str
    ) -> Call:
        stated = [(item, at, each) for at, each in enumerate(sequence(item.get("parameters")))]
        stated += [(raw, at, each) for at, each in enumerate(sequence(raw.get("parameters")))]
        resolved = [
            (place.step("parameters", at) if holder is raw else Place((*place.pointer[:2], "parameters", at)),
             mapping(resolve(self.root, each)))
            for holder, at, each in stated
        ]  # fmt: skip
        shown = path.rpartition(" ")[2] if kind == "callbacks" else path
        return Call(
            kind=kind,
            method=method,
            path=path,
            name=f"{within}{method} {shown}",
            raw=raw,
            place=place,
            parameters=self._parameters(resolved),
            body=self._body(raw, resolved, place),
            answers={
                status: self._answer(raw, answer, place.step("responses", status, words=f"response {status}"))
                for status, answer in mapping(raw.get("responses")).items()
                if not status.startswith("x-")
            },
            security=self._security(raw),
            servers=self._servers(raw, item),
            tags=tuple(dict.fromkeys(texts(raw.get("tags")))),
        )

    def _parameters(self, stated: list[tuple[Place, dict[str, Any]]]) -> dict[tuple[str, str], Parameter]:
        found = {}
        for place, raw in stated:
            name, where = text(raw.get("name")), text(raw.get("in"))
            folded = name.casefold() if where == "header" else name
            if where in ("body", "formData") or not name or (where == "header" and folded in _IGNORED_HEADERS):
                continue
            words = place.step(words=f"{where} parameter {name}")
            found[where, folded] = self._parameter(name, where, raw, words)
        return found

    def _parameter(self, name: str, where: str, raw: dict[str, Any], place: Place) -> Parameter:
        node = Node(_schema_of_2(raw), place) if self._is_2 else Node(raw.get("schema", {}), place.step("schema"))
        form = ""
        for media_type, stated in mapping(raw.get("content")).items():
            form = _plain_type(media_type)
            value = mapping(resolve(self.root, stated)).get("schema", {})
            node = Node(value, place.step("content", media_type, "schema"))
        default = _STYLES.get(where, "")
        style = text(raw.get("style")) or default
        explode = raw.get("explode") if isinstance(raw.get("explode"), bool) else style in ("form", "cookie")
        if self._is_2:
            style, explode = _COLLECTIONS.get(text(raw.get("collectionFormat"), "csv"), ("", False))
            style = style or default
            if raw.get("type") != "array":
                style, explode = default, default == "form"
        writes = (form, style, explode, raw.get("allowReserved") is True)
        return Parameter(
            name=name,
            where=where,
            is_required=raw.get("required") is True or where == "path",
            is_deprecated=raw.get("deprecated") is True,
            serialization=writes,
            allows_empty=raw.get("allowEmptyValue") is True,
            schema=node,
            place=place,
            raw=raw,
        )

    def _body(self, raw: dict[str, Any], stated: list[tuple[Place, dict[str, Any]]], place: Place) -> Content | None:
        if not self._is_2:
            if "requestBody" not in raw:
                return None
            body = mapping(resolve(self.root, raw["requestBody"]))
            at = place.step("requestBody", words="request")
            return Content(body.get("required") is True, self._forms(body, at), at, body)
        types = [_plain_type(each) for each in texts(raw.get("consumes", self.root.get("consumes")))]
        for at, parameter in stated:
            if parameter.get("in") == "body":
                node = Node(parameter.get("schema", {}), at.step("schema"))
                forms = {media: (_worded(node, f"request {media}"), None) for media in types or [_JSON]}
                return Content(parameter.get("required") is True, forms, at.step(words="request"), parameter)
        fields = {text(each.get("name")): each for _, each in stated if each.get("in") == "formData"}
        if not fields:
            return None
        has_file = any(each.get("type") == "file" for each in fields.values())
        schema = {
            "type": "object",
            "properties": {name: _schema_of_2(each) for name, each in fields.items()},
            "required": [name for name, each in fields.items() if each.get("required") is True],
        }
        at = place.step("parameters")
        media_types = [each for each in types if each in (_FORM, _MULTIPART)] or [_MULTIPART if has_file else _FORM]
        forms = {media: (_worded(Node(schema, at), f"request {media}"), None) for media in media_types}
        return Content(bool(schema["required"]), forms, at.step(words="request"), {})

    def _forms(self, holder: dict[str, Any], place: Place) -> dict[str, tuple[Node, Any]]:
        found: dict[str, tuple[Node, Any]] = {}
        for media_type, stated in mapping(holder.get("content")).items():
            value = mapping(resolve(self.root, stated))
            key = "itemSchema" if "itemSchema" in value and "schema" not in value else "schema"
            at = place.step("content", media_type, key, words=f" {media_type}")
            found[_plain_type(media_type)] = (Node(value.get(key, {}), at), value.get("encoding"))
        return found

    def _answer(self, raw: dict[str, Any], stated: Any, place: Place) -> Answer:
        answer = mapping(resolve(self.root, stated))
        if self._is_2:
            types = [_plain_type(each) for each in texts(raw.get("produces", self.root.get("produces")))] or [_JSON]
            node = Node(answer.get("schema"), place.step("schema"))
            has_file = mapping(answer.get("schema")).get("type") == "file"
            node = Node({"type": "string", "format": "binary"}, node.place) if has_file else node
            forms = {media: (_worded(node, f" {media}"), None) for media in types} if "schema" in answer else {}
        else:
            forms = self._forms(answer, place)
        headers = {}
        for name, each in mapping(answer.get("headers")).items():
            at = place.step("headers", name, words=f" › header {name}")
            headers[name.casefold()] = self._parameter(name, "header", mapping(resolve(self.root, each)), at)
        return Answer(Content(False, forms, place, answer), headers, tuple(mapping(answer.get("links"))), answer)

    def _security(self, raw: dict[str, Any]) -> tuple[frozenset[tuple[str, str]], ...] | None:
        """Ways to prove who calls, each some schemes with their scopes; None if nothing is said."""
        stated = raw.get("security", self.root.get("security"))
        if not isinstance(stated, list):
            return None
        return tuple(
            frozenset((name, scope) for name, scopes in way.items() for scope in ("", *texts(scopes)))
            for way in mappings(stated)
        )

    def _servers(self, raw: dict[str, Any], item: dict[str, Any]) -> tuple[str, ...]:
        if self._is_2:
            host, base = text(self.root.get("host")), text(self.root.get("basePath")).rstrip("/")
            schemes = texts(raw.get("schemes", self.root.get("schemes"))) or (("https",) if host else ())
            return tuple(f"{scheme}://{host}{base}" for scheme in schemes) if host else ((base,) if base else ())
        stated: Any = next((each["servers"] for each in (raw, item, self.root) if each.get("servers")), [])
        return tuple(dict.fromkeys(_address(server) for server in mappings(stated)))


def _address(server: dict[str, Any]) -> str:
    variables = mapping(server.get("variables"))
    url = _VARIABLE.sub(
        lambda match: text(mapping(variables.get(match[1])).get("default")) or match[0], text(server.get("url"))
    )
    return url.rstrip("/")


def _schema_of_2(raw: dict[str, Any]) -> dict[str, Any]:
    """A parameter or header of 2.0 as a schema."""
    schema = {key: value for key, value in raw.items() if key not in _BESIDE_SCHEMA}
    return {**schema, "type": "string", "format": "binary"} if schema.get("type") == "file" else schema


def _worded(node: Node, words: str) -> Node:
    return Node(node.value, Place(node.place.pointer, node.place.words + words))


def _plain_type(name: str) -> str:
    return ";".join(part.strip() for part in name.lower().split(";"))
