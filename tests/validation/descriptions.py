"""Descriptions for tests: a minimal one of each version with something over it, and what structure says of it."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

from api_catalog.documents import ApiFiles, load
from api_catalog.problems import Problem, in_order
from api_catalog.validation import structure

NONE = "(none)"
_VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, float("nan"), "", "x", "query", "path", "header", "body", "oauth2", "(",
    [], {}, ["a"], [{}], [1, 1], {"$ref": "#/x"}, {"$ref": 5}, {"type": "string"}, {"in": "query"}, {"content": {}},
    {"schema": {}},
]  # fmt: skip


def description(version: str, over: dict[str, Any]) -> dict[str, Any]:
    """A minimal description of ``version`` with ``over`` put over it; ``(none)`` takes a field away."""
    start = {"swagger": "2.0"} if version == "2.0" else {"openapi": f"{version}.0"}
    return _over({**start, "info": {"title": "T", "version": "1"}, "paths": {}}, over)


def _over(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = copy.deepcopy(base)
    for key, value in over.items():
        if value == NONE:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _over(merged[key], value)
        else:
            merged[key] = value
    return merged


def read(folder: Path, text: str, name: str = "openapi.yaml") -> ApiFiles:
    """The API of ``acme/`` with ``text`` as its description."""
    (folder / "acme").mkdir()
    (folder / "acme" / name).write_text(text, "utf-8")
    (api,) = load(folder).apis
    return api


def problems(folder: Path, value: dict[str, Any] | str) -> list[Problem]:
    """Every structural problem of a description, in order."""
    api = read(folder, value) if isinstance(value, str) else read(folder, json.dumps(value), "openapi.json")
    return in_order(structure.check(api))


def mutated(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy with one to three mistakes: values replaced, taken away, put in other places, fields misspelled."""
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        places = _places(value)
        holder, key = chance.choice(places)
        match chance.choice(("value", "value", "take", "put", "misspell", "copy")):
            case "value":
                holder[key] = copy.deepcopy(chance.choice(_VALUES))
            case "take" if isinstance(holder, dict):
                del holder[key]
            case "put" if isinstance(holder[key], dict):
                other = chance.choice([name for _, name in places if isinstance(name, str)])
                holder[key][other] = copy.deepcopy(chance.choice(_VALUES))
            case "misspell" if isinstance(holder, dict):
                holder[f"{key[:-1]}{chance.choice('xyz')}"] = holder.pop(key)
            case "copy":
                elsewhere, name = chance.choice(places)
                holder[key] = copy.deepcopy(elsewhere[name])
    return value


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in _places(value[key])]
