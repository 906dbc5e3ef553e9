"""Other programs that make a reference of descriptions, each set up once to build the same ones as we do.

They are installed to build/peers, at the versions of peers.json (npm) and peers.txt (Python); no install script of them
is run, and what they would send to their makers is switched off.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import reading  # noqa: E402
from benchmarks.reading import INSTALLED, NPM, UnavailableError  # noqa: E402

_INSTALL_SECONDS, _BUILD_SECONDS = 900, 1800
_QUIET = {
    "CI": "1",
    "NO_MKDOCS_2_WARNING": "1",
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "ZUDOKU_DISABLE_UPDATE_CHECK": "1",
    "ZUDOKU_DO_NOT_TRACK": "1",
}

TROUBLES = (UnavailableError, OSError, StopIteration, tarfile.TarError, subprocess.SubprocessError)
"""What may come up when a program is installed or run."""
Build = Callable[[], None]
"""Builds into the folder ``site`` of its project. Raises UnavailableError."""


def neoteroi(folder: Path, files: Sequence[Path]) -> Build:
    """One site of Material for MkDocs with a page for each description, drawn by [OAD], and Material's search."""
    program = reading._venv() / "mkdocs"
    (folder / "docs").mkdir(parents=True)
    for number, file in enumerate(files):
        shutil.copyfile(file, folder / "docs" / f"{number}.json")
        (folder / "docs" / f"{number}.md").write_text(f"# {file.stem}\n\n[OAD(./{number}.json)]\n")
    (folder / "mkdocs.yml").write_text(
        "site_name: Benchmark\ntheme: {name: material, font: false}\n"
        "plugins: [search, neoteroi.mkdocsoad: {use_pymdownx: true}]\nmarkdown_extensions: [admonition, "
        "pymdownx.details, pymdownx.superfences, pymdownx.tabbed: {alternate_style: true}]\n"
    )
    return functools.partial(_run, [str(program), "build", "--quiet"], folder)


def redocly(folder: Path, files: Sequence[Path]) -> Build:
    """``redocly build-docs``, one call a description and as many calls at a time as there are cores.

    Each page fetches its script from the makers' host when it is read, so the size of the site is without it. There is
    no search over all pages.
    """
    command = [_node(), str(reading._npm("redoc") / "bin" / "cli.js"), "build-docs"]
    folder.mkdir(parents=True)
    calls = []
    for number, file in enumerate(files):
        shutil.copyfile(file, folder / f"{number}.json")
        calls.append([*command, f"{number}.json", "--output", f"site/{number}.html"])

    def build() -> None:
        with ThreadPoolExecutor(cores()) as pool:
            for _ in pool.map(lambda call: _run(call, folder), calls):
                pass

    return build


def zudoku(folder: Path, files: Sequence[Path]) -> Build:
    """``zudoku build``: one site, every description an API of it, each route drawn beforehand, and a Pagefind index.

    The project is the configuration that its documentation shows: ``apis`` with a file and a path, all of them in a
    catalog, which is where / leads to.
    """
    modules = _installed("zudoku") / "node_modules"
    folder.mkdir(parents=True)
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    apis = []
    for number, file in enumerate(files):
        shutil.copyfile(file, folder / f"{number}.json")
        category = {"label": file.parent.name, "tags": ["API"]}
        apis.append({"type": "file", "input": f"./{number}.json", "path": f"/api-{number}", "categories": [category]})
    config = {
        "site": {"title": "Benchmark"},
        "apis": apis,
        "catalogs": {"path": "/catalog", "label": "Catalog"},
        "redirects": [{"from": "/", "to": "/catalog"}],
        "search": {"type": "pagefind"},
    }
    (folder / "zudoku.config.ts").write_text(f"export default {json.dumps(config, indent=1)};\n")
    (folder / "site").symlink_to("dist")

    def build() -> None:
        shutil.rmtree(modules / ".zudoku", ignore_errors=True)  # what it keeps of earlier builds
        _run([_node(), str(modules / "zudoku" / "cli.js"), "build"], folder)

    return build


def stock(folder: Path, files: Sequence[Path]) -> Build:
    """openapi-spec-validator with its own schemas, all errors of each description; it draws nothing."""
    (folder / "site").mkdir(parents=True)
    code = "import sys; from benchmarks.validation import CORPUS, stock; stock(sys.argv[1:])"
    names = [file.relative_to(reading.CORPUS).as_posix() for file in files]
    return functools.partial(_run, [sys.executable, "-W", "ignore", "-c", code, *names], ROOT)


RENDERERS = {
    "neoteroi-mkdocs": neoteroi,
    "Redocly build-docs": redocly,
    "Zudoku": zudoku,
}
"""What draws a whole reference, by the name that tables have."""


def versions() -> dict[str, str]:
    """What is pinned, by name; for tables."""
    python = dict(line.split("==") for line in reading.PYTHON.read_text("utf-8").split() if "==" in line)
    packages = [package.rpartition("@") for name in ("redoc", "zudoku") for package in NPM[name].split()[:1]]
    return {"neoteroi-mkdocs": python["neoteroi-mkdocs"], **{name: version for name, _, version in packages}}


def able(make: Callable[[Path, Sequence[Path]], Build], folder: Path, files: Sequence[Path]) -> list[Path]:
    """The files that a program builds, if each is built alone. Raises UnavailableError if there are none."""
    found = []
    trouble = ""
    for number, file in enumerate(files):
        try:
            make(folder / str(number), [file])()
            found.append(file)
        except TROUBLES as error:
            trouble = trouble or str(error)
    if not found:
        raise UnavailableError(trouble)
    return found


def cores() -> int:
    """How many cores this process and what it starts may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        raise UnavailableError("node is missing")
    return node


def _installed(name: str) -> Path:
    """A folder with an npm package of peers.json and all that it needs."""
    packages = NPM[name].split()
    folder = INSTALLED / f"{name}-{hashlib.sha256(NPM[name].encode()).hexdigest()[:12]}"
    if not (folder / ".ready").exists():
        npm = shutil.which("npm")
        if npm is None:
            raise UnavailableError("npm is missing")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true}')
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error"]
        _run([npm, "install", *options, *packages], folder, _INSTALL_SECONDS)
        (folder / ".ready").touch()
    return folder


def _run(command: list[str], folder: Path, seconds: float = _BUILD_SECONDS) -> None:
    """Runs a command, and ends all that it started if it takes too long."""
    environment = {**os.environ, **_QUIET}
    if command[0] == sys.executable:
        environment["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            code = process.wait(seconds)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise UnavailableError(f"not finished in {seconds:.0f} s") from None
            raise
        log.seek(0)
        said = log.read().decode("utf-8", "replace").strip().splitlines()
    if code != 0:
        raise UnavailableError(f"{Path(command[0]).name} ended with {code}: {(said or ['no word'])[-1][:200]}")
