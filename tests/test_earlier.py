"""Pages that would come out the same are taken from the last site, and no build shows that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from api_catalog.content_security import with_policy
from api_catalog.earlier import EarlierSite, frame_of
from api_catalog.execution import Cache
from api_catalog.frames import Frames
from mkdocs.commands.build import build
from mkdocs.config import load_config

DONE = {"200": {"description": "Done"}}
PROJECT = {
    "mkdocs.yml": "site_name: Mine\ntheme: {name: material, font: false}\n"
    "plugins: [{api-catalog: {cache_dir: cache}}]\n",
    "docs/about.md": "# About\n\nBy hand.\n",
    "specs/catalog.yml": "title: Mine\nvocabulary: open\n",
    **{
        f"specs/acme/{name}.json": json.dumps(
            {
                "openapi": "3.1.1",
                "info": {"title": name, "version": "1"},
                "paths": {
                    "/a": {"get": {"tags": ["Pets"], "summary": "Reads", "responses": {"200": {"description": "Done"}}}}
                },
            }
        )
        for name in ("one", "two")
    },
}
_PUT = '"put": {"responses": {"200": {"description": "Put"}}}, "get"'
ODD = json.dumps(
    {
        "openapi": "3.1.1",
        "info": {
            "title": ' A <b>title</b>\n  with &amp; & "signs" \ue000t\ue000 ',
            "version": "1",
            "summary": "<i>\n  &lt; \ue000c\ue000",
        },
        "tags": [{"name": "C++ & <x>"}],
        "paths": {
            f"/{number}": {
                "get": {"tags": ["C++ & <x>"], "summary": f"<b> {number} &amp;\n   \ue000f\ue000", "responses": DONE}
            }
            for number in range(3)
        },
    }
)
CHANGES: dict[str, Callable[[Path], Any]] = {
    "nothing": lambda folder: None,
    "a description": lambda folder: _replace(folder / "specs/acme/one.json", "Reads", "Writes"),
    "an operation more": lambda folder: _replace(folder / "specs/acme/one.json", '"get"', _PUT),
    "the name of the site": lambda folder: _replace(folder / "mkdocs.yml", "Mine", "Yours"),
    "the address": lambda folder: _replace(folder / "mkdocs.yml", "site_name", "site_url: https://a.b/\nsite_name"),
    "the navigation": lambda folder: _replace(folder / "docs/about.md", "# About", "# What for"),
    "a part of the theme": lambda folder: _theme(folder),
    "a page of the last site": lambda folder: (folder / "site/apis/acme/one/index.html").write_text("Wrong"),
    "a page that is gone": lambda folder: (folder / "site/apis/acme/two/index.html").unlink(),
    "what is remembered": lambda folder: [path.write_bytes(b"{}\n{}") for path in (folder / "cache").rglob("*.jsonl")],
}


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _theme(folder: Path) -> None:
    (folder / "mine/partials").mkdir(parents=True)
    (folder / "mine/partials/footer.html").write_text("<footer>Mine</footer>")
    _replace(folder / "mkdocs.yml", "font: false", "font: false, custom_dir: mine")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.site
@pytest.mark.parametrize("change", CHANGES)
def test_a_build_after_another_gives_what_one_from_nothing_gives(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    sites = []
    for number in range(3):
        if number == 1:
            CHANGES[change](tmp_path)
        elif number == 2:
            (tmp_path / "cache").rename(tmp_path / "elsewhere")
        done = run("mkdocs", "build", "--strict", "--quiet", cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        sites.append(_files(tmp_path / "site"))
    assert sites[1] == sites[2]
    assert (sites[0] == sites[1]) is (change in ("nothing", "what is remembered") or change.startswith("a page"))


SITES = {
    "plain": "",
    "with an address": "site_url: https://example.org/cat/\n",
    "with navigation": "nav: [{Home: index.md}, {One: apis/acme/one/index.md}, {More: [tags/index.md, about.md]}]\n",
    "with a palette": "site_url: https://example.org/\nextra: {homepage: https://a.b}\nrepo_url: https://a.b/c\n",
}


@pytest.mark.site
@pytest.mark.parametrize("site", SITES)
def test_a_frame_makes_what_the_theme_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for name, text in {**PROJECT, "specs/acme/odd.json": ODD}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "mkdocs.yml").write_text(PROJECT["mkdocs.yml"] + SITES[site])
    framed: list[str] = []
    around = Frames.around

    def noted(self: Frames, page: Any, *rest: Any) -> str:
        framed.append(page.url)
        return around(self, page, *rest)

    monkeypatch.setattr(Frames, "around", noted)
    _build(tmp_path)
    assert len(framed) > 5
    first = _files(tmp_path / "site")
    shutil.rmtree(tmp_path / "site")
    monkeypatch.setattr("api_catalog.plugin.Frames", lambda *_: None)
    _build(tmp_path)
    second = _files(tmp_path / "site")
    assert first.keys() == second.keys()
    for name, data in first.items():
        assert data == second[name], name


def _build(folder: Path) -> None:
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


@pytest.mark.site
def test_only_pages_that_differ_go_through_the_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    drawn: list[str] = []

    def noted(output: str, content: str) -> str:
        drawn.append(content)
        return with_policy(output, content)

    monkeypatch.setattr("api_catalog.plugin.with_policy", noted)
    monkeypatch.setattr("api_catalog.plugin.Frames", lambda *_: None)
    numbers = []
    for _ in range(3):
        _build(tmp_path)
        numbers.append(len(drawn))
        drawn.clear()
        _replace(tmp_path / "specs/acme/one.json", "Reads", "Reads again")
    assert numbers[0] > 10
    assert 0 < numbers[1] < numbers[0] / 2
    assert 0 < numbers[2] < numbers[0] / 2


def _made(cache: Cache, folder: Path, files: dict[str, str], change: Callable[[Path], Any] | None = None) -> set[str]:
    """Publishes ``files`` with their texts as keys, after a ``change`` of the last site. Gives what was taken."""
    site, new = folder / "site", folder / "new"
    if change:
        change(site)
    earlier = EarlierSite(cache, site, new)
    taken = set()
    for path, text in files.items():
        if earlier.take(path, text):
            taken.add(path)
            continue
        earlier.note(path, text)
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        (new / path).write_text(text)
    if site.exists():
        shutil.rmtree(site)
    new.rename(site)
    earlier.save()
    assert {path: data.decode() for path, data in _files(site).items()} == files
    return taken


THREE = {"a": "This is a.", "b/c.html": "This is c.", "b/d/e": "This is e."}


@pytest.mark.parametrize("can_link", [True, False], ids=["links", "no links"])
def test_a_file_is_taken_if_its_key_and_its_content_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_link: bool
) -> None:
    def refused(*_: Any) -> None:
        raise OSError("no links here")

    if not can_link:
        monkeypatch.setattr("os.link", refused)
    cache = Cache(tmp_path / "cache")
    assert _made(cache, tmp_path, THREE) == set()
    assert _made(cache, tmp_path, THREE) == set(THREE)
    assert _made(cache, tmp_path, {**THREE, "a": "Another"}) == {"b/c.html", "b/d/e"}
    assert _made(cache, tmp_path, {"a": "Another"}) == {"a"}
    assert _made(cache, tmp_path, THREE) == set(), "they were not part of the site any more"
    assert _made(cache, tmp_path, THREE, lambda site: (site / "a").write_text("Touched")) == {"b/c.html", "b/d/e"}
    assert _made(cache, tmp_path, THREE, lambda site: (site / "b/d/e").write_text("THIS IS E.")) == {"a", "b/c.html"}
    assert _made(cache, tmp_path, THREE, lambda site: (site / "b/d/e").unlink()) == {"a", "b/c.html"}
    assert _made(Cache(tmp_path / "another"), tmp_path, THREE) == set()


@pytest.mark.parametrize("stated", [[], 5, {"a": 5}, {"a": ["key of a"]}, {"a": ["key of a", 5]}, {"a": [[], {}]}])
def test_what_is_remembered_may_be_anything(tmp_path: Path, stated: Any) -> None:
    cache, site = Cache(tmp_path / "cache"), tmp_path / "site"
    site.mkdir()
    (site / "a").write_text("This is a.")
    first = EarlierSite(cache, site, tmp_path / "new")
    cache.put(first._question, stated)
    assert not EarlierSite(cache, site, tmp_path / "new").take("a", "key of a")


def test_what_is_there_is_not_written_into(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    _made(cache, tmp_path, THREE)
    (tmp_path / "new").mkdir()
    (tmp_path / "new/a").write_text("Of somebody else")
    assert not EarlierSite(cache, tmp_path / "site", tmp_path / "new").take("a", THREE["a"])
    assert (tmp_path / "site/a").read_text() == "This is a."


FRAMES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"site_name": "A"}, {}),
    ({"site_name": "B"}, {}),
    ({"site_name": "A", "extra": {"b": {"x", "y"}}}, {}),
    ({"site_name": "A", "extra": {"b": {"x", "z"}}}, {}),
    ({"site_name": "A"}, {"features": ["a"]}),
    ({"site_name": "A", "nav": Path("a")}, {}),
]


def test_a_frame_is_what_is_in_it(tmp_path: Path) -> None:
    frames = [frame_of(settings, theme, []) for settings, theme in FRAMES]
    assert len(set(frames)) == len(FRAMES)
    assert [frame_of(settings, theme, []) for settings, theme in FRAMES] == frames
    assert frame_of({**FRAMES[0][0], "docs_dir": "a", "plugins": object()}, {}, []) == frames[0]
    (tmp_path / "main.html").write_text("a")
    assert frame_of(*FRAMES[0], [tmp_path]) != frames[0]
