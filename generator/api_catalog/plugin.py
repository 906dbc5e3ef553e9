"""The MkDocs plugin: options, and hooks that call the core. Does the same work under ProperDocs."""

from __future__ import annotations

import copy
import functools
import gzip
import hashlib
import os
import subprocess
import sysconfig
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click
from jinja2 import Environment
from markupsafe import escape
from mkdocs.config import base
from mkdocs.config import config_options as option
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

import api_catalog
from api_catalog import pages
from api_catalog.catalog import Catalog
from api_catalog.content_security import with_policy
from api_catalog.documents import ReadError
from api_catalog.documents.files import digest_of as digest_of_data
from api_catalog.documents.files import read_bytes
from api_catalog.earlier import EarlierSite, frame_of
from api_catalog.execution import Cache, Stages
from api_catalog.execution.cache import default_folder
from api_catalog.execution.executors import EXECUTOR
from api_catalog.execution.program import digest_of, own_digest
from api_catalog.execution.stages import PROFILE
from api_catalog.exports import exports_of
from api_catalog.frames import Frames, trimmed
from api_catalog.pages import urls
from api_catalog.pages.bytecode import bytecode
from api_catalog.probing import FILE, with_last_look
from api_catalog.problems import Problem, Severity, report
from api_catalog.reference.markdown import clean_text
from api_catalog.search import EarlierIndexes, Index, SearchError, portion_by_hand
from api_catalog.staging import Staging
from api_catalog.validation import Opinions
from api_catalog.validation.schemas import RECORDS, record_schema_text

log = get_plugin_logger("api-catalog")
_ASSETS = "assets/api-catalog"
_KNOWN_PLUGINS = {"api-catalog", "search", "material/search"}  # with another, who knows what a page depends on
_LANGUAGES = "assets/javascripts/lunr/"
_ALL_PAGES = "sitemap.xml"
_LAST = -100  # event priority: after other plugins


class Stop(Abort):
    """A clean end with an exit code: 1 for problems in the content, 2 if there is nothing to work on."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code
        self.exit_code = code  # type: ignore[misc] # click reads it from the exception


class ApiCatalogConfig(base.Config):  # type: ignore[no-untyped-call] # of mkdocs
    """Options in mkdocs.yml. What concerns content stands in catalog.yml."""

    specs_dir = option.Type(str, default="specs")
    """The folder with the descriptions, relative to mkdocs.yml."""
    templates_dir = option.Optional(option.Type(str))
    """A folder with templates that replace ours, file by file, relative to mkdocs.yml."""
    executor = option.Type(str, default="auto")
    """Where pages are drawn: auto, serial, processes, processes:4 or dask://HOST:PORT."""
    cache_dir = option.Optional(option.Type(str))
    """Where answers and pages are remembered, relative to mkdocs.yml; the user's cache folder if none."""


class CatalogPage(Page):
    """A page that is HTML already: no Markdown pass, 1.3 ms instead of 40."""

    def __init__(self, page: pages.Page, file: File, config: MkDocsConfig) -> None:
        self._page = page
        self._changed: str | None = None  # by another plugin
        self._key = ""  # asked for before it is drawn and after
        self.ready: str | None = None  # as it is published, if the theme need not draw it
        self.is_early = False  # before anybody needs its text
        super().__init__(_harmless(page.title), file, config)

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta = {
            "description": _harmless(self._page.description),
            "hide": ["navigation"] if self._page.headings else ["navigation", "toc"],
            "generated": True,
        }

    @property
    def content(self) -> str:
        """Drawn or read when it is needed: MkDocs keeps all pages until the end."""
        if self.is_early:
            return ""
        return self._html if self._changed is None else self._changed

    @content.setter
    def content(self, value: str | None) -> None:
        if not self.is_early:
            self._changed = None if value is None or value == self._html else value

    @functools.cached_property
    def _html(self) -> str:
        return self._page.html

    @property
    def description(self) -> str:
        return str(self.meta.get("description") or "")

    @property
    def address(self) -> str:
        return self.canonical_url or ""

    @property
    def first(self) -> str:
        return self.toc.items[0].id if self.toc.items else ""

    @property
    def hides(self) -> tuple[str, ...]:
        return tuple(self.meta.get("hide", ()))

    def with_marks(self, **marks: str) -> CatalogPage:
        """The same page with other texts; what is empty stays so."""
        marked = copy.copy(self)
        marked.title, marked._changed = marks["title"], marks["content"]
        marked.canonical_url = marks["address"] if self.address else None
        marked.meta = {**self.meta, "description": marks["description"] if self.description else ""}
        marked.toc = TableOfContents([AnchorLink(marks["title"], marks["first"], 2)] if self.toc.items else [])
        marked.listed = marks["listed"] if self.listed else ""
        return marked

    def key(self, frame: bytes) -> str:
        """Stands for all that the published page depends on; ``frame``, one in a build, for what is around it."""
        if not self._key:
            parts = (self.url, self.title, self.meta, [(link.title, link.id) for link in self.toc], self._page.digest)
            self._key = hashlib.sha256(frame + repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
        return self._key

    def release(self) -> None:
        """It is published: its text is needed no more."""
        self.ready = None
        self.__dict__.pop("_html", None)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        links = [AnchorLink(_harmless(heading.title), heading.anchor, 2) for heading in self._page.headings]
        self.toc = TableOfContents(links)
        self.listed = "".join(f'<a href="{link.url}">{link.title}</a>\n' for link in links)
        self.present_anchor_ids, self.links_to_anchors = set(), {}


class Download(File):
    """A file of ours beside the pages: made when it is published, or taken from the last site.

    ``key`` stands for what ``make`` gives.
    """

    def __init__(
        self, uri: str, config: MkDocsConfig, make: Callable[[], bytes], key: str, earlier: EarlierSite | None
    ) -> None:
        super().__init__(uri, None, config.site_dir, config.use_directory_urls)
        self.generated_by = "api-catalog"
        self._make, self._key, self._earlier = make, key, earlier

    @property
    def _content(self) -> bytes:  # type: ignore[override] # where MkDocs looks for what a file holds
        data = self._make()
        return gzip.compress(data, 6, mtime=0) if self.src_uri.endswith(".gz") else data  # no time: builds are equal

    def copy_file(self, dirty: bool = False) -> None:
        if self._earlier is None:
            super().copy_file(dirty)
        elif not self._earlier.take(self.dest_uri, self._key):
            super().copy_file(dirty)
            self._earlier.note(self.dest_uri, self._key)


class ApiCatalogPlugin(BasePlugin[ApiCatalogConfig]):  # type: ignore[no-untyped-call] # of mkdocs
    """Reads the specs folder before anything is written, adds its pages, indexes them, and swaps the site in."""

    def __init__(self) -> None:
        super().__init__()
        self._command = "build"
        self._project = Path()
        self._stages = Stages()
        self._catalog: Catalog | None = None
        self._site: api_catalog.Site | None = None
        self._staging: Staging | None = None
        self._nav: Navigation | None = None
        self._earlier: EarlierSite | None = None
        self._files: Files | None = None
        self._frame = b""
        self._frames: Frames | None = None
        self._index: Index | None = None
        self._indexes: EarlierIndexes | None = None
        self._opinions = Opinions()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self._command = command

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not config.use_directory_urls:
            raise PluginError("api-catalog needs use_directory_urls: true, because its addresses end with a slash.")
        self._project = Path(config.config_file_path or ".").parent
        self._stages = Stages()
        catalog = self._checked(config)
        address = (config.site_url or "").rstrip("/")
        with self._stages.stage("history"):
            catalog = self._catalog = api_catalog.remembered(
                catalog,
                self._specs_folder(config),
                cache=self._cache(),
                repo_url=config.repo_url or "",
                site_url=f"{address}/" if address else "",
            )
        catalog = self._catalog = _looked_at(catalog, Path(config.docs_dir))
        _date_from_git(Path(config.config_file_path or ".").parent)
        self._add_assets(config, catalog)
        if self._command != "serve":
            self._staging = Staging(Path(config.site_dir))
            self._staging.start()
            config.site_dir = str(self._staging.folder)
            if _is_known(config):
                self._earlier = EarlierSite(self._cache(), self._staging.target, self._staging.folder)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        assert self._catalog is not None  # noqa: S101 - on_config ran before
        root, templates = self._specs_folder(config), self._template_folders(config)
        try:
            with self._stages.stage("draw"):
                self._site = api_catalog.build(
                    self._catalog, root, templates, executor=self._executor(), cache=self._cache()
                )
            digests = {urls.api_url(api): api.digest for api in self._catalog.apis}
            for page in self._site.pages:
                if _add_page(files, config, page):
                    for path, content in page.files.items():
                        files.append(self._download(config, page.url + path, content))
                    for path, source in page.copies.items():
                        make, key = partial(_copied, root, source), f"{source} of {digests[page.url]}"
                        files.append(Download(page.url + path, config, make, key, self._earlier))
        except api_catalog.ExecutorError as error:
            raise Stop(f"api-catalog: {error}", 2) from None
        exports = exports_of(self._catalog)
        for export in exports:
            files.append(self._download(config, export.path, export.content))
        config.extra["api_catalog"]["feeds"] = {each.path for each in exports if each.path.endswith("/feed.xml")}
        for name in RECORDS:
            files.append(File.generated(config, f"schemas/{name}.schema.json", content=record_schema_text(name)))
        _remove_unused(files, config)
        self._stages.begin("theme and files")
        self._begin_index()  # beside the theme
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        self._nav = nav

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        env.bytecode_cache = env.bytecode_cache or bytecode()
        ours = [file.page for file in files.documentation_pages() if isinstance(file.page, CatalogPage)]
        for page in ours:
            page.is_early = False
        self._files = files
        if self._earlier is not None:
            self._frame = self._frame_of(config)
            if config.theme.name == "material" and not config.theme.custom_dir:
                addresses = (page.url for page in (self._nav.pages if self._nav else ()))
                self._frames = Frames(partial(_draw, env), addresses, self._finished)
            for page in ours:
                page.meta["template"] = "ready.html"
        every = (file.page for file in files.documentation_pages())
        self._complete_index(page for page in every if page and not isinstance(page, CatalogPage))

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Takes pages from the last site, once the list of all pages is drawn; MkDocs is not to build them.

        One of ours stays at least: the date of that list is the latest of all pages, and all of ours have the same.
        """
        if template_name == _ALL_PAGES and self._earlier is not None and self._files is not None:
            ours = {
                page.file.dest_uri: page
                for page in (file.page for file in self._files.documentation_pages())
                if isinstance(page, CatalogPage)
            }
            keys = {path: page.key(self._frame) for path, page in ours.items()}
            last = dict([keys.popitem()]) if keys else {}
            taken = self._earlier.take_all(keys)
            if len(taken) < len(keys):
                taken |= self._earlier.take_all(last)
            for path in taken:
                self._files.remove(ours[path].file)
        return output

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Has the page at hand if the theme need not draw it, because a frame was drawn before."""
        if isinstance(page, CatalogPage) and self._frames is not None and page not in nav.pages:
            feeds = config.extra["api_catalog"]["feeds"]
            page.ready = self._frames.around(page, context, f"{page.url}feed.xml" in feeds)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        if not isinstance(page, CatalogPage):
            return output
        output = self._finished(output, page.content) if page.ready is None else page.ready
        if self._earlier is not None:
            self._earlier.note(page.file.dest_uri, page.key(self._frame))
        page.release()
        return output

    def _finished(self, output: str, content: str) -> str:
        """A page of the theme around ``content`` as it is published."""
        output = trimmed(output, content)
        return output if self._command == "serve" else with_policy(output, content)  # live reload is an inline script

    @event_priority(_LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._stages.begin("search index")
        _warn(self._opinions.problems)  # asked beside all the rest
        assert self._index is not None  # noqa: S101 - on_env began it
        try:
            self._index.publish(Path(config.site_dir))
        except SearchError as error:
            raise PluginError(str(error)) from None
        self._index = None
        if self._staging is not None:
            self._stages.begin("publish")
            self._staging.publish()
            config.site_dir = str(self._staging.target)
            if self._earlier is not None:
                self._earlier.save()
            if self._indexes is not None:
                self._indexes.save()
        self._stages.end()
        if os.environ.get(PROFILE):
            click.echo(self._stages.table(), err=True)

    def on_build_error(self, *, error: Exception) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
        if self._staging is not None:
            self._staging.discard()
        if isinstance(error, OSError):  # no room, no permission: not a mistake of a program
            what = error.strerror or str(error)
            where = f": {os.fsdecode(error.filename)}" if error.filename is not None else ""
            raise Stop(f"api-catalog: {what}{where}\nThe site was not built; the last one is untouched.", 2)

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Callable[..., Any]) -> Any:
        for folder in (self._specs_folder(config), *self._template_folders(config), pages.folder()):
            if folder.is_dir():
                server.watch(str(folder))
        return server

    def _frame_of(self, config: MkDocsConfig) -> bytes:
        """Stands for what all pages have around them; installed themes, by their versions in ``own_digest``."""
        installed = [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]
        folders = [Path(folder) for folder in config.theme.dirs]
        own = [folder for folder in folders if not any(folder.is_relative_to(place) for place in installed)]
        theme = {name: config.theme[name] for name in config.theme}
        templates = digest_of([pages.folder(), *self._template_folders(config)])
        return own_digest() + templates + frame_of(config.data, theme, own, str(self._nav))

    def _begin_index(self) -> None:
        assert self._catalog is not None  # noqa: S101 - on_config ran before
        assert self._site is not None  # noqa: S101 - on_files ran before
        if self._staging is not None:
            self._indexes = EarlierIndexes(self._cache(), self._staging.target)
        try:
            self._index = Index(self._catalog, self._site.portions, self._indexes)
        except SearchError as error:
            raise PluginError(str(error)) from None

    def _complete_index(self, by_hand: Iterable[Page]) -> None:
        assert self._index is not None  # noqa: S101 - on_files began it
        texts = ((page.url, str(page.title or ""), page.content or "") for page in by_hand if _is_found(page))
        try:
            self._index.complete(portion_by_hand(texts))
        except SearchError as error:
            raise PluginError(str(error)) from None

    def _checked(self, config: MkDocsConfig) -> Catalog:
        """The catalog. Stops with every problem of every file if one of them forbids to publish it.

        While serving, the last good catalog stays in place of a bad one.
        """
        is_serving = self._command == "serve"
        try:
            with self._stages.stage("check"):
                checked = api_catalog.check(
                    self._specs_folder(config),
                    thorough=not is_serving,
                    executor=self._executor(),
                    cache=self._cache(),
                )
        except (api_catalog.CannotRun, api_catalog.ExecutorError) as error:
            raise Stop(f"api-catalog: {error}", 2) from None
        if not checked.may_build and is_serving and self._catalog is not None:
            log.error(f"{report(checked.problems, 'text')}\nThe pages are those of the last good specs.")
            return self._catalog
        is_skipping = checked.catalog.settings.skip_invalid
        if not checked.may_build:
            raise Stop(f"{report(checked.problems, 'text')}\nThe site was not built; the last one is untouched.", 1)
        self._opinions = checked.opinions
        _warn(problem for problem in checked.found if problem.severity is Severity.WARNING or is_skipping)
        return checked.catalog

    def _download(self, config: MkDocsConfig, uri: str, content: bytes) -> Download:
        return Download(uri, config, lambda: content, digest_of_data(content), self._earlier)

    def _executor(self) -> str:
        return os.environ.get(EXECUTOR) or self.config.executor

    def _cache(self) -> Cache:
        stated = self.config.cache_dir
        return Cache(self._project / stated if stated else default_folder())

    def _specs_folder(self, config: MkDocsConfig) -> Path:
        return Path(os.path.relpath(Path(config.config_file_path or ".").parent / self.config.specs_dir))

    def _template_folders(self, config: MkDocsConfig) -> list[Path]:
        if not self.config.templates_dir:
            return []
        folder = Path(config.config_file_path or ".").parent / self.config.templates_dir
        if not folder.is_dir():
            raise PluginError(f"templates_dir: there is no folder {folder}")
        return [folder]

    def _add_assets(self, config: MkDocsConfig, catalog: Catalog) -> None:
        """Our stylesheet and script, and our partials in place of Material's; those of the site's owner come first."""
        theme = str(pages.folder() / "theme")
        if theme not in config.theme.dirs:
            own = config.theme.custom_dir
            config.theme.dirs.insert(1 if own and config.theme.dirs[0] == own else 0, theme)
        config.extra_css.insert(0, f"{_ASSETS}/catalog.css")
        script = option.ExtraScriptValue(f"{_ASSETS}/catalog.mjs")
        script.type = "module"
        config.extra_javascript.append(script)
        config.extra["api_catalog"] = {
            "operations": catalog.operation_count,
            "apis": len(catalog.apis),
        }


def _warn(problems: Iterable[Problem]) -> None:
    for problem in problems:
        log.warning(report([problem], "text").splitlines()[0])


def _looked_at(catalog: Catalog, docs: Path) -> Catalog:
    """The catalog with what the last look at links found; ``docs`` has its file, which MkDocs publishes and follows."""
    try:
        return with_last_look(catalog, docs)
    except ReadError as error:
        log.warning(f"{FILE} of {docs.name}/ is left out: {error}")
        return catalog


_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", '"': "”"})


def _harmless(text: str) -> str:
    """Text for a theme's own templates, which do not escape it, or take its escapes away again (``striptags``)."""
    return str(escape(clean_text(text).translate(_LOOKALIKES)))


def _is_found(page: Page) -> bool:
    """Material's own search leaves out pages with ``search: {exclude: true}``."""
    asked = page.meta.get("search")
    return not (isinstance(asked, dict) and asked.get("exclude"))


def _draw(env: Environment, page: CatalogPage, context: TemplateContext) -> str:
    """What the theme makes of a page."""
    return env.get_template("main.html").render({**context, "page": page})


def _is_known(config: MkDocsConfig) -> bool:
    """Do only plugins that we know take part, which do nothing to a page?"""
    return set(config.plugins) <= _KNOWN_PLUGINS and not config.hooks


def _copied(root: Path, path: str) -> bytes:
    """A file of the specs folder, read by the rules of that folder."""
    try:
        return read_bytes(root, path)
    except ReadError as error:
        raise PluginError(f"{root / path}: {error.message}") from None


def _add_page(files: Files, config: MkDocsConfig, page: pages.Page) -> bool:
    """False if a page by hand takes its place."""
    source = f"{page.url}index.md"
    if files.get_file_from_path(source) is not None:
        log.info(f"{source} is written by hand and takes the place of the generated page.")
        return False
    if page.whole:
        files.append(File.generated(config, f"{page.url}index.html", content=page.html))
        return False
    inclusion = InclusionLevel.INCLUDED if page.top_level else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, source, content="", inclusion=inclusion)
    files.append(file)
    CatalogPage(page, file, config).is_early = _is_known(config)  # it registers itself on its file
    return True


def _remove_unused(files: Files, config: MkDocsConfig) -> None:
    """Without Material's own search, nobody loads its words of thirty languages: 1 MB."""
    if not {"search", "material/search"} & set(config.plugins):
        for file in [file for file in files if file.src_uri.startswith(_LANGUAGES)]:
            files.remove(file)


def _date_from_git(folder: Path) -> None:
    """Dates in the site are those of the commit, so that two builds of one commit are equal (SOURCE_DATE_EPOCH)."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return
    if done.returncode == 0 and done.stdout.strip().isdecimal():
        os.environ["SOURCE_DATE_EPOCH"] = done.stdout.strip()
