"""Checks on security requirements: schemes and scopes that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api_catalog.documents.anatomy import Pointer, security_schemes
from api_catalog.documents.reading import mapping, sequence
from api_catalog.documents.references import MISSING
from api_catalog.problems import Severity
from api_catalog.validation.semantics.description import Description
from api_catalog.validation.semantics.engine import Finding, check
from api_catalog.validation.semantics.wording import did_you_mean

_URL = "https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object"
_NAME = re.compile("[A-Za-z0-9_-]+").fullmatch  # what can hardly be a URI


def _requirements(description: Description) -> Iterator[tuple[Pointer, str, object]]:
    """Every scheme that is asked for as (pointer, name, scopes)."""
    for node in description.objects("securityRequirement"):
        for name, scopes in node.value.items():
            yield node.at(name), name, scopes


@check("undefined-security-scheme", Severity.ERROR, _URL)
def undefined_security_scheme(description: Description) -> Iterator[Finding]:
    """A security requirement that names a scheme that is not defined."""
    schemes = security_schemes(description.root)
    for pointer, name, _ in _requirements(description):
        if name in schemes or (description.version == "3.2" and _may_be_elsewhere(description, name)):
            continue
        where = "securityDefinitions" if description.is_2 else "components/securitySchemes"
        hint = did_you_mean(name, schemes, f"Define it under {where}.")
        yield Finding(pointer, f"the security scheme `{name}` is not defined", hint)


def _may_be_elsewhere(description: Description, name: str) -> bool:
    """From 3.2 on a requirement may name a scheme by a URI."""
    return description.target(name).value is not MISSING if name.startswith("#") else _NAME(name) is None


@check("undefined-scope", Severity.WARNING, _URL)
def undefined_scope(description: Description) -> Iterator[Finding]:
    """A security requirement that asks for a scope that the OAuth 2 scheme does not define."""
    schemes = security_schemes(description.root)
    for pointer, name, scopes in _requirements(description):
        scheme = description.resolved(schemes.get(name))
        if scheme.get("type") != "oauth2":
            continue
        known = _scopes(scheme)
        for index, scope in enumerate(sequence(scopes)):
            if isinstance(scope, str) and scope not in known:
                hint = did_you_mean(scope, sorted(known), f"Add it to the scopes of `{name}`.")
                yield Finding((*pointer, index), f"the scheme `{name}` does not define the scope `{scope}`", hint)


def _scopes(scheme: dict[str, object]) -> set[str]:
    flows = [mapping(flow) for flow in mapping(scheme.get("flows")).values()]
    return {scope for flow in (scheme, *flows) for scope in mapping(flow.get("scopes"))}


@check("scopes-without-oauth", Severity.ERROR, "https://spec.openapis.org/oas/v3.0.4.html#security-requirement-object")
def scopes_without_oauth(description: Description) -> Iterator[Finding]:
    """Scopes of a scheme whose type has none. OpenAPI 2.0 and 3.0; later versions allow names of roles."""
    if description.version not in ("2.0", "3.0"):
        return
    schemes = security_schemes(description.root)
    for pointer, name, scopes in _requirements(description):
        kind = description.resolved(schemes.get(name)).get("type")
        if sequence(scopes) and kind in ("apiKey", "basic", "http"):
            yield Finding(pointer, f"`{name}` is of type {kind}, which has no scopes", f"Write {name}: [].")
