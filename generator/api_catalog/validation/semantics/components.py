"""Checks on the names of reusable parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api_catalog.documents.reading import mapping
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check

_NAME = re.compile(r"[a-zA-Z0-9._-]+").fullmatch


@check("component-name", Severity.WARNING, "https://spec.openapis.org/oas/v3.2.0.html#components-object")
def component_name(description: Description) -> Iterator[Finding]:
    """A reusable header of 3.2 whose name has other characters than such names may have; the schema judges the rest."""
    if description.version != "3.2":
        return
    for name in mapping(mapping(mapping(description.root).get("components")).get("headers")):
        if not _NAME(name):
            message = f"the name `{name}` of a reusable part has characters that such names may not have"
            hint = "Use letters, digits, `.`, `-` and `_`; a header gets its name where it is used."
            yield Finding(("components", "headers", name), message, hint)
