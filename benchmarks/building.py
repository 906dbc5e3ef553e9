"""Measures whole builds, search index included: seconds, memory, size; beside other programs on the same descriptions.

    python benchmarks/building.py                  30 ML APIs by us and by others, our curated catalog, 100 and 500
                                                   descriptions, one of each changed; the floor of each stage
    python benchmarks/building.py --all            the whole directory and its search as well (minutes, gigabytes)
    python benchmarks/building.py --only ml growth --sizes 100 --repeats 1
    python benchmarks/building.py --markdown FILE [--page docs/performance.md]
                                                   the tables of a run that was kept with --json; into a page

Every build is a process of its own on two cores (``--cores``). A cold one has no site and remembers nothing; files of
the system and of the descriptions are in memory. In the others one description of middle size changed. Memory is the
most that all processes of a build held at one time (PSS: what they share counts once).

The whole directory is built once, and with ``downloads: gzip``, so that its descriptions are published packed and the
site stays below the 1 GB that GitHub Pages takes. All others are built ``--repeats`` times, with plain downloads.

Others are installed to build/peers once. One that cannot be had is named with the reason; one that cannot do a
description does the rest. Ends with 0, unless there is nothing to do or a goal is missed and ``--check`` is given.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "corpus")]

from benchmarks import figures, projects, rivals  # noqa: E402
from benchmarks.figures import CHANGED, CHECK, COLD, CURATED, ML, OURS, STOCK, WHOLE, Built, Results  # noqa: E402
from benchmarks.floor import floors  # noqa: E402
from benchmarks.projects import CORPUS, BuildError  # noqa: E402
from benchmarks.reading import UnavailableError  # noqa: E402
from benchmarks.searching import searched  # noqa: E402
from benchmarks.watching import Taken, watched  # noqa: E402

fetch: Callable[[], str] = importlib.import_module("fetch").fetch
ML_NAMES = (ROOT / "tests" / "corpus" / "ml-30.txt").read_text("utf-8").split()
LIBRARIES = ("mkdocs", "mkdocs-material", "pagefind", "openapi-spec-validator")
PARTS = {
    "list of all APIs (apis/index.html)": "apis/index.html",
    "facets (apis/apis.json)": "apis/apis.json",
    "list of all tags (tags/index.html)": "tags/index.html",
    "largest page of a tag": "tags/*/index.html",
    "list of all providers (providers/index.html)": "providers/index.html",
    "loaded by every search: names (pagefind/catalog.json)": "pagefind/catalog.json",
    "loaded by every search: list of records (pagefind/*.pf_meta)": "pagefind/**/*.pf_meta",
    "largest piece of the search index (pagefind/index/)": "pagefind/**/index/*",
}
"""What has a line for each API, tag or provider; of many files the largest, but all that every search loads."""


class Bench:
    """One run: each method measures something and adds it to the results."""

    def __init__(self, options: argparse.Namespace, temporary: Path) -> None:
        self._options = options
        self._temporary = temporary
        self._all = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.json"))
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        self.results = Results(today, _machine(), _versions(), options.repeats)

    def ml(self) -> None:
        folder = self._temporary / "ml"
        projects.project(folder, ML_NAMES)
        self._ours(ML, folder, len(ML_NAMES))

    def curated(self) -> None:
        folder = self._temporary / "curated"
        projects.curated(folder)
        self._ours(CURATED, folder, len(list(folder.glob("specs/*/*/api.yml"))))

    def growth(self) -> None:
        for size in self._options.sizes:
            folder = self._temporary / str(size)
            projects.project(folder, self._all[:: len(self._all) // size][:size])
            self._ours(f"{size} of the directory", folder, size)

    def whole(self) -> None:
        folder = self._temporary / "whole"
        projects.project(folder, self._all, "downloads: gzip\n")
        self._ours(WHOLE, folder, len(self._all), repeats=1)
        if (folder / "site").is_dir():
            self.search(folder / "site")
            if self._options.keep:
                shutil.move(folder / "site", self._options.keep)
        shutil.rmtree(folder, ignore_errors=True)

    def check(self) -> None:
        """Ours and the stock validator, which draw nothing."""
        folder = self._temporary / "check"
        projects.project(folder, ML_NAMES)
        built = self._new(CHECK, ML, COLD, folder, len(ML_NAMES))
        command = [sys.executable, "-m", "api_catalog", "check"]
        for _ in range(self._options.repeats):
            projects.forget(folder)
            _run(built, command, folder, fine=(0, 1))
        self._rival(STOCK, rivals.stock)

    def peers(self) -> None:
        for name, make in rivals.RENDERERS.items():
            self._rival(name, make)

    def floor(self) -> None:
        _say("floors")
        self.results.floors = list(floors(self._options.sample, self._options.repeats))

    def search(self, site: Path) -> None:
        """Of the site of the whole directory."""
        _say("search")
        try:
            self.results.asked = searched(site)
        except BrowserError as error:
            _say(f"no search: {error.message.splitlines()[0]}")

    def write(self) -> None:
        """What there is so far, so that an accident leaves something."""
        if self._options.json:
            figures.written(self.results, self._options.json)

    def _new(self, program: str, group: str, kind: str, folder: Path, specs: int) -> Built:
        _say(f"{program}: {group}, {kind}")
        source = sum(path.stat().st_size for path in projects.descriptions(folder))
        built = Built(program, group, kind, specs, source)
        self.results.builds.append(built)
        return built

    def _ours(self, group: str, folder: Path, specs: int, repeats: int = 0) -> None:
        """Cold builds, then some in which a single description changed."""
        command = [*projects.command(), *(["--executor", self._options.executor] if self._options.executor else [])]
        repeats = repeats or self._options.repeats
        cold = self._new(OURS, group, COLD, folder, specs)
        for _ in range(repeats):
            projects.forget(folder)
            _run(cold, command, folder)
        cold.parts = _parts(folder / "site")
        found = projects.descriptions(folder)
        changed = self._new(OURS, group, CHANGED, folder, specs)
        for number in range(repeats if not cold.trouble else 0):
            projects.change(found[len(found) // 2], number)
            _run(changed, command, folder)

    def _rival(self, name: str, make: Callable[[Path, Sequence[Path]], rivals.Build]) -> None:
        """What another program takes for the same descriptions, or why it takes nothing."""
        folder = self._temporary / name.replace(" ", "-")
        files = [CORPUS / each for each in ML_NAMES]
        built = Built(name, ML, COLD, len(files), sum(file.stat().st_size for file in files))
        self.results.builds.append(built)
        try:
            _say(f"{name}: {ML}")
            build, built.lost = _ready(make, folder, files)
            for _ in range(self._options.repeats):
                shutil.rmtree((folder / "site").resolve(), ignore_errors=True)
                _note(built, watched(build), folder / "site")
        except rivals.TROUBLES as error:
            built.trouble = str(error) or type(error).__name__
        shutil.rmtree(folder, ignore_errors=True)


def _ready(
    make: Callable[[Path, Sequence[Path]], rivals.Build], folder: Path, files: list[Path]
) -> tuple[rivals.Build, int]:
    """A build that works, once it was tried, and how many of ``files`` it leaves out for that."""
    build = make(folder, files)
    try:
        build()
    except UnavailableError:
        able = rivals.able(make, folder / "alone", files)
        if len(able) == len(files):
            raise
        shutil.rmtree(folder)
        return make(folder, able), len(files) - len(able)
    return build, 0


def _run(built: Built, command: Sequence[str], folder: Path, fine: Sequence[int] = (0,)) -> None:
    if built.trouble:
        return
    try:
        built.stages, taken = projects.run(command, folder, fine)
    except BuildError as error:
        built.trouble = str(error)
        return
    _note(built, taken, folder / "site")


def _note(built: Built, taken: Taken, site: Path) -> None:
    built.seconds.append(taken.seconds)
    built.processor.append(taken.processor)
    built.memory = max(built.memory, taken.memory)
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    built.size, built.files = sum(sizes), len(sizes)


def _parts(site: Path) -> dict[str, int]:
    found = {}
    for name, pattern in PARTS.items():
        sizes = [path.stat().st_size for path in site.glob(pattern) if path.is_file()]
        found[name] = sum(sizes) if name.startswith("loaded") else max(sizes, default=0)
    index = (path for path in (site / "pagefind").rglob("*") if path.is_file())
    return {**found, "search index in all": sum(path.stat().st_size for path in index)}


def _say(what: str) -> None:
    print(f"  {what} …", file=sys.stderr)


def _machine() -> dict[str, str]:
    found = {"cores": str(rivals.cores())}
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        found["memory"] = f"{memory / figures.GIB:.0f} GiB of memory"
    found["system"] = f"{platform.system()} {platform.machine()}"
    found["python"] = f"Python {platform.python_version()}"
    if node := shutil.which("node"):
        done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        found["node"] = f"Node.js {done.stdout.strip().removeprefix('v')}"
    return found


def _versions() -> dict[str, str]:
    return {**{name: metadata.version(name) for name in LIBRARIES}, **rivals.versions()}


def _keep_to(cores: int) -> None:
    """Lets this process and all that it starts run on so many cores."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _options() -> argparse.Namespace:
    parts = ("ml", "peers", "check", "curated", "growth", "floor")
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="the whole directory and its search as well")
    parser.add_argument("--only", nargs="*", choices=parts, default=parts, metavar="PART", help=", ".join(parts))
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 500], help="how many descriptions of it to build")
    parser.add_argument("--sample", type=int, help="how many files of the sample for the floors; all if not given")
    parser.add_argument("--repeats", type=int, default=3, help="of all but the whole directory (default: 3)")
    parser.add_argument("--cores", type=int, default=2, help="that may be used (default: 2)")
    parser.add_argument("--executor", help="as of api-catalog build")
    parser.add_argument("--site", type=Path, help="search this site of the whole directory, which is built already")
    parser.add_argument("--keep", type=Path, help="move the site of the whole directory to this folder")
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    parser.add_argument("--markdown", type=Path, metavar="JSON", help="only print such a file as Markdown")
    parser.add_argument("--page", type=Path, help="put the Markdown between the comments of this page")
    parser.add_argument("--check", action="store_true", help="end with 1 if a goal is missed")
    return parser.parse_args()


def main() -> int:
    options = _options()
    if options.markdown:
        told = figures.markdown(figures.read(options.markdown))
        if options.page:
            options.page.write_text(figures.put_into(options.page.read_text("utf-8"), told), "utf-8")
        else:
            print(told, end="")
        return 0
    if trouble := fetch():
        print(trouble, file=sys.stderr)
        return 1
    _keep_to(options.cores)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(options, Path(name))
        for part in options.only:
            getattr(bench, part)()
            bench.write()
        if options.all:
            bench.whole()
        if options.site:
            bench.search(options.site)
        bench.write()
    print(figures.text(bench.results))
    missed = any(goal.holds is False for goal in figures.goals(bench.results))
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
