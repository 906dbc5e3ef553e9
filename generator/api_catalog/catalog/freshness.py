"""What came of a look at the links of records, and which reviews were old on that day. Frozen; looks at nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a link was found to be.

    ``CLOSED``: there is an answer, but not for a program. ``TROUBLE`` may be over the next time.
    """

    DEAD = "dead"
    MOVED = "moved"
    TROUBLE = "trouble"
    REFUSED = "refused"
    CLOSED = "closed"
    NOT_LOOKED = "not-looked"
    OK = "ok"

    @property
    def needs_a_look(self) -> bool:
        """Should a person see to it?"""
        return self in (State.DEAD, State.REFUSED, State.MOVED, State.TROUBLE)


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """``of`` is the id of an API or a provider, ``role`` what the link is to it."""

    of: str
    role: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` is that of HTTP, 0 without an answer. ``leads_to`` is where a link that moved for good ends."""

    url: str
    state: State
    status: int = 0
    reason: str = ""
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A link: what came of it, the day from which on that was so, and who uses it."""

    answer: Answer
    since: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Freshness:
    """As of ``day``. ``counts`` are of all links by state, also where ``links`` are only some of them.

    ``reviews`` are the APIs last reviewed more than a year before ``day``, each with the day of that, oldest first.
    """

    day: str
    counts: Mapping[State, int]
    links: tuple[Looked, ...]
    reviews: tuple[tuple[str, str], ...]

    def in_need(self) -> Freshness:
        """The same, of the links only those that somebody should see to."""
        return dataclasses.replace(self, links=tuple(each for each in self.links if each.answer.state.needs_a_look))
