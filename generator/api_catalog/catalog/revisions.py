"""What changed and when: commits, what each did to an API, and the differences one by one. Frozen, newest first."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

_MOST_CALLS = 3  # that are named


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was.

    ``impact`` is breaking, non-breaking or editorial, ``kind`` is added, removed or changed. ``rule`` names the rule
    that says so, ``reason`` says why. ``calls`` are the operations it is about, ``where`` is the place in words,
    ``pointer`` the place in the new description, or in the old one if it is gone. ``side`` is request, response, both
    or empty.
    """

    impact: str
    kind: str
    rule: str
    message: str
    reason: str
    where: str = ""
    calls: tuple[str, ...] = ()
    side: str = ""
    pointer: str = ""
    tags: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it is, for people: the first operations, the side, the place in it; empty if the message says it."""
        named = [call for call in self.calls if call not in self.message]
        more = f" and {len(named) - _MOST_CALLS} more" if len(named) > _MOST_CALLS else ""
        side = "" if self.side in self.where else self.side
        return " · ".join(part for part in (", ".join(named[:_MOST_CALLS]) + more, side, self.where) if part)


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to one API, provider (``about``), to the vocabulary or the settings.

    ``kind`` is added, removed, changed or moved (from the id ``before``). ``counts`` are all differences by impact, of
    which ``differences`` are the first. ``in_description`` says that the description is not what it was.
    """

    about: str
    id: str
    title: str
    kind: str
    differences: tuple[Difference, ...] = ()
    counts: tuple[int, int, int] = (0, 0, 0)
    tags: tuple[str, ...] = ()
    before: str = ""
    in_description: bool = False
    operations: int = 0

    @property
    def impact(self) -> str:
        """The worst there is."""
        names = ("breaking", "non-breaking", "editorial")
        return next((name for name, count in zip(names, self.counts, strict=True) if count), "editorial")

    @property
    def further(self) -> int:
        """How many differences are counted and not listed."""
        return sum(self.counts) - len(self.differences)


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed the catalog. ``date`` is RFC 3339 in UTC, ``url`` its page elsewhere, if there is one."""

    commit: str
    date: str
    subject: str
    edits: tuple[Edit, ...]
    url: str = ""

    @property
    def day(self) -> str:
        return self.date[:10]


@dataclass(frozen=True)
class History:
    """The newest revisions, newest first, and per API the day on which its description changed last."""

    revisions: tuple[Revision, ...] = ()
    described: Mapping[str, str] = field(default_factory=dict)

    def of_api(self, api_id: str) -> History:
        """What concerns one API."""
        day = {api_id: self.described[api_id]} if api_id in self.described else {}
        return History(self._kept(self._places.get(("api", api_id), [])), day)

    def of_tags(self, names: Collection[str]) -> tuple[Revision, ...]:
        """What concerns operations, APIs, findings and words of these tags, and of that nothing else."""
        wanted = frozenset(names)
        places = sorted({place for name in wanted for place in self._places.get(("tag", name), ())})
        return self._kept(places, wanted)

    @functools.cached_property
    def _places(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Where edits of an API, and of a tag, are."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for at, revision in enumerate(self.revisions):
            for number, edit in enumerate(revision.edits):
                for key in [("api", edit.id)] * (edit.about == "api") + [("tag", tag) for tag in edit.tags]:
                    found.setdefault(key, []).append((at, number))
        return found

    def _kept(self, places: Iterable[tuple[int, int]], tags: frozenset[str] = frozenset()) -> tuple[Revision, ...]:
        kept: dict[int, list[Edit]] = {}
        for at, number in places:
            edit = self.revisions[at].edits[number]
            part = _about(edit, tags) if tags else edit
            if part is not None:
                kept.setdefault(at, []).append(part)
        return tuple(dataclasses.replace(self.revisions[at], edits=tuple(edits)) for at, edits in kept.items())


def _about(edit: Edit, tags: frozenset[str]) -> Edit | None:
    """The part of an edit that concerns ``tags``."""
    if edit.kind in ("added", "removed"):
        return edit
    concerned = tuple(each for each in edit.differences if not tags.isdisjoint(each.tags))
    impacts = [each.impact for each in concerned]
    counts = (impacts.count("breaking"), impacts.count("non-breaking"), impacts.count("editorial"))
    return dataclasses.replace(edit, differences=concerned, counts=counts) if concerned else None
