"""Builds the pages of every file of a public directory of descriptions, each as a catalog of its own, and counts.

    python benchmarks/directory.py                        all 2,640 files
    python benchmarks/directory.py --check openai.com.json @tests/corpus/ml-30.txt

A crash, a file that takes too long or a process that dies is counted and does not stop the run. Not a test: it ends
with 0 unless there is nothing to do.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import multiprocessing.connection
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import api_catalog
import orjson
from api_catalog.problems import Severity

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from corpus.completeness import missing

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / ".corpus" / "package" / "api"

AT_ONCE = 2
SECONDS_A_FILE = 600
LARGEST = 10
SHOWN = 5
ORDERS = {"size": "largest HTML", "seconds": "slowest", "elements": "most elements", "gzipped": "largest page"}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a file: "pages", "problem", "crash" or "too long"."""

    name: str
    outcome: str
    detail: str = ""
    size: int = 0
    seconds: float = 0.0
    elements: int = 0  # of its largest page
    gzipped: int = 0  # bytes, of its largest page
    missing: tuple[str, ...] = ()


def build(name: str, check: bool) -> Result:
    """Builds the pages of one file of the corpus, alone in a specs folder."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        specs = Path(folder) / "specs"
        (specs / name).parent.mkdir(parents=True)
        shutil.copyfile(CORPUS / name, specs / name)
        try:
            checked = api_catalog.check(specs)
            errors = [problem for problem in checked.problems if problem.severity is Severity.ERROR]
            if not checked.catalog.apis:
                first = f"{errors[0].rule}, line {errors[0].line}: {errors[0].message}"
                return Result(name, "problem", first, seconds=time.perf_counter() - started)
            pages = [
                page.html
                for page in api_catalog.build(checked.catalog, specs).pages
                if page.url.startswith("apis/") and page.url != "apis/"
            ]
        except BaseException as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            detail = f"{type(error).__name__}: {str(error)[:200]} at {Path(place.filename).name}:{place.lineno}"
            return Result(name, "crash", detail, seconds=time.perf_counter() - started)
    seconds = time.perf_counter() - started
    size = sum(len(page.encode("utf-8", "surrogatepass")) for page in pages)
    elements = max(len(re.findall("<[a-zA-Z]", page)) for page in pages)
    gzipped = max(len(gzip.compress(page.encode("utf-8", "surrogatepass"), 6)) for page in pages)
    lost = tuple(missing(orjson.loads((CORPUS / name).read_bytes()), pages)) if check else ()
    return Result(name, "pages", size=size, seconds=seconds, elements=elements, gzipped=gzipped, missing=lost)


def _work(pipe: Connection) -> None:
    """Builds what it is told, one file after the other."""
    while (task := pipe.recv()) is not None:
        pipe.send(build(*task))


class _Worker:
    """A process that builds files, and what it is at; killed and made anew when it takes too long or dies."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,))
        self.process.start()
        theirs.close()
        self.name = ""
        self.started = 0.0

    def begin(self, name: str, check: bool) -> None:
        self.name, self.started = name, time.monotonic()
        self.pipe.send((name, check))

    def result(self) -> Result | None:
        """What became of its file, once that is known; a result without pages ends the process."""
        seconds = time.monotonic() - self.started
        try:
            if self.pipe.poll():
                found: Result = self.pipe.recv()
                return found
        except EOFError:
            self.process.join()
            return Result(self.name, "crash", f"the process died: {self.process.exitcode}", seconds=seconds)
        if seconds > SECONDS_A_FILE:
            self.process.kill()
            return Result(self.name, "too long", f"more than {SECONDS_A_FILE} s", seconds=seconds)
        return None

    def end(self) -> None:
        if self.process.is_alive():
            self.pipe.send(None)
        self.process.join()


def run(names: list[str], check: bool, until: float) -> list[Result]:
    """The results of ``names``, two at a time; what is not begun ``until`` (time.monotonic) is left out."""
    waiting = list(reversed(names))
    workers = [_Worker() for _ in range(min(AT_ONCE, len(names)))]
    results: list[Result] = []
    while True:
        for number, worker in enumerate(workers):
            if worker.name and (found := worker.result()):
                results.append(found)
                worker.name = ""
                if found.outcome == "too long" or not worker.process.is_alive():
                    workers[number] = worker = _Worker()
            if not worker.name and waiting and time.monotonic() < until:
                worker.begin(waiting.pop(), check)
        busy = [worker.pipe for worker in workers if worker.name]
        if not busy:
            break
        multiprocessing.connection.wait(busy, timeout=1)
    for worker in workers:
        worker.end()
    return results


def show(results: list[Result], seconds: float, check: bool) -> None:
    counts = Counter(result.outcome for result in results)
    words = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("pages", "problem", "crash", "too long"))
    print(f"{len(results)} files: {words}; {seconds:.0f} s")
    for outcome in ("crash", "too long"):
        for result in results:
            if result.outcome == outcome:
                print(f"{outcome}: {result.name}: {result.detail}")
    rules = Counter(result.detail.split(",")[0] for result in results if result.outcome == "problem")
    print("first problems by rule:", ", ".join(f"{rule} {number}" for rule, number in rules.most_common()) or "none")
    if check:
        lacking = [result for result in results if result.missing]
        print(f"{len(lacking)} files lack {sum(len(result.missing) for result in lacking)} things:")
        for result in sorted(lacking, key=lambda each: -len(each.missing)):
            print(f"  {result.name}: {len(result.missing)}")
            for words in result.missing[:SHOWN]:
                print(f"    {words}")
    built = [result for result in results if result.outcome == "pages"]
    source = sum((CORPUS / result.name).stat().st_size for result in built)
    html = sum(result.size for result in built)
    print(f"HTML in all: {html / 1e6:,.0f} MB of {source / 1e6:,.0f} MB of descriptions")
    order = (
        ("size", "largest HTML"),
        ("seconds", "slowest"),
        ("elements", "most elements"),
        ("gzipped", "largest page"),
    )
    for key, title in order:
        print(f"{title}:")
        for each in sorted(built, key=lambda result: -getattr(result, key))[:LARGEST]:
            numbers = f"{each.size / 1e6:8.2f} MB {each.seconds:6.1f} s {each.elements:6} {each.gzipped / 1e3:6.1f} KB"
            print(f"  {numbers}  {each.name}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="files of the corpus, or @file with a name a line; all if none")
    parser.add_argument("--check", action="store_true", help="is everything that the description says in the HTML?")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no file after so many seconds")
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    options = parser.parse_args()
    names: list[str] = []
    for name in options.names:
        names += Path(name[1:]).read_text("utf-8").splitlines() if name.startswith("@") else [name]
    names = names or sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*.json"))
    unknown = [name for name in names if not (CORPUS / name).is_file()]
    if unknown or not names:
        print(f"Not in {CORPUS}: {', '.join(unknown) or 'anything'}. Run tests/corpus/fetch.py.", file=sys.stderr)
        return 1
    started = time.monotonic()
    results = run(names, options.check, started + options.seconds)
    show(results, time.monotonic() - started, options.check)
    if options.json:
        options.json.write_bytes(orjson.dumps(results, option=orjson.OPT_INDENT_2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
