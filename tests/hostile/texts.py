"""Files whose bytes attack whoever reads them: encodings, bombs, numbers, keys, tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from hostile.case import BUILDS, FOE, FOE_YAML, Case, Entry, api, encoded

_FINE = encoded(api())
_YAML = b'openapi: 3.1.1\ninfo: {title: T, version: "1"}\npaths: {}\n'
_HEAD = b'{"openapi": "3.1.1", "info": {"title": "T", "version": "1"}, "paths": {}, '
REFUSED = "unreadable"

_ANY: dict[str, tuple[Entry, str]] = {  # the same in YAML and JSON
    "nothing": (b"", REFUSED),
    "blanks": (b" \n\t\r\n ", REFUSED),
    "a byte order mark and nothing": (b"\xef\xbb\xbf", REFUSED),
    "a byte order mark": (b"\xef\xbb\xbf" + _FINE, BUILDS),
    "UTF-16 with a mark": (_FINE.decode().encode("utf-16"), REFUSED),
    "UTF-16, big end first": (b"\xfe\xff" + _FINE.decode().encode("utf-16-be"), REFUSED),
    "UTF-16 without a mark": (_FINE.decode().encode("utf-16-le"), REFUSED),
    "UTF-32": (_FINE.decode().encode("utf-32"), REFUSED),
    "a lone byte 255": (b'{"a": "\xff"}', REFUSED),
    "Latin-1": ('{"a": "caf\u00e9"}'.encode("latin-1"), REFUSED),
    "an overlong slash": (b'{"a": "\xc0\xaf"}', REFUSED),
    "a character beyond the last": (b'{"a": "\xf4\x90\x80\x80"}', REFUSED),
    "half a pair in UTF-8": (b'{"a": "\xed\xa0\x80"}', REFUSED),
    "a character cut off at the end": (b'{"a": "x\xe2\x82', REFUSED),
    "NUL in the text": (_FINE.replace(b"Looks", b"Lo\x00ks"), REFUSED),
    "NUL after the end": (_FINE + b"\x00", REFUSED),
    "only NUL": (b"\x00" * 100, REFUSED),
    "an escape sequence": (_FINE.replace(b"Looks", b"\x1b[2J"), REFUSED),
    "one bracket": (b"[", REFUSED),
    "one brace": (b"{", REFUSED),
    "one quote": (b'"', REFUSED),
    "100,000 brackets": (b"[" * 100_000, REFUSED),
    "100,000 braces": (b'{"a":' * 100_000, REFUSED),
    "100,000 brackets, closed": (b"[" * 100_000 + b"]" * 100_000, REFUSED),
    "300 levels": (_HEAD + b'"x-a": ' + b"[" * 300 + b"]" * 300 + b"}", REFUSED),
    "190 levels": (_HEAD + b'"x-a": ' + b"[" * 190 + b"]" * 190 + b"}", BUILDS),
    "a quote of a million characters": (b'"' + b"a" * 1_000_000, REFUSED),
    "an integer of 5,000 digits": (_HEAD + b'"x-a": ' + b"9" * 5_000 + b"}", REFUSED),
    "an integer of a million digits": (_HEAD + b'"x-a": ' + b"9" * 1_000_000 + b"}", REFUSED),
    "an integer of 300 digits": (_HEAD + b'"x-a": ' + b"9" * 300 + b"}", BUILDS),
    "a float too large": (_HEAD + b'"x-a": 1e999}', REFUSED),
    "a float too large, below nothing": (_HEAD + b'"x-a": -1e999}', REFUSED),
    "a float almost nothing": (_HEAD + b'"x-a": 1e-999}', BUILDS),
    "a long fraction": (_HEAD + b'"x-a": 0.' + b"1" * 10_000 + b"}", BUILDS),
    "the same key twice": (_HEAD + b'"x-a": 1, "x-a": 2}', REFUSED),
    "the same key twice, escaped": (_HEAD + b'"x-a": 1, "x-\\u0061": 2}', REFUSED),
    "the same key twice, deep": (_HEAD + b'"x-a": [[{"b": {"c": 1, "c": 1}}]]}', REFUSED),
    "two openapi fields": (b'{"openapi": "3.1.1", ' + _FINE[1:], REFUSED),
    "two paths": (_HEAD + b'"paths": {}}', REFUSED),
    "an empty key": (_HEAD + b'"x-a": {"": {"": ""}}}', BUILDS),
    "the key __proto__": (_HEAD + b'"x-a": {"__proto__": {"constructor": 1}}}', BUILDS),
    "a text": (b'"openapi"', "not-openapi"),
    "a number": (b"31", "not-openapi"),
    "null": (b"null", "not-openapi"),
    "a list": (b'[{"openapi": "3.1.1"}]', "not-openapi"),
    "an empty mapping": (b"{}", "not-openapi"),
    "a version from the future": (_FINE.replace(b"3.1.1", b"4.0.0"), "not-openapi"),
    "a version that is a list": (_FINE.replace(b'"3.1.1"', b'["3.1.1"]'), "not-openapi"),
    "a version that is a long text": (_FINE.replace(b"3.1.1", b"3" * 100_000), "not-openapi"),
    "both versions at once": (b'{"swagger": "2.0", ' + _FINE[1:], "openapi-structure"),
}  # fmt: skip

_JSON: dict[str, tuple[Entry, str]] = {
    "NaN": (_HEAD + b'"x-a": NaN}', REFUSED),
    "Infinity": (_HEAD + b'"x-a": Infinity}', REFUSED),
    "minus Infinity": (_HEAD + b'"x-a": -Infinity}', REFUSED),
    "NaN beside a long number": (_HEAD + b'"x-a": [12345678901234567890, NaN]}', REFUSED),
    "a comment": (b"// hello\n" + _FINE, REFUSED),
    "a comma too many": (_FINE[:-1] + b",}", REFUSED),
    "single quotes": (_FINE.replace(b'"', b"'"), REFUSED),
    "hexadecimal": (_HEAD + b'"x-a": 0x1F}', REFUSED),
    "a leading zero": (_HEAD + b'"x-a": 017}', REFUSED),
    "a leading plus": (_HEAD + b'"x-a": +1}', REFUSED),
    "two values": (_FINE + _FINE, REFUSED),
    "half a character": (_FINE.replace(b"Looks", b"\\ud800"), REFUSED),
    "half a character in a key": (_HEAD + b'"x-\\udfff": 1}', REFUSED),
    "half a character in a path": (_FINE.replace(b"/look", b"/\\ud800"), REFUSED),
    "half a character in an extension": (_HEAD + b'"x-a": "\\ud800"}', REFUSED),
    "half a character beside a long number": (_HEAD + b'"x-a": ["\\ud800", 12345678901234567890]}', REFUSED),
    "half a character in a key beside a long number": (_HEAD + b'"x-\\udfff": 12345678901234567890}', REFUSED),
    "halves in the wrong order": (_FINE.replace(b"Looks", b"\\udc00\\ud800"), REFUSED),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + _FINE, REFUSED),
    "a key of a million characters": (_HEAD + b'"x-' + b"a" * 1_000_000 + b'": 1}', BUILDS),
    "escaped quotes without an end": (b'["' + b'\\"' * 4_000_000, REFUSED),
    "escaped quotes and commas without an end": (b'["' + b'\\",' * 4_000_000, REFUSED),
    "four million commas in a text": (_HEAD + b'"x-a": "' + b"," * 4_000_000 + b'"}', BUILDS),
    "an escaped NUL": (_FINE.replace(b"Looks", b"\\u0000"), BUILDS),
    "an escaped escape sequence": (_FINE.replace(b"Looks", b"\\u001b[2J"), BUILDS),
    "escaped lines": (_FINE.replace(b"Looks", b"\\n::error::no\\n"), BUILDS),
    "YAML in a JSON file": (_YAML, REFUSED),
}  # fmt: skip


def _laughs(levels: int, width: int) -> bytes:
    lines = ["x-a0: &a0 [x]"]
    lines += [f"x-a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return _YAML + "\n".join(lines).encode()


def _merges(levels: int, width: int) -> bytes:
    lines = ["x-a0: &a0 {x: 1}"]
    lines += [f"x-a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * width)}], k{n}: 1}}" for n in range(1, levels)]
    return _YAML + "\n".join(lines).encode()


def _anchors(number: int) -> bytes:
    return _YAML + b"x-a: [" + b", ".join(b"&a%d x" % index for index in range(number)) + b"]\n"


_LAZY_JSON: dict[str, tuple[Callable[[], bytes], str]] = {
    "ten million empty lists": (lambda: _HEAD + b'"x-a": [' + b"[]," * 10_000_000 + b"0]}", REFUSED),
    "ten million empty mappings": (lambda: _HEAD + b'"x-a": [' + b"{}," * 10_000_000 + b"0]}", REFUSED),
    "six million mappings": (lambda: _HEAD + b'"x-a": [' + b'{"a":0},' * 6_000_000 + b"0]}", REFUSED),
    "thirty million numbers": (lambda: _HEAD + b'"x-a": [' + b"0," * 30_000_000 + b"0]}", REFUSED),
    "a million numbers": (lambda: _HEAD + b'"x-a": [' + b"0," * 1_000_000 + b"0]}", BUILDS),
    "65 MiB of blanks": (lambda: _FINE + b" " * (65 << 20), REFUSED),
    "60 MiB of blanks": (lambda: _FINE + b" " * (60 << 20), BUILDS),
    "300,000 duplicate keys": (lambda: _HEAD + b'"x-a": {' + b'"a": 0,' * 300_000 + b'"a": 0}}', REFUSED),
    "300,000 escaped colons": (lambda: _HEAD + b'"x-a": [' + b'"\\u003a",' * 300_000 + b"0]}", BUILDS),
    "300,000 long numbers": (lambda: _HEAD + b'"x-a": [' + b"12345678901234567890," * 300_000 + b"0]}", BUILDS),
}


def _with(line: bytes, times: int = 1) -> bytes:
    return _YAML + line * times


_LAZY: dict[str, tuple[Callable[[], bytes], str]] = {
    "a billion laughs": (partial(_laughs, 10, 10), REFUSED),
    "laughs that only double": (partial(_laughs, 40, 2), REFUSED),
    "one wide laugh": (partial(_laughs, 3, 5_000), REFUSED),
    "small laughs": (partial(_laughs, 4, 10), BUILDS),
    "merges of merges": (partial(_merges, 40, 400), REFUSED),
    "small merges": (partial(_merges, 5, 10), BUILDS),
    "100,000 anchors": (partial(_anchors, 100_000), BUILDS),
    "laughs below the limit": (partial(_laughs, 6, 8), BUILDS),
    "65 MiB": (lambda: _YAML + b"#" * (65 << 20), REFUSED),
    "a million comments": (partial(_with, b"# nothing\n", 1_000_000), BUILDS),
    "a million blank lines": (partial(_with, b"\n", 1_000_000), BUILDS),
    "a million spaces before a key": (lambda: b" " * 1_000_000 + b"a: 1", "not-openapi"),
    "a quoted text of a million lines": (lambda: _YAML + b"x-a: '" + b"\n" * 1_000_000 + b"'\n", BUILDS),
    "100,000 flow keys without an end": (lambda: b"{a: " + b"[a, " * 150 + b"b: c, " * 100_000, REFUSED),
    "100,000 question marks": (lambda: b"? " * 100_000, REFUSED),
    "100,000 dashes": (lambda: b"- " * 100_000, REFUSED),
    "100,000 colons": (lambda: b"a: " * 100_000, REFUSED),
    "100,000 ampersands": (lambda: b"&" * 100_000, REFUSED),
    "100,000 exclamation marks": (lambda: b"!" * 100_000, REFUSED),
}

_IN_YAML: dict[str, tuple[bytes, str]] = {
    **{
        f"the tag {tag}": (b"x-a: " + tag.encode() + b"\n", REFUSED)
        for tag in (
            "!!python/object/apply:os.system ['touch hit']", "!!python/object/new:os.system ['touch hit']",
            "!!python/name:os.system", "!!python/module:os", "!!python/tuple [1]", "!<tag:yaml.org,2002:python/none> ",
            "!!binary aGk=", "!!timestamp 2026-11-22", "!!set {a, b}", "!!omap [a: 1]", "!!float 1", "!!int '1'",
            "!!null ''", "!!bool 'true'", "!include ../../secret.yaml", "!ENV HOME", "!local {a: 1}", "!!merge '<<'",
            "!<!bar> [1]", "!Ref x", "!!js/function 'x'", "!ruby/object:X {}",
        )
    },
    "a tag of a key": (b"!!python/name:os.system x-a: 1\n", REFUSED),
    "an alias before its anchor": (b"x-a: *b\nx-b: &b 1\n", REFUSED),
    "an anchor that contains itself": (b"x-a: &a [*a]\n", REFUSED),
    "a mapping that contains itself": (b"x-a: &a {b: *a}\n", REFUSED),
    "a merge of itself": (b"x-a: &a {<<: *a}\n", REFUSED),
    "a merge of a text": (b"x-a: {<<: text}\n", REFUSED),
    "a merge of a list of texts": (b"x-a: {<<: [text]}\n", REFUSED),
    "a key that is a list": (b"? [a, b]\n: 1\n", REFUSED),
    "a key that is a mapping": (b"{a: b}: 1\n", REFUSED),
    "a number as a key": (b"x-a: {1: a, 1.0: b, ~: c, true: d}\n", BUILDS),
    "the same key, plain and quoted": (b"x-a: {200: a, '200': b}\n", REFUSED),
    "an extra document": (b"---\nopenapi: 3.1.1\n", REFUSED),
    "an extra empty document": (b"---\n", REFUSED),
    "an end of the document": (b"...\n", BUILDS),
    "text after the end of the document": (b"...\nx-a: 1\n", REFUSED),
    "infinity": (b"x-a: .inf\n", REFUSED),
    "minus infinity": (b"x-a: -.Inf\n", REFUSED),
    "not a number": (b"x-a: .NaN\n", REFUSED),
    "infinity in words": (b"x-a: Infinity\n", BUILDS),
    "a hexadecimal of 500 digits": (b"x-a: 0x" + b"f" * 500 + b"\n", REFUSED),
    "an octal of 500 digits": (b"x-a: 0o" + b"7" * 500 + b"\n", REFUSED),
    "an exponent of a thousand digits": (b"x-a: 1e" + b"9" * 1000 + b"\n", REFUSED),
    "an escaped half of a character": (b'x-a: "\\ud800"\n', REFUSED),
    "an escaped pair of halves": (b'x-a: "\\ud83d\\ude00"\n', REFUSED),
    "an escape beyond the last character": (b'x-a: "\\UFFFFFFFF"\n', REFUSED),
    "an escaped NUL": (b'x-a: "\\0"\n', BUILDS),
    "a tab before a key": (b"x-a:\n\tb: 1\n", REFUSED),
    "a byte order mark amid": (b"x-a: \xef\xbb\xbf1\n", BUILDS),
    "bidirectional overrides": ("x-a: a\u202eb\u2066c\n".encode(), BUILDS),
    "nested block sequences": (b"x-a:\n" + b"".join(b" " * n + b"-\n" for n in range(1, 300)), REFUSED),
    "a value like a directive": (b"x-a: '%YAML 1.1'\n", BUILDS),
}  # fmt: skip
_WHOLE: dict[str, tuple[bytes, str]] = {
    "a directive of YAML 1.1": (b"%YAML 1.1\n---\n" + _YAML, BUILDS),
    "a directive of YAML 1.2": (b"%YAML 1.2\n---\n" + _YAML, BUILDS),
    "a directive of YAML 9.9": (b"%YAML 9.9\n---\n" + _YAML, REFUSED),
    "a directive that nobody knows": (b"%SECRET x\n---\n" + _YAML, REFUSED),
    "a directive that renames tags": (
        b"%TAG ! tag:yaml.org,2002:python/\n---\n" + _YAML + b"x-a: !name:os.system x\n",
        REFUSED,
    ),
    "the first document empty": (b"---\n---\n" + _YAML, REFUSED),
    "100 documents": (b"--- 1\n" * 100, REFUSED),
    "only a comment": (b"# openapi: 3.1.1\n", "not-openapi"),
    "only an end of the document": (b"...\n", REFUSED),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + _YAML, BUILDS),
    "only a start of the document": (b"---\n", "not-openapi"),
    "Windows lines": (_YAML.replace(b"\n", b"\r\n"), BUILDS),
    "lines of old Macs": (_YAML.replace(b"\n", b"\r"), BUILDS),
}


def cases() -> Iterator[Case]:
    for name, (entry, expected) in _ANY.items():
        yield Case(f"JSON: {name}", {FOE: entry}, expected)
        yield Case(f"YAML: {name}", {FOE_YAML: entry}, expected)
    for name, (entry, expected) in _JSON.items():
        yield Case(f"JSON: {name}", {FOE: entry}, expected)
    for name, (make, expected) in _LAZY.items():
        yield Case(f"YAML: {name}", {FOE_YAML: make}, expected)
    for name, (make, expected) in _LAZY_JSON.items():
        yield Case(f"JSON: {name}", {FOE: make}, expected)
    for name, (line, expected) in _IN_YAML.items():
        yield Case(f"YAML: {name}", {FOE_YAML: _YAML + line}, expected)
    for name, (text, expected) in _WHOLE.items():
        yield Case(f"YAML: {name}", {FOE_YAML: text}, expected)
