"""The page of links and old reviews: what it says, whose text it does not believe, and what it may weigh."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
import re
from pathlib import Path

import api_catalog
import pytest
from api_catalog.catalog import Answer, Catalog, Freshness, Looked, State, Use, catalog_of
from api_catalog.execution import Cache
from api_catalog.pages import freshness
from api_catalog.pages.templates import environment, render

EVIL = "<script>alert(1)</script>\"'&amp;{{ 7 * 7 }}"
SPEC = '{"openapi": "3.1.1", "info": {"title": "Pets", "version": "1"}, "paths": {}}'
PETS, ACME = Use("acme/pets", "status"), Use("acme", "link: Home page")


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    for name in ("pets", "zoo"):
        folder = tmp_path / "specs" / "acme" / name
        folder.mkdir(parents=True)
        (folder / "openapi.json").write_text(SPEC.replace("Pets", name.title()))
        (folder / "api.yml").write_text("summary: x\nreviewed: 2026-01-01\n")
    (tmp_path / "specs" / "catalog.yml").write_text(f"title: T\ncontribute: {json.dumps('contribute/')}\n")
    return catalog_of(api_catalog.load(tmp_path / "specs"))[0]


def dead(number: int, since: str = "2026-05-04", *uses: Use) -> Looked:
    return Looked(Answer(f"https://www.a.example/{number}/", State.DEAD, 404, "Not Found"), since, uses or (PETS,))


def page(catalog: Catalog, *links: Looked, reviews: tuple[tuple[str, str], ...] = (), **counts: int) -> str:
    found = {each.answer.state: 0 for each in links} | {State(name): number for name, number in counts.items()}
    for each in links:
        found[each.answer.state] += 1
    return drawn(dataclasses.replace(catalog, freshness=Freshness("2026-06-01", found, links, reviews)))


def drawn(catalog: Catalog) -> str:
    (draft,) = freshness.drafts(catalog)
    assert draft.url == "freshness/"
    return render(environment(), draft)


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_nobody_has_looked_yet(catalog: Catalog) -> None:
    html = drawn(catalog)
    assert "Nobody has looked yet. api-catalog probe specs --json docs/freshness.json looks" in words(html)
    assert "<table" not in html
    assert "href" not in html


def test_nothing_needs_a_look(catalog: Catalog) -> None:
    text = words(page(catalog, ok=12, closed=1))
    assert "Looked at on 2026-06-01 13 links 12 lead somewhere 1 answer people, not programs" in text
    assert "Nothing needs a look" in text


def test_a_link_with_its_day_its_answer_and_who_uses_it(catalog: Catalog) -> None:
    html = page(catalog, dead(1, "2026-05-04", ACME, PETS))
    assert '<a href="https://www.a.example/1/" rel="nofollow noopener">www.a.example/1</a>' in html
    assert '<a href="../providers/acme/">acme</a> <span class="ac-quiet">link: Home page</span>' in html
    assert '<a href="../apis/acme/pets/">Pets</a> <span class="ac-quiet">status</span>' in html
    assert "2026-05-04 404 Not Found" in words(html)
    assert '<a href="#dead"><b>1</b> dead</a>' in html
    assert 'href="../freshness.json"' in html
    assert "Nothing needs a look" not in html


def test_states_are_apart_and_the_oldest_come_first(catalog: Catalog) -> None:
    moved = Looked(Answer("https://b.example/", State.MOVED, 200, "", "https://c.example/new"), "2026-01-01", (PETS,))
    html = page(catalog, dead(1, "2026-05-04"), dead(2, "2026-03-02"), moved)
    assert re.findall(r'<h2 id="([a-z]+)"', html) == ["dead", "moved"]
    assert html.index("www.a.example/2") < html.index("www.a.example/1") < html.index("b.example")
    assert '<a href="https://c.example/new" rel="nofollow noopener">c.example/new</a>' in html


def test_old_reviews_oldest_first(catalog: Catalog) -> None:
    html = page(catalog, reviews=(("acme/zoo", "2024-01-01"), ("acme/pets", "2025-01-01")))
    section = words(html[html.index('id="reviews"') :])
    assert "2 · More than a year before 2026-06-01. 2024-01-01 Zoo acme 2025-01-01 Pets acme" in section
    assert '<a href="#reviews"><b>2</b> old reviews</a>' in html


def test_text_of_strangers_is_text(catalog: Catalog) -> None:
    """Reasons come from servers; names of plans and addresses, from records."""
    answer = Answer(f"https://a.example/{EVIL}", State.TROUBLE, 500, EVIL, "")
    html = page(
        catalog,
        Looked(answer, "2026-01-01", (Use("acme/pets", f"plan: {EVIL}"), Use("gone/api", EVIL))),
        Looked(Answer("javascript:alert(1)", State.MOVED, 0, "", "javascript:alert(2)"), "2026-01-01", ()),
    )
    assert not re.search(r"<script|&amp;amp;amp;|\b49\b", html)
    assert not re.search(r'href="(?!https?://|#|\.\./)', html)
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


@pytest.mark.parametrize(
    "length", [1, 300, 1900, 200_000], ids=["short", "long", "very long", "longer than a page may be"]
)
def test_the_page_keeps_its_budget_and_says_what_is_left_out(catalog: Catalog, length: int) -> None:
    chance = random.Random(1)  # noqa: S311 - the same each time
    number = 500 if length < 10_000 else 3
    uses = tuple(Use(name, f"finding: {'x' * 60}{place}") for name in ("acme", "acme/pets") for place in range(9))
    links = [
        Looked(
            Answer(f"https://a.example/{place}{chance.randbytes(length // 2).hex()}", state, 500, "€" * 200, ""),
            "2026-01-01",
            uses,
        )
        for state in State
        for place in range(number)
    ]
    html = page(catalog, *links, reviews=tuple((api.id, "") for api in catalog.apis))
    assert len(re.findall("<[a-zA-Z]", html)) < 4500
    assert len(gzip.compress(html.encode())) < 80_000
    for section in html.split('<h2 id="')[1:5]:
        shown = section.count("<tr><td")
        assert shown <= 60
        assert (f"And {number - shown} more, which the file names." in section) is (shown < number)
        assert f" {number} · " in words(section)
    assert ("<tr><td" in html) is (length < 10_000)


def test_pages_of_apis_do_not_depend_on_it(catalog: Catalog, tmp_path: Path) -> None:
    """So a new look draws no page again but its own."""
    cache = Cache(tmp_path / "cache")

    def kept(catalog: Catalog) -> tuple[set[Path], str]:
        pages = api_catalog.build(catalog, tmp_path / "specs", cache=cache).pages
        html = next(each.html for each in pages if each.url == "freshness/")
        return {path for path in (tmp_path / "cache").rglob("*") if path.is_file()}, html

    first, before = kept(catalog)
    looked = Freshness("2026-06-01", {State.DEAD: 1}, (dead(1),), ())
    second, after = kept(dataclasses.replace(catalog, freshness=looked))
    assert first
    assert first == second
    assert before != after
