"""An API catalog from a folder of OpenAPI descriptions: check → build.

    checked = check(Path("specs"))          # documents, validation, catalog, rules: what is wrong, and what there is
    site = build(checked.catalog, Path("specs"))    # pages: ready HTML, for any host to publish

``check`` is ``build`` minus drawing. Data flows one way: documents → validation → catalog → rules → pages and search.
A catalog that was checked holds no descriptions; ``load`` and ``catalog.catalog_of`` give one that does.
Nothing here knows MkDocs; ``plugin`` and ``cli`` are the thin fronts that do.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api_catalog import rules, validation
from api_catalog.catalog import Catalog
from api_catalog.catalog.build import assembled
from api_catalog.catalog.settings import settings_of
from api_catalog.documents import CannotRun, load
from api_catalog.documents.repository import settle, survey
from api_catalog.drawing import Site, site_of
from api_catalog.execution import Cache, ExecutorError
from api_catalog.execution.executors import AUTO
from api_catalog.history import history_of
from api_catalog.problems import Problem, Severity, in_order
from api_catalog.studying import opinions_of, studies_of
from api_catalog.validation import Opinions, semantics

_FEW = 2  # descriptions about which another validator is asked beside other work

__all__ = ["CannotRun", "Checked", "ExecutorError", "Site", "build", "check", "load", "remembered"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the catalog holds, without what cannot be drawn, and what is wrong: ``found`` by us and by ``opinions``."""

    catalog: Catalog
    found: tuple[Problem, ...]
    opinions: Opinions = field(default_factory=Opinions)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in order. Waits for the opinions of another validator."""
        return tuple(in_order([*self.found, *self.opinions.problems]))

    @property
    def may_build(self) -> bool:
        """False if there is an error and the catalog is not set to skip what is invalid. Opinions are only warnings."""
        has_errors = any(problem.severity is Severity.ERROR for problem in self.found)
        return bool(self.catalog.apis) and (self.catalog.settings.skip_invalid or not has_errors)


def check(root: Path, *, thorough: bool = True, executor: str = AUTO, cache: Cache | None = None) -> Checked:
    """Reads the specs folder and validates everything; all problems of all files in one run.

    ``thorough`` asks openapi-spec-validator as well. What is in ``cache`` is not worked out again. Raises CannotRun if
    there is no description, and ExecutorError.
    """
    found = survey(root)
    settings_of(found.repository)  # may raise CannotRun
    studies = studies_of(found, executor, cache)
    repository = settle(found, [study.reading for study in studies])
    problems = [*repository.problems, *validation.records.check(repository)]
    problems += (problem for study in studies for problem in study.problems)
    opinions = opinions_of(found, studies, cache) if thorough else Opinions()
    entries = [study.entry for study in studies if study.entry is not None]
    catalog, clashes = assembled(repository, entries)
    problems += clashes
    problems += rules.check_whole(catalog, repository)
    # What breaks a rule of meaning, such as a default of another type, can still be drawn as it is written.
    drawn = {each.id for each in semantics.checks()}
    bad_files = {each.path for each in problems if each.severity is Severity.ERROR and each.rule not in drawn}
    if bad_files:
        catalog, _ = assembled(repository, entries, bad_files)
    if opinions.missing > _FEW:
        opinions.problems  # noqa: B018 - waits: drawing needs all cores, and workers are not forked beside threads
    return Checked(catalog, tuple(in_order(problems)), opinions)


def build(
    catalog: Catalog,
    root: Path,
    templates: Sequence[Path] = (),
    *,
    executor: str = AUTO,
    cache: Cache | None = None,
) -> Site:
    """Every page of the catalog that was read from ``root``, as ready HTML, and what search finds.

    Templates in the folders ``templates`` replace ours, file by file. ``executor`` is where the work runs: ``serial``,
    ``processes``, ``processes:4`` or ``dask://HOST:PORT``. What is in ``cache`` is not drawn again. The result is the
    same in all of these. Raises ExecutorError.
    """
    return site_of(catalog, root, templates, executor, cache)


def remembered(
    catalog: Catalog, root: Path, *, cache: Cache | None = None, repo_url: str = "", site_url: str = ""
) -> Catalog:
    """The catalog with what git knows of ``root``; ``site_url`` is where it will be published, for feeds."""
    return dataclasses.replace(catalog, history=history_of(root, cache, repo_url), site_url=site_url)
