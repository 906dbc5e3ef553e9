"""Two states of some files → what was done to each API, provider and word. Remembered by the files."""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api_catalog.catalog.apis import api_of, id_of
from api_catalog.catalog.model import Api
from api_catalog.catalog.revisions import Difference, Edit
from api_catalog.documents import ApiFiles, ReadError
from api_catalog.documents.document import parse
from api_catalog.documents.memory import no_collection
from api_catalog.documents.reading import mapping, text
from api_catalog.documents.repository import load_one
from api_catalog.execution import Cache
from api_catalog.execution.program import digest_of
from api_catalog.history.difference import differences
from api_catalog.history.findings import Found, Place, merged, shown
from api_catalog.history.impacts import IMPACTS
from api_catalog.history.records import provider_differences, settings_differences, vocabulary_differences
from api_catalog.history.trees import API, PROVIDERS, SETTING, WORDS, Read, Unit
from api_catalog.history.values import same

Files = Mapping[str, str]
_OTHERS = {PROVIDERS: provider_differences, WORDS: vocabulary_differences, SETTING: settings_differences}
_TITLES = {WORDS: "The vocabulary", SETTING: "The settings"}


@dataclass(frozen=True, slots=True)
class Task:
    """A unit before and after; ``was`` is another unit if it moved. ``main`` are the files that stand for it."""

    unit: Unit
    before: Files
    after: Files
    main: tuple[str, str]
    was: Unit | None = None


class Editor:
    """Works out edits. ``most`` is how many differences of one are listed (0: all)."""

    def __init__(self, read: Read, cache: Cache | None = None, most: int = 0) -> None:
        self._read, self._cache, self._most = read, cache, most
        self._last: tuple[dict[str, str], ApiFiles | str | None] = ({}, None)

    def edit(self, task: Task) -> Edit | None:
        """What was done; None if nothing was that anybody would notice."""
        if dict(task.before) == dict(task.after) and task.was is None:
            return None
        question = self._question(task)
        known = self._cache.get(question) if self._cache else None
        if known is not None:
            return _edit(known) if known else None
        with no_collection():
            edit = self._api(task) if task.unit.kind == API else self._other(task)
        if self._cache:
            self._cache.put(question, dataclasses.asdict(edit) if edit else {})
        return edit

    def _question(self, task: Task) -> bytes:
        parts = [_program(), str(self._most).encode(), repr((task.unit, task.was, task.main)).encode()]
        for files in (task.before, task.after):
            parts.append("\0".join(f"{path}\1{blob}" for path, blob in sorted(files.items())).encode())
        return b"history\0" + b"\2".join(parts)

    def _api(self, task: Task) -> Edit | None:
        files, known = self._last
        new = known if files and files == dict(task.after) else self._loaded(task.after, task.main[1])
        old = self._loaded(task.before, task.main[0])
        self._last = (dict(task.before), old)
        if isinstance(old, str) or isinstance(new, str):
            return self._unreadable(task, old, new)
        if old is None and new is None:
            return None
        if old is None or new is None:
            return _whole("added" if old is None else "removed", api_of(new or old))  # type: ignore[arg-type] # one is
        one, other = (_value(files) for files in (old, new))
        found = differences(one, other, _record(old), _record(new))
        before = "/".join(id_of(old.parts)) if task.was else ""
        api = api_of(new)
        if before:
            found += merged([Found("api-moved", Place(), f"{shown(before)} is now {shown(api.id)}.")])
        if not found:
            return None
        listed, counts = self._listed(found)
        return Edit(
            "api", api.id, api.title, "moved" if before else "changed", listed, counts,
            tags=_tags(found), before=before, in_description=not same(one, other), operations=len(api.operations),
        )  # fmt: skip

    def _unreadable(self, task: Task, old: ApiFiles | str | None, new: ApiFiles | str | None) -> Edit:
        path = task.main[1] or task.main[0]
        name = "/".join(id_of(tuple(part for part in task.unit.path.split("/") if part) or (path,)))
        message = "The description was not readable." if not isinstance(new, str) else f"It cannot be read: {new}."
        listed = merged([Found("unreadable", Place(), message)])
        return Edit("api", name, name, "changed", tuple(listed), (0, 0, 1), in_description=True)

    def _other(self, task: Task) -> Edit | None:
        old, new = (self._parsed(files, main) for files, main in zip((task.before, task.after), task.main, strict=True))
        compare = _OTHERS[task.unit.kind]
        is_words = task.unit.kind == WORDS
        found = merged(compare(old if is_words else mapping(old), new if is_words else mapping(new)))
        if not found:
            return None
        name = id_of((task.unit.path.split("/")[0],))[0] if task.unit.kind == PROVIDERS else ""
        title = _TITLES.get(task.unit.kind) or text(mapping(new or old).get("name")) or name
        listed, counts = self._listed(found)
        kind = "changed" if task.main[0] and task.main[1] else "added" if task.main[1] else "removed"
        return Edit(task.unit.kind, name, title, kind, listed, counts, tags=_tags(found))

    def _listed(self, found: list[Difference]) -> tuple[tuple[Difference, ...], tuple[int, int, int]]:
        impacts = [each.impact for each in found]
        counts = tuple(impacts.count(impact) for impact in IMPACTS)
        return tuple(found[: self._most or None]), (counts[0], counts[1], counts[2])

    def _parsed(self, files: Files, main: str) -> Any:
        data = self._read(files[main]) if main else None
        try:
            return parse(data, main) if data is not None else None
        except ReadError:
            return None

    def _loaded(self, files: Files, main: str) -> ApiFiles | str | None:
        """The API in a folder of its own; what stands in the way of that as text; None if there is none."""
        if not main:
            return None
        with tempfile.TemporaryDirectory(prefix="api-catalog-") as folder:
            for path, blob in files.items():
                data = self._read(blob)
                if data is None:
                    return "it is not there, or too large"
                place = Path(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
            try:
                found = load_one(Path(folder), main)
            except ReadError as error:
                return f"{shown(error.message)} (line {error.line})"
        is_description = isinstance(found.description.value, dict) and {"openapi", "swagger"} & {*_value(found)}
        return found if is_description else None


def _value(files: ApiFiles) -> dict[str, Any]:
    return mapping(files.bundle.value)


def _record(files: ApiFiles) -> Any:
    return files.record.value if files.record else None


def _whole(kind: str, api: Api) -> Edit:
    tags = tuple(sorted(set(api.all_tags) | {finding.tag for finding in api.findings}))
    number = len(api.operations)
    message = f"API {kind}, with {number} operation{'' if number == 1 else 's'}."
    (said,) = merged([Found(f"api-{kind}", Place(), message, tags=set(tags))])
    counts = (1, 0, 0) if kind == "removed" else (0, 1, 0)
    return Edit("api", api.id, api.title, kind, (said,), counts, tags, in_description=True, operations=number)


def _tags(found: Iterable[Difference]) -> tuple[str, ...]:
    return tuple(sorted({tag for each in found for tag in each.tags}))


def _edit(stored: dict[str, Any]) -> Edit:
    listed = tuple(
        Difference(**{**each, "calls": tuple(each["calls"]), "tags": tuple(each["tags"])})
        for each in stored["differences"]
    )
    first, second, third = stored["counts"]
    return Edit(**{**stored, "differences": listed, "counts": (first, second, third), "tags": tuple(stored["tags"])})


@functools.lru_cache(maxsize=1)
def _program() -> bytes:
    """The digest of what edits are worked out with."""
    return digest_of(Path(__file__).parents[1] / room for room in ("history", "documents", "catalog"))
