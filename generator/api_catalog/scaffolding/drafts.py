"""The files of a new API as text, from small templates of ours, and what is left to do in them.

A template is YAML as it will stand in the repository, so that comments and the order of fields are as people read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template

from api_catalog.documents import ReadError
from api_catalog.documents.document import parse
from api_catalog.documents.files import read_bytes
from api_catalog.documents.reading import mapping, mappings, text
from api_catalog.documents.repository import PROVIDER, RECORD, SETTINGS
from api_catalog.scaffolding.facts import Facts, facts_of
from api_catalog.scaffolding.modelines import modeline, openapi_modeline
from api_catalog.scaffolding.place import Place
from api_catalog.scaffolding.scalars import one_line, scalar
from api_catalog.validation.schemas import version_of

_TODO = "TODO"
_WHO_WROTE = "first-party  # TODO: who wrote the description: first-party, standards-body or derived"
_READ_FROM = '"TODO: what the description was written from; one entry for each page"'
_LINKS = {"homepage": '"TODO: the product page"', "documentation": '"TODO: the reference or guide"'}
_HINTS = {"tags": "suggest-tags proposes them"}
_PLAIN_NAME = re.compile(r"[a-z0-9-]+").fullmatch
_KEY = re.compile(r"[\s-]*([\w/-]+):")


@dataclass(frozen=True, slots=True)
class Given:
    """A description that exists already; ``data`` is kept as it is. ``url`` says where it was fetched, if it was."""

    data: bytes = field(repr=False)
    facts: Facts
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    """A line that a person has to finish."""

    path: str
    line: int
    what: str


def given(data: bytes, name: str, url: str = "") -> Given:
    """The description in ``data``, from a file or URL that ends in ``name``. Raises ReadError if it is none."""
    looks_like_json = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    is_yaml = name.endswith((".yaml", ".yml"))
    own_name = "openapi.json" if name.endswith(".json") or (looks_like_json and not is_yaml) else "openapi.yaml"
    value = parse(data, own_name)
    if version_of(value) is None:
        hint = "It has to start with openapi: 3.0, 3.1 or 3.2, or swagger: '2.0'."
        raise ReadError("not an OpenAPI description of a version that is known", hint=hint)
    return Given(data, facts_of(mapping(value)), own_name, url)


def drafts(place: Place, known: Given | None, today: str) -> dict[str, bytes]:
    """Every file to write, by its path below the specs folder."""
    description = f"{place.folder}/{known.name if known else 'openapi.yaml'}"
    record = f"{place.folder}/{RECORD}"
    found = {
        description: known.data if known else _fill("openapi.yaml", modeline=openapi_modeline()),
        record: _record(modeline(place.root, "api", record), known, _kinds(place.root), today),
    }
    if not place.has_provider:
        found[place.provider_file] = _fill(PROVIDER, modeline=modeline(place.root, "provider", place.provider_file))
    return found


def _record(modeline: str, known: Given | None, kinds: Sequence[str], today: str) -> bytes:
    facts = known.facts if known else Facts()
    links = _LINKS | {name: scalar(url) for name, url in facts.links}
    return _fill(
        RECORD,
        modeline=modeline,
        said="".join(f"# TODO: use and remove: {one_line(part)}\n" for part in _said(facts)),
        kinds=f", of the kinds {' and '.join(kinds)}" if kinds else "",
        described=str(facts.operations),
        kind=_WHO_WROTE if known else "curated",
        url=scalar(known.url) if known and known.url else _READ_FROM,
        today=today,
        links="\n".join(f"  {name}: {links[name]}" for name in sorted(links)),
    )


def _said(facts: Facts) -> Iterator[str]:
    """What a description says and a record has no place for, or wants in other words."""
    if facts.title:
        yield f"it is called {facts.title}"
    yield from (f'the description says "{sentence}"' for sentence in facts.sentences)
    if facts.servers:
        yield f"it answers at {', '.join(facts.servers)}"


def _kinds(root: Path) -> list[str]:
    """The kinds of tags that an API may have, by the settings; none if they cannot be read, which is for the check."""
    try:
        settings = mapping(parse(read_bytes(root, SETTINGS), SETTINGS))
    except ReadError:
        return []
    stated = [kind for kind in mappings(settings.get("kinds")) if kind.get("applies-to") in ("api", "both")]
    return [name for kind in stated if _PLAIN_NAME(name := text(kind.get("name")))]


def _fill(name: str, **words: str) -> bytes:
    template = files("api_catalog.scaffolding").joinpath("templates", name).read_text("utf-8")
    return Template(template).substitute(words).encode()


def todos(place: Place, written: dict[str, bytes], known: Given | None) -> list[Todo]:
    """What is left to do in what we wrote, line by line; a description that was given is not ours."""
    return [
        Todo(place.shown(path), number, _what(line))
        for path, data in written.items()
        if known is None or data is not known.data
        for number, line in enumerate(data.decode().split("\n"), start=1)
        if _TODO in line
    ]


def _what(line: str) -> str:
    key = _KEY.match(line)
    before, _, after = line.partition(_TODO)
    hint = after.partition('"')[0] if before.endswith('"') else after
    hint = hint.strip(": ]") or _HINTS.get(key[1] if key else "", "")
    return ": ".join(part for part in (key[1] if key else "", hint) if part)
