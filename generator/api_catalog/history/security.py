"""Who may call: ways to prove it that are new, gone or need more than before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.catalog.operations import scheme_words
from api_catalog.documents.anatomy import security_schemes
from api_catalog.documents.reading import mapping, text
from api_catalog.documents.references import resolve
from api_catalog.history.calls import Call
from api_catalog.history.findings import Place, shown
from api_catalog.history.values import Key, key_of

Way = dict[Key, tuple[str, frozenset[str]]]  # what a scheme is → in words, scopes
Said = tuple[str, str, Place]
_PLACE = Place(("security",))
_OPEN = "no proof"


class Security:
    """Schemes are the same if they say the same, whatever their names."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self._old, self._new = _schemes(before), _schemes(after)

    def differences(self, old: Call, new: Call) -> Iterator[Said]:
        before, after = _ways(old, self._old), _ways(new, self._new)
        gone = [way for way in before if not _is_among(way, after)]
        added = [way for way in after if not _is_among(way, before)]
        for way in list(gone):
            other = next((each for each in added if each.keys() == way.keys()), None)
            if other is not None:
                gone.remove(way)
                added.remove(other)
                yield from _scopes(way, other)
        for way in list(gone):
            other = next((each for each in added if way and _in_words(each) == _in_words(way)), None)
            if other is not None:
                gone.remove(way)
                added.remove(other)
                yield "security-scheme-changed", f"How {_in_words(way)} is proved changed.", _PLACE
        was_open, is_open = {} in before, {} in after
        if gone == [{}] and not is_open and added:
            listed = " or ".join(map(_in_words, added))
            yield "security-required", f"Calls need {listed}.", _PLACE
            return
        for way in gone:
            if not way:
                yield "security-required", "Calls without proof of who is calling are refused.", _PLACE
            elif is_open and not was_open:
                yield "security-not-required", f"Calls no longer need {_in_words(way)}.", _PLACE
            else:
                yield "security-removed", f"{_in_words(way)} is no longer accepted.", _PLACE
        for way in added:
            if way:
                yield "security-added", f"{_in_words(way)} is accepted.", _PLACE
            elif not gone:
                yield "security-not-required", "Calls need no proof of who is calling.", _PLACE


def _scopes(old: Way, new: Way) -> Iterator[Said]:
    for key, (words, scopes) in new.items():
        more, less = sorted(scopes - old[key][1]), sorted(old[key][1] - scopes)
        if more:
            yield "scopes-added", f"{words} needs more scopes: {shown(more)}.", _PLACE
        if less:
            yield "scopes-removed", f"{words} needs fewer scopes: {shown(less)}.", _PLACE


def _is_among(way: Way, others: list[Way]) -> bool:
    return any(way.keys() == other.keys() and all(way[key][1] == other[key][1] for key in way) for other in others)


def _ways(call: Call, schemes: dict[str, tuple[Key, str]]) -> list[Way]:
    ways: list[Way] = []
    for stated in call.security if call.security is not None else (frozenset(),):
        way: Way = {}
        for name in {name for name, _ in stated}:
            key, words = schemes.get(name, (name.encode("utf-8", "surrogatepass"), name))
            scopes = frozenset(scope for each, scope in stated if each == name and scope)
            way[key] = (words, way[key][1] | scopes if key in way else scopes)
        ways.append(way)
    return ways or [{}]


def _in_words(way: Way) -> str:
    return " with ".join(sorted(shown(words) for words, _ in way.values())) or _OPEN


def _schemes(description: dict[str, Any]) -> dict[str, tuple[Key, str]]:
    """By name, what a scheme is and how it is called."""
    found = {}
    for name, stated in security_schemes(description).items():
        scheme = mapping(resolve(description, stated))
        found[name] = (key_of(_essence(scheme)), scheme_words(name, scheme))
    return found


def _essence(scheme: dict[str, Any]) -> dict[str, Any]:
    """What callers depend on, the same in every version of OpenAPI."""
    kind = text(scheme.get("type"))
    if kind == "basic":
        return {"type": "http", "scheme": "basic"}
    if kind == "http":
        return {"type": "http", "scheme": text(scheme.get("scheme")).lower()}
    if kind == "apiKey":
        name, where = text(scheme.get("name")), text(scheme.get("in"))
        return {"type": kind, "in": where, "name": name.lower() if where == "header" else name}
    if kind == "openIdConnect":
        return {"type": kind, "url": text(scheme.get("openIdConnectUrl"))}
    if kind != "oauth2":
        return {"type": kind}
    flows = {name: mapping(flow) for name, flow in mapping(scheme.get("flows")).items()}
    if "flow" in scheme:
        new = {"application": "clientCredentials", "accessCode": "authorizationCode"}
        flows = {new.get(text(scheme["flow"]), text(scheme["flow"])): scheme}
    urls = ("authorizationUrl", "tokenUrl", "deviceAuthorizationUrl")
    essence = {name: {url: text(flow.get(url)) for url in urls if url in flow} for name, flow in flows.items()}
    return {"type": kind, "flows": essence}
