"""References and patterns that attack: out of the folder, in circles, without end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from hostile.case import BUILDS, FOE, Case, Entry, Link, api, encoded, operation, with_schema, with_schemas

_LOST = "unresolved-ref"
_ROUND = "circular-ref"
_SCHEMAS = "#/components/schemas/"
_MANY = 10_000
_FEWER = 1_500  # where each step is drawn; ten thousand end the same, and take five seconds

_OUTSIDE = (  # targets of $ref; the files exist where they can
    "http://127.0.0.1:9/secret.yaml", "https://example.com/secret.yaml", "HTTPS://example.com/secret.yaml",
    "//example.com/secret.yaml", "///etc/passwd", "file:///etc/passwd", "file:../../../secret.yaml",
    "FILE:///etc/passwd", "ftp://127.0.0.1:9/secret.yaml", "gopher://127.0.0.1:9/", "data:application/json,{}",
    "data:application/json;base64,e30=", "javascript:alert(1)", "jar:file:///etc/passwd!/a", "urn:isbn:1", "php://input",
    "/etc/passwd", "/dev/zero", "/proc/self/environ", "../../../secret.yaml", "../../../secret.yaml#/info",
    "../../../outside/openapi.yaml", "../../../../../../../../../../etc/passwd", "a/../../../../secret.yaml",
    "./../../../secret.yaml", "%2e%2e/%2e%2e/%2e%2e/secret.yaml", "..%2F..%2F..%2Fsecret.yaml",
    "%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.yaml", "%252e%252e/%252e%252e/%252e%252e/secret.yaml", "%2Fetc%2Fpasswd",
    "..%5C..%5C..%5Csecret.yaml", "..\\..\\..\\secret.yaml", "C:\\Windows\\win.ini", "C:/Windows/win.ini",
    "\\\\example.com\\share\\a.yaml", "%5C%5Cexample.com%5Ca.yaml", "~/.ssh/id_rsa", "~root/.bashrc", "$HOME/.bashrc",
    "secret.yaml\0.json", "../../../secret.yaml%00.json", "a\nb.yaml", "a" * 5_000 + ".yaml", "a/" * 5_000 + "b.yaml",
    "../" * 5_000 + "secret.yaml", "%", "%zz", "%ff.yaml", "\ud800.yaml", " ../../../secret.yaml", "..", ".", "./",
    "../..", "../../..", "file", "none.yaml", "?", "?a=b", "openapi.json?a=b", "#", "##", "#a", "#/", "#//", "#/none",
    "#/paths/~1none", "#/paths/~2", "#/~", "#/info/title/0", "#/openapi", "#/tags/99999999999999999999",
    "#/tags/\u00b2", "#/tags/\u0661", "#/components/schemas/%00", "#/components/schemas/\ud800", "# ", "",
    "link.yaml", "chain.yaml", "folder/secret.yaml", "folder/outside/openapi.yaml", "loop.yaml", "nowhere.yaml",
    "deep/../link.yaml", "link.yaml#/info", "pipe-none.yaml", "broken.yaml", "empty.yaml", "folder", "deep",
)  # fmt: skip
_BESIDE: dict[str, Entry] = {
    "foe/bad/link.yaml": Link("../../../secret.yaml"),
    "foe/bad/chain.yaml": Link("link.yaml"),
    "foe/bad/folder": Link("../../.."),
    "foe/bad/loop.yaml": Link("loop.yaml"),
    "foe/bad/nowhere.yaml": Link("none.yaml"),
    "foe/bad/broken.yaml": b"{",
    "foe/bad/empty.yaml": b"",
    "foe/bad/deep/a.yaml": b"type: string\n",
}


_OTHERWISE = {  # not a reference that leads nowhere
    "#": "ref-kind",
    "": "ref-kind",
    "#/openapi": "ref-kind",
    "\ud800.yaml": "unreadable",
    "#/components/schemas/\ud800": "unreadable",
}


def _chain(number: int, step: Any) -> bytes:
    schemas = {f"S{index}": step(f"{_SCHEMAS}S{index + 1}", index) for index in range(number)}
    return encoded(with_schemas(A={"$ref": f"{_SCHEMAS}S0"}, **schemas, **{f"S{number}": {"type": "string"}}))


_STEPS: dict[str, Any] = {  # a way to refer on
    "properties": lambda to, _: {"type": "object", "properties": {"next": {"$ref": to}}},
    "items": lambda to, _: {"type": "array", "items": {"$ref": to}},
    "allOf": lambda to, _: {"allOf": [{"$ref": to}]},
    "allOf and a property each": lambda to, index: {"allOf": [{"$ref": to}, {"properties": {f"p{index}": {}}}]},
    "oneOf": lambda to, _: {"oneOf": [{"$ref": to}, {"type": "null"}]},
    "not": lambda to, _: {"not": {"$ref": to}},
    "additionalProperties": lambda to, _: {"type": "object", "additionalProperties": {"$ref": to}},
}


def _paths_in_a_row(number: int) -> bytes:
    paths: dict[str, Any] = {f"/p{index}": {"$ref": f"#/paths/~1p{index + 1}"} for index in range(number)}
    return encoded(api(paths={**paths, f"/p{number}": {"get": operation()}}))


def _parameters_in_a_row(number: int) -> bytes:
    there = "#/components/parameters/"
    parameters: dict[str, Any] = {f"P{index}": {"$ref": f"{there}P{index + 1}"} for index in range(number)}
    parameters[f"P{number}"] = {"name": "a", "in": "query", "schema": {"type": "string"}}
    paths = {"/look": {"get": operation(parameters=[{"$ref": f"{there}P0"}])}}
    return encoded(api(paths=paths, components={"parameters": parameters}))


def _all_to_all(number: int, keyword: str) -> bytes:
    """Every schema refers to every one."""
    references = [{"$ref": f"{_SCHEMAS}S{index}"} for index in range(number)]
    named: Any = {f"p{index}": each for index, each in enumerate(references)}
    schema = {keyword: named if keyword == "properties" else references}
    return encoded(with_schemas(A={"$ref": f"{_SCHEMAS}S0"}, **{f"S{index}": schema for index in range(number)}))


def _doubling(levels: int, keyword: str) -> bytes:
    """Each schema refers twice to the next."""
    schemas: dict[str, Any] = {}
    for index in range(levels):
        to = {"$ref": f"{_SCHEMAS}S{index + 1}"}
        schemas[f"S{index}"] = {keyword: {"a": to, "b": to} if keyword == "properties" else [to, to]}
    return encoded(with_schemas(A={"$ref": f"{_SCHEMAS}S0"}, **schemas, **{f"S{levels}": {"type": "string"}}))


def _files_in_a_row(number: int) -> dict[str, Entry]:
    files: dict[str, Entry] = {
        f"foe/bad/{index}.yaml": f"properties: {{a: {{$ref: {index + 1}.yaml}}}}".encode() for index in range(number)
    }
    return {FOE: encoded(with_schema({"$ref": "0.yaml"})), **files, f"foe/bad/{number}.yaml": b"type: string"}


def _written_in(levels: int) -> dict[str, Entry]:
    """Path items of 3.0, which are written in; each level twice the one before."""
    start = {"openapi": "3.0.4", "info": {"title": "T", "version": "1"}}
    callback = "{get: {responses: {default: {description: D}}, callbacks: {%s}}}"
    files: dict[str, Entry] = {f"foe/bad/{levels}.yaml": b"get: {responses: {default: {description: D}}}"}
    for index in range(levels):
        inner = ", ".join(f"{name}: {{'{{$url}}': {{$ref: {index + 1}.yaml}}}}" for name in "ab")
        files[f"foe/bad/{index}.yaml"] = (callback % inner).encode()
    return {FOE: encoded({**start, "paths": {"/a": {"$ref": "0.yaml"}}}), **files}


_CIRCLES: dict[str, tuple[dict[str, Any], str]] = {
    "a schema that is itself": (with_schemas(A={"$ref": f"{_SCHEMAS}A"}), _ROUND),
    "two schemas that are each other": (
        with_schemas(A={"$ref": f"{_SCHEMAS}B"}, B={"$ref": f"{_SCHEMAS}A"}),
        _ROUND,
    ),
    "a schema in itself": (with_schemas(A={"properties": {"a": {"$ref": f"{_SCHEMAS}A"}}}), BUILDS),
    "a schema that is all of itself": (with_schemas(A={"allOf": [{"$ref": f"{_SCHEMAS}A"}]}), BUILDS),
    "a schema that is one of itself": (with_schemas(A={"oneOf": [{"$ref": f"{_SCHEMAS}A"}, {}]}), BUILDS),
    "a schema that is not itself": (with_schemas(A={"not": {"$ref": f"{_SCHEMAS}A"}}), BUILDS),
    "a list of itself": (with_schemas(A={"type": "array", "items": {"$ref": f"{_SCHEMAS}A"}}), BUILDS),
    "three in a circle": (
        with_schemas(
            A={"properties": {"b": {"$ref": f"{_SCHEMAS}B"}}},
            B={"properties": {"c": {"$ref": f"{_SCHEMAS}C"}}},
            C={"properties": {"a": {"$ref": f"{_SCHEMAS}A"}}},
        ),
        BUILDS,
    ),
    "a reference to the whole": (with_schemas(A={"$ref": "#"}), "ref-kind"),
    "a reference to its own place": (
        with_schemas(A={"properties": {"a": {"$ref": f"{_SCHEMAS}A/properties/a"}}}),
        _ROUND,
    ),
    "a reference into itself": (with_schemas(A={"$ref": f"{_SCHEMAS}A/properties/a"}), _LOST),
    "a path that is itself": (api(paths={"/a": {"$ref": "#/paths/~1a"}}), _ROUND),
    "a parameter that is itself": (
        api(components={"parameters": {"A": {"$ref": "#/components/parameters/A"}}}),
        _ROUND,
    ),
    "a response that is itself": (api(components={"responses": {"A": {"$ref": "#/components/responses/A"}}}), _ROUND),
    "an example that is itself": (api(components={"examples": {"A": {"$ref": "#/components/examples/A"}}}), _ROUND),
    "a header that is itself": (api(components={"headers": {"A": {"$ref": "#/components/headers/A"}}}), _ROUND),
    "a link that is itself": (api(components={"links": {"A": {"$ref": "#/components/links/A"}}}), _ROUND),
    "a callback that is itself": (api(components={"callbacks": {"A": {"$ref": "#/components/callbacks/A"}}}), _ROUND),
    "a body that is itself": (
        api(components={"requestBodies": {"A": {"$ref": "#/components/requestBodies/A"}}}),
        _ROUND,
    ),
    "a security scheme that is itself": (
        api(components={"securitySchemes": {"A": {"$ref": "#/components/securitySchemes/A"}}}),
        _ROUND,
    ),
    "a file that is itself": (with_schema({"$ref": "openapi.json"}), "ref-kind"),
    "a name with every sign": (
        with_schemas(**{"A": {"$ref": f"{_SCHEMAS}a~1b~0c%25d"}, "a/b~c%d": {}}),
        "openapi-structure",
    ),
    "merging words of ours": (
        with_schemas(A={"allOf": [{"x-more": 7, "x-parts": 7, "x-rest": 7}], "x-more": 7, "x-parts": 7, "x-rest": 7}),
        BUILDS,
    ),
    "merging words of ours alone": (with_schemas(A={"x-more": 7, "x-parts": {"a": 1}, "x-rest": [7]}), BUILDS),
}  # fmt: skip

_PATTERNS = {
    "nested repeats": "^(a+)+$",
    "nested repeats of a set": "^([a-zA-Z]+)*$",
    "alternatives that overlap": "^(a|aa)+$",
    "alternatives that are equal": "^(a|a)*$",
    "many dots": "^(.*a){20}$",
    "many optional letters": "^(a?){30}a{30}$",
    "a reference back": r"^(a+)+\1$",
    "a look ahead": "^(?=(a+)+$)b",
    "a look behind": "(?<=(a+)+)b",
    "a mail address": r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3}))$",
    "a repeat of a repeat of a repeat": "^(((a{1,100}){1,100}){1,100})$",
    "a repeat of a billion": "^a{1000000000}$",
    "a repeat beyond all numbers": "^a{99999999999999999999}$",
    "10,000 groups": "(" * 10_000 + "a" + ")" * 10_000,
    "10,000 alternatives": "|".join(f"a{number}" for number in range(10_000)),
    "a hundred thousand letters": "a" * 100_000,
    "all of Unicode": r"^(\p{L}+)+$",
    "50,000 brackets": "[" * 50_000,
    "50,000 stars": "a" + "?" * 50_000,
    "not closed": "(a",
    "half a character": "\ud800",
}
_BAD_PATTERNS = {"not closed": "openapi-structure", "half a character": "unreadable"}


def cases() -> Iterator[Case]:
    for target in _OUTSIDE:
        files: dict[str, Entry] = {FOE: encoded(with_schema({"$ref": target})), **_BESIDE}
        yield Case(f"$ref: {target[:60]!r}", files, _OTHERWISE.get(target, _LOST))
    for target in ("http://127.0.0.1:9/a.yaml", "../../../secret.yaml", "/etc/passwd", "link.yaml", "%2e%2e/%2e%2e/a"):
        for name, value in _holders(target).items():
            expected = BUILDS if name == "externalValue" else _LOST
            if name == "mapping" and target.startswith("http"):
                expected = BUILDS  # no file; a tool may know it
            yield Case(f"{name}: {target}", {FOE: encoded(value), **_BESIDE}, expected)
    for name, (value, expected) in _CIRCLES.items():
        yield Case(f"circle: {name}", {FOE: encoded(value)}, expected)
    for name, step in _STEPS.items():
        yield Case(f"{_FEWER:,} steps: {name}", {FOE: partial(_chain, _FEWER, step)}, elements=5_000)
    several = partial(_chain, _FEWER, lambda to, _: {"$ref": to, "title": "T"})
    yield Case(f"{_FEWER:,} steps: references with words beside them", {FOE: several}, _LOST)
    yield Case("29 steps: references", {FOE: _chain(28, lambda to, _: {"$ref": to})})
    yield Case(f"{_MANY:,} steps: references", {FOE: partial(_chain, _MANY, lambda to, _: {"$ref": to})}, _LOST)
    yield Case(f"{_FEWER:,} steps: paths", {FOE: partial(_paths_in_a_row, _FEWER)}, _LOST)
    yield Case(f"{_MANY:,} steps: parameters", {FOE: partial(_parameters_in_a_row, _MANY)}, _LOST)
    for keyword in ("properties", "allOf", "oneOf", "anyOf"):
        yield Case(f"all to all: {keyword}", {FOE: _all_to_all(90, keyword)})
        yield Case(f"doubling: {keyword}", {FOE: _doubling(60, keyword)})
    yield Case("files in a row: 190", _files_in_a_row(190))
    yield Case("files in a row: 300", _files_in_a_row(300), _LOST)
    yield Case("files written in: doubling", _written_in(14), _LOST)
    for name, pattern in _PATTERNS.items():
        long = "a" * 40 + "!"
        schema: dict[str, Any] = {
            "type": "string",
            "pattern": pattern,
            "example": long,
            "default": long,
            "enum": [long],
        }
        yield Case(f"pattern: {name}", {FOE: encoded(with_schema(schema))}, _BAD_PATTERNS.get(name, BUILDS))


def _holders(target: str) -> dict[str, dict[str, Any]]:
    """Places of a reference other than a schema."""
    there = {"$ref": target}
    mapping = {"oneOf": [{}], "discriminator": {"propertyName": "a", "mapping": {"x": target}}}
    return {
        "path item": api(paths={"/a": there}),
        "parameter": api(paths={"/a": {"get": operation(parameters=[there])}}),
        "response": api(paths={"/a": {"get": operation(responses={"200": there})}}),
        "body": api(paths={"/a": {"post": operation(requestBody=there)}}),
        "example": api(components={"examples": {"A": there}}),
        "externalValue": api(components={"examples": {"A": {"externalValue": target}}}),
        "mapping": with_schema(mapping),
    }
