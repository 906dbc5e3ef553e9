"""Rules about files that nobody reads, because their name or their place is wrong."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from api_catalog.documents.repository import PROVIDER, RECORD
from api_catalog.rules.engine import Finding, Whole, catalog_rule

_OTHER_ENDING = "api.yaml"


@catalog_rule("record-without-description")
def record_without_description(whole: Whole) -> Iterator[Finding]:
    """An api.yml that has no description beside it; nothing of it is shown."""
    unreadable = {posixpath.dirname(problem.path) for problem in whole.repository.problems}
    for document in whole.repository.unread:
        if posixpath.basename(document.relative) == RECORD and posixpath.dirname(document.path) not in unreadable:
            hint = "Name the description beside it openapi.yaml (or openapi.json, swagger.json)."
            yield Finding(document, (), "there is no description beside this record", hint)


@catalog_rule("misnamed-file")
def misnamed_file(whole: Whole) -> Iterator[Finding]:
    """A provider.yml, or a record with another ending, where it is not read."""
    folders = {posixpath.dirname(api.source_path) for api in whole.catalog.apis}
    for document in whole.repository.unread:
        folder, name = posixpath.split(document.relative)
        if name == PROVIDER:
            hint = f"Move it to {folder.split('/')[0] or '<provider>'}/{PROVIDER}."
            yield Finding(document, (), f"{name} is not read here", hint)
        elif name == _OTHER_ENDING and folder in folders:
            hint = f"Rename it to {RECORD}; if it is a part of the description, nothing refers to it."
            yield Finding(document, (), f"{name} is not read", hint)
