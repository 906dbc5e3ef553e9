"""A catalog whose every text attacks its reader: nothing runs, in any place of any page, published or served."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import serving
from hostile import attacks
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.site]
SECONDS = 120
HIT = "window.__hits = []; window.hit = number => { window.__hits.push(number); };"
# Everything in a page that could act: what ran, handlers, addresses that run, what loads from elsewhere.
LOOK = """() => {
  const found = window.__hits.map(number => `ran ${number}`);
  for (const element of document.querySelectorAll('*')) {
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.tagName} ${name}=${value}`);
      const loads = /^(src|href|srcset|poster|data|background|action|xlink:href)$/.test(name);
      const isForeign = loads && element.localName !== 'a' && new URL(value, location).hostname !== location.hostname;
      if (isForeign || (name === 'style' && /evil/.test(value)))
        found.push(`${element.tagName} ${name}=${value}`);
    }
    const protocol = element.protocol || (element.action && new URL(element.action, location).protocol) || '';
    if (/^(javascript|data|vbscript|blob):/i.test(protocol)) found.push(`${element.tagName} ${element.href}`);
    if (['iframe', 'object', 'embed', 'base', 'math'].includes(element.localName)) found.push(element.localName);
    if (element.localName === 'script' && /hit\\(/.test(element.textContent)) found.push('a script');
    if (element.localName === 'style' && /evil/.test(element.textContent)) found.push('a style');
    if (element.localName === 'meta' && /refresh/i.test(element.httpEquiv)) found.push('a refresh');
  }
  return found;
}"""


@dataclass
class Watch:
    """A page that collects what attacks did in it."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="load")
        self.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        self.look(url)

    def look(self, url: str) -> None:
        self.faults += [f"{url}: {each}" for each in self.page.evaluate(LOOK)]

    def request(self, url: str) -> None:
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.faults.append(f"asked for {url}")


@contextmanager
def watching(browser: Browser) -> Iterator[Watch]:
    context = browser.new_context()
    context.add_init_script(HIT)
    watch = Watch(context.new_page())
    watch.page.on("request", lambda request: watch.request(request.url))
    watch.page.on("dialog", lambda dialog: watch.faults.append(f"a dialog: {dialog.message}"))
    yield watch
    context.close()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "project"
    assert attacks.write(folder) >= 5000
    return folder


@pytest.fixture(scope="module")
def site(run: Any, project: Path) -> Path:
    done = run("api_catalog", "build", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"


@contextmanager
def served(project: Path) -> Iterator[str]:
    """The address of a project being served, once it answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{found.getsockname()[1]}"
    command = [sys.executable, "-m", "api_catalog", "serve", "--dev-addr", place]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=project, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            end = time.monotonic() + SECONDS
            while not _answers(f"http://{place}/"):
                assert time.monotonic() < end, "it does not answer"
                time.sleep(0.2)
            yield f"http://{place}/"
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
            return True
    except OSError:
        return False


def _addresses(site: Path) -> list[str]:
    found = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return ["" if each == "." else f"{each}/" for each in found]


def test_every_description_is_in_the_site(site: Path) -> None:
    """Attacks do not keep an API out: all of them are looked at."""
    pages = _addresses(site)
    apis = [f"apis/{name}/{api}/" for name in attacks.TEXTS for api in attacks.documents()]
    assert set(apis) <= set(pages)
    assert len(pages) > 3 * len(apis)


def test_nothing_runs_on_a_published_page(site: Path, browser: Browser) -> None:
    with serving(site) as address, watching(browser) as watch:
        for page in _addresses(site):
            watch.open(address + page)
        assert watch.faults == []


@pytest.mark.parametrize("words", ["hit", "script", "evil", "onerror", "window javascript", '"><img'])
def test_nothing_runs_in_search_results(site: Path, browser: Browser, words: str) -> None:
    with serving(site) as address, watching(browser) as watch:
        watch.page.goto(address)
        watch.page.fill(".ac-search-home input", words)
        watch.page.wait_for_selector(".ac-search-home .ac-results p")
        watch.page.wait_for_timeout(300)
        watch.look(words)
        assert watch.faults == []


def test_nothing_runs_while_serving(project: Path, site: Path, browser: Browser) -> None:
    """Served pages have no policy that would stop a script: only what is written in them counts."""
    with served(project) as address, watching(browser) as watch:
        for page in _addresses(site):
            if page.count("/") <= 3:  # not the parts of a reference
                watch.open(address + page)
        assert watch.faults == []


@pytest.mark.parametrize("hole", ["{{ view.provider.summary | safe }}", "<img alt='' src=x {{ 'on' }}error=hit(1)>"])
def test_a_planted_hole_is_found(run: Any, browser: Browser, tmp_path: Path, hole: str) -> None:
    folder = tmp_path / "project"
    attacks.write(folder)
    for kept in folder.glob("specs/*/"):
        if kept.name != "attribute":
            shutil.rmtree(kept)
    (folder / "mine" / "pages").mkdir(parents=True)
    (folder / "mine" / "pages" / "provider.html.jinja").write_text(hole)
    (folder / "mkdocs.yml").write_text(
        "site_name: H\ntheme: {name: material, font: false}\nplugins: [{api-catalog: {templates_dir: mine}}]\n"
    )
    done = run("api_catalog", "build", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    with serving(folder / "site") as address, watching(browser) as watch:
        watch.open(f"{address}providers/attribute/")
        assert any("onerror" in fault for fault in watch.faults)
    with served(folder) as address, watching(browser) as watch:
        watch.open(f"{address}providers/attribute/")
        watch.page.wait_for_function("window.__hits.length > 0")
        watch.look(address)
        assert any("ran " in fault for fault in watch.faults)
