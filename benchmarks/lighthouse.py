"""Lighthouse on a phone with slow 4G, as it simulates both: home, browse, one API, one tag.

    python benchmarks/lighthouse.py [--site site] [--check] [--runs 3] [--pages apis/ tags/ocr/ …]

The site is served as a good host does: compressed, and what never changes may be kept. Each figure is the median.
Without ``--site`` the site is built.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import mimetypes
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests")]

import chromium  # noqa: E402

VERSION = "12.8.2"
TOOLS = ROOT / "build" / "lighthouse"
PAGES = ("", "apis/", "apis/aws/rekognition/", "tags/face-identification/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LOWEST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LONGEST_PAINT = 2.34  # seconds until the largest thing is painted
_BELOW = "/some/path/"  # sites of projects are not at the root of their host
_PACKED = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt")
_KEPT = ("/assets/", "/pagefind/")
_YEAR = 31_536_000
_SECONDS = 300


class _Host(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == "/robots.txt":
            return self._answer(200, b"User-agent: *\nAllow: /\n", "text/plain", path)
        file = self.folder / path.removeprefix(_BELOW)
        file = file / "index.html" if file.is_dir() else file
        if not path.startswith(_BELOW) or not file.is_file():
            return self._answer(404, (self.folder / "404.html").read_bytes(), "text/html", path)
        kind = "text/javascript" if file.suffix == ".mjs" else mimetypes.guess_type(file.name)[0]
        return self._answer(200, file.read_bytes(), kind or "application/octet-stream", str(file))

    def _answer(self, status: int, body: bytes, kind: str, name: str) -> None:
        self.send_response(status)
        is_packed = name.endswith(_PACKED) and "gzip" in self.headers.get("Accept-Encoding", "")
        if is_packed:
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        kept = any(part in name for part in _KEPT)
        self.send_header("Cache-Control", f"public, max-age={_YEAR if kept else 600}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """The address of ``folder``, served like a good host does."""
    handler = type("Host", (_Host,), {"folder": folder})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{_BELOW}"
        server.shutdown()


@dataclass(frozen=True)
class Figures:
    """What Lighthouse says of a page; ``failed`` are audits that cost points, with what they are about."""

    page: str
    scores: dict[str, int]
    paint: float
    blocked: float
    shift: float
    kilobytes: float
    failed: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return self.paint <= LONGEST_PAINT and all(self.scores[name] >= low for name, low in LOWEST.items())


def tool() -> Path:
    """Lighthouse's command, installed below build/ if it is not yet."""
    command = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        install = ["npm", "install", "--silent", "--no-save", "--prefix", str(TOOLS), f"lighthouse@{VERSION}"]
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(install, check=True)
    return command


def look(command: Path, address: str, page: str) -> Figures:
    """One run."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = " ".join(("--headless", *chromium.FLAGS, f"--user-data-dir={folder}/profile"))
        asked = ["--output=json", f"--output-path={report}", "--quiet", f"--chrome-flags={flags}"]
        environment = {**os.environ, "CHROME_PATH": chromium.find() or ""}
        done = subprocess.run(
            [str(command), address + page, *asked, f"--only-categories={','.join(CATEGORIES)}"],
            env=environment, timeout=_SECONDS, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not report.is_file():
            raise SystemExit(f"Lighthouse failed on {page or 'home'}:\n{done.stderr[-2000:]}")
        return figures(page, json.loads(report.read_text("utf-8")))


def figures(page: str, report: dict[str, Any]) -> Figures:
    """What we want to know of a report."""
    audits, categories = report["audits"], report["categories"]
    weights = {item["id"]: item["weight"] for each in categories.values() for item in each["auditRefs"]}
    failed = (audits[name] for name, weight in weights.items() if weight and (audits[name]["score"] or 0) < 0.9)
    return Figures(
        page or "home",
        {name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES},
        audits["largest-contentful-paint"]["numericValue"] / 1000,
        audits["total-blocking-time"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-byte-weight"]["numericValue"] / 1024,
        tuple(
            f"{each['id']}: {each.get('displayValue') or each['title']}" for each in failed if each["score"] is not None
        ),
    )


def middle(runs: list[Figures]) -> Figures:
    """The median of each figure."""
    return Figures(
        runs[0].page,
        {name: round(median(run.scores[name] for run in runs)) for name in CATEGORIES},
        median(run.paint for run in runs),
        median(run.blocked for run in runs),
        median(run.shift for run in runs),
        median(run.kilobytes for run in runs),
        tuple(dict.fromkeys(line for run in runs for line in run.failed)),
    )


def built(folder: Path) -> Path:
    """The site of this repository."""
    site = folder / "site"
    command = [sys.executable, "-m", "api_catalog", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=ROOT, check=True)
    return site


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--pages", nargs="+", default=PAGES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lighthouse", type=Path, help="its command, if it is installed already")
    parser.add_argument("--check", action="store_true", help="fail if a page is below what we promise")
    options = parser.parse_args()
    command = options.lighthouse or tool()
    print(f"{'page':34}{'perf':>6}{'a11y':>6}{'best':>6}{'SEO':>6}{'LCP s':>8}{'TBT ms':>8}{'CLS':>7}{'KiB':>7}")
    is_good = True
    with tempfile.TemporaryDirectory() as folder, hosting(options.site or built(Path(folder))) as address:
        for page in options.pages:
            found = middle([look(command, address, page) for _ in range(options.runs)])
            is_good &= found.is_good
            scores = "".join(f"{found.scores[name]:>6}" for name in CATEGORIES)
            print(
                f"{found.page:34}{scores}{found.paint:>8.2f}{found.blocked:>8.0f}{found.shift:>7.3f}{found.kilobytes:>7.0f}"
            )
            print("".join(f"    {line}\n" for line in found.failed), end="", flush=True)
    return 1 if options.check and not is_good else 0


if __name__ == "__main__":
    sys.exit(main())
