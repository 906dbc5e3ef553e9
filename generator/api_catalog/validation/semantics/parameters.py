"""Checks on parameters and headers: which may stand together, which are ignored, how they are written."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import mapping, sequence, text, texts
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description, Operation
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.walk import Place

_URL = "https://spec.openapis.org/oas/v3.1.1.html"
_URL_2 = "https://spec.openapis.org/oas/v2.0.html"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_IGNORED = ("accept", "content-type", "authorization")
_PRIMITIVE = {"string", "number", "integer", "boolean", "null"}
# style → types that it cannot write
_UNWRITABLE = {
    "deepObject": _PRIMITIVE | {"array"},
    "spaceDelimited": _PRIMITIVE,
    "pipeDelimited": _PRIMITIVE,
}


@check("parameter-unique", Severity.ERROR, f"{_URL}#parameter-object")
def parameter_unique(description: Description) -> Iterator[Finding]:
    """Two parameters of the same name and place in one list, references followed."""
    for kind in ("pathItem", "operation"):
        for node in description.having(kind, "parameters"):
            first: dict[tuple[str, str], object] = {}
            for index, stated in enumerate(sequence(node.value["parameters"])):
                parameter = description.resolved(stated)
                name, place = parameter.get("name"), parameter.get("in")
                if not isinstance(name, str) or not isinstance(place, str):
                    continue
                other = first.setdefault((name, place), stated)
                is_told = description.version in ("2.0", "3.0") and other == stated  # by the schema
                if other is not stated and not is_told:
                    message = f"the {place} parameter `{name}` is already in this list"
                    yield Finding(node.at("parameters", index), message, "Keep one of the two.")


@check("body-parameters", Severity.ERROR, f"{_URL_2}#parameter-object")
def body_parameters(description: Description) -> Iterator[Finding]:
    """More than one body parameter, or body and form parameters together. OpenAPI 2.0 only."""
    for operation in description.operations if description.is_2 else ():
        bodies = _in(operation, "body")
        if len(bodies) > 1:
            message = f"{operation.name} has {len(bodies)} body parameters; there can be one"
            yield Finding(bodies[-1].pointer, message, "Describe one body with the properties of all.")
        if bodies and _in(operation, "formData"):
            message = f"{operation.name} has a body parameter and form parameters, which exclude each other"
            yield Finding(
                bodies[0].pointer, message, "Make the form fields properties of the body, or the body a form field."
            )


@check("form-media-type", Severity.WARNING, f"{_URL_2}#parameter-object")
def form_media_type(description: Description) -> Iterator[Finding]:
    """Form parameters of an operation that consumes no form; for files it is an error. OpenAPI 2.0 only."""
    for operation in description.operations if description.is_2 else ():
        forms = _in(operation, "formData")
        consumes = operation.place.value.get("consumes", description.root.get("consumes"))
        if not forms or any(name.split(";")[0].strip().lower() in _FORMS for name in texts(consumes)):
            continue
        files = [parameter for parameter in forms if parameter.value.get("type") == "file"]
        pointer = operation.place.at("consumes") if "consumes" in operation.place.value else operation.place.pointer
        wanted = _FORMS[0] if files else _FORMS[1]
        severity = Severity.ERROR if files and sequence(consumes) else None
        message = f"{operation.name} has form parameters{' with a file' if files else ''} but consumes no form"
        yield Finding(pointer, message, f"Add consumes: [{wanted}].", severity)


@check("ignored-header", Severity.WARNING, f"{_URL}#parameter-object")
def ignored_header(description: Description) -> Iterator[Finding]:
    """A header that OpenAPI 3 ignores because another field describes it."""
    if description.is_2:
        return
    for parameter in description.having("parameter", "in"):
        name = text(parameter.value.get("name"))
        if parameter.value["in"] == "header" and name.lower() in _IGNORED:
            yield Finding(parameter.pointer, f"a header parameter `{name}` is ignored", _instead(name))
    for kind in ("response", "encoding"):
        for node in description.having(kind, "headers"):
            for name in mapping(node.value["headers"]):
                if name.lower() == "content-type":
                    yield Finding(node.at("headers", name), f"a header `{name}` is ignored here", _instead(name))


def _instead(name: str) -> str:
    if name.lower() == "authorization":
        return "Describe it as a security scheme."
    return "The media types under `content` say it."


@check("parameter-style", Severity.WARNING, f"{_URL}#style-values")
def parameter_style(description: Description) -> Iterator[Finding]:
    """A style that cannot write values of the parameter's type; OpenAPI 3.2 forbids it (an error)."""
    severity = Severity.ERROR if description.version == "3.2" else None
    for parameter in description.having("parameter", "style"):
        style = text(parameter.value["style"])
        types = _types(description, parameter.value.get("schema"))
        if types and types <= _UNWRITABLE.get(style, set()):
            message = f"style {style} cannot write a value of type {' or '.join(sorted(types))}"
            yield Finding(parameter.at("style"), message, "Leave `style` out, or use form.", severity)


def _types(description: Description, schema: object) -> set[str]:
    stated = description.resolved(schema).get("type")
    return set(texts(stated)) if isinstance(stated, list) else {stated} if isinstance(stated, str) else set()


@check("querystring-alone", Severity.ERROR, "https://spec.openapis.org/oas/v3.2.0.html#parameter-object")
def querystring_alone(description: Description) -> Iterator[Finding]:
    """A querystring parameter beside another one or a query parameter, one of them of the path item. OpenAPI 3.2."""
    for operation in description.operations if description.version == "3.2" else ():
        whole = _in(operation, "querystring")
        single = _in(operation, "query")
        if len(whole) > 1 or (whole and single):
            start = operation.place.pointer
            levels = {parameter.pointer[: len(start)] == start for parameter in (*whole, *single)}
            if len(levels) == 2:  # within one list the schema says it
                message = f"{operation.name} has a querystring parameter and others of the query"
                yield Finding(whole[0].pointer, message, "Describe the whole query in one parameter.")


def _in(operation: Operation, place: str) -> list[Place]:
    return [parameter for parameter in operation.parameters if parameter.value.get("in") == place]
