"""What is fresh and what is not: links of records that nobody should rely on, and reviews that are old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from api_catalog.catalog import Api, Catalog, Freshness, Looked, Provider, State, Use
from api_catalog.pages import urls
from api_catalog.pages.page import Draft

_MOST_ROWS = 60  # of one state
_MOST_USERS = 3
_MOST_ROLES = 3
_MOST_REVIEWS = 100
_ROOM = 60_000  # bytes that rows may say
_LONG = 90  # characters of an address that are shown
_STATES = {
    State.DEAD: ("Dead", "There is no such page, or no such host."),
    State.REFUSED: ("Not asked", "They do not lead to a public address."),
    State.MOVED: ("Moved for good", "They lead on; the record should have the new address."),
    State.TROUBLE: ("In trouble", "There was no good answer that day. It may be over the next time."),
}
_OTHERS = {
    State.OK: "lead somewhere",
    State.CLOSED: "answer people, not programs",
    State.NOT_LOOKED: "were not looked at",
}


@dataclass(frozen=True, slots=True)
class User:
    """An API or a provider that has a link. ``url`` is empty if it has no page."""

    title: str
    url: str
    roles: tuple[str, ...]
    further: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """``shown`` is the address, shortened; ``said`` is what came of it in words, ``leads_to`` where it leads now."""

    url: str
    shown: str
    since: str
    said: str
    leads_to: str
    leads_to_shown: str
    users: tuple[User, ...]
    further: int

    @property
    def weight(self) -> int:
        """How many bytes it takes on the page, about."""
        users = (part for user in self.users for part in (user.title, user.url, *user.roles))
        return sum(len(part.encode()) for part in (self.url, self.said, self.leads_to, *users))


@dataclass(frozen=True, slots=True)
class Section:
    """The links of one state: ``number`` in all, of which ``rows`` are the first."""

    anchor: str
    title: str
    note: str
    number: int
    rows: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class FreshnessView:
    """What pages/freshness.html.jinja draws. ``day`` is empty if nobody has looked."""

    day: str
    number: int
    others: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]
    reviews: tuple[tuple[str, Api, Provider], ...]
    review_count: int
    contribute: str


def drafts(catalog: Catalog) -> Iterator[Draft]:
    """The page is there without a look too, so that links to it lead somewhere."""
    found = catalog.freshness or Freshness("", {}, (), ())
    reviewed = dict(found.reviews)
    old = [(reviewed[api.id], api, catalog.providers[api.provider]) for api in catalog.apis if api.id in reviewed]
    view = FreshnessView(
        day=found.day,
        number=sum(found.counts.values()),
        others=tuple((found.counts[state], words) for state, words in _OTHERS.items() if state in found.counts),
        sections=tuple(_sections(catalog, found)),
        reviews=tuple(sorted(old, key=lambda row: (row[0], row[1].id))[:_MOST_REVIEWS]),
        review_count=len(old),
        contribute=catalog.settings.contribute,
    )
    description = "Which links of records no longer lead where they did, and which reviews are more than a year old."
    yield Draft(urls.FRESHNESS, "Freshness", description, "pages/freshness.html.jinja", view)


def _sections(catalog: Catalog, found: Freshness) -> Iterator[Section]:
    """What is shown keeps within the room that a page has; the file has all of it."""
    places = _places(catalog)
    left = _ROOM
    for state, (title, note) in _STATES.items():
        links = sorted((each for each in found.links if each.answer.state is state), key=lambda each: each.since)
        rows: list[LinkRow] = []
        for row in (_row(places, link) for link in links[:_MOST_ROWS]):
            if row.weight > left:
                break
            left -= row.weight
            rows.append(row)
        if links:
            yield Section(state.value, title, note, len(links), tuple(rows))


def _places(catalog: Catalog) -> dict[str, tuple[str, str]]:
    """Title and URL of what may have a link, by id."""
    providers = {slug: (each.name, urls.provider_url(each)) for slug, each in catalog.providers.items()}
    return providers | {api.id: (api.title, urls.api_url(api)) for api in catalog.apis}


def _row(places: dict[str, tuple[str, str]], link: Looked) -> LinkRow:
    answer = link.answer
    users = [_user(places, name, list(uses)) for name, uses in groupby(link.uses, key=lambda use: use.of)]
    return LinkRow(
        answer.url,
        _shown(answer.url),
        link.since,
        f"{answer.status or ''} {answer.reason}".strip(),
        answer.leads_to,
        _shown(answer.leads_to),
        tuple(users[:_MOST_USERS]),
        max(len(users) - _MOST_USERS, 0),
    )


def _user(places: dict[str, tuple[str, str]], name: str, uses: Sequence[Use]) -> User:
    title, url = places.get(name, (name, ""))
    roles = tuple(use.role for use in uses)
    return User(title, url, roles[:_MOST_ROLES], max(len(roles) - _MOST_ROLES, 0))


def _shown(url: str) -> str:
    """An address for people: without its scheme, and not too long."""
    text = url.partition("://")[2].rstrip("/")
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
