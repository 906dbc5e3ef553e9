"""What a hostile case is: the files somebody sends, and how that must end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

BUILDS = "builds"  # no error, and every API has its page
ANY = "any"  # with an error or without
CANNOT_RUN = "cannot run"  # a sentence that there is nothing to work on
NEIGHBOR = "acme/good/openapi.json"
FOE = "foe/bad/openapi.json"
FOE_YAML = "foe/bad/openapi.yaml"
SECRET = "marker-of-a-secret"  # noqa: S105 - it stands in files outside the specs folder, which nobody may read


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


class Special(Enum):
    """What a file may be instead of a file."""

    FOLDER = "folder"
    PIPE = "pipe"


Entry = bytes | Link | Special | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """``files`` are the paths below the specs folder; large ones are made when they are needed.

    ``expected`` is the rule that some error names, or ``BUILDS``. The API beside it must build in any case, unless the
    case stands ``alone``. ``shows`` are words that some page must have; ``elements`` is the most that a page may have,
    ``apis`` the number of APIs there must be, where they are of interest. Each of the files
    ``refused`` must have an error. ``seconds`` of a processor are all it may take.
    """

    name: str
    files: Mapping[str, Entry] = field(repr=False)
    expected: str = BUILDS
    alone: bool = False
    shows: tuple[str, ...] = ()
    elements: int = 0
    apis: int = 0
    refused: tuple[str, ...] = ()
    seconds: int = 10

    def write(self, folder: Path) -> None:
        """Makes ``specs`` in ``folder``, and beside it files that nobody may read."""
        (folder / "secret.yaml").write_bytes(encoded(api(info={"title": SECRET, "version": "1"})))
        (folder / "outside").mkdir()
        (folder / "outside" / "openapi.yaml").write_bytes(encoded(api(info={"title": SECRET, "version": "1"})))
        (folder / "specs").mkdir()
        for name, entry in {**({} if self.alone else {NEIGHBOR: encoded(api())}), **self.files}.items():
            _put(folder / "specs" / name, entry)


def _put(path: Path, entry: Entry) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(entry, Link):
        path.symlink_to(entry.target)
    elif entry is Special.FOLDER:
        path.mkdir()
    elif entry is Special.PIPE:
        os.mkfifo(path)
    elif isinstance(entry, bytes):
        path.write_bytes(entry)
    elif callable(entry):
        path.write_bytes(entry())


def encoded(value: Any) -> bytes:
    """JSON text, half characters as escapes."""
    return json.dumps(value).encode()


def operation(name: str = "look", **fields: Any) -> dict[str, Any]:
    """A small Operation Object."""
    return {"operationId": name, "summary": "Looks", "responses": {"200": {"description": "Fine."}}, **fields}


def api(**fields: Any) -> dict[str, Any]:
    """A small valid description; ``fields`` are added or replaced."""
    start = {"openapi": "3.1.1", "info": {"title": "Fine", "version": "1"}}
    return {**start, "paths": {"/look": {"get": operation()}}, **fields}


def with_schemas(**schemas: Any) -> dict[str, Any]:
    """A description of which an operation takes the schema ``A``."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    paths = {"/look": {"post": operation(requestBody={"content": content})}}
    return api(paths=paths, components={"schemas": schemas})


def with_schema(schema: Any) -> dict[str, Any]:
    """A description of which an operation takes ``schema``."""
    content = {"application/json": {"schema": schema}}
    return api(paths={"/look": {"post": operation(requestBody={"content": content})}})
