"""Files of an API → Api. The record wins over the description; what neither says stays unsaid."""

from __future__ import annotations

import re
from typing import Any

from api_catalog.catalog import model
from api_catalog.catalog.operations import hype_of, operations_of
from api_catalog.catalog.servers import root_servers
from api_catalog.catalog.slugs import slug
from api_catalog.documents import ApiFiles
from api_catalog.documents.reading import mapping, mappings, text, texts, whole
from api_catalog.validation.schemas import version_of

_LINK_LABELS = {
    "homepage": "Home page", "documentation": "Documentation", "signup": "Sign up", "pricing": "Pricing",
    "terms": "Terms", "privacy": "Privacy", "status": "Status", "support": "Support", "changelog": "Changes",
    "source": "Source code",
}  # fmt: skip
_SUMMARY_LENGTH = 140
_LOOK_AT = 1000  # characters of a description; a first sentence is not longer


def id_of(parts: tuple[str, ...]) -> tuple[str, str]:
    """Provider and slug from the place of a description: ("aws", "polly"). A lone name is both."""
    provider = slug(parts[0])
    return provider, slug("-".join(parts[1:])) if len(parts) > 1 else provider


def api_of(files: ApiFiles) -> model.Api:
    """The API that ``files`` describe."""
    description = mapping(files.bundle.value)
    record = mapping(files.record.value) if files.record is not None else {}
    info = mapping(description.get("info"))
    provider, name = id_of(files.parts)
    status = mapping(record.get("status"))
    return model.Api(
        id=f"{provider}/{name}",
        provider=provider,
        slug=name,
        title=text(info.get("title")) or name,
        version=text(info.get("version")),
        openapi=f"{'Swagger' if 'swagger' in description else 'OpenAPI'} {version_of(description)}",
        summary=text(record.get("summary"))
        or text(info.get("summary"))
        or first_sentence(text(info.get("description"))),
        operations=operations_of(description),
        description=description,
        source_path=files.description.relative,
        source=files.description.data,
        servers=tuple(url for _, url in root_servers(description)),
        in_parts=bool(files.bundle.fragments or files.base),
        curated=files.record is not None,
        is_template=record.get("template") is True,
        input=text(record.get("input")),
        output=text(record.get("output")),
        aliases=texts(record.get("aliases")),
        status=model.Status(
            text(status.get("state"), "unknown"), text(status.get("since")), text(status.get("source"))
        ),
        tags=texts(record.get("tags")),
        coverage=_coverage(record.get("coverage")),
        provenance=_provenance(record.get("provenance")),
        reviewed=text(record.get("reviewed")),
        links=links_of(record.get("links")) or _links_of_info(description, info),
        findings=tuple(_finding(item) for item in mappings(record.get("findings"))),
        does_not=tuple(_does_not(item) for item in mappings(record.get("does-not"))),
        hype=(*hype_of(record.get("hype")), *hype_of(info.get("x-hype-tags"))),
        plans=tuple(_plan(item) for item in mappings(record.get("plans"))),
        succeeds=text(record.get("succeeds")),
        succeeded_by=text(record.get("succeeded-by")),
        base=files.base,
        changes=tuple(model.Change(each.kind, each.target, each.description, each.places) for each in files.actions),
    )


def first_sentence(markdown: str) -> str:
    """The first sentence of a CommonMark text as plain words, shortened to 140 characters; empty if there is none."""
    markdown = markdown[:_LOOK_AT]
    plain = re.sub(r"!\[[^\]]*\]\([^)]*\)|<[^>]*>", " ", markdown)
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    for block in re.split(r"\n\s*\n|\n(?=[#\-*>|])", plain.strip()):
        line = " ".join(re.sub(r"[*`_]{1,3}(?=\S)|(?<=\S)[*`_]{1,3}", "", block).split())
        if line and not line.startswith(("#", ">", "|", "```", "---", "===")):
            sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", line)[0]
            if len(sentence) > _SUMMARY_LENGTH:
                sentence = sentence[: _SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"
            return sentence
    return ""


def links_of(stated: Any) -> tuple[model.Link, ...]:
    """``links`` of a record, in the order of the format."""
    links = mapping(stated)
    return tuple(model.Link(label, text(links[key])) for key, label in _LINK_LABELS.items() if key in links)


def _links_of_info(description: dict[str, Any], info: dict[str, Any]) -> tuple[model.Link, ...]:
    candidates = (
        ("Documentation", mapping(description.get("externalDocs")).get("url")),
        ("Terms", info.get("termsOfService")),
        ("Contact", mapping(info.get("contact")).get("url")),
    )
    return tuple(
        model.Link(label, text(url)) for label, url in candidates if text(url).startswith(("http://", "https://"))
    )


def _source(item: dict[str, Any], url: str = "source", date: str = "seen") -> model.Source:
    return model.Source(text(item.get(url)), text(item.get(date)))


def _finding(item: dict[str, Any]) -> model.Finding:
    return model.Finding(
        tag=text(item.get("tag")),
        state=text(item.get("state")),
        value=text(item.get("value")),
        source=_source(item),
        scope=text(item.get("scope"), "api"),
    )


def _does_not(item: dict[str, Any]) -> model.DoesNot:
    return model.DoesNot(text(item.get("what")), texts(item.get("tags")), _source(item) if "source" in item else None)


def _plan(item: dict[str, Any]) -> model.Plan:
    return model.Plan(text(item.get("name")), text(item.get("price")), texts(item.get("limits")), _source(item))


def _coverage(stated: Any) -> model.Coverage | None:
    item = mapping(stated)
    if not item:
        return None
    return model.Coverage(whole(item.get("described")), whole(item.get("of")), text(item.get("source")))


def _provenance(stated: Any) -> model.Provenance | None:
    item = mapping(stated)
    if not item:
        return None
    sources = tuple(_source(source, "url", "read") for source in mappings(item.get("sources")))
    return model.Provenance(text(item.get("kind")), sources, text(item.get("license")))
