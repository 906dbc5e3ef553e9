"""How far each stage of ours is from the least that it could take, in one process and one run.

    python benchmarks/floor.py [--number 50] [--repeats 3]

The floors: for reading, orjson or libyaml's events alone; for judging, jsonschema-rs alone; for drawing and for the
theme, writing the same bytes to files; for the index, Pagefind's program alone on the same records. Descriptions are
those of tests/validation/sample-200.txt, and YAML that of the curated catalog of this repository.
"""

from __future__ import annotations

import argparse
import base64
import gc
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import jsonschema_rs
import orjson
from pagefind_bin import get_executable
from yaml import events
from yaml._yaml import CParser

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "corpus")]

import api_catalog  # noqa: E402
from api_catalog import validation  # noqa: E402
from api_catalog.documents import ApiFiles, load  # noqa: E402
from api_catalog.search import Index, portion_by_hand  # noqa: E402
from api_catalog.search.making import LANGUAGE  # noqa: E402
from api_catalog.validation import schemas  # noqa: E402

from benchmarks.figures import Floor, table_of  # noqa: E402
from benchmarks.projects import CORPUS, command, forget, project, run  # noqa: E402

SAMPLE = ROOT / "tests" / "validation" / "sample-200.txt"
CURATED = ROOT / "specs"


def floors(number: int | None = None, repeats: int = 3) -> Iterator[Floor]:
    """One after the other; ``number`` is how many descriptions of the sample are taken."""
    names = SAMPLE.read_text("utf-8").split()[:number]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project(folder, names)
        of = f"{len(names)} JSON files"
        yield _reading_json(folder / "specs", of, repeats)
        yield _reading_yaml(repeats)
        yield _judging(folder / "specs", of, repeats)
        yield _judging(CURATED, "curated catalog", repeats)
        yield _drawing(folder, of, repeats)
        yield _theme(folder, of, repeats)
        yield _index(folder, of, repeats)


def _seconds(work: Callable[[], object], repeats: int) -> float:
    """The median."""
    taken = []
    for _ in range(repeats):
        gc.collect()
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def _reading_json(specs: Path, of: str, repeats: int) -> Floor:
    files = sorted(specs.rglob("*.json"))
    floor = _seconds(lambda: [orjson.loads(file.read_bytes()) for file in files], repeats)
    return Floor("reading JSON", _seconds(lambda: load(specs), repeats), floor, "orjson alone", of)


def _reading_yaml(repeats: int) -> Floor:
    files = sorted([*CURATED.rglob("*.yml"), *CURATED.rglob("*.yaml")])
    floor = _seconds(lambda: [_events(file.read_bytes()) for file in files], repeats)
    ours = _seconds(lambda: load(CURATED), repeats)
    return Floor("reading YAML", ours, floor, "libyaml's events alone", f"{len(files)} YAML files")


def _events(data: bytes) -> int:
    parser, number = CParser(data), 1
    while not isinstance(parser.get_event(), events.StreamEndEvent):
        number += 1
    return number


def _judging(specs: Path, of: str, repeats: int) -> Floor:
    """By form and meaning, beside the same schemas alone, which are compiled before."""
    apis = load(specs).apis
    judges = [(judge, api) for api in apis if (judge := _judge(api))]
    floor = _seconds(lambda: [_is_valid(judge, api) for judge, api in judges], repeats)
    ours = _seconds(lambda: [validation.problems_of(api) for api in apis], repeats)
    return Floor("judging", ours, floor, "jsonschema-rs alone", of)


def _judge(api: ApiFiles) -> jsonschema_rs.Validator | None:
    value = api.description.value
    version = schemas.version_of(value)
    return schemas.openapi_validator(version, schemas.dialect_of(value)) if version else None


def _is_valid(judge: jsonschema_rs.Validator, api: ApiFiles) -> bool:
    try:
        return bool(judge.is_valid(api.description.value))
    except UnicodeEncodeError:
        return False


def _drawing(folder: Path, of: str, repeats: int) -> Floor:
    """As in a build, which reads each description again, and collects what search finds."""
    specs = folder / "specs"
    catalog = api_catalog.check(specs, thorough=False).catalog
    drawn: list[bytes] = []

    def draw() -> None:
        site = api_catalog.build(catalog, specs, executor="serial")
        drawn[:] = [page.html.encode("utf-8", "replace") for page in site.pages]

    ours = _seconds(draw, repeats)
    return Floor("drawing", ours, _writing(drawn, repeats), "writing the same bytes", of)


def _writing(contents: list[bytes], repeats: int) -> float:
    """Seconds to write each into a file in a folder of its own, as a site has them."""

    def write() -> None:
        with tempfile.TemporaryDirectory() as temporary:
            started = time.perf_counter()
            for number, content in enumerate(contents):
                folder = Path(temporary) / str(number)
                folder.mkdir()
                (folder / "index.html").write_bytes(content)
            taken.append(time.perf_counter() - started)

    taken: list[float] = []
    for _ in range(repeats):
        write()
    return median(taken)


def _theme(folder: Path, of: str, repeats: int) -> Floor:
    """What MkDocs does with ready pages, from its own report, beside writing every file of the finished site."""
    taken = []
    for _ in range(repeats):
        forget(folder)
        stages, _ = run(command(), folder)
        taken.append(stages["theme and files"])
    site = folder / "site"
    files = [path for path in site.rglob("*") if path.is_file() and "pagefind" not in path.relative_to(site).parts]
    floor = _writing([path.read_bytes() for path in files], repeats)
    return Floor("theme and files", median(taken), floor, "writing the same bytes", of)


def _index(folder: Path, of: str, repeats: int) -> Floor:
    """From what search finds to an index in its place, beside Pagefind's program with the same words."""
    specs = folder / "specs"
    catalog = api_catalog.check(specs, thorough=False).catalog
    portions = list(api_catalog.build(catalog, specs).portions)
    pages = [html for portion in portions for html in portion.read().pages]
    said = [_message("NewIndex", config={"force_language": LANGUAGE})]
    said += [_message("AddFile", index_id=0, url=f"/{at}", file_contents=html) for at, html in enumerate(pages)]
    said.append(_message("GetFiles", index_id=0))
    floor = _seconds(lambda: _asked(said), repeats)
    ours = _seconds(lambda: _published(Index(catalog, portions), folder / "ours"), repeats)
    return Floor("search index", ours, floor, "Pagefind's program alone", f"{len(pages):,} records")


def _message(kind: str, **payload: Any) -> bytes:
    return base64.b64encode(orjson.dumps({"message_id": 0, "payload": {"type": kind, **payload}})) + b","


def _asked(messages: list[bytes]) -> None:
    """Says all to Pagefind and waits for as many answers."""
    with subprocess.Popen([get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        assert process.stdout is not None  # noqa: S101
        threading.Thread(target=process.stdin.write, args=(b"".join(messages),)).start()
        missing = len(messages)
        while missing > 0:
            missing -= process.stdout.read1(1 << 20).count(b",")  # type: ignore[attr-defined] # as Popen makes it
        process.kill()


def _published(index: Index, site: Path) -> None:
    index.complete(portion_by_hand(()))
    index.publish(site)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, help="so many descriptions of the sample; all if it is not given")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"There is no {CORPUS}. Run tests/corpus/fetch.py.", file=sys.stderr)
        return 1
    found = list(floors(options.number, options.repeats))
    print(table_of(found).text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
