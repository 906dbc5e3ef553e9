"""Checks on the variables of servers. OpenAPI 3."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from api_catalog.documents.anatomy import Pointer
from api_catalog.documents.reading import mapping, sequence, text
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check

_URL = "https://spec.openapis.org/oas/v3.1.1.html"
_TEMPLATE = re.compile(r"\{([^{}]*)\}")


@check("server-variable", Severity.WARNING, f"{_URL}#server-object")
def server_variable(description: Description) -> Iterator[Finding]:
    """A variable in the URL of a server that is not described, or one that is described and not in the URL."""
    for server in description.objects("server"):
        names = _TEMPLATE.findall(text(server.value.get("url")))
        variables = mapping(server.value.get("variables"))
        for name in dict.fromkeys(names):
            if name not in variables:
                message = f"the variable `{name}` of the URL is not described"
                yield Finding(server.at("url"), message, f"Add {name} to `variables`, with a `default`.")
        for name in variables:
            if name not in names and not name.startswith("x-"):
                message = f"the URL has no {{{name}}}"
                yield Finding(server.at("variables", name), message, "Use the variable in the URL, or remove it.")
        for name, number in Counter(names).items():
            if number > 1 and description.version == "3.2":
                message = f"`{{{name}}}` stands {number} times in the URL"
                yield Finding(server.at("url"), message, "Use each variable once.", Severity.ERROR)


@check("server-variable-default", Severity.ERROR, f"{_URL}#server-variable-object")
def server_variable_default(description: Description) -> Iterator[Finding]:
    """A default that is not among the values of the variable, or no values. OpenAPI 3.0 only advises (a warning)."""
    severity = Severity.WARNING if description.version == "3.0" else None
    for pointer, variable in _variables(description):
        values = variable.get("enum")
        if isinstance(values, list) and not values and description.version == "3.0":
            yield Finding((*pointer, "enum"), "`enum` has no values", "List them, or leave `enum` out.", severity)
        elif isinstance(values, list) and values and "default" in variable and variable["default"] not in values:
            message = f"the default `{text(variable['default'])}` is not one of the values of `enum`"
            hint = f"Use one of them, such as {text(sequence(values)[0])}, or add it."
            yield Finding((*pointer, "default"), message, hint, severity)


def _variables(description: Description) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    for server in description.having("server", "variables"):
        for name, variable in mapping(server.value["variables"]).items():
            yield server.at("variables", name), mapping(variable)
