"""The first line of a YAML file that tells editors its JSON Schema, written as the other files of the catalog do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from api_catalog.documents import ReadError
from api_catalog.documents.files import read_bytes, walk
from api_catalog.documents.repository import PROVIDER, RECORD, SETTINGS, VOCABULARY

OPENAPI = "https://spec.openapis.org/oas/3.1/schema/2025-09-15"
_START = "# yaml-language-server: $schema="
_MODELINE = re.compile(rb"# yaml-language-server: \$schema=(\S+)/[a-z]+\.schema\.json\s*\n")
_LOOKED_AT = 20  # files; if none of them names its schema, the catalog does not do so


def modeline(root: Path, name: str, at: str) -> str:
    """The line, with its line break, for a file at ``at`` below ``root`` with the schema ``name``.

    Empty if no file of the catalog names its schema, so that nobody could know where the schemas are.
    """
    for path, schemas in _stated(root):
        if re.match(r"[a-z]+:", schemas):
            return f"{_START}{schemas}/{name}.schema.json\n"
        folder = os.path.normpath((root / path).parent / schemas)
        relative = Path(os.path.relpath(folder, (root / at).parent)).as_posix()
        return f"{_START}{relative}/{name}.schema.json\n"
    return ""


def openapi_modeline() -> str:
    """The line for an OpenAPI description of version 3.1."""
    return f"{_START}{OPENAPI}\n"


def _stated(root: Path) -> Iterator[tuple[str, str]]:
    """Files of the catalog with the folder of schemas that their first line names."""
    records = (path for path in walk(root) if Path(path).name in (SETTINGS, VOCABULARY, PROVIDER, RECORD))
    for path in islice(records, _LOOKED_AT):
        try:
            found = _MODELINE.match(read_bytes(root, path))
        except ReadError:
            continue
        if found:
            yield path, found[1].decode("utf-8", "replace")
