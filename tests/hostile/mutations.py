"""Inputs for fuzzing, by chance: bytes near YAML and JSON, descriptions near valid ones, Markdown near the limits."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

from api_catalog.catalog import Api
from api_catalog.catalog.operations import operations_of
from api_catalog.documents.document import parse
from api_catalog.documents.reading import mapping, text

_FOLDER = Path(__file__).parent
EVERYTHING: list[dict[str, Any]] = list(parse((_FOLDER / "every_object.yml").read_bytes(), "a.yml").values())
_SEEDS = [
    *(json.dumps(each).encode() for each in EVERYTHING),
    (_FOLDER / "every_object.yml").read_bytes(),
    b"a: &a [1, 2]\nb: *a\nc: {<<: {d: 1}, e: !!str 2}\n? f\n: |-\n  text\n  more\ng: >+\n  x\n\n'h': \"i\\u0041\"\n",
    b'{"a": [1, -2.5e10, true, false, null, "\\u00e9\\ud83d\\ude00"], "b": {"c": 12345678901234567890}}',
]
_PIECES = [
    b"{", b"}", b"[", b"]", b":", b",", b'"', b"'", b"-", b"- ", b"? ", b"&a ", b"*a", b"!", b"!!str ", b"|",
    b">", b"#", b"%", b"@", b"`", b"\\", b"\\u", b"\\ud800", b"\\udc00", b"\n", b"\r", b"\t", b"  ", b"\x00",
    b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xa8", b"\xc2\x85", b"---\n", b"...\n", b"<<: ",
    b"NaN", b".inf", b"-Infinity", b"0x", b"0o7", b"1e999", b"1" * 30, b"9" * 500, b"null", b"true", b"~",
    b"%YAML 1.2\n", b"$ref: ", b"{{", b"[[[[[[", b"&a *a", b"!<x> ",
]  # fmt: skip
_VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**30, "", "a", "#", "#/", "$ref", "object", "array", "string", "query",
    "body", "\x00", "<b>", "*a*", "{", "}", "/", "é", "\u202e", "a" * 300, [], {}, [[]], [None], {"$ref": "#"},
    {"$ref": "#/components/schemas/Thing"}, {"$ref": "#/definitions/Thing"}, {"$ref": 1},
    {"allOf": [{"$ref": "#/components/schemas/Thing"}]}, {"type": ["null"]}, {"oneOf": [{}, 1]},
    {"enum": [None, {}]}, {"items": []}, {"x-parts": 1, "x-more": 1, "x-rest": 1}, {"properties": []},
]  # fmt: skip
_MARKDOWN = [
    "*", "**", "_", "`", "```", "~~", "[", "]", "(", ")", "![", "](", "<", ">", "<b>", "</b>", "<script>",
    "<!--", "-->", "<a href='", "javascript:", "&", "&amp;", "&#0;", "\\", "\n", "\n\n", "    ", "\t", "- ",
    "1. ", "> ", "# ", "|", "|-|", "---", "http://a.example", "<http://a.example>", "[a]: b", "\x00", "\u2028",
    "\u202e", "é", "😀", "a", "word ", "{{", "}}", "${", "<svg", "<![CDATA[", "\ud800",
]  # fmt: skip


def chances(seed: object) -> Random:
    """The same chances for the same seed."""
    return Random(str(seed))  # noqa: S311 - no secrets


def near_text(chance: Random) -> bytes:
    """Bytes that are almost YAML or JSON, or nothing like it."""
    kind = chance.random()
    if kind < 0.1:
        return chance.randbytes(chance.randrange(60))
    if kind < 0.4:
        return b"".join(chance.choice(_PIECES) for _ in range(chance.randrange(1, 25)))
    seed = chance.choice(_SEEDS if chance.random() < 0.1 else _SEEDS[-2:])  # the others are long
    start = chance.randrange(len(seed))
    data = bytearray(seed[start : start + chance.randrange(1, 600)] if chance.random() < 0.3 else seed)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + chance.randrange(8)] = b""
            case 1:
                data[at:at] = chance.choice(_PIECES)
            case 2:
                data[at : at + 1] = chance.randbytes(1)
            case _:
                data[at:at] = data[at : at + chance.randrange(40)]
    return bytes(data)


def near_description(chance: Random) -> dict[str, Any]:
    """A valid description in which some values were replaced, removed, copied elsewhere or renamed."""
    value: dict[str, Any] = copy.deepcopy(chance.choice(EVERYTHING))
    for _ in range(chance.randrange(1, 8)):
        holder, key = chance.choice(list(_holders(value)))
        match chance.randrange(4):
            case 0:
                holder[key] = copy.deepcopy(chance.choice(_VALUES))
            case 1:
                del holder[key]
            case 2:
                other, name = chance.choice(list(_holders(value)))
                holder[key] = copy.deepcopy(other[name])
            case _ if isinstance(holder, dict):
                holder[chance.choice(["$ref", "allOf", "items", "x-a", "", "properties", str(key) + "/~"])] = holder[
                    key
                ]
    return value


def _holders(value: Any) -> Any:
    """Each (mapping or sequence, key) below a value."""
    todo = [value]
    while todo:
        holder = todo.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                todo.append(holder[key])


def near_markdown(chance: Random) -> str:
    """Pieces of CommonMark and HTML in any order, some of them often."""
    return "".join(chance.choice(_MARKDOWN) * chance.choice((1, 1, 1, 2, 30)) for _ in range(chance.randrange(1, 30)))


def api_of(description: dict[str, Any]) -> Api:
    """An API to draw the reference of, whether its description is valid or not."""
    info = mapping(description.get("info"))
    version = text(description.get("openapi")) or text(description.get("swagger"))
    return Api("a/a", "a", "a", text(info.get("title")), "1", version, "", operations_of(description), description)
