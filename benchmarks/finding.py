"""Do readers find it? Asks every question of questions.yml in the search box of a built site, in Chromium.

    python benchmarks/finding.py [--site site] [--specs specs] [--check] [--json FILE] [--only WORDS]

A question is answered if one of the first five results is one of its answers. Without ``--site`` the site is built.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
import yaml
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "generator")]

import api_catalog  # noqa: E402
import chromium  # noqa: E402
from api_catalog.catalog import Catalog  # noqa: E402
from api_catalog.pages import urls  # noqa: E402
from browsing import serving  # noqa: E402

FIRST = 5
GOAL = 0.9
QUESTIONS = ROOT / "benchmarks" / "questions.yml"
_LINKS = """() => [...document.querySelectorAll('.ac-search-home .ac-results a')].slice(0, 10)
    .map(link => [new URL(link.href).pathname.slice(1) + new URL(link.href).hash, link.innerText])"""


@dataclass(frozen=True)
class Question:
    """What somebody types, and the addresses that answer it."""

    ask: str
    root: str
    answers: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """``place`` of the first answer, from 1, or 0 if it is not among the results shown."""

    ask: str
    root: str
    place: int
    first: list[str]
    milliseconds: int


def questions(catalog: Catalog) -> list[Question]:
    """The questions, with the operations that carry their tags."""
    found = []
    for stated in yaml.safe_load(QUESTIONS.read_text("utf-8")):
        wanted = [set(catalog.with_descendants(tag)) for tag in stated.get("tagged", ())]
        tagged = [
            urls.operation_url(api, operation)
            for api in catalog.apis
            for operation in api.operations
            if wanted and all(names & set(operation.tags) for names in wanted)
        ]
        found.append(Question(stated["ask"], stated["root"], frozenset([*stated.get("find", ()), *tagged])))
    return found


def ask(page: Page, question: Question) -> Outcome:
    """Types the words and reads what is shown."""
    field = page.locator(".ac-search-home input")
    field.fill("")
    started = page.evaluate("performance.now()")
    field.fill(question.ask)
    page.wait_for_function(
        "words => document.querySelector('.ac-search-home .ac-results-list')?.dataset.asked === words",
        arg=question.ask,
        timeout=20_000,
    )
    milliseconds = round(page.evaluate("performance.now()") - started)
    links = page.evaluate(_LINKS)
    place = next((place for place, (url, _) in enumerate(links, 1) if url in question.answers), 0)
    first = [f"{url}  {' '.join(text.split())[:90]}" for url, text in links[:FIRST]]
    return Outcome(question.ask, question.root, place, first, milliseconds)


def run(site: Path, asked: list[Question]) -> list[Outcome]:
    """Asks everything on one page, one after the other."""
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        page = browser.new_page()
        page.goto(address)
        outcomes = [ask(page, question) for question in asked]
        browser.close()
    return outcomes


def show(outcomes: list[Outcome]) -> float:
    """Prints the misses, then the share found; gives that share."""
    found = [outcome for outcome in outcomes if 0 < outcome.place <= FIRST]
    for outcome in outcomes:
        if outcome not in found:
            where = f"in place {outcome.place}" if outcome.place else "not shown"
            print(f"\n{outcome.ask!r} ({outcome.root}): {where}. First came:")
            print("\n".join(f"    {line}" for line in outcome.first) or "    nothing")
    print(f"\n{'task':28}{'found':>6}{'asked':>7}")
    roots = Counter(outcome.root for outcome in outcomes)
    hits = Counter(outcome.root for outcome in found)
    for root, number in roots.items():
        print(f"{root:28}{hits[root]:>6}{number:>7}")
    share = len(found) / len(outcomes) if outcomes else 0.0
    first = sum(outcome.place == 1 for outcome in outcomes)
    times = sorted(outcome.milliseconds for outcome in outcomes)
    print(f"{'all':28}{len(found):>6}{len(outcomes):>7}   {share:.1%} in the first {FIRST}, {first} in first place")
    if times:
        print(f"median {times[len(times) // 2]} ms, slowest {times[-1]} ms, of which 120 ms wait for the next key")
    return share


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--specs", type=Path, default=ROOT / "specs")
    parser.add_argument("--check", action="store_true", help=f"fail if fewer than {GOAL * 100:.0f} of 100 are found")
    parser.add_argument("--json", type=Path, help="write every outcome here")
    parser.add_argument("--only", default="", help="only questions with these words")
    options = parser.parse_args()
    catalog = api_catalog.check(options.specs, thorough=False).catalog
    asked = [question for question in questions(catalog) if options.only in question.ask]
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or Path(folder) / "site"
        if not options.site:
            command = [sys.executable, "-m", "api_catalog", "build", "--site-dir", str(site)]
            subprocess.run(command, cwd=ROOT, check=True)
        outcomes = run(site, asked)
    share = show(outcomes)
    if options.json:
        options.json.write_bytes(orjson.dumps([asdict(outcome) for outcome in outcomes], option=orjson.OPT_INDENT_2))
    return 1 if options.check and share < GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
