"""Browse in a real browser: counts equal to a count by hand, the whole state in the address, keyboard, no scripts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from browsing import Watched, serving, violations
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.site]
STATES = 200
COUNTED = 40
SEED = 8
WORDS = ("", "", "text", "speech api", "models", "NER", "zzz", "a & b", "é=1", "100% + more", "-ocr")


@dataclass
class Catalog:
    """apis.json, read and counted in the plainest way."""

    data: dict[str, Any]

    @cached_property
    def values(self) -> list[tuple[int, list[Any]]]:
        """Facet and record of each value."""
        return [(number, value) for number, facet in enumerate(self.data["facets"]) for value in facet[3]]

    def words_of(self, api: list[Any]) -> list[str]:
        """The texts that a word of the filter is looked for in."""
        held = (self.values[place][1] for place in api[8])
        return [f"{api[2]}\n{api[3]}".lower(), *(f"{title} {slug} {names}".lower() for slug, title, _, names in held)]

    def matches(self, api: list[Any], state: State, but: int = -1, without_not: int = -1) -> bool:
        """``but`` is a facet whose wishes do not count, ``without_not`` a value whose NOT does not."""
        held = set(api[8])
        texts = self.words_of(api)
        if any(not any(word in text for text in texts) for word in state.text.lower().split()):
            return False
        if any(place in held for place in state.unwanted if place != without_not):
            return False
        facets = {self.values[place][0] for place in state.wanted} - {but}
        return all(any(self.values[place][0] == facet and place in held for place in state.wanted) for facet in facets)

    def number(self, state: State) -> int:
        return sum(self.matches(api, state) for api in self.data["apis"])

    def count(self, state: State, place: int) -> int:
        """The number beside a value, as the head of browse.mjs defines it."""
        facet = self.values[place][0]
        return sum(place in api[8] and self.matches(api, state, facet, place) for api in self.data["apis"])

    def address(self, state: State) -> str:
        parts = []
        for number, facet in enumerate(self.data["facets"]):
            chosen = [place for place in state.order if self.values[place][0] == number]
            words = [("-" if place in state.unwanted else "") + self.values[place][1][0] for place in chosen]
            parts += [f"{facet[0]}={','.join(words)}"] if words else []
        return "&".join(parts)


@dataclass
class State:
    """What is chosen."""

    wanted: list[int] = field(default_factory=list)
    unwanted: list[int] = field(default_factory=list)
    text: str = ""
    order: list[int] = field(default_factory=list)


@pytest.fixture(scope="module")
def catalog(built: Path) -> Catalog:
    return Catalog(json.loads((built / "apis" / "apis.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serving(built) as server:
        yield f"{server}apis/"


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    watched = Watched(browser)
    opened(watched.page, address)
    yield watched
    watched.context.close()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-ready]")


def random_state(catalog: Catalog, chance: random.Random) -> State:
    order = chance.sample(range(len(catalog.values)), chance.choice((0, 1, 1, 2, 3, 5)))
    wanted = [place for place in order if chance.random() < 0.75]
    return State(wanted, [place for place in order if place not in wanted], chance.choice(WORDS), order)


def enter(page: Page, catalog: Catalog, state: State) -> None:
    """Clicks the state together: a value once to have it, twice to leave it out."""
    page.fill(".ac-tools input", state.text)
    page.evaluate(
        """clicks => clicks.forEach(([place, times]) => {
             const button = document.querySelector(`.ac-facets [data-place="${place}"]`);
             for (let i = 0; i < times; i += 1) button.click();
           })""",
        [[place, 2 if place in state.unwanted else 1] for place in state.order],
    )


def shown(page: Page) -> dict[str, Any]:
    """What the page says: the number found, the numbers beside the values, what is chosen."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => ({
          found: document.querySelector(".ac-line-found").textContent,
          rows: [...document.querySelectorAll(".ac-rows > li")].map(row => row.querySelector(".ac-row-title").href),
          counts: Object.fromEntries([...document.querySelectorAll(".ac-value")].map(
            each => [each.dataset.place, Number(each.nextElementSibling.textContent.replaceAll(",", ""))])),
          chosen: [...document.querySelectorAll('.ac-value[aria-pressed="true"]')].map(each => each.textContent),
          chips: [...document.querySelectorAll(".ac-chips .ac-chip")].map(each => each.textContent),
          text: document.querySelector(".ac-tools input").value,
          sort: document.querySelector("select").value,
          view: document.querySelector('[data-view][aria-pressed="true"]').dataset.view,
          search: location.search,
        })"""
    )


@pytest.mark.parametrize("round_", range(4))
def test_counts_are_those_of_a_count_by_hand(watched: Watched, catalog: Catalog, address: str, round_: int) -> None:
    chance = random.Random(SEED + round_)  # noqa: S311 - the same states each time
    page = watched.page
    for _ in range(COUNTED // 4):
        state = random_state(catalog, chance)
        page.evaluate("for (let chip; (chip = document.querySelector('.ac-chips .ac-chip')); ) chip.click()")
        enter(page, catalog, state)
        said = shown(page)
        number = catalog.number(state)
        total = len(catalog.data["apis"])
        assert said["found"] == (f"{number} of {total} APIs" if state.order or state.text else f"{total} APIs"), state
        assert len(said["rows"]) == min(number, 120)
        wrong = {
            place: (count, right)
            for place, count in said["counts"].items()
            if count != (right := catalog.count(state, int(place)))
        }
        assert wrong == {}, state
    assert watched.faults == []


def test_an_address_is_the_whole_state(watched: Watched, catalog: Catalog, address: str) -> None:
    """Clicked together, read from the address, and read back to the same address: 200 random states."""
    chance = random.Random(SEED)  # noqa: S311
    page = watched.page
    for number in range(STATES):
        state = random_state(catalog, chance)
        if number % 10 == 0:  # a real load now and then; else the history does the same, faster
            opened(page, address)
        else:
            page.evaluate(
                "history.pushState(null, '', location.pathname); dispatchEvent(new PopStateEvent('popstate'))"
            )
        enter(page, catalog, state)
        page.select_option("select", chance.choice(("provider", "name", "operations", "reviewed")))
        page.click(f'[data-view="{chance.choice(("list", "cards"))}"]')
        before = shown(page)
        assert catalog.address(state) in before["search"].removeprefix("?")
        assert before["text"].strip() == state.text
        if number % 10 == 0:
            opened(page, address + before["search"])
        else:
            page.evaluate(
                """search => { for (const url of [location.pathname, location.pathname + search]) {
                     history.pushState(null, '', url); dispatchEvent(new PopStateEvent('popstate')); } }""",
                before["search"],
            )
        assert shown(page) == before
    assert watched.faults == []


def test_every_step_is_one_step_back(watched: Watched, address: str) -> None:
    page = watched.page
    page.click(".ac-facets summary >> nth=0")
    first = page.locator(".ac-facets .ac-value:visible").first
    steps = [shown(page)]
    for act in (
        first.click,
        first.click,
        lambda: page.locator(".ac-tools input").press_sequentially("api"),
        lambda: page.select_option("select", "operations"),
        lambda: page.click('[data-view="cards"]'),
    ):
        act()
        steps.append(shown(page))
    assert len({json.dumps(step) for step in steps}) == len(steps)
    for expected in reversed(steps[:-1]):
        page.go_back()
        assert shown(page) == expected
    for expected in steps[1:]:
        page.go_forward()
        assert shown(page) == expected
    assert watched.faults == []


def test_rows_are_in_the_order_asked_for(watched: Watched, catalog: Catalog, address: str) -> None:
    page = watched.page
    apis = catalog.data["apis"]
    for key, place in (("operations", 6), ("reviewed", 7)):
        page.select_option("select", key)
        rows = shown(page)["rows"]
        by_address = {f"{address}{catalog.values[api[0]][1][0]}/{api[1]}/": api[place] for api in apis}
        given = [by_address[row] for row in rows]
        assert given == sorted(given, reverse=True)
    assert watched.faults == []


def test_by_keyboard_alone(watched: Watched, address: str) -> None:
    """Chooses a value, leaves it out, takes its chip away, picks an API for comparison, opens one."""
    page = watched.page

    def reach(selector: str) -> None:
        for _ in range(400):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"no way to {selector} by the Tab key")

    reach(".ac-facets summary")
    page.keyboard.press("Enter")
    reach(".ac-value")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert shown(page)["chosen"] == [name]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert shown(page)["chosen"] == [f"not {name}"]
    reach(".ac-chip")
    page.keyboard.press("Enter")
    assert shown(page)["chosen"] == []
    assert page.evaluate("document.activeElement.matches('.ac-tools input')")
    page.keyboard.type("face")
    assert shown(page)["chips"] == ["“face”"]
    reach(".ac-pick")
    page.keyboard.press("Enter")
    assert page.get_attribute(".ac-pick >> nth=0", "aria-pressed") == "true"
    assert page.is_visible(".ac-bar")
    page.keyboard.press("Shift+Tab")
    reach(".ac-row-title")
    href = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(href)
    page.go_back()
    page.wait_for_selector("[data-ready]")
    assert shown(page)["chips"] == ["“face”"]
    assert watched.faults == []


def test_nothing_found_offers_a_way_on(watched: Watched, address: str) -> None:
    page = watched.page
    opened(page, f"{address}?q=face+detektion")
    assert shown(page)["found"].startswith("0 of")
    page.click(".ac-near >> text=Face detection")
    assert shown(page)["chips"] == ["Face detection"]
    assert shown(page)["rows"]
    opened(page, f"{address}?q=zzzz")
    page.click("text=Remove “zzzz”")
    assert shown(page)["search"] == ""
    assert watched.faults == []


def test_what_the_catalog_does_not_have_is_said(watched: Watched, address: str) -> None:
    opened(watched.page, f"{address}?task=ocr,no-such-thing&sort=nonsense")
    said = shown(watched.page)
    assert "This catalog has no task “no-such-thing”" in said["found"]
    assert said["chosen"] == ["Optical character recognition"]
    assert watched.faults == []


def test_without_scripts_the_list_is_whole_and_values_are_links(
    browser: Browser, address: str, catalog: Catalog, built: Path
) -> None:
    page = Watched(browser, scripts=False).page
    page.goto(address)
    assert page.locator(".ac-row-title").count() == len(catalog.data["apis"])
    assert not page.is_visible(".ac-tools")
    assert not page.is_visible(".ac-pick >> nth=0")
    links = page.eval_on_selector_all(".ac-facets a[data-value]", "all => all.map(each => each.getAttribute('href'))")
    assert len(links) == len(catalog.values)
    assert all((built / "apis" / link / "index.html").resolve().is_file() for link in links)


def test_on_a_phone_the_questions_open_by_a_button(browser: Browser, address: str) -> None:
    watched = Watched(browser, width=390)
    opened(watched.page, address)
    assert not watched.page.is_visible(".ac-facets")
    watched.page.click(".ac-facets-open")
    assert watched.page.get_attribute(".ac-facets-open", "aria-expanded") == "true"
    assert watched.page.is_visible(".ac-facets")
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("search", ["", "?task=ocr,-face-detection&delivery=hosted&view=cards", "?q=face+detektion"])
def test_axe_finds_nothing_whatever_is_chosen(browser: Browser, address: str, search: str, scheme: str) -> None:
    assert violations(browser, address + search, scheme) == ""
