"""Files of an API → Api. The record wins over the description; what neither says stays unsaid."""

from __future__ import annotations

import re
from typing import Any

from api_catalog.catalog import model
from api_catalog.catalog.operations import hype_of, operations_of
from api_catalog.catalog.slugs import slug
from api_catalog.documents import ApiFiles
from api_catalog.validation.schemas import version_of

_LINK_LABELS = {
    "homepage": "Home page", "documentation": "Documentation", "signup": "Sign up", "pricing": "Pricing",
    "terms": "Terms", "privacy": "Privacy", "status": "Status", "support": "Support", "changelog": "Changes",
    "source": "Source code",
}  # fmt: skip
_SUMMARY_LENGTH = 140


def id_of(parts: tuple[str, ...]) -> tuple[str, str]:
    """Provider and slug from the place of a description: ("aws", "polly"). A lone name is both."""
    provider = slug(parts[0])
    return provider, slug("-".join(parts[1:])) if len(parts) > 1 else provider


def api_of(files: ApiFiles) -> model.Api:
    """The API that ``files`` describe."""
    description: dict[str, Any] = files.bundle.value
    record: dict[str, Any] = files.record.value if files.record is not None else {}
    info: dict[str, Any] = description.get("info") or {}
    provider, name = id_of(files.parts)
    operations = operations_of(description)
    status = record.get("status") or {}
    return model.Api(
        id=f"{provider}/{name}",
        provider=provider,
        slug=name,
        title=str(info.get("title") or name),
        version=str(info.get("version") or ""),
        openapi=f"{'Swagger' if 'swagger' in description else 'OpenAPI'} {version_of(description)}",
        summary=str(record.get("summary") or info.get("summary") or first_sentence(str(info.get("description") or ""))),
        operations=operations,
        description=description,
        source_path=files.description.relative,
        source=files.description.data,
        curated=files.record is not None,
        input=str(record.get("input") or ""),
        output=str(record.get("output") or ""),
        aliases=tuple(str(alias) for alias in record.get("aliases") or ()),
        status=model.Status(
            str(status.get("state", "unknown")), str(status.get("since", "")), str(status.get("source", ""))
        ),
        tags=tuple(str(tag) for tag in record.get("tags") or ()),
        coverage=_coverage(record.get("coverage")),
        provenance=_provenance(record.get("provenance")),
        reviewed=str(record.get("reviewed") or ""),
        links=links_of(record.get("links")) or _links_of_info(description, info),
        findings=tuple(_finding(item) for item in record.get("findings") or ()),
        does_not=tuple(_does_not(item) for item in record.get("does-not") or ()),
        hype=hype_of([*(record.get("hype") or ()), *(info.get("x-hype-tags") or ())]),
        plans=tuple(_plan(item) for item in record.get("plans") or ()),
        succeeds=str(record.get("succeeds") or ""),
        succeeded_by=str(record.get("succeeded-by") or ""),
    )


def first_sentence(markdown: str) -> str:
    """The first sentence of a CommonMark text as plain words, shortened to 140 characters; empty if there is none."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|<[^>]*>", " ", markdown)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    for block in re.split(r"\n\s*\n|\n(?=[#\-*>|])", text.strip()):
        line = " ".join(re.sub(r"[*`_]{1,3}(?=\S)|(?<=\S)[*`_]{1,3}", "", block).split())
        if line and not line.startswith(("#", ">", "|", "```", "---", "===")):
            sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", line)[0]
            return sentence if len(sentence) <= _SUMMARY_LENGTH else sentence[: _SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    return ""


def links_of(stated: dict[str, Any] | None) -> tuple[model.Link, ...]:
    """``links`` of a record, in the order of the format."""
    return tuple(model.Link(label, str(stated[key])) for key, label in _LINK_LABELS.items() if key in (stated or {}) and stated)


def _links_of_info(description: dict[str, Any], info: dict[str, Any]) -> tuple[model.Link, ...]:
    candidates = (
        ("Documentation", (description.get("externalDocs") or {}).get("url")),
        ("Terms", info.get("termsOfService")),
        ("Contact", (info.get("contact") or {}).get("url")),
    )
    return tuple(model.Link(label, str(url)) for label, url in candidates if str(url).startswith(("http://", "https://")))


def _source(item: dict[str, Any], date: str = "seen") -> model.Source:
    return model.Source(str(item.get("source", item.get("url", ""))), str(item.get(date, "")))


def _finding(item: dict[str, Any]) -> model.Finding:
    return model.Finding(
        str(item["tag"]), str(item["state"]), str(item.get("value", "")), _source(item), str(item.get("scope", "api"))
    )


def _does_not(item: dict[str, Any]) -> model.DoesNot:
    return model.DoesNot(
        str(item["what"]), tuple(str(tag) for tag in item.get("tags") or ()), _source(item) if "source" in item else None
    )


def _plan(item: dict[str, Any]) -> model.Plan:
    limits = tuple(str(limit) for limit in item.get("limits") or ())
    return model.Plan(str(item["name"]), str(item.get("price", "")), limits, _source(item))


def _coverage(item: dict[str, Any] | None) -> model.Coverage | None:
    return model.Coverage(int(item["described"]), int(item["of"]), str(item.get("source", ""))) if item else None


def _provenance(item: dict[str, Any] | None) -> model.Provenance | None:
    if not item:
        return None
    sources = tuple(_source(source, "read") for source in item.get("sources") or ())
    return model.Provenance(str(item["kind"]), sources, str(item.get("license", "")))
