"""Gives the program what nobody would write, and counts what it does with it.

    python benchmarks/fuzz.py                                          a million texts, 100,000 references, some minutes
    python benchmarks/fuzz.py --texts 1000 --references 100 --markdown 100 --seed 7

Texts go to the loader under the names a.json and a.yaml, Markdown to its renderer, descriptions to the builder of
references. An exception that is none of the promised ones, and HTML with what must not be in it, is printed with its
number, by which --seed and --from bring it back. An input that takes longer than ten seconds ends the program.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from api_catalog.documents import ReadError  # noqa: E402
from api_catalog.documents.document import parse  # noqa: E402
from api_catalog.reference import split  # noqa: E402
from api_catalog.reference.markdown import markdown  # noqa: E402
from hostile.mutations import api_of, chances, near_description, near_markdown, near_text  # noqa: E402

SECONDS = 10


def read(chance: Random) -> str:
    data = near_text(chance)
    try:
        value = parse(data, chance.choice(("a.json", "a.yaml")))
    except ReadError:
        return "refused"
    json.dumps(value, allow_nan=False)
    return "read"


def draw(chance: Random) -> str:
    _, parts = split(api_of(near_description(chance)))
    return "in parts" if parts else "on one page"


def mark(chance: Random) -> str:
    html = markdown.__wrapped__(near_markdown(chance)).lower()
    return "unsafe" if "<script" in html or "<svg" in html or 'href="javascript:' in html else "safe"


def run(name: str, function: Callable[[Random], str], number: int, start: int, seed: int) -> int:
    """How many inputs failed; prints the counts of the others."""
    counts: Counter[str] = Counter()
    begun, slowest = time.monotonic(), 0.0
    for index in range(start, start + number):
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        before = time.process_time()
        try:
            counts[function(chances(f"{seed} {name} {index}"))] += 1
        except Exception:
            counts["failed"] += 1
            print(f"{name} {index}:\n{traceback.format_exc(limit=-4)}", flush=True)
        slowest = max(slowest, time.process_time() - before)
    faulthandler.cancel_dump_traceback_later()
    words = ", ".join(f"{count:,} {word}" for word, count in sorted(counts.items()))
    print(f"{name}: {number:,} inputs, {words}; {time.monotonic() - begun:.0f} s, slowest {slowest:.2f} s", flush=True)
    return counts["failed"] + counts["unsafe"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--references", type=int, default=100_000)
    parser.add_argument("--markdown", type=int, default=100_000)
    parser.add_argument("--from", dest="start", type=int, default=0, help="the number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failed = run("texts", read, options.texts, options.start, options.seed)
    failed += run("markdown", mark, options.markdown, options.start, options.seed)
    failed += run("references", draw, options.references, options.start, options.seed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
