"""catalog.yml → Settings, and tags.yml → Tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api_catalog.catalog.model import FactColumn, Kind, Settings, Tag
from api_catalog.catalog.slugs import slug
from api_catalog.documents import CannotRun, Repository

OTHER_KIND = Kind("topic", "Topic", "What is it about?")
_DEFAULT_FACTS = (
    FactColumn("In", show="input"),
    FactColumn("Out", show="output"),
    FactColumn("Auth", show="authentication"),
)


def settings_of(repository: Repository) -> Settings:
    """The settings, with defaults for a folder of bare descriptions. Raises CannotRun without a closed vocabulary's words."""
    stated: dict[str, Any] = _mapping(repository.settings)
    vocabulary = stated.get("vocabulary", "closed" if repository.vocabulary else "open")
    has_unreadable = any(problem.path.endswith("/tags.yml") for problem in repository.problems)
    if vocabulary == "closed" and repository.vocabulary is None and not has_unreadable:
        message = f"There is no {repository.root / 'tags.yml'}, but catalog.yml says `vocabulary: closed`."
        raise CannotRun(message + " Add the file, or write `vocabulary: open`.")
    return Settings(
        title=str(stated.get("title", "API catalog")),
        description=str(stated.get("description", "What these APIs do.")),
        closed=vocabulary == "closed",
        skip_invalid=stated.get("invalid", "fail") == "skip",
        kinds=tuple(_kind(kind) for kind in _mappings(stated.get("kinds"))),
        facts=tuple(_fact(fact) for fact in _mappings(stated.get("facts"))) or _DEFAULT_FACTS,
        examples=tuple(str(example) for example in stated.get("examples", ())),
    )


def vocabulary_of(repository: Repository) -> dict[str, Tag]:
    """The defined tags by name, in the file's order."""
    stated = _mappings(_mapping(repository.vocabulary).get("tags"))
    children: dict[str, list[str]] = {}
    for tag in stated:
        if tag.get("parent"):
            children.setdefault(str(tag["parent"]), []).append(str(tag["name"]))
    return {
        str(tag["name"]): Tag(
            name=str(tag["name"]),
            title=str(tag.get("summary", tag["name"])),
            description=str(tag.get("description", "")),
            kind=str(tag.get("kind", OTHER_KIND.name)),
            slug=slug(str(tag["name"])),
            parent=tag.get("parent"),
            children=tuple(children.get(str(tag["name"]), ())),
            aliases=_texts(tag.get("x-aliases")),
            aligned_with=_texts(tag.get("x-aligned-with")),
            replaced_by=tag.get("x-replaced-by"),
        )
        for tag in stated
        if "name" in tag
    }


def undefined_tag(name: str) -> Tag:
    """A tag that a description uses and the vocabulary does not have."""
    return Tag(name, name, "", OTHER_KIND.name, slug(name), defined=False)


def _kind(stated: dict[str, Any]) -> Kind:
    return Kind(
        name=str(stated.get("name", "")),
        label=str(stated.get("label", "")),
        question=str(stated.get("question", "")),
        applies_to=str(stated.get("applies-to", "both")),
        minimum=int(stated.get("minimum", 0)),
        maximum=stated.get("maximum"),
        required_with=_texts(stated.get("required-with")),
    )


def _fact(stated: dict[str, Any]) -> FactColumn:
    return FactColumn(
        label=str(stated.get("label", "")),
        show=stated.get("show"),
        tags=_texts(stated.get("tags")),
        findings=_texts(stated.get("findings")),
        on=_texts(stated.get("on")) or ("api", "tag"),
        only_for=_texts(stated.get("for")),
    )


def _mapping(document: Any) -> dict[str, Any]:
    return document.value if document is not None and isinstance(document.value, dict) else {}


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())
