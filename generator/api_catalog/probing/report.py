"""What was found, as JSON for programs and as Markdown for an issue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api_catalog.catalog.freshness import Freshness, Looked, State
from api_catalog.problems.markdown import code, plain, table

_MOST_ROWS = 100
_MOST_USES = 3
_TOLD = {
    State.DEAD: "Dead",
    State.REFUSED: "Not asked, because they lead to no public address",
    State.MOVED: "Moved for good",
    State.TROUBLE: "No good answer this time",
}


def as_json(found: Freshness) -> str:
    """``looked`` is the day; ``links`` are all, ``reviews`` those older than a year."""
    links = [_link(link) for link in found.links]
    reviews = [{"api": name, "reviewed": reviewed} for name, reviewed in found.reviews]
    counts = {state.value: number for state, number in sorted(found.counts.items())}
    value = {"looked": found.day, "counts": counts, "links": links, "reviews": reviews}
    return json.dumps(value, indent=1, ensure_ascii=True) + "\n"


def _link(link: Looked) -> dict[str, Any]:
    answer = link.answer
    stated: dict[str, Any] = {"url": answer.url, "state": answer.state.value, "since": link.since}
    optional = {"status": answer.status, "reason": answer.reason, "leads-to": answer.leads_to}
    stated |= {key: value for key, value in optional.items() if value}
    return stated | {"used-by": [{"of": use.of, "as": use.role} for use in link.uses]}


def as_markdown(found: Freshness) -> str:
    """An issue: what needs a look first. Addresses stand as code, so that nothing is linked or called."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Freshness) -> Iterator[str]:
    numbers = ", ".join(f"{found.counts[state]} {state.value}" for state in State if state in found.counts)
    yield f"Looked at on {found.day}: {len(found.links)} links of records ({numbers or 'none'})."
    yield ""
    yield "This is written anew each week. A link that is dead breaks nothing: put another in its place, and look again"
    yield "at what it was the evidence for."
    for state, title in _TOLD.items():
        links = sorted((each for each in found.links if each.answer.state is state), key=lambda each: each.since)
        if links:
            yield from ("", f"## {title} ({len(links)})", "")
            heads = ["link", "since", "leads to" if state is State.MOVED else "answer", "used by"]
            yield from table(heads, [_row(link) for link in links[:_MOST_ROWS]])
            yield from _more(len(links))
    if found.reviews:
        yield from ("", f"## Reviewed more than a year ago ({len(found.reviews)})", "")
        yield from table(
            ["API", "reviewed"], [[code(name), plain(day) or "never"] for name, day in found.reviews[:_MOST_ROWS]]
        )
        yield from _more(len(found.reviews))


def _more(number: int) -> Iterator[str]:
    if number > _MOST_ROWS:
        yield f"And {number - _MOST_ROWS} more: they are in the data file."


def _row(link: Looked) -> list[str]:
    answer = link.answer
    said = code(answer.leads_to) if answer.leads_to else plain(f"{answer.status or ''} {answer.reason}".strip())
    uses = ", ".join(f"{code(use.of)} ({plain(use.role)})" for use in link.uses[:_MOST_USES])
    more = f" and {len(link.uses) - _MOST_USES} more" if len(link.uses) > _MOST_USES else ""
    return [code(answer.url), plain(link.since), said, uses + more]
