"""Api → ReferenceView: reads OpenAPI 2.0 and 3.x by their own rules, never one converted to the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from api_catalog.catalog import Api, Operation
from api_catalog.documents.references import look_up, resolve
from api_catalog.reference.examples import examples_of
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import (
    BodyView,
    ContentView,
    OperationView,
    ParameterView,
    ReferenceView,
    ResponseView,
    SchemaView,
    ServerView,
)
from api_catalog.reference.samples import samples_of
from api_catalog.reference.samples.read import request_of
from api_catalog.reference.schemas import MAX_DEPTH, Schemas
from api_catalog.reference.security import security_of
from api_catalog.reference.words import json_text

_JSON = ("application/json",)


def reference_of(api: Api, *, linked: bool = False) -> ReferenceView:
    """Everything there is to draw of ``api``'s description.

    A named schema is drawn where it is first needed; ``linked`` draws all of them apart and links them everywhere.
    """
    return _Builder(api, linked).run(api.operations, frozenset())


def part_of(api: Api, operations: Sequence[Operation]) -> ReferenceView:
    """Some operations of ``api``, with all the named schemas that they need."""
    return _Builder(api, linked=False).run(operations, None)


def schemas_beyond(api: Api, drawn: frozenset[str]) -> ReferenceView:
    """The named schemas of ``api`` that are not among the references ``drawn``."""
    return _Builder(api, linked=True).run((), drawn)


class _Builder:
    def __init__(self, api: Api, linked: bool) -> None:
        self._api = api
        self._root: dict[str, Any] = api.description
        self._is_2 = "swagger" in self._root
        self._schemas = Schemas(self._root, 0 if linked else MAX_DEPTH)

    def run(self, wanted: Sequence[Operation], drawn: frozenset[str] | None) -> ReferenceView:
        """The operations ``wanted``, and every named schema but those already ``drawn`` (None: only what is needed)."""
        info = self._root.get("info") or {}
        servers = self._servers()
        operations = tuple(self._operation(operation) for operation in wanted)
        return ReferenceView(
            markdown(str(info.get("description") or ""), below=2),
            servers,
            security_of(self._root),
            operations,
            self._leftover(drawn),
            self._schemas.drawn,
            self._tags(),
        )

    def _tags(self) -> tuple[tuple[str, Markup], ...]:
        stated = self._root.get("tags")
        return tuple(
            (clean_text(str(tag.get("name", ""))), text)
            for tag in (stated if isinstance(stated, list) else ())
            if isinstance(tag, dict) and (text := markdown(str(tag.get("description") or "")))
        )

    def _leftover(self, drawn: frozenset[str] | None) -> tuple[SchemaView, ...]:
        """Named schemas that no operation reaches are part of the description too."""
        found: list[SchemaView] = []
        if drawn is not None:
            section = (
                self._root.get("definitions") if self._is_2 else (self._root.get("components") or {}).get("schemas")
            )
            base = "#/definitions/" if self._is_2 else "#/components/schemas/"
            for name in section if isinstance(section, dict) else ():
                reference = base + name.replace("~", "~0").replace("/", "~1")
                if reference not in drawn and reference not in self._schemas.drawn:
                    found.append(self._schemas.apart(reference))
        views = [view for view in found if not view.link] + list(self._schemas.leftover(drawn or frozenset()))
        return tuple(sorted(views, key=lambda view: view.name.casefold()))

    def _operation(self, operation: Operation) -> OperationView:
        raw = look_up(self._root, operation.pointer)
        item = resolve(self._root, look_up(self._root, operation.pointer[:2]))
        if not isinstance(raw, dict):  # the path item is a reference
            raw = look_up(item, operation.pointer[2:])
        raw_parameters = self._raw_parameters(item, raw)
        parameters = tuple(self._parameter(p) for p in raw_parameters if p.get("in") not in ("body", "formData"))
        body = self._body_2(raw, raw_parameters) if self._is_2 else self._body(raw)
        responses = tuple(self._response(str(status), response, raw) for status, response in self._answers(raw))
        is_webhook = operation.pointer[0] == "webhooks"
        request = request_of(self._root, operation, (item, raw), raw_parameters, body, responses)
        return OperationView(
            operation=operation,
            description=markdown(operation.description, below=3),
            parameters=parameters,
            body=body,
            responses=responses,
            security=operation.authentication,
            callbacks=(),
            samples=() if is_webhook else samples_of(request),
            is_webhook=is_webhook,
        )

    def _answers(self, raw: dict[str, Any]) -> list[tuple[Any, Any]]:
        stated = raw.get("responses")
        return (
            [(key, value) for key, value in stated.items() if not str(key).startswith("x-")]
            if isinstance(stated, dict)
            else []
        )

    def _raw_parameters(self, item: Any, raw: dict[str, Any]) -> list[dict[str, Any]]:
        """Parameters of the path item and the operation; the operation's replace those of equal name and place."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for source in (item, raw):
            for stated in (source.get("parameters") if isinstance(source, dict) else None) or ():
                parameter = resolve(self._root, stated)
                if isinstance(parameter, dict):
                    found[(str(parameter.get("name")), str(parameter.get("in")))] = parameter
        return list(found.values())

    def _parameter(self, raw: dict[str, Any]) -> ParameterView:
        if self._is_2 and "schema" not in raw:
            schema = {key: value for key, value in raw.items() if key not in ("name", "in", "required", "description")}
        else:
            schema = (
                raw.get("schema") or next((c.get("schema") for c in (raw.get("content") or {}).values()), None) or {}
            )
        view = self._schemas.view(schema, 1)
        notes = [f"{key} {raw[key]}" for key in ("style", "collectionFormat") if isinstance(raw.get(key), str)]
        notes += [
            words
            for key, words in (
                ("allowEmptyValue", "may be empty"),
                ("allowReserved", "reserved characters as they are"),
            )
            if raw.get(key)
        ]
        if "content" in raw:
            notes += [str(media_type) for media_type in raw["content"]]
        example = json_text(raw["example"], 120) if "example" in raw else ""
        if not example and isinstance(raw.get("examples"), dict):
            first = resolve(self._root, next(iter(raw["examples"].values()), None))
            example = json_text(first["value"], 120) if isinstance(first, dict) and "value" in first else ""
        return ParameterView(
            name=clean_text(str(raw.get("name", ""))),
            location=str(raw.get("in", "")),
            required=raw.get("required") is True,
            deprecated=raw.get("deprecated") is True,
            schema=view,
            description=markdown(str(raw.get("description") or "")),
            notes=tuple(notes),
            example=example,
        )

    def _body(self, raw: dict[str, Any]) -> BodyView | None:
        stated = resolve(self._root, raw.get("requestBody"))
        if not isinstance(stated, dict) or not stated:
            return None
        return BodyView(
            stated.get("required") is True,
            markdown(str(stated.get("description") or "")),
            self._contents(stated.get("content")),
        )

    def _body_2(self, raw: dict[str, Any], parameters: list[dict[str, Any]]) -> BodyView | None:
        media_types = raw.get("consumes") or self._root.get("consumes") or _JSON
        for parameter in parameters:
            if parameter.get("in") == "body":
                contents = {name: {"schema": parameter.get("schema") or {}} for name in media_types}
                return BodyView(
                    parameter.get("required") is True,
                    markdown(str(parameter.get("description") or "")),
                    self._contents(contents),
                )
        form = [parameter for parameter in parameters if parameter.get("in") == "formData"]
        if not form:
            return None
        schema = {
            "type": "object",
            "properties": {
                str(p.get("name")): {k: v for k, v in p.items() if k not in ("name", "in", "required")} for p in form
            },
            "required": [str(p.get("name")) for p in form if p.get("required") is True],
        }
        named = [name for name in media_types if "form" in name] or ["application/x-www-form-urlencoded"]
        return BodyView(
            bool(schema["required"]), Markup(), self._contents({name: {"schema": schema} for name in named})
        )

    def _contents(self, stated: Any) -> tuple[ContentView, ...]:
        """The bodies by media type; one that repeats the schema of the one before shares its drawing."""
        views: list[ContentView] = []
        for media_type, raw in stated.items() if isinstance(stated, dict) else ():
            content = resolve(self._root, raw)
            if not isinstance(content, dict):
                continue
            streamed = "itemSchema" in content
            schema = content.get("itemSchema") if streamed else content.get("schema")
            view = self._schemas.view(schema) if schema is not None else None
            if view is not None and view.type in ("any", "string") and _is_binary(media_type):
                view = dataclasses.replace(view, type="bytes")
            examples = examples_of(self._root, content, schema) if "json" in media_type or _has_example(content) else ()
            views.append(ContentView(clean_text(str(media_type)), view, streamed, examples))
        return tuple(views)

    def _response(self, status: str, stated: Any, operation: dict[str, Any]) -> ResponseView:
        raw = resolve(self._root, stated)
        raw = raw if isinstance(raw, dict) else {}
        if self._is_2:
            media_types = operation.get("produces") or self._root.get("produces") or _JSON
            given = raw.get("examples") or {}
            stated_contents = {
                name: {"schema": raw["schema"], **({"example": given[name]} if name in given else {})}
                for name in media_types
                if "schema" in raw
            }
        else:
            stated_contents = raw.get("content") or {}
        description = str(raw.get("description") or "")
        return ResponseView(
            status=clean_text(status),
            summary=str(raw.get("summary") or ""),
            description=markdown(description),
            headers=tuple(self._header(name, header) for name, header in (raw.get("headers") or {}).items()),
            contents=self._contents(stated_contents),
            links=tuple(clean_text(str(name)) for name in raw.get("links") or ()),
        )

    def _header(self, name: str, stated: Any) -> ParameterView:
        raw = resolve(self._root, stated)
        return self._parameter({**(raw if isinstance(raw, dict) else {}), "name": name, "in": "header"})

    def _servers(self) -> tuple[ServerView, ...]:
        if self._is_2:
            host, base = self._root.get("host"), self._root.get("basePath") or ""
            schemes = self._root.get("schemes") or ["https"]
            urls = [f"{scheme}://{host}{base}" for scheme in schemes] if host else [str(base)] if base else []
            return tuple(ServerView(clean_text(url), Markup()) for url in urls)
        return tuple(
            ServerView(
                clean_text(str(server.get("url", ""))),
                markdown(str(server.get("description") or "")),
                tuple(
                    self._variable(name, raw)
                    for name, raw in (server.get("variables") or {}).items()
                    if isinstance(raw, dict)
                ),
            )
            for server in self._root.get("servers") or ()
            if isinstance(server, dict)
        )

    def _variable(self, name: str, raw: dict[str, Any]) -> ParameterView:
        schema: dict[str, Any] = {"type": "string"}
        schema |= {key: raw[key] for key in ("default", "enum") if key in raw}
        return self._parameter({"name": name, "in": "server", "schema": schema, "description": raw.get("description")})


def _is_binary(media_type: str) -> bool:
    return media_type.startswith(("application/octet-stream", "audio/", "image/", "video/"))


def _has_example(content: dict[str, Any]) -> bool:
    return "example" in content or "examples" in content
