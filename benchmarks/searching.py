"""How long a reader of a large catalog waits for the search, in Chromium, and what it transfers.

    python benchmarks/searching.py SITE        any site that we built, such as one of building.py --keep SITE

Each word is asked on a home page that was just opened, with an empty cache: the field gets the focus and the word at
the same time, so everything that the search needs is loaded while the reader waits. The time ends with the frame that
shows the first results. Bytes are counted by the server, which packs nothing.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import chromium  # noqa: E402

from benchmarks.figures import KB, MOST_SEARCH_BYTES, MOST_SEARCH_MS, Asked  # noqa: E402

WORDS = (
    "payment",
    "weather",
    "translate text",
    "list of all virtual machines",
    "invoices",
    "getPetById",
    "speech recogniton",  # a typing error, on purpose
    "delete a user",
    "kubernetes",
)
_SECONDS = 60
_ASK = """([words, patience]) => new Promise(done => {
    setTimeout(() => done([patience, `nothing after ${patience / 1000} s`]), patience);
    const list = () => document.querySelector('.ac-search-home .ac-results-list');
    const look = () => {
        if (list()?.dataset.asked !== words || !list().querySelector('a')) return;
        observer.disconnect();
        const after = new MessageChannel();
        after.port1.onmessage = () => done([
            performance.now() - started, document.querySelector('.ac-search-home .ac-results-count').textContent,
        ]);
        requestAnimationFrame(() => after.port2.postMessage(0));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    const field = document.querySelector('.ac-search-home input');
    const started = performance.now();
    field.focus();
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
})"""


@dataclass
class _Served:
    """A server and how much it has sent, in bodies."""

    address: str = ""
    bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, size: int) -> None:
        with self.lock:
            self.bytes += size


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits until its head is acknowledged

    def __init__(self, *arguments: Any, served: _Served, **options: Any) -> None:
        self._served = served
        super().__init__(*arguments, **options)

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        self._served.add(len(content))
        outputfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is closed while it comes is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as the standard library calls it


@contextmanager
def _serving(site: Path) -> Iterator[_Served]:
    served = _Served()
    handler = functools.partial(_Handler, directory=str(site), served=served)
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.address = f"http://127.0.0.1:{server.server_port}/"
        yield served
        server.shutdown()


def searched(site: Path, words: Sequence[str] = WORDS, repeats: int = 3) -> list[Asked]:
    """Every word with the median of its times; one more does not count, because the first page of a browser is slow."""
    with _serving(site) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        _ask(browser, served, words[0])
        rounds = [[_ask(browser, served, each) for each in words] for _ in range(repeats)]
        browser.close()
    return [
        dataclasses.replace(same[-1], milliseconds=median(each.milliseconds for each in same))
        for same in zip(*rounds, strict=True)
    ]


def _ask(browser: Browser, served: _Served, words: str) -> Asked:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(_SECONDS * 1000)
    start = served.bytes
    page.goto(served.address, wait_until="networkidle")
    opened = served.bytes
    milliseconds, said = page.evaluate(_ASK, [words, _SECONDS * 1000])
    asked = Asked(words, milliseconds, served.bytes - opened, served.bytes - start, said)
    context.close()
    return asked


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="a site that is built already")
    parser.add_argument("--repeats", type=int, default=3, help="how often each word is asked (default: 3)")
    options = parser.parse_args()
    asked = searched(options.site, repeats=options.repeats)
    for each in asked:
        print(
            f"{each.words:32}{each.milliseconds:7.0f} ms {each.bytes / KB:7.0f} KB, "
            f"{each.bytes_in_all / KB:.0f} KB with the page   {each.said}"
        )
    print(f"slowest: {max(each.milliseconds for each in asked):.0f} of {MOST_SEARCH_MS:.0f} ms")
    print(f"heaviest: {max(each.bytes for each in asked) / KB:.0f} of {MOST_SEARCH_BYTES / KB:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
