"""Repository → Catalog. Pure: the same files give the same catalog."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from api_catalog.catalog import model
from api_catalog.catalog.apis import api_of, id_of, links_of
from api_catalog.catalog.settings import OTHER_KIND, settings_of, undefined_tag, vocabulary_of
from api_catalog.catalog.slugs import unique
from api_catalog.documents import ApiFiles, Document, Repository
from api_catalog.documents.reading import mapping, text, texts
from api_catalog.problems import Problem


def catalog_of(repository: Repository, bad_files: Collection[str] = ()) -> tuple[model.Catalog, list[Problem]]:
    """The catalog of all files but ``bad_files`` (their paths), and what stands in the way of one."""
    good = [files for files in repository.apis if not _paths(files) & set(bad_files)]
    problems = _clashes(good)
    clashing = {problem.path for problem in problems}
    apis = [api_of(files) for files in good if files.description.path not in clashing]
    apis.sort(key=lambda api: api.id)
    tags = vocabulary_of(repository)
    used = sorted({name for api in apis for name in _tag_names(api)} - set(tags))
    tags |= {name: undefined_tag(name) for name in used}
    slugs = unique(tag.slug for tag in tags.values())  # `C++` and `C#` are two tags of an open vocabulary
    tags = {tag.name: dataclasses.replace(tag, slug=slug) for tag, slug in zip(tags.values(), slugs, strict=True)}
    settings = settings_of(repository)
    settings = dataclasses.replace(settings, kinds=(*settings.kinds, *_further_kinds(settings, tags)))
    return model.Catalog(settings, tags, _providers(repository, apis), tuple(apis)), problems


def _further_kinds(settings: model.Settings, tags: dict[str, model.Tag]) -> list[model.Kind]:
    """Kinds that tags name and the settings do not: in an open vocabulary, or without settings."""
    missing = sorted({tag.kind for tag in tags.values()} - {kind.name for kind in settings.kinds})
    return [
        OTHER_KIND if name == OTHER_KIND.name else model.Kind(name, name.capitalize(), name.capitalize())
        for name in missing
    ]


def _tag_names(api: model.Api) -> set[str]:
    return set(api.all_tags) | {finding.tag for finding in api.findings}


def _paths(files: ApiFiles) -> set[str]:
    paths = {files.description.path} | {fragment.document.path for fragment in files.bundle.fragments}
    return paths | ({files.record.path} if files.record else set())


def _clashes(apis: list[ApiFiles]) -> list[Problem]:
    first: dict[tuple[str, str], ApiFiles] = {}
    problems = []
    for files in apis:
        other = first.setdefault(id_of(files.parts), files)
        if other is not files:
            message = f"the same id {'/'.join(id_of(files.parts))} as {other.description.path}"
            problems.append(files.description.problem((), message, "id-clash", "Rename the file or its folder."))
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
