"""What comes back: Response and Link Objects → views."""

from __future__ import annotations

from typing import Any

from api_catalog.documents.positions import from_pointer
from api_catalog.documents.reading import mapping, text, texts
from api_catalog.reference.inputs import JSON, contents_of, header_of
from api_catalog.reference.markdown import clean_text, markdown
from api_catalog.reference.model import LinkView, ResponseView
from api_catalog.reference.reader import Reader


def responses_of(reader: Reader, operation: dict[str, Any], place: str) -> tuple[ResponseView, ...]:
    """Those of an operation; ``place`` is its id."""
    return tuple(
        response_of(reader, status, stated, operation, f"{place}.{status}")
        for status, stated in mapping(operation.get("responses")).items()
        if not status.startswith("x-")
    )


def response_of(reader: Reader, status: str, stated: Any, operation: dict[str, Any], place: str) -> ResponseView:
    """One of an operation, or a Response Object that has a name (``status``)."""
    raw = reader.follow(stated)
    return ResponseView(
        status=clean_text(status),
        summary=text(raw.get("summary")),
        description=markdown(text(raw.get("description"))),
        headers=tuple(header_of(reader, name, one, place) for name, one in mapping(raw.get("headers")).items()),
        contents=contents_of(reader, _contents_2(reader, raw, operation) if reader.is_2 else raw.get("content"), place),
        links=tuple(_link(reader, name, one) for name, one in mapping(raw.get("links")).items()),
    )


def _contents_2(reader: Reader, raw: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The one schema of OpenAPI 2.0 under every media type, each with its example."""
    if "schema" not in raw:
        return {}
    given = mapping(raw.get("examples"))
    media_types = texts(operation.get("produces")) or texts(reader.root.get("produces")) or JSON
    return {
        name: {"schema": raw["schema"], **({"example": given[name]} if name in given else {})} for name in media_types
    }


def _link(reader: Reader, name: str, stated: Any) -> LinkView:
    raw = reader.follow(stated)
    wanted, reference = text(raw.get("operationId")), text(raw.get("operationRef"))
    anchor = ""
    for operation in reader.api.operations:
        if (wanted and operation.operation_id == wanted) or (reference and _leads_to(reference, operation.pointer)):
            anchor = operation.anchor
            break
    arguments = {**mapping(raw.get("parameters")), **({"body": raw["requestBody"]} if "requestBody" in raw else {})}
    return LinkView(
        name=clean_text(name),
        target=clean_text(wanted or reference),
        anchor=anchor,
        description=markdown(text(raw.get("description"))),
        arguments=tuple((clean_text(key), clean_text(str(value))) for key, value in arguments.items()),
    )


def _leads_to(reference: str, pointer: tuple[str | int, ...]) -> bool:
    try:
        return reference.startswith("#") and from_pointer(reference[1:]) == pointer
    except ValueError:
        return False
