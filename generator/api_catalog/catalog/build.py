"""Repository → Catalog. Pure: the same files give the same catalog."""

from __future__ import annotations

from collections.abc import Collection

from api_catalog.catalog import model
from api_catalog.catalog.apis import api_of, id_of, links_of
from api_catalog.catalog.settings import OTHER_KIND, settings_of, undefined_tag, vocabulary_of
from api_catalog.documents import ApiFiles, Document, Repository
from api_catalog.problems import Problem


def catalog_of(repository: Repository, bad_files: Collection[str] = ()) -> tuple[model.Catalog, list[Problem]]:
    """The catalog of all files but ``bad_files`` (their paths), and what stands in the way of one."""
    settings = settings_of(repository)
    tags = vocabulary_of(repository) if not _is_bad(repository.vocabulary, bad_files) else {}
    good = [files for files in repository.apis if not _bad_paths(files) & set(bad_files)]
    problems = _clashes(good)
    clashing = {problem.path for problem in problems}
    apis = [api_of(files) for files in good if files.description.path not in clashing]
    apis.sort(key=lambda api: api.id)
    used = sorted({name for api in apis for name in _tag_names(api)} - set(tags))
    tags |= {name: undefined_tag(name) for name in used}
    kinds = settings.kinds
    missing = sorted({tag.kind for tag in tags.values()} - {kind.name for kind in kinds})
    for name in missing:
        known = OTHER_KIND if name == OTHER_KIND.name else model.Kind(name, name.capitalize(), name.capitalize())
        kinds = (*kinds, known)
    settings = model.Settings(
        settings.title, settings.description, settings.closed, settings.skip_invalid, kinds, settings.facts, settings.examples
    )
    providers = _providers(repository, apis, bad_files)
    return model.Catalog(settings, tags, providers, tuple(apis)), problems


def _tag_names(api: model.Api) -> set[str]:
    return set(api.all_tags) | {finding.tag for finding in api.findings}


def _is_bad(document: Document | None, bad_files: Collection[str]) -> bool:
    return document is not None and document.path in bad_files


def _bad_paths(files: ApiFiles) -> set[str]:
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


def _providers(
    repository: Repository, apis: list[model.Api], bad_files: Collection[str]
) -> dict[str, model.Provider]:
    stated: dict[str, model.Provider] = {}
    for document in repository.providers:
        if not _is_bad(document, bad_files) and isinstance(document.value, dict):
            provider = _provider(id_of((document.relative.split("/")[0],))[0], document)
            stated[provider.slug] = provider
    used = {api.provider for api in apis}
    found = [stated.get(name) or model.Provider(name, name, name) for name in used]
    return {provider.slug: provider for provider in sorted(found, key=lambda item: (item.name.casefold(), item.slug))}


def _provider(slug: str, document: Document) -> model.Provider:
    stated = document.value
    return model.Provider(
        slug=slug,
        name=str(stated.get("name", slug)),
        short_name=str(stated.get("short-name") or stated.get("name", slug)),
        summary=str(stated.get("summary", "")),
        kind=str(stated.get("kind", "")),
        aliases=tuple(str(alias) for alias in stated.get("aliases") or ()),
        links=links_of(stated.get("links")),
    )
