"""A contribution as Markdown, for the summary of a job. Every text of it is a stranger's and is shown as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from api_catalog.catalog import Api, Catalog
from api_catalog.contributions.change import Change, Contribution
from api_catalog.pages.facts import facts_of
from api_catalog.problems.format_text import count
from api_catalog.problems.markdown import code, link, plain, table

MOST_SHOWN = 20  # APIs with all their facts
_MOST_LINES = 12  # of a list
_MOST_BYTES = 700_000  # GitHub takes a summary of 1 MiB a step
_KILO = 1024


def summary(found: Contribution) -> str:
    """What is new, changed and gone; facts of each API; what is described twice; sizes."""
    text = "\n".join(_lines(found))
    data = text.encode("utf-8", "replace")
    if len(data) <= _MOST_BYTES:
        return text
    return data[:_MOST_BYTES].decode("utf-8", "ignore").rsplit("\n", 1)[0] + "\n\n*The rest is left out.*\n"


def _lines(found: Contribution) -> Iterator[str]:
    yield "## What this contribution changes"
    yield ""
    yield _counted(found)
    yield ""
    yield from _duplicates(found)
    shown = [change for change in found.changes if change.state != "removed"]
    for change in shown[:MOST_SHOWN]:
        yield from _api(found.catalog, change)
    yield from _names("More APIs", [change.id for change in shown[MOST_SHOWN:]])
    yield from _names("Removed", [change.id for change in found.changes if change.state == "removed"])
    yield from _names("Other files", list(found.other_files))


def _counted(found: Contribution) -> str:
    counts = Counter(change.state for change in found.changes)
    apis = ", ".join(f"{counts[state]} {state}" for state in ("new", "changed", "removed") if counts[state])
    own = count(found.problems) or "no problems"
    size = sum(change.size for change in found.changes)
    return (
        f"**APIs: {apis or 'none differ'}.** In their files: {own}; elsewhere: {found.others}. "
        f"Size: {_size(size)} of {_size(found.size)} of specs, {len(found.catalog.apis):,} APIs in all."
    )


def _size(number: int) -> str:
    return f"{number / _KILO:,.0f} KiB" if number >= _KILO else f"{number} bytes"


def _duplicates(found: Contribution) -> Iterator[str]:
    twice = [problem for problem in found.problems if problem.rule == "same-api"]
    if twice:
        yield "### Is it described already?"
        yield ""
        yield from (f"- {plain(problem.message)}" for problem in twice[:_MOST_LINES])
        yield ""


def _names(title: str, names: list[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - _MOST_LINES} more" if len(names) > _MOST_LINES else ""
        yield f"**{title}:** {', '.join(code(name) for name in names[:_MOST_LINES])}{more}"
        yield ""


def _api(catalog: Catalog, change: Change) -> Iterator[str]:
    api = change.api
    yield f"### {code(change.id)}: {change.state}"
    yield ""
    if api is None:
        yield "It has errors that keep it from being shown; the annotations say which."
        yield ""
        return
    yield f"**{plain(api.title)}**" + (f": {plain(api.summary)}" if api.summary else "")
    yield ""
    yield from table(["", ""], [[f"**{plain(label)}**", words] for label, words in _facts(catalog, api)])
    yield from _does_not(api)
    yield from _names("Files", list(change.files))


def _facts(catalog: Catalog, api: Api) -> Iterator[tuple[str, str]]:
    for fact in facts_of(catalog, api):
        yield fact.label, ", ".join(plain(item.text) for item in fact.items)
    yield "Operations", _operations(api)
    if tasks := _tasks(catalog, api):
        yield "Tags", ", ".join(code(name) for name in tasks[:40])
    if not api.curated:
        yield "Record", "none: there is no `api.yml`"
        return
    yield (
        "Status",
        plain(" ".join(filter(None, (api.status.state, "since " + api.status.since if api.status.since else "")))),
    )
    yield "Findings", _findings(api)
    if api.provenance is not None:
        sources = (f"{link(_host(source.url), source.url)} ({plain(source.date)})" for source in api.provenance.sources)
        yield "Sources", "<br>".join(list(sources)[:_MOST_LINES]) or "**none**"
    yield "Reviewed", plain(api.reviewed) or "**no date**"


def _host(url: str) -> str:
    """The host, and that there is more: whole addresses are too long for a table."""
    try:
        split = urlsplit(url)
    except ValueError:
        return url
    return f"{split.netloc}/…" if len(split.path) > 1 else split.netloc


def _operations(api: Api) -> str:
    number = f"{len(api.operations):,}"
    if api.coverage is not None:
        number += f"; the record says {api.coverage.described:,} of {api.coverage.of:,} are described"
    return number


def _tasks(catalog: Catalog, api: Api) -> list[str]:
    """Tags of the API, in the order of the vocabulary."""
    return [name for name in catalog.tags if name in api.all_tags]


def _findings(api: Api) -> str:
    states = Counter(finding.state for finding in api.findings)
    return ", ".join(f"{states[state]} {state}" for state in ("yes", "no", "not-stated") if states[state]) or "none"


def _does_not(api: Api) -> Iterator[str]:
    if api.does_not:
        yield "Does not:"
        yield ""
        yield from (f"- {plain(item.what)}" for item in api.does_not[:_MOST_LINES])
        yield ""
