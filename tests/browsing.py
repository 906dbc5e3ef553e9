"""Looking at pages in a real browser."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a local server of ``folder``."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Watched:
    """A page that remembers what went wrong in it."""

    def __init__(self, browser: Browser, width: int = 1280, scheme: str = "light", scripts: bool = True) -> None:
        dark = "dark" if scheme == "dark" else "light"
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=dark,  # type: ignore[arg-type] # a str to mypy
            java_script_enabled=scripts,
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self._note(message.type in ("error", "warning"), message.text))
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on("request", lambda request: self._note(_is_foreign(request.url), f"fetched {request.url}"))

    def _note(self, is_fault: bool, text: str) -> None:
        if is_fault:
            self.faults.append(text)


def _is_foreign(url: str) -> bool:
    return urlsplit(url).hostname not in ("127.0.0.1", None)


def violations(browser: Browser, url: str, scheme: str) -> str:
    """What axe finds on a page with everything open; empty if that is nothing."""
    watched = Watched(browser, scheme=scheme)
    watched.page.emulate_media(reduced_motion="reduce")
    watched.page.goto(url)
    watched.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    watched.page.evaluate(
        "document.querySelectorAll('.ac-op').forEach(each => each.style.contentVisibility = 'visible')"
    )
    found = Axe().run(watched.page, options={"resultTypes": ["violations"]})
    watched.context.close()
    return found.generate_report() if found.violations_count else ""
