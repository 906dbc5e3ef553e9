"""catalog.yml → Settings, and tags.yml → Tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api_catalog.catalog.latest import for_the_latest
from api_catalog.catalog.model import FactColumn, Kind, Settings, Tag
from api_catalog.catalog.slugs import slug
from api_catalog.documents import CannotRun, Document, Repository
from api_catalog.documents.reading import mapping, mappings, text, texts, whole

OTHER_KIND = Kind("topic", "Topic", "What is it about?")
_DEFAULT_FACTS = (
    FactColumn("In", show="input"),
    FactColumn("Out", show="output"),
    FactColumn("Auth", show="authentication"),
)


def settings_of(repository: Repository) -> Settings:
    """The settings, with defaults for a folder of bare descriptions.

    Raises CannotRun if the vocabulary is closed and there is none.
    """
    stated = mapping(repository.settings.value) if repository.settings is not None else {}
    vocabulary = stated.get("vocabulary", "closed" if repository.vocabulary else "open")
    has_unreadable = any(problem.path.endswith("/tags.yml") for problem in repository.problems)
    if vocabulary == "closed" and repository.vocabulary is None and not has_unreadable:
        message = f"There is no {repository.root / 'tags.yml'}, but catalog.yml says `vocabulary: closed`."
        raise CannotRun(message + " Add the file, or write `vocabulary: open`.")
    return Settings(
        title=text(stated.get("title"), "API catalog"),
        description=text(stated.get("description"), "What these APIs do."),
        closed=vocabulary == "closed",
        skip_invalid=stated.get("invalid", "fail") == "skip",
        kinds=tuple(_kind(kind) for kind in mappings(stated.get("kinds"))),
        facts=tuple(_fact(fact) for fact in mappings(stated.get("facts"))) or _DEFAULT_FACTS,
        examples=texts(stated.get("examples")),
        contribute=text(stated.get("contribute")),
        packs_downloads=stated.get("downloads") == "gzip",
        rules={id: text(severity) for id, severity in mapping(stated.get("rules")).items()},  # noqa: A001
        moved={text(old): text(new) for old, new in mapping(stated.get("moved")).items()},
    )


@for_the_latest
def vocabulary_of(vocabulary: Document | None) -> Mapping[str, Tag]:
    """The tags that tags.yml defines by name, in its order. A parent that is not defined counts as none."""
    stated = mappings(mapping(vocabulary.value).get("tags")) if vocabulary is not None else []
    entries = {name: item for item in stated if (name := text(item.get("name")))}
    parents = {name: parent for name, item in entries.items() if (parent := text(item.get("parent"))) in entries}
    children: dict[str, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    return {name: _tag(name, item, parents.get(name), children.get(name, [])) for name, item in entries.items()}


def _tag(name: str, stated: dict[str, Any], parent: str | None, children: list[str]) -> Tag:
    return Tag(
        name=name,
        title=text(stated.get("summary"), name),
        description=text(stated.get("description")),
        kind=text(stated.get("kind"), OTHER_KIND.name),
        slug=slug(name),
        parent=parent,
        children=tuple(children),
        aliases=texts(stated.get("x-aliases")),
        aligned_with=texts(stated.get("x-aligned-with")),
        replaced_by=text(stated.get("x-replaced-by")) or None,
    )


def undefined_tag(name: str) -> Tag:
    """A tag that a description uses and the vocabulary does not have."""
    return Tag(name, name, "", OTHER_KIND.name, slug(name), defined=False)


def _kind(stated: dict[str, Any]) -> Kind:
    return Kind(
        name=text(stated.get("name")),
        label=text(stated.get("label")),
        question=text(stated.get("question")),
        applies_to=text(stated.get("applies-to"), "both"),
        minimum=whole(stated.get("minimum")),
        maximum=whole(stated.get("maximum")) or None,
        required_with=texts(stated.get("required-with")),
    )


def _fact(stated: dict[str, Any]) -> FactColumn:
    return FactColumn(
        label=text(stated.get("label")),
        show=text(stated.get("show")) or None,
        tags=texts(stated.get("tags")),
        findings=texts(stated.get("findings")),
        on=texts(stated.get("on")) or ("api", "tag"),
        only_for=texts(stated.get("for")),
    )
