"""Measures whole builds, search index included: seconds, memory, size; beside neoteroi-mkdocs on the same descriptions.

    python benchmarks/building.py                  30 ML APIs, 100 and 500 descriptions, one of them changed
    python benchmarks/building.py --all            the whole directory as well (minutes, gigabytes)
    python benchmarks/building.py --sizes 100 --repeats 3 --executor serial

Every build is a process of its own with an empty cache, unless it says otherwise. Memory is the most that all processes
of a build held at one time (PSS: what they share counts once). Not a test: it ends with 0 unless there is nothing to
do.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / ".corpus" / "package" / "api"
ML = (ROOT / "tests" / "corpus" / "ml-30.txt").read_text("utf-8").split()
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "corpus"), str(ROOT / "benchmarks")]
fetch: Callable[[], str] = importlib.import_module("fetch").fetch
GIB = 1 << 30


@dataclass
class Built:
    """One kind of build: its runs in seconds, and of the last one the rest."""

    what: str
    specs: int
    seconds: list[float] = field(default_factory=list)
    memory: int = 0
    size: int = 0
    files: int = 0
    stages: str = ""
    trouble: str = ""

    @property
    def median(self) -> float:
        return median(self.seconds) if self.seconds else 0.0


def project(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / "specs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CORPUS / name, folder / "specs" / name)
    (folder / "docs").mkdir()
    (folder / "specs" / "catalog.yml").write_text("title: Benchmark\nvocabulary: open\ninvalid: skip\n")
    (folder / "mkdocs.yml").write_text(
        "site_name: Benchmark\ntheme: {name: material, font: false}\nplugins: [{api-catalog: {cache_dir: cache}}]\n"
    )


def run(built: Built, command: list[str], folder: Path, site: Path) -> None:
    """Runs a build and adds what it took."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1790000000"}
    started = time.perf_counter()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
        watcher = Watcher(process.pid)
        watcher.start()
        code = process.wait()
        watcher.stop()
    seconds = time.perf_counter() - started
    text = (folder / "log").read_text("utf-8", "replace")
    if code != 0:
        built.trouble = text[-300:]
        return
    built.seconds.append(seconds)
    built.memory = max(built.memory, watcher.most)
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    built.size, built.files = sum(sizes), len(sizes)
    built.stages = "\n".join(line for line in text.splitlines() if line.endswith((" s", "%")))


class Watcher(threading.Thread):
    """The most memory that a process and those it started held together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ends = threading.Event()
        self.most = 0

    def run(self) -> None:
        while not self._ends.wait(0.25):
            self.most = max(self.most, sum(map(_memory, _family(self._pid))))

    def stop(self) -> None:
        self._ends.set()
        self.join()


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def _memory(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")), 0)


def ours(what: str, names: Sequence[str], options: argparse.Namespace, temporary: Path) -> list[Built]:
    """A cold build, then one in which a single description changed."""
    folder = temporary / what.replace(" ", "-")
    folder.mkdir()
    project(folder, names)
    command = [sys.executable, "-m", "api_catalog", "build", "--quiet", "--profile"]
    command += ["--executor", options.executor] if options.executor else []
    cold, warm = Built(what, len(names)), Built(f"{what}, one changed", len(names))
    for _ in range(options.repeats):
        shutil.rmtree(folder / "cache", ignore_errors=True)
        run(cold, command, folder, folder / "site")
    changed = folder / "specs" / sorted(names, key=lambda name: (CORPUS / name).stat().st_size)[len(names) // 2]
    for number in range(options.repeats):
        value = json.loads(changed.read_bytes())
        value["info"]["description"] = f"Changed {number}."
        changed.write_text(json.dumps(value))
        run(warm, command, folder, folder / "site")
    shutil.rmtree(folder / "site", ignore_errors=True)
    return [cold, warm]


def neoteroi(names: Sequence[str], options: argparse.Namespace, temporary: Path) -> Built:
    """The same descriptions with neoteroi-mkdocs, in one site of Material for MkDocs."""
    reading = importlib.import_module("reading")
    built = Built("neoteroi-mkdocs, 30 ML APIs", len(names))
    folder = temporary / "neoteroi"
    (folder / "docs").mkdir(parents=True)
    for number, name in enumerate(names):
        shutil.copyfile(CORPUS / name, folder / "docs" / f"{number}.json")
        (folder / "docs" / f"{number}.md").write_text(f"# {name}\n\n[OAD(./{number}.json)]\n")
    (folder / "mkdocs.yml").write_text(
        "site_name: Benchmark\ntheme: {name: material, font: false}\n"
        "plugins: [search, neoteroi.mkdocsoad: {use_pymdownx: true}]\nmarkdown_extensions: [admonition, "
        "pymdownx.details, pymdownx.superfences, pymdownx.tabbed: {alternate_style: true}]\n"
    )
    try:
        program = reading._venv() / "mkdocs"
    except reading.UnavailableError as error:
        built.trouble = str(error)
        return built
    for _ in range(options.repeats):
        run(built, [str(program), "build", "--quiet"], folder, folder / "site")
    return built


def show(built: list[Built]) -> None:
    print(f"{'':34}{'specs':>6}{'s':>9}{'s a spec':>10}{'GiB':>7}{'site MB':>9}{'files':>8}")
    for each in built:
        if each.trouble:
            print(f"{each.what:34}{each.specs:6}  {each.trouble}")
            continue
        rate = each.median / each.specs
        print(
            f"{each.what:34}{each.specs:6}{each.median:9.1f}{rate:10.3f}{each.memory / GIB:7.2f}"
            f"{each.size / 1e6:9.1f}{each.files:8}"
        )
    for each in built:
        if each.stages:
            print(f"\n{each.what}\n{each.stages}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="the whole directory as well")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 500], help="how many descriptions")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--executor", help="as of api-catalog build")
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    options = parser.parse_args()
    if trouble := fetch():
        print(trouble, file=sys.stderr)
        return 1
    everything = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.json"))
    results: list[Built] = []
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        results += ours("30 ML APIs", ML, options, temporary)
        results.append(neoteroi(ML, options, temporary))
        for size in options.sizes:
            results += ours(
                f"{size} of the directory", everything[:: len(everything) // size][:size], options, temporary
            )
        if options.all:
            options.repeats = 1
            results += ours("the whole directory", everything, options, temporary)
    show(results)
    mine, theirs = results[0], results[2]
    if not theirs.trouble and mine.seconds:
        print(f"\nneoteroi-mkdocs takes {theirs.median / mine.median:.1f} times as long as we do.")
    if options.json:
        options.json.write_text(json.dumps([asdict(each) for each in results], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
