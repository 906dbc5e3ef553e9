"""Runs hostile cases, each in a process of its own, with bounds and under watch: ``python -m hostile.judge``.

Reads names of cases, one a line, and answers each with an outcome as a line of JSON. The program is imported once; a
case gets a fork of it, with 1 GiB of address space and its seconds of a processor.
"""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import signal
import sys
import tempfile
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

import api_catalog
from api_catalog.problems import Severity
from hostile.case import CANNOT_RUN, SECRET, Case
from hostile.cases import CASES
from jinja2 import Environment

MOST_BYTES = 1 << 30
_FRAMES = 100
_LONGEST = 90  # seconds by the clock, for what waits and does not work
_ROOT = Path(__file__).parents[2]
_ALLOWED = tuple(
    os.path.realpath(folder) + os.sep
    for folder in (sys.prefix, sys.base_prefix, _ROOT / "generator", _ROOT / "site_templates")
)
_FILES = {"open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.link", "os.symlink"}
_NEVER = ("socket.", "urllib.", "http.client.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")


def main() -> None:
    _compile_once()
    _judge(Case("warm-up", {}))  # what is read and compiled once
    gc.freeze()  # or each child would copy it all when it looks for garbage
    for line in sys.stdin:
        print(json.dumps(_forked(CASES[line.rstrip("\n")])), flush=True)


def _compile_once() -> None:
    """Templates, which take longer to compile than a small API takes to draw."""
    compiled: dict[tuple[Any, ...], Any] = {}
    original = Environment.compile

    def compile_(self: Environment, source: Any, name: Any = None, filename: Any = None, *_: Any) -> Any:
        key = source, name, filename
        if key not in compiled:
            compiled[key] = original(self, source, name, filename)
        return compiled[key]

    Environment.compile = compile_  # type: ignore[method-assign, assignment]


def _forked(case: Case) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            outcome = _bounded(case, folder)
            with os.fdopen(writing, "w") as pipe:
                json.dump(outcome, pipe)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            text = pipe.read()
        _, status, usage = os.wait4(child, 0)
    ended = f"ended by {signal.Signals(os.WTERMSIG(status)).name}" if os.WIFSIGNALED(status) else ""
    outcome = json.loads(text) if text else {"raised": ended or f"ended with {status}"}
    return {**outcome, "seconds": round(usage.ru_utime + usage.ru_stime, 2), "megabytes": usage.ru_maxrss // 1024}


def _bounded(case: Case, folder: Path) -> dict[str, Any]:
    """The outcome of a case under all bounds; an exception that escaped is part of it."""
    signal.alarm(_LONGEST)
    try:
        case.write(folder)
        resource.setrlimit(resource.RLIMIT_CPU, (case.seconds, case.seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        seen: set[str] = set()
        _watch(folder / "specs", seen)
        outcome = _deeper(_FRAMES, case, folder / "specs")
        return {**outcome, "trespasses": sorted(seen)}
    except BaseException:
        return {"raised": traceback.format_exc(limit=-4)}


def _deeper(frames: int, case: Case, specs: Path) -> dict[str, Any]:
    """The outcome below as many calls as MkDocs has open when it calls us, and some more."""
    return _deeper(frames - 1, case, specs) if frames else _outcome(case, specs)


def _judge(case: Case) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        case.write(Path(name))
        return _outcome(case, Path(name) / "specs")


def _outcome(case: Case, specs: Path) -> dict[str, Any]:
    """What the program says of a folder, and what it draws of the rest."""
    try:
        checked = api_catalog.check(specs, executor="serial")
    except api_catalog.CannotRun as error:
        return {"errors": [CANNOT_RUN], "apis": [], "files": [], "leaks": SECRET in str(error)}
    pages = api_catalog.build(checked.catalog, specs, executor="serial").pages
    html = [page.html for page in pages]
    texts = [*html, *(f"{each.path} {each.message} {each.hint} {each.pointer}" for each in checked.problems)]
    files = [data for page in pages for data in page.files.values()]
    return {
        "errors": sorted({each.rule for each in checked.problems if each.severity is Severity.ERROR}),
        "files": sorted({each.path for each in checked.problems if each.severity is Severity.ERROR}),
        "words": [each.message for each in checked.problems if each.severity is Severity.ERROR][:5],
        "apis": [api.id for api in checked.catalog.apis],
        "repeated": [url for url, number in Counter(page.url.casefold() for page in pages).items() if number > 1],
        "longest": max((len(part.encode()) for page in pages for part in page.url.split("/")), default=0),
        "elements": max((len(re.findall("<[a-zA-Z]", text)) for text in html), default=0),
        "leaks": any(SECRET in text for text in texts) or any(SECRET.encode() in data for data in files),
        "missing": [word for word in case.shows if not any(word in text for text in html)],
    }


def _watch(specs: Path, seen: set[str]) -> None:
    """Writes down from now on what is opened outside the folder, started or sent."""
    inside = os.path.realpath(specs)
    stock = _ROOT / "generator" / "api_catalog" / "validation" / "stock.py"
    allowed = {inside, os.devnull, *map(os.path.realpath, sys.path)}  # versions of programs are looked up on the path
    is_busy = False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal is_busy
        if is_busy:
            return
        is_busy = True
        if event in _FILES and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if path not in allowed and not path.startswith((inside + os.sep, *_ALLOWED)):
                seen.add(f"{event} {path}")
        elif event == "subprocess.Popen":
            if arguments[1] != [sys.executable, "-P", str(stock)]:  # the second opinion, which reads no files
                seen.add(f"{event} {arguments[1]}")
        elif event.startswith(_NEVER):
            seen.add(event)
        is_busy = False

    sys.addaudithook(hook)


if __name__ == "__main__":
    main()
