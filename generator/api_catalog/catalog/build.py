"""Repository → Catalog. Pure: the same files give the same catalog."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from api_catalog.catalog import model
from api_catalog.catalog.apis import api_of, id_of, links_of
from api_catalog.catalog.settings import OTHER_KIND, settings_of, undefined_tag, vocabulary_of
from api_catalog.catalog.slugs import unique
from api_catalog.documents import ApiFiles, Document, Repository
from api_catalog.documents.reading import mapping, text, texts
from api_catalog.problems import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """An API with the path of its description, and of all its files, as people name them."""

    api: model.Api
    path: str
    paths: tuple[str, ...]


def entry_of(files: ApiFiles) -> Entry:
    """What a catalog takes of the files of an API."""
    paths = {files.description.path, *(fragment.document.path for fragment in files.bundle.fragments)}
    paths |= {files.record.path} if files.record else set()
    return Entry(api_of(files), files.description.path, tuple(sorted(paths)))


def catalog_of(repository: Repository) -> tuple[model.Catalog, list[Problem]]:
    """The catalog of all that was read, and what stands in the way of one."""
    return assembled(repository, [entry_of(files) for files in repository.apis])


def assembled(
    repository: Repository, entries: Iterable[Entry], bad_files: Collection[str] = ()
) -> tuple[model.Catalog, list[Problem]]:
    """The catalog of ``entries`` without those with one of ``bad_files``, and what stands in the way of one.

    Of ``repository`` the settings, the vocabulary and the providers are used.
    """
    good = [entry for entry in entries if not set(entry.paths) & set(bad_files)]
    problems = _clashes(good)
    clashing = {problem.path for problem in problems}
    apis = sorted((entry.api for entry in good if entry.path not in clashing), key=lambda api: api.id)
    tags = dict(vocabulary_of(repository.vocabulary))
    used = sorted({name for api in apis for name in _tag_names(api)} - set(tags))
    tags |= {name: undefined_tag(name) for name in used}
    slugs = unique(tag.slug for tag in tags.values())  # `C++` and `C#` are two tags of an open vocabulary
    tags = {tag.name: _with_slug(tag, slug) for tag, slug in zip(tags.values(), slugs, strict=True)}
    settings = settings_of(repository)
    settings = dataclasses.replace(settings, kinds=(*settings.kinds, *_further_kinds(settings, tags)))
    return model.Catalog(settings, tags, _providers(repository, apis), tuple(apis)), problems


def _with_slug(tag: model.Tag, slug: str) -> model.Tag:
    return tag if tag.slug == slug else dataclasses.replace(tag, slug=slug)


def _further_kinds(settings: model.Settings, tags: dict[str, model.Tag]) -> list[model.Kind]:
    """Kinds that tags name and the settings do not: in an open vocabulary, or without settings."""
    missing = sorted({tag.kind for tag in tags.values()} - {kind.name for kind in settings.kinds})
    return [
        OTHER_KIND if name == OTHER_KIND.name else model.Kind(name, name.capitalize(), name.capitalize())
        for name in missing
    ]


def _tag_names(api: model.Api) -> set[str]:
    return set(api.all_tags) | {finding.tag for finding in api.findings}


def _clashes(entries: list[Entry]) -> list[Problem]:
    first: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        other = first.setdefault(entry.api.id, entry)
        if other is not entry:
            message = f"the same id {entry.api.id} as {other.path}"
            problems.append(Problem(entry.path, 1, 1, message, "id-clash", hint="Rename the file or its folder."))
    return problems


def _providers(repository: Repository, apis: list[model.Api]) -> dict[str, model.Provider]:
    stated = {provider.slug: provider for provider in map(_provider, repository.providers)}
    found = [stated.get(name) or model.Provider(name, name, name) for name in {api.provider for api in apis}]
    return {provider.slug: provider for provider in sorted(found, key=lambda item: (item.name.casefold(), item.slug))}


def _provider(document: Document) -> model.Provider:
    slug = id_of((document.relative.split("/")[0],))[0]
    stated = mapping(document.value)
    name = text(stated.get("name"), slug)
    return model.Provider(
        slug=slug,
        name=name,
        short_name=text(stated.get("short-name")) or name,
        summary=text(stated.get("summary")),
        kind=text(stated.get("kind")),
        aliases=texts(stated.get("aliases")),
        links=links_of(stated.get("links")),
    )
