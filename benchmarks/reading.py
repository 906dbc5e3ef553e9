"""Measures how it is to read our pages of an API, beside those of other programs: their weight, and time in Chromium.

    python benchmarks/reading.py                              all of it, half an hour
    python benchmarks/reading.py --repeats 3 --specs openai.com.json --peers swagger-ui scalar

The program builds one site of thirty descriptions of machine-learning APIs, GitHub's and Stripe's, and weighs every
page of theirs. Then Chromium reads pages of the same description by us and by the peers in turns, each time with an
empty cache, from a server on this machine, with all other hosts out of reach.

An operation is visible when an element names the path of any operation, has a box and is not hidden, wherever on the
page it is: a script looks for it before every frame, takes the time when that frame is done, and asks only then for
the box, so that it makes the browser lay out nothing that it would not. A list of operations counts as much as their
descriptions, for everybody. Blocking time is what the tasks of the main thread take beyond 50 ms each, until none such
was for 1.5 s; it is measured in a second reading, in which nothing is looked for.

Peers are installed to build/peers, at the versions of peers.json (npm) and peers.txt (Python); one that cannot be
installed is named and left out. Not a test: it ends with 0 unless there is nothing to do.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import http.server
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import venv
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import orjson
from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / ".corpus" / "package" / "api"
INSTALLED = ROOT / "build" / "peers"
NPM: dict[str, str] = json.loads((ROOT / "benchmarks" / "peers.json").read_text("utf-8"))
PYTHON = ROOT / "benchmarks" / "peers.txt"
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "corpus")]
_FETCHING = importlib.import_module("fetch")
fetch: Callable[[], str] = _FETCHING.fetch
UNPACKING: dict[str, Any] = _FETCHING.UNPACKING
find_chromium: Callable[[], str | None] = importlib.import_module("chromium").find
chromium_flags: tuple[str, ...] = importlib.import_module("chromium").FLAGS

ML = (ROOT / "tests" / "corpus" / "ml-30.txt").read_text("utf-8").split()
GITHUB, STRIPE = "github.com/api.github.com.json", "stripe.com.json"
COMPARED = ("openai.com.json", GITHUB, STRIPE)
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}

KB = 1000
MEDIAN_GZIP, MOST_GZIP = 25 * KB, 100 * KB
MOST_ELEMENTS = 5000
MOST_BLOCKING = 200  # ms
MOST_STRIPE = 3  # times its source
MOST_OF_PEER = 0.5

BUILD_SECONDS = 120
INSTALL_SECONDS = 600
LOAD_SECONDS = 180
SLOW_SECONDS = 30  # a page that takes so long is read once
LOOK_SECONDS = 60
QUIET = 1500  # ms
FLAGS = (*chromium_flags, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
LOOK = """
(paths => {
  if (window !== top) return;
  const wanted = new Set(paths);
  const state = window.__reading = { visible: null, what: "" };
  const names = text => text.length < 500
    && text.replace(/[\\u00ad\\u200b\\u2060]/g, "").split(/\\s+/).some(word => wanted.has(word));
  const small = element => element && element.childElementCount < 12
    && Array.from(element.children).every(child => child.childElementCount < 3);
  const shown = element => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.width > 0
      && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  let hidden = new Set();
  const find = () => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && found.length < 10; node = walker.nextNode()) {
      if (node.data.length > 500 || !node.data.includes("/")) continue;
      for (let element = node.parentElement, up = 0; up < 3 && small(element); element = element.parentElement, up++) {
        if (names(element.textContent)) {
          if (!hidden.has(element)) found.push(element);
          break;
        }
      }
    }
    return found;
  };
  let found = [];
  const afterFrame = new MessageChannel();
  const look = () => {
    found = document.body ? find() : [];
    afterFrame.port2.postMessage(0);
  };
  afterFrame.port1.onmessage = () => {
    const now = performance.now(), first = found.find(shown);
    if (first) {
      state.visible = now;
      state.what = first.tagName.toLowerCase() + ": " + first.textContent.trim().slice(0, 80);
    } else {
      hidden = found.length ? new Set([...hidden, ...found]) : new Set();
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
  state.isDone = patience => {
    const load = performance.getEntriesByType("navigation")[0].loadEventEnd;
    return state.visible !== null || (load > 0 && performance.now() - load > patience);
  };
  state.result = () => ({ visible: state.visible, what: state.what });
})
"""
WATCH = """
(() => {
  if (window !== top) return;
  const tasks = [], state = window.__reading = {};
  const note = entries => entries.forEach(each => tasks.push([each.startTime, each.duration]));
  const observer = new PerformanceObserver(list => note(list.getEntries()));
  observer.observe({ type: "longtask", buffered: true });
  let calm = 0;
  state.isDone = quiet => {
    note(observer.takeRecords());
    const load = performance.getEntriesByType("navigation")[0].loadEventEnd;
    const last = Math.max(load, ...tasks.map(([start, duration]) => start + duration));
    calm = load > 0 && performance.now() - last > quiet ? calm + 1 : 0;
    return calm > 1;
  };
  state.result = () => ({
    tasks: tasks.map(task => task.map(Math.round)),
    elements: document.getElementsByTagName("*").length,
    bytes: ["navigation", "resource"].flatMap(type => performance.getEntriesByType(type))
      .reduce((sum, each) => sum + each.encodedBodySize, 0),
  });
})
"""


class UnavailableError(Exception):
    """A peer that cannot be had, or a page that it does not make; says why."""


# The descriptions


@dataclass(frozen=True, slots=True)
class Spec:
    """A file of the corpus as it is given to every program.

    A number sign in a path is none of OpenAPI's, and our check refuses it; it is written %23 here.
    """

    name: str
    source: bytes
    operations: int
    paths: tuple[str, ...]
    is_changed: bool


def spec_of(name: str) -> Spec:
    source = (CORPUS / name).read_bytes()
    description = orjson.loads(source)
    paths: dict[str, Any] = description.get("paths", {})
    is_changed = any("#" in path for path in paths)
    if is_changed:
        paths = description["paths"] = {path.replace("#", "%23"): item for path, item in paths.items()}
        source = orjson.dumps(description)
    operations = sum(len(METHODS & item.keys()) for item in paths.values())
    # "/" alone would be found in any text
    return Spec(name, source, operations, tuple(path for path in paths if len(path) > 1), is_changed)


# Our pages


@dataclass(slots=True)
class Page:
    """A page of ours: address below the site, bytes, bytes after gzip -6, elements as they stand in the HTML."""

    url: str
    size: int
    gzip: int
    elements: int
    foreign: tuple[str, ...]


@dataclass(slots=True)
class Pages:
    """All pages of an API; the first is the one of the API itself."""

    spec: Spec
    pages: list[Page] = field(default_factory=list)

    @property
    def heaviest(self) -> Page:
        return max(self.pages, key=lambda page: page.elements)


class _Tally(HTMLParser):
    """Counts elements, and collects what they fetch from elsewhere."""

    _LOADED = re.compile(r"stylesheet|icon|preload|prefetch|preconnect|manifest")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.elements = 0
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        is_loaded_link = tag == "link" and self._LOADED.search(dict(attrs).get("rel") or "")
        for name, value in attrs:
            is_fetched = name in ("src", "srcset", "poster", "data") or (name == "href" and is_loaded_link)
            if is_fetched and value and urlsplit(value.strip()).netloc:
                self.foreign.append(value)


def page_of(file: Path, url: str) -> Page:
    content = file.read_bytes()
    tally = _Tally()
    tally.feed(content.decode("utf-8"))
    packer = zlib.compressobj(6, wbits=31)
    packed = len(packer.compress(content)) + len(packer.flush())
    return Page(url, len(content), packed, tally.elements, tuple(tally.foreign))


def build_ours(specs: list[Spec], folder: Path) -> list[Pages]:
    """Builds one site with all of ``specs``, and weighs their pages; what the check refuses has none."""
    for spec in specs:
        file = folder / "specs" / spec.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(spec.source)
    (folder / "docs").mkdir()
    (folder / "specs" / "catalog.yml").write_text("title: Reading\nvocabulary: open\ninvalid: skip\n")
    config = folder / "mkdocs.yml"
    config.write_text("site_name: Reading\ntheme: {name: material, font: false}\nplugins: [api-catalog]\n")
    site = folder / "site"
    _run([sys.executable, "-m", "api_catalog", "build", "--config-file", str(config), "--site-dir", str(site)], ROOT)
    folders = {}
    for file in (site / "apis").rglob("openapi.json"):
        folders[hashlib.sha256(file.read_bytes()).digest()] = file.parent
    built = []
    for spec in specs:
        pages = Pages(spec)
        if home := folders.get(hashlib.sha256(spec.source).digest()):
            files = sorted(home.rglob("index.html"), key=lambda file: (len(file.parts), file))
            pages.pages = [page_of(file, f"{file.parent.relative_to(site).as_posix()}/") for file in files]
        built.append(pages)
    return built


def _run(command: list[str], folder: Path, seconds: float | None = None) -> str:
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "",
        "REDOCLY_TELEMETRY": "off",
        "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    }
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"not finished in {seconds:.0f} s") from None
    except OSError as error:
        raise UnavailableError(str(error)) from None
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()
        raise UnavailableError(f"{Path(command[0]).name} ended with {done.returncode}: {lines[-1]}")
    return done.stdout


# The peers: each makes index.html of openapi.json in a folder


def _npm(name: str) -> Path:
    """The folder of an npm package of peers.json. All of them bring what they need, so nothing of them is run."""
    package = NPM[name]
    folder = INSTALLED / f"{name}-{package.rpartition('@')[2]}"
    if not (folder / "package").is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise UnavailableError("npm is missing")
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            _run([npm, "pack", "--silent", package], Path(temporary), INSTALL_SECONDS)
            with tarfile.open(next(Path(temporary).glob("*.tgz"))) as packed:
                packed.extractall(temporary, **UNPACKING)  # noqa: S202 - a pinned package, and filtered where Python can
            (Path(temporary) / "package").rename(folder / "package")
    return folder / "package"


def _venv() -> Path:
    """The folder of programs of a virtual environment with what peers.txt names."""
    folder = INSTALLED / f"python-{hashlib.sha256(PYTHON.read_bytes()).hexdigest()[:12]}"
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    if not (folder / ".ready").exists():
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--requirement", str(PYTHON)], ROOT, INSTALL_SECONDS)
        (folder / ".ready").touch()
    return programs


def _page(folder: Path, head: str, body: str, parts: Path) -> None:
    (folder / "parts").symlink_to(parts, target_is_directory=True)
    start = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API</title>'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    (folder / "index.html").write_text(f"{start}{view}{head}</head><body>{body}</body></html>\n")


def redoc(folder: Path) -> None:
    """Redoc 3, drawn before by its command line, with its script in the page."""
    node = shutil.which("node")
    if node is None:
        raise UnavailableError("node is missing")
    program = str(_npm("redoc") / "bin" / "cli.js")
    command = [node, program, "build-docs", "openapi.json", "--output", "index.html", "--inlineBundle"]
    _run(command, folder, BUILD_SECONDS)


def redoc_2(folder: Path) -> None:
    script = '<redoc spec-url="openapi.json"></redoc><script src="parts/redoc.standalone.js"></script>'
    _page(folder, "", script, _npm("redoc-2") / "bundles")


def swagger_ui(folder: Path) -> None:
    styles = ("swagger-ui.css", "index.css")
    scripts = ("swagger-ui-bundle.js", "swagger-ui-standalone-preset.js")
    head = "".join(f'<link rel="stylesheet" href="parts/{name}">' for name in styles)
    body = '<div id="swagger-ui"></div>' + "".join(f'<script src="parts/{name}"></script>' for name in scripts)
    presets = "presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout'"
    body += f"<script>SwaggerUIBundle({{url: 'openapi.json', dom_id: '#swagger-ui', {presets}}})</script>"
    _page(folder, head, body, _npm("swagger-ui"))


def scalar(folder: Path) -> None:
    body = '<div id="app"></div><script src="parts/standalone.js"></script>'
    options = "{url: 'openapi.json', withDefaultFonts: false, telemetry: false}"
    body += f"<script>Scalar.createApiReference('#app', {options})</script>"
    _page(folder, "", body, _npm("scalar") / "dist" / "browser")


def neoteroi(folder: Path) -> None:
    """Its [OAD] in a page of Material for MkDocs, whose theme has the settings of our site."""
    programs = _venv()
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary)
        (project / "docs").mkdir()
        shutil.copyfile(folder / "openapi.json", project / "docs" / "openapi.json")
        (project / "docs" / "index.md").write_text("# API\n\n[OAD(./openapi.json)]\n")
        (project / "mkdocs.yml").write_text(
            "site_name: Reading\ntheme: {name: material, font: false}\n"
            "plugins: [search, neoteroi.mkdocsoad: {use_pymdownx: true}]\n"
            "markdown_extensions: [admonition, pymdownx.details, pymdownx.superfences, "
            "pymdownx.tabbed: {alternate_style: true}]\n"
        )
        _run([str(programs / "mkdocs"), "build", "--quiet", "--site-dir", "site"], project, BUILD_SECONDS)
        shutil.copytree(project / "site", folder, dirs_exist_ok=True)


PEERS: dict[str, Callable[[Path], None]] = {
    "neoteroi": neoteroi,
    "redoc": redoc,
    "redoc-2": redoc_2,
    "swagger-ui": swagger_ui,
    "scalar": scalar,
}


def versions() -> str:
    pinned = re.search(r"^neoteroi-mkdocs==\S+", PYTHON.read_text("utf-8"), re.MULTILINE)
    return ", ".join([pinned[0] if pinned else "neoteroi-mkdocs", *NPM.values()])


# Reading in Chromium


@dataclass(slots=True)
class Load:
    """One reading of a page; times in ms.

    ``visible`` is None if no operation was seen, or none was looked for, ``what`` was seen first. All the rest is None
    if the page did not come to rest.
    """

    visible: float | None = None
    what: str = ""
    blocking: float | None = None
    tasks: list[tuple[int, int]] | None = None
    elements: int | None = None
    bytes: int | None = None
    foreign: int | None = None
    trouble: str = ""


class Reader:
    """A Chromium that reads each page with an empty cache. One that hangs is started anew."""

    def __init__(self, playwright: Playwright, chromium: str) -> None:
        self._playwright = playwright
        self._chromium = chromium
        self._browser: Browser | None = None

    def read(self, url: str, paths: tuple[str, ...]) -> Load:
        """Opens the page twice: looking for an operation takes time, which must not count as blocking.

        Without ``paths`` nothing is looked for.
        """
        load = Load()
        if paths:
            with suppress(UnavailableError):
                seen = self._open(url, f"{LOOK}({json.dumps(paths)})", LOOK_SECONDS * 1000)
                load.visible, load.what = seen["visible"], seen["what"]
        try:
            got = self._open(url, f"{WATCH}()", QUIET)
        except UnavailableError as error:
            load.trouble = str(error)
            return load
        load.tasks, load.elements, load.bytes = got["tasks"], got["elements"], got["bytes"]
        load.blocking = sum(max(0.0, duration - 50) for _, duration in got["tasks"])
        load.foreign = sum(urlsplit(each).hostname not in ("127.0.0.1", None) for each in got["urls"])
        return load

    def _open(self, url: str, script: str, patience: int) -> dict[str, Any]:
        """What ``script`` says when it is done, and the URLs of all that the page asked for."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._playwright.chromium.launch(executable_path=self._chromium, args=list(FLAGS))
            self._browser.new_page().goto("about:blank")  # the first page of a browser is slow
        urls: list[str] = []
        milliseconds = LOAD_SECONDS * 1000
        try:
            context = self._browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.on("request", lambda request: urls.append(request.url))
            page.add_init_script(script)
            page.goto(url, wait_until="commit", timeout=milliseconds)
            done = f"() => window.__reading.isDone({patience})"
            page.wait_for_function(done, polling=250, timeout=milliseconds)
            result: dict[str, Any] = page.evaluate("window.__reading.result()")
            context.close()
        except BrowserError as error:
            self.close()
            words = "crashed" if "crash" in error.message else f"not at rest after {LOAD_SECONDS} s"
            raise UnavailableError(words) from None
        return {**result, "urls": urls}

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()
            self._browser = None


class _Files(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits until its head is acknowledged

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as the standard library names it
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is closed while it comes is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as the standard library calls it


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Files, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@dataclass(slots=True)
class Reading:
    """What reading a page over and over gave, or why it gave nothing."""

    program: str
    spec: str
    url: str
    loads: list[Load] = field(default_factory=list)
    trouble: str = ""

    def median(self, name: str) -> float | None:
        values = [getattr(load, name) for load in self.loads]
        return None if not values or None in values else float(median(values))


class Comparison:
    """Reads pages of one description in turns: ours, a peer, ours, the next peer …"""

    def __init__(self, ours: Pages, peers: list[Reading]) -> None:
        self.ours = Reading("ours", ours.spec.name, ours.pages[0].url)
        part = max(ours.pages[1:], key=lambda page: page.elements, default=None)
        self.part = Reading("ours, part", ours.spec.name, part.url) if part else None
        self.peers = peers
        self._paths = ours.spec.paths

    @property
    def all(self) -> list[Reading]:
        return [self.ours, *([self.part] if self.part else []), *self.peers]

    def run(self, reader: Reader, address: str, repeats: int) -> None:
        for _ in range(repeats):
            peers = [peer for peer in self.peers if not peer.trouble]
            for reading in [reading for peer in peers for reading in (self.ours, peer)] or [self.ours]:
                read(reader, address, reading, self._paths)
            if self.part:
                read(reader, address, self.part, ())


def read(reader: Reader, address: str, reading: Reading, paths: tuple[str, ...]) -> None:
    """Reads once more; whoever is slow is not read again."""
    started = time.monotonic()
    load = reader.read(address + reading.url, paths)
    reading.loads.append(load)
    if time.monotonic() - started > SLOW_SECONDS:
        reading.trouble = "slow: read once"
    if load.trouble:
        reading.trouble = load.trouble


def peers_of(spec: Spec, names: list[str], sites: Path) -> list[Reading]:
    """A page of ``spec`` by every peer, or why there is none; nothing is read yet."""
    readings = []
    for name in names:
        reading = Reading(name, spec.name, f"{name}/{re.sub(r'[^a-z0-9]+', '-', spec.name.lower())}/")
        folder = sites / reading.url
        folder.mkdir(parents=True)
        (folder / "openapi.json").write_bytes(spec.source)
        print(f"  {name}: {spec.name} …", file=sys.stderr)
        try:
            PEERS[name](folder)
        except (UnavailableError, OSError, StopIteration, tarfile.TarError, subprocess.CalledProcessError) as error:
            reading.trouble = f"no page: {error}"
        readings.append(reading)
    return readings


# What is said


def show_pages(built: list[Pages]) -> None:
    line = "{:<50}{:>6}{:>6}{:>10}{:>10}{:>7}{:>10}{:>10}{:>10}".format
    print("Our pages. KB are 1,000 bytes, gzip is of level 6, elements are those in the HTML.")
    print(line("", "ops", "pages", "source KB", "HTML KB", "ratio", "gz median", "gz most", "elements"))
    for each in built:
        mark = "*" if each.spec.is_changed else ""
        if each.pages:
            print(line(each.spec.name + mark, each.spec.operations, *_weights([each])))
        else:
            print(f"{each.spec.name}{mark:<6} no page: the check refuses it")
    groups = {"all of the ML APIs": [each for each in built if each.spec.name in ML], "all": built}
    for title, group in groups.items():
        print(line(title, sum(each.spec.operations for each in group if each.pages), *_weights(group)))
    if any(each.spec.is_changed for each in built):
        print("* with # in paths written %23")


def _weights(group: list[Pages]) -> list[str]:
    pages = [page for each in group for page in each.pages]
    source = sum(len(each.spec.source) for each in group if each.pages)
    html = sum(page.size for page in pages)
    packed = [page.gzip for page in pages] or [0]
    return [
        str(len(pages)),
        f"{source / KB:.0f}",
        f"{html / KB:.0f}",
        f"{html / max(source, 1):.2f}",
        f"{median(packed) / KB:.1f}",
        f"{max(packed) / KB:.1f}",
        str(max((page.elements for page in pages), default=0)),
    ]


def show_reading(comparison: Comparison) -> None:
    line = "{:<12}{:>9}{:>7}{:>10}{:>7}{:>11}{:>9}{:>9}".format
    ours = comparison.ours
    print(f"\nReading {ours.spec}: medians; x is ours / theirs")
    print(line("", "first op", "x", "blocking", "x", "elements", "KB", "foreign"))
    for each in comparison.all:
        if not each.loads:
            print(f"{each.program:<12} {each.trouble}")
            continue
        values = {name: each.median(name) for name in ("visible", "blocking", "elements", "bytes", "foreign")}
        ratios = ["", ""]
        if each in comparison.peers:
            ratios = [_times(ratio(ours.median(name), values[name])) for name in ("visible", "blocking")]
        print(
            line(
                each.program,
                _ms(values["visible"]),
                ratios[0],
                _ms(values["blocking"]),
                ratios[1],
                _count(values["elements"]),
                _count(values["bytes"], KB),
                _count(values["foreign"]),
            ),
            f" {each.trouble}" if each.trouble else "",
        )
    for name, words in (("visible", "first operation"), ("blocking", "blocking time")):
        rated = [(value, peer.program) for peer in comparison.peers if (value := peer.median(name)) is not None]
        mine = ours.median(name)
        if rated and mine is not None:
            least, program = min(rated)
            holds = mine <= MOST_OF_PEER * least
            print(f"{_mark(holds)} {words}: {_times(ratio(mine, least))} of the fastest peer, {program}")


def ratio(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or not theirs else ours / theirs


def _times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} ms"


def _count(value: float | None, unit: int = 1) -> str:
    return "–" if value is None else f"{value / unit:.0f}"


def _mark(holds: bool) -> str:
    return "holds  " if holds else "MISSED "


def show_budgets(built: list[Pages], readings: list[Reading]) -> None:
    """What was promised, and whether it is so."""
    pages = [page for each in built for page in each.pages]
    ml = [page.gzip for each in built if each.spec.name in ML for page in each.pages]
    print("\nBudgets")
    for title, sizes in (("ML APIs", ml), ("all", [page.gzip for page in pages])):
        if sizes:
            middle, limit = median(sizes) / KB, MEDIAN_GZIP / KB
            print(f"{_mark(middle <= limit)} gzipped, median, {title}: {middle:.1f} of {limit:.0f} KB")
    _show_most("gzipped, largest", [(page.gzip / KB, page.url) for page in pages], MOST_GZIP / KB, "KB")
    _show_most("elements in HTML, most", [(page.elements, page.url) for page in pages], MOST_ELEMENTS)
    loads = [(each, load) for each in readings for load in each.loads]
    _show_most("elements in Chromium, most", [(load.elements or 0, each.url) for each, load in loads], MOST_ELEMENTS)
    values = [(each.median("blocking"), each.url) for each in readings]
    blocking = [(LOAD_SECONDS * 1000 if value is None else value, url) for value, url in values]
    _show_most(f"blocking time, worst median of {len(blocking)} pages", blocking, MOST_BLOCKING, "ms")
    foreign = [(load.foreign or 0, each.url) for each, load in loads]
    _show_most("requests to other hosts, in Chromium", foreign, 0)
    _show_most(
        "requests to other hosts, by the HTML of all pages", [(len(page.foreign), page.url) for page in pages], 0
    )
    for each in built:
        if each.spec.name == STRIPE and each.pages:
            size = sum(page.size for page in each.pages) / len(each.spec.source)
            print(f"{_mark(size <= MOST_STRIPE)} HTML of Stripe: {size:.2f} of {MOST_STRIPE} times its source")


def _show_most(title: str, values: Sequence[tuple[float, str]], limit: float, unit: str = "") -> None:
    if values:
        most, url = max(values)
        over = len({url for value, url in values if value > limit})
        where = f" ({url})" if most else ""
        also = f"; {over} pages are over it" if over > 1 else ""
        print(f"{_mark(most <= limit)} {title}: {most:.{1 if unit == 'KB' else 0}f} of {limit:.0f} {unit}{where}{also}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5, help="how often each page is read (default: 5)")
    parser.add_argument("--specs", nargs="+", default=list(COMPARED), help="files of the corpus to compare")
    parser.add_argument(
        "--peers", nargs="*", choices=list(PEERS), default=list(PEERS), help="without a name: only ours"
    )
    parser.add_argument("--json", type=Path, help="write the results to this file as well")
    options = parser.parse_args()
    trouble = fetch()
    names = list(dict.fromkeys([*ML, GITHUB, STRIPE, *options.specs]))
    unknown = [] if trouble else [name for name in names if not (CORPUS / name).is_file()]
    chromium = find_chromium()
    if trouble or unknown or not chromium:
        print(trouble or (unknown and f"Not in the corpus: {', '.join(unknown)}") or "No Chromium.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as temporary, served(Path(temporary)) as address:
        sites = Path(temporary)
        (sites / "ours").mkdir()
        print("  ours: all descriptions …", file=sys.stderr)
        try:
            built = build_ours([spec_of(name) for name in names], sites / "ours")
        except UnavailableError as error:
            print(f"Our own site was not built: {error}", file=sys.stderr)
            return 1
        for each in built:
            for page in each.pages:
                page.url = f"ours/site/{page.url}"
        show_pages(built)
        readings = read_all(built, options, sites, address, chromium)
    show_budgets(built, [each for each in readings if each.program.startswith("ours")])
    if options.json:
        weights = {each.spec.name: each.pages for each in built}
        result = {"peers": versions(), "pages": weights, "readings": readings}
        options.json.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2))
    return 0


def read_all(
    built: list[Pages], options: argparse.Namespace, sites: Path, address: str, chromium: str
) -> list[Reading]:
    """All that Chromium read: the comparisons, and the page of an ML API that has the most elements."""
    readings: list[Reading] = []
    with_pages = [each for each in built if each.pages]
    print(f"\nPeers: {versions()}")
    with sync_playwright() as playwright:
        reader = Reader(playwright, chromium)
        for ours in with_pages:
            if ours.spec.name in options.specs:
                comparison = Comparison(ours, peers_of(ours.spec, options.peers, sites))
                comparison.run(reader, address, options.repeats)
                show_reading(comparison)
                readings += comparison.all
        ml = [each for each in with_pages if each.spec.name in ML]
        for largest in sorted(ml, key=lambda each: each.heaviest.elements)[-1:]:
            reading = Reading("ours, part", largest.spec.name, largest.heaviest.url)
            for _ in range(options.repeats):
                read(reader, address, reading, ())
            readings.append(reading)
        reader.close()
    return readings


if __name__ == "__main__":
    sys.exit(main())
