"""How long one click on a facet takes on a catalog of many APIs, in Chromium, from the click to the page laid out anew.

    python benchmarks/facets.py                every description of a public directory: 2,640 APIs
    python benchmarks/facets.py --made 2640    as many made-up APIs, with a vocabulary in six kinds

Draws the browse page alone. Prints sizes and milliseconds; with ``--check`` it ends with 1 if a limit is passed.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import orjson
from api_catalog.catalog import Catalog, catalog_of
from api_catalog.documents import load
from api_catalog.pages import browse, folder
from api_catalog.pages.templates import environment, render
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / ".corpus" / "package" / "api"
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402 - found by the line above
from browsing import serving  # noqa: E402

MOST_MS = 50.0
MOST_KB = 100.0
MOST_ELEMENTS = 5000
KINDS = {"task": 110, "step": 23, "delivery": 28, "protocol": 27, "business": 13, "audit": 23}
CLICKS = """(seed) => {
  let state = seed;
  const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
  const buttons = [...document.querySelectorAll(".ac-value")];
  const times = [];
  for (let i = 0; i < 300; i += 1) {
    const button = buttons[Math.floor(random() ** 2 * buttons.length)];
    const started = performance.now();
    button.click();
    document.body.offsetHeight;
    times.push(performance.now() - started);
    if (i % 4 === 3) for (let chip; (chip = document.querySelector(".ac-chips .ac-chip")); ) chip.click();
  }
  return times;
}"""
TYPING = """() => {
  const input = document.querySelector(".ac-tools input");
  const times = [];
  for (const text of ["a", "ap", "api", "api m", "api ma", "", "z", "zz"]) {
    const started = performance.now();
    input.value = text;
    input.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    times.push(performance.now() - started);
  }
  return times;
}"""


def slim(description: Any) -> Any:
    """What the browse page needs of a description: its head, and operations with their tags."""
    info = description.get("info", {})
    paths = {
        path: {
            method: {
                "tags": [tag for tag in operation.get("tags", ()) if isinstance(tag, str)],
                "responses": {"default": {"description": ""}},
            }
            for method, operation in item.items()
            if isinstance(operation, dict)
        }
        for path, item in description.get("paths", {}).items()
        if isinstance(item, dict)
    }
    return {"openapi": "3.0.3", "info": info, "paths": paths}


def of_corpus(specs: Path) -> None:
    for path in sorted(CORPUS.rglob("*.json")):
        target = specs / path.relative_to(CORPUS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(orjson.dumps(slim(orjson.loads(path.read_bytes()))))
    (specs / "catalog.yml").write_text("title: Directory\nvocabulary: open\n")


def made_up(specs: Path, number: int) -> None:
    """APIs of 400 providers with tags drawn at random, few tags often and most seldom."""
    chance = random.Random(8)  # noqa: S311 - the same catalog each time
    names = {kind: [f"{kind}-{place}" for place in range(most)] for kind, most in KINDS.items()}
    tags = [
        {"name": name, "summary": f"Does {name}", "kind": kind}
        | ({"parent": f"{kind}-{place % 11}"} if kind == "task" and place > 10 else {})
        for kind, all_names in names.items()
        for place, name in enumerate(all_names)
    ]
    kinds = [{"name": kind, "label": kind, "question": f"Which {kind}?", "applies-to": "operation"} for kind in KINDS]
    (specs / "tags.yml").write_bytes(orjson.dumps({"tags": tags}))
    (specs / "catalog.yml").write_bytes(orjson.dumps({"title": "Made up", "kinds": kinds}))
    for place in range(number):
        chosen = [
            chance.choice(names[kind][: 1 + int(len(names[kind]) * chance.random() ** 2)])
            for kind in KINDS
            for _ in range(2)
        ]
        operation = {"tags": chosen, "responses": {"200": {"description": "Fine"}}}
        info = {"title": f"API number {place}", "version": "1", "summary": f"Does this and that, in way {place}."}
        target = specs / f"provider-{place % 400}" / f"api-{place}.json"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(
            orjson.dumps({"openapi": "3.1.0", "info": info, "paths": {f"/{place}": {"post": operation}}})
        )


def draw(catalog: Catalog, site: Path) -> str:
    """The page, its data and the theme's files as a small site; gives the HTML."""
    draft = next(browse.drafts(catalog))
    html = render(environment(), draft)
    (site / "apis").mkdir(parents=True)
    shutil.copytree(folder() / "theme" / "assets", site / "assets")
    head = '<!doctype html><meta charset="utf-8"><title>APIs</title>'
    head += '<link rel="stylesheet" href="../assets/api-catalog/catalog.css">'
    (site / "apis" / "index.html").write_text(f'{head}<div class="md-typeset">{html}</div>', "utf-8", "replace")
    for name, content in draft.files.items():
        (site / "apis" / name).write_bytes(content)
    return html


def measure(site: Path) -> tuple[list[float], list[float], float]:
    """Milliseconds of clicks, of letters typed, and until the page is ready."""
    with sync_playwright() as playwright, serving(site) as server:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{server}apis/")
        page.wait_for_selector("[data-ready]")
        ready = page.evaluate("performance.now()")
        clicks, letters = page.evaluate(CLICKS, 8), page.evaluate(TYPING)
        browser.close()
    return clicks, letters, ready


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--made", type=int, metavar="NUMBER", help="make up so many APIs instead of reading a directory"
    )
    parser.add_argument("--check", action="store_true", help="end with 1 if a click is too slow or the page too large")
    options = parser.parse_args()
    if not options.made and not CORPUS.is_dir():
        print(f"There is no {CORPUS}. Run tests/corpus/fetch.py, or use --made.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        specs, site = Path(name) / "specs", Path(name) / "site"
        specs.mkdir()
        made_up(specs, options.made) if options.made else of_corpus(specs)
        catalog, _ = catalog_of(load(specs))
        started = time.perf_counter()
        html = draw(catalog, site)
        seconds = time.perf_counter() - started
        data = (site / "apis" / browse.DATA).read_bytes()
        clicks, letters, ready = measure(site)
    elements = len(re.findall("<[a-zA-Z]", html))
    kilobytes = len(gzip.compress(html.encode("utf-8", "replace"))) / 1000
    scripts = sum(
        len(gzip.compress((folder() / "theme/assets/api-catalog" / each).read_bytes()))
        for each in ("browse.mjs", "pick.mjs")
    )
    print(f"{len(catalog.apis):,} APIs, {len(catalog.tags):,} tags, drawn in {seconds:.1f} s")
    print(
        f"page {kilobytes:.1f} KB gzipped, {elements:,} elements; data {len(gzip.compress(data)) / 1000:.1f} KB gzipped"
    )
    print(f"scripts {scripts / 1000:.1f} KB gzipped; page ready after {ready:.0f} ms")
    most = sorted(clicks)[int(len(clicks) * 0.95)]
    print(
        f"a click: median {statistics.median(clicks):.1f} ms, 95 % within {most:.1f} ms, slowest {max(clicks):.1f} ms"
    )
    print(f"a letter: median {statistics.median(letters):.1f} ms, slowest {max(letters):.1f} ms")
    is_kept = statistics.median(clicks) <= MOST_MS and kilobytes <= MOST_KB and elements <= MOST_ELEMENTS
    return 0 if is_kept or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
