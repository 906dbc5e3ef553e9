"""What building.py measured, as data: kept as JSON, told as tables for a terminal or Markdown, held against goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import msgspec

OURS, CHECK, STOCK = "api-catalog", "api-catalog check", "openapi-spec-validator"
ML, CURATED, WHOLE = "30 ML APIs", "curated catalog", "whole directory"
COLD, CHANGED = "cold", "one changed"
NO_RENDERERS = (OURS, CHECK, STOCK)
GIB, MB, KB = 1 << 30, 10**6, 10**3

MOST_A_SPEC, LEAST_RATIO = 0.1, 4.0
MOST_SECONDS, MOST_MEMORY, MOST_SITE = 240.0, 4 * GIB, 10**9
MOST_CHANGED, MOST_CURATED = 0.1, 2.0
MOST_GROWTH = 1.3
MOST_SEARCH_MS, MOST_SEARCH_BYTES = 500.0, MB
START, END = "<!-- figures -->", "<!-- end of figures -->"
AHEAD = (100_000, 1_000_000)
"""How many descriptions the last table looks ahead to."""


@dataclass(slots=True)
class Built:
    """Builds of one kind by one program: its runs, and of the last one the rest. ``lost`` are specs it cannot do.

    ``parts`` are the sizes of what has a line for each API, tag or provider.
    """

    program: str
    group: str
    kind: str
    specs: int
    source: int = 0
    lost: int = 0
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: int = 0
    size: int = 0
    files: int = 0
    stages: dict[str, float] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    trouble: str = ""

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def rate(self) -> float:
        """Seconds a description."""
        return self.median / (self.specs - self.lost)


@dataclass(frozen=True, slots=True)
class Asked:
    """A word typed into the search of a page that was just opened: from the focus to the first results.

    Bytes are of bodies as the server sent them, which does not pack them: those of the search, and with the page.
    """

    words: str
    milliseconds: float
    bytes: int
    bytes_in_all: int
    said: str


@dataclass(frozen=True, slots=True)
class Floor:
    """A stage of ours beside the least that it could take; seconds."""

    stage: str
    ours: float
    floor: float
    what: str
    of: str

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


@dataclass(slots=True)
class Results:
    """One run of everything, or of some of it."""

    date: str
    machine: dict[str, str]
    versions: dict[str, str]
    repeats: int
    builds: list[Built] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    floors: list[Floor] = field(default_factory=list)

    def find(self, group: str, program: str = OURS, kind: str = COLD) -> Built | None:
        """Builds that went well."""
        same = (each for each in self.builds if (each.group, each.program, each.kind) == (group, program, kind))
        return next((each for each in same if each.seconds and not each.trouble), None)

    def renderers(self) -> list[Built]:
        """Other programs that draw, the fastest first."""
        found = [each for each in self.builds if each.program not in NO_RENDERERS and each.seconds and not each.trouble]
        return sorted(found, key=lambda each: each.rate)

    def sizes(self) -> list[Built]:
        """Our builds from nothing of parts of the directory and of all of it, the smallest first."""
        groups = (each.group for each in self.builds if each.program == OURS and each.kind == COLD)
        found = [self.find(group) for group in groups if group not in (ML, CURATED)]
        return sorted((each for each in found if each), key=lambda each: each.specs)


def written(results: Results, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")


def read(file: Path) -> Results:
    return msgspec.json.decode(file.read_bytes(), type=Results)


# Goals


@dataclass(frozen=True, slots=True)
class Goal:
    """Something promised, what was measured, and whether it is kept; None if nothing was measured."""

    text: str
    figure: str = "not measured"
    holds: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "holds", False: "does not hold", None: "–"}[self.holds]


def goals(results: Results) -> list[Goal]:
    return [
        *_goals_of_ml(results),
        *_goals_of_whole(results),
        *_goals_of_changes(results),
        _goal_of_growth(results),
        *_goals_of_search(results),
    ]


def _goals_of_ml(results: Results) -> Iterator[Goal]:
    text = f"At most {MOST_A_SPEC} s a description on {ML}, search index included"
    ours = results.find(ML)
    yield Goal(text, f"{ours.rate:.3f} s", ours.rate <= MOST_A_SPEC) if ours else Goal(text)
    text = f"At least {LEAST_RATIO:g} times as fast as the fastest other program that draws the same"
    fastest = next(iter(results.renderers()), None)
    if ours is None or fastest is None:
        yield Goal(text)
        return
    times = fastest.rate / ours.rate
    yield Goal(text, f"{times:.1f} times, {fastest.program}", times >= LEAST_RATIO)


def _goals_of_whole(results: Results) -> Iterator[Goal]:
    whole = results.find(WHOLE)
    number = f"{whole.specs:,} descriptions" if whole else "The whole directory"
    cores = results.machine.get("cores", "two")
    text = f"{number} in at most {MOST_SECONDS / 60:g} minutes, on {cores} cores"
    yield Goal(text, f"{whole.median:.0f} s", whole.median <= MOST_SECONDS) if whole else Goal(text)
    text = f"… with at most {MOST_MEMORY / GIB:g} GiB over all processes"
    yield Goal(text, f"{whole.memory / GIB:.2f} GiB", whole.memory <= MOST_MEMORY) if whole else Goal(text)
    text = f"… as a site of at most {MOST_SITE / 1e9:g} GB"
    yield Goal(text, f"{whole.size / 1e9:.2f} GB", whole.size <= MOST_SITE) if whole else Goal(text)


def _goals_of_changes(results: Results) -> Iterator[Goal]:
    text = f"One changed description in at most {MOST_CHANGED:.0%} of a cold build: {WHOLE}"
    cold, changed = results.find(WHOLE), results.find(WHOLE, kind=CHANGED)
    if cold and changed:
        share = changed.median / cold.median
        yield Goal(text, f"{share:.0%}, {changed.median:.1f} s", share <= MOST_CHANGED)
    else:
        yield Goal(text)
    text = f"One changed description of the curated catalog in at most {MOST_CURATED:g} s"
    changed = results.find(CURATED, kind=CHANGED)
    yield Goal(text, f"{changed.median:.2f} s", changed.median <= MOST_CURATED) if changed else Goal(text)


def _goal_of_growth(results: Results) -> Goal:
    text = f"Time a description in the {WHOLE} at most {MOST_GROWTH} times that of 500"
    whole = results.find(WHOLE)
    middle = next((each for each in results.sizes() if each.specs == 500), None)
    if whole is None or middle is None:
        return Goal(text)
    return Goal(text, f"{whole.rate / middle.rate:.2f} times", whole.rate / middle.rate <= MOST_GROWTH)


def _goals_of_search(results: Results) -> Iterator[Goal]:
    text = f"Search of the {WHOLE}: first results at most {MOST_SEARCH_MS / 1000:g} s after the focus, the slowest word"
    slowest = max((each.milliseconds for each in results.asked), default=None)
    yield Goal(text, f"{slowest:.0f} ms", slowest <= MOST_SEARCH_MS) if slowest is not None else Goal(text)
    text = f"… with at most {MOST_SEARCH_BYTES / MB:g} MB transferred, the heaviest word"
    most = max((each.bytes for each in results.asked), default=None)
    yield Goal(text, f"{most / KB:.0f} KB", most <= MOST_SEARCH_BYTES) if most is not None else Goal(text)


# Tables


@dataclass(frozen=True, slots=True)
class Table:
    """``note`` stands below it. All columns but the first are numbers, and set to the right."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def text(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = ["  ".join(_set(row, widths)).rstrip() for row in (self.head, *self.rows)]
        return "\n".join([self.title, *lines, *([self.note] if self.note else [])])

    def markdown(self) -> str:
        lines = [" | ".join(row) for row in (self.head, ["---", *["---:"] * (len(self.head) - 1)], *self.rows)]
        table = "\n".join(f"| {line} |" for line in lines)
        return f"### {self.title}\n\n{table}\n" + (f"\n{self.note}\n" if self.note else "")


def _set(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    yield from (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))


def tables(results: Results) -> Iterator[Table]:
    """Everything that was measured, and what of it has figures; the goals last."""
    makers: tuple[Callable[[Results], Table], ...] = (_beside, _growth, _stages, _searches, _floors, _ahead, _goals)
    yield from (table for make in makers if (table := make(results)).rows)


def _beside(results: Results) -> Table:
    head = ("", "s", "s a spec", "× ours", "processor s", "GiB", "site MB", "files")
    chosen = [each for each in results.builds if each.group == ML and each.kind == COLD]
    rows = [_row(each, _counterpart(results, each)) for each in chosen]
    notes = [f"{each.program} cannot do {each.lost} of them." for each in chosen if each.lost]
    notes += [f"{each.program}: {each.trouble}." for each in chosen if each.trouble]
    return Table(f"The same {ML}, medians of {results.repeats}", head, rows, " ".join(notes))


def _counterpart(results: Results, built: Built) -> Built | None:
    return results.find(ML, CHECK if built.program in (CHECK, STOCK) else OURS)


def _row(built: Built, ours: Built | None) -> list[str]:
    if built.trouble or not built.seconds:
        return [f"{built.program} (not run)", *["–"] * 7]
    does = {OURS: "site with search", CHECK: "validation", STOCK: "validation"}.get(built.program, "site")
    return [
        f"{built.program} ({does})",
        f"{built.median:.1f}",
        f"{built.rate:.3f}",
        f"{built.rate / ours.rate:.1f}" if ours else "–",
        f"{median(built.processor):.1f}",
        f"{built.memory / GIB:.2f}",
        f"{built.size / MB:.1f}" if built.size else "–",
        f"{built.files:,}" if built.files else "–",
    ]


def _growth(results: Results) -> Table:
    head = ("", "specs", "source MB", "s", "s a spec", "GiB", "site MB", "files", "one changed s", "of cold")
    chosen = [each for group in (CURATED, ML) if (each := results.find(group))] + results.sizes()
    rows = [_size_row(each, results.find(each.group, kind=CHANGED)) for each in chosen]
    notes = [f"Medians of {results.repeats}; the {WHOLE} once."]
    failed = [each for each in results.builds if each.program == OURS and each.trouble]
    notes += [f"{each.group}, {each.kind}, failed: {each.trouble}" for each in failed]
    return Table("Our builds by size", head, rows, " ".join(notes))


def _size_row(cold: Built, changed: Built | None) -> list[str]:
    return [
        cold.group,
        f"{cold.specs:,}",
        f"{cold.source / MB:.1f}",
        f"{cold.median:.1f}",
        f"{cold.rate:.3f}",
        f"{cold.memory / GIB:.2f}",
        f"{cold.size / MB:.0f}",
        f"{cold.files:,}",
        f"{changed.median:.2f}" if changed else "–",
        f"{changed.median / cold.median:.0%}" if changed else "–",
    ]


def _stages(results: Results) -> Table:
    chosen = [each for each in results.builds if each.program == OURS and each.stages and not each.trouble]
    names = list(dict.fromkeys(name for each in chosen for name in each.stages))
    rows = [[f"{each.group}, {each.kind}", *(f"{each.stages.get(name, 0):.2f}" for name in names)] for each in chosen]
    return Table("Where our time goes, seconds of the last run", ("", *names), rows)


def _searches(results: Results) -> Table:
    if not results.asked:
        return Table("", (), ())
    times = [each.milliseconds for each in results.asked]
    rows = [
        [each.words, f"{each.milliseconds:.0f}", f"{each.bytes / KB:.0f}", f"{each.bytes_in_all / KB:.0f}", each.said]
        for each in results.asked
    ]
    note = f"Median {median(times):.0f} ms, slowest {max(times):.0f} ms."
    head = ("", "ms", "KB", "KB with the page", "said")
    return Table(f"Search of the {WHOLE}: from the focus to the first results", head, rows, note)


def _floors(results: Results) -> Table:
    return table_of(results.floors)


def table_of(floors: Sequence[Floor]) -> Table:
    rows = [
        [each.stage, each.of, f"{each.ours:.3f}", each.what, f"{each.floor:.3f}", f"{each.ratio:.1f}"]
        for each in floors
    ]
    head = ("", "of", "ours s", "floor", "floor s", "ratio")
    return Table("How far each stage is from its floor", head, rows)


def _goals(results: Results) -> Table:
    return Table("Goals", ("", "measured", ""), [[each.text, each.figure, each.verdict] for each in goals(results)])


def _ahead(results: Results) -> Table:
    """Straight lines through the two largest sizes, as far as a million."""
    whole, before = results.find(WHOLE), next((each for each in reversed(results.sizes()) if each.group != WHOLE), None)
    if whole is None or before is None:
        return Table("", (), ())
    lines = [
        ("source, GB", whole.source / 1e9, 0.0),
        ("site, GB", whole.size / 1e9, 0.0),
        ("files, thousands", whole.files / 1000, 0.0),
        ("cold build, hours", whole.median / 3600, before.median / 3600),
        ("memory of it, GiB", whole.memory / GIB, before.memory / GIB),
        *_changed_line(results, before.group),
        *((f"{name}, MB", size / MB, before.parts.get(name, 0) / MB) for name, size in whole.parts.items()),
    ]
    rows = [[name, *_along(now, then, whole.specs, before.specs)] for name, now, then in lines]
    head = ("", f"{whole.specs:,}, measured", "1,000 more", *(f"{number:,}" for number in AHEAD))
    note = f"Straight lines through {before.specs:,} and {whole.specs:,} descriptions; source, site and files by share."
    return Table("What comes with more descriptions, if nothing is done about it", head, rows, note)


def _changed_line(results: Results, before: str) -> Iterator[tuple[str, float, float]]:
    now, then = results.find(WHOLE, kind=CHANGED), results.find(before, kind=CHANGED)
    if now and then:
        yield "one changed description, minutes", now.median / 60, then.median / 60


def _along(now: float, then: float, specs: int, fewer: int) -> list[str]:
    """Now, what each further thousand adds, and how much that is far ahead; ``then`` is 0 if all of it grows."""
    slope = max(0.0, (now - then) / (specs - fewer)) if then else now / specs
    return [_short(now), _short(slope * 1000), *(_short(now + slope * (number - specs)) for number in AHEAD)]


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 else f"{value:.2g}" if value < 1 else f"{value:.1f}"


def about(results: Results) -> str:
    """When, on what and with what, as a sentence or two."""
    machine = ", ".join(f"{value} {name}" if name == "cores" else value for name, value in results.machine.items())
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    return f"Measured on {results.date}: {machine}. {versions}."


def markdown(results: Results) -> str:
    """All tables, the goals first, to be put into a page."""
    *others, held = tables(results)
    return "\n".join([about(results) + "\n", *(table.markdown() for table in (held, *others))])


def put_into(page: str, told: str) -> str:
    """A page with ``told`` between its two comments."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"The page lacks {START} or {END}.")
    return f"{before}{start}\n\n{told.strip()}\n\n{end}{after}"


def text(results: Results) -> str:
    return "\n\n".join([about(results), *(table.text() for table in tables(results))])
