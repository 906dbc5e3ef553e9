"""Folders that attack: what is no file, leads elsewhere, or is named to clash."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.case import BUILDS, CANNOT_RUN, FOE, Case, Entry, Link, Special, api, encoded

_API = encoded(api())
_YAML = b'openapi: 3.1.1\ninfo: {title: T, version: "1"}\npaths: {}\n'
_REFUSED = "unreadable"
_RECORD = b"summary: Looks at things.\n"
_CLASH = "id-clash"

_KINDS: dict[str, tuple[dict[str, Entry], str]] = {  # files, and how it ends
    "a folder openapi.yaml": ({"foe/bad/openapi.yaml/a.txt": b"x"}, BUILDS),
    "an empty folder openapi.json": ({FOE: Special.FOLDER}, BUILDS),
    "a description in a folder openapi.yaml": ({"foe/bad/openapi.yaml/openapi.yaml": _YAML}, BUILDS),
    "a folder api.yml": ({FOE: _API, "foe/bad/api.yml/a.txt": b"x"}, _REFUSED),
    "a folder provider.yml": ({FOE: _API, "foe/provider.yml/a.txt": b"x"}, BUILDS),
    "a folder tags.yml": ({"tags.yml/a.txt": b"x"}, BUILDS),
    "a folder catalog.yml": ({"catalog.yml/a.txt": b"x"}, BUILDS),
    "a folder catalog.yml with a description": ({"catalog.yml/openapi.yaml": _YAML}, BUILDS),
    "a folder overlay.yml": ({FOE: _API, "foe/bad/overlay.yml/a.txt": b"x"}, BUILDS),
    "a pipe": ({FOE: Special.PIPE}, _REFUSED),
    "a pipe as a record": ({FOE: _API, "foe/bad/api.yml": Special.PIPE}, _REFUSED),
    "a pipe as a provider": ({FOE: _API, "foe/provider.yml": Special.PIPE}, _REFUSED),
    "a pipe as the vocabulary": ({"tags.yml": Special.PIPE}, _REFUSED),
    "a pipe as the settings": ({"catalog.yml": Special.PIPE}, _REFUSED),
    "a pipe that is hidden": ({"foe/.hidden.yaml": Special.PIPE}, BUILDS),
    "a device": ({FOE: Link("/dev/zero")}, _REFUSED),
    "the device of random numbers": ({FOE: Link("/dev/urandom")}, _REFUSED),
    "the terminal": ({FOE: Link("/dev/tty")}, _REFUSED),
    "our own output": ({FOE: Link("/dev/stdin")}, _REFUSED),
    "our own memory": ({FOE: Link("/proc/self/mem")}, _REFUSED),
    "our own environment": ({FOE: Link("/proc/self/environ")}, _REFUSED),
    "a link to a file outside": ({FOE: Link("../../../secret.yaml")}, _REFUSED),
    "a link to a file outside, as YAML": ({"foe/bad/openapi.yaml": Link("../../../secret.yaml")}, _REFUSED),
    "a link to the passwords": ({FOE: Link("/etc/passwd")}, _REFUSED),
    "a link to a link outside": ({FOE: Link("next.yaml"), "foe/bad/next.yaml": Link("../../../secret.yaml")}, _REFUSED),
    "a link through a folder outside": ({"foe/bad": Link("../../outside")}, BUILDS),
    "a link to a folder outside": ({"foe": Link("../outside")}, BUILDS),
    "a link to the root": ({"foe": Link("/")}, BUILDS),
    "a link to the folder itself": ({"foe": Link(".")}, BUILDS),
    "a link to the folder above": ({"acme/foe": Link("..")}, BUILDS),
    "a link to itself": ({FOE: Link("openapi.json")}, _REFUSED),
    "two links to each other": ({FOE: Link("a.json"), "foe/bad/a.json": Link("openapi.json")}, _REFUSED),
    "a link to nowhere": ({FOE: Link("none.json")}, _REFUSED),
    "a link to a neighbor": ({FOE: Link("../../acme/good/openapi.json")}, BUILDS),
    "a link to a folder": ({FOE: Link("../../acme")}, BUILDS),
    "a record that leads outside": ({FOE: _API, "foe/bad/api.yml": Link("../../../secret.yaml")}, _REFUSED),
    "a provider that leads outside": ({FOE: _API, "foe/provider.yml": Link("../../secret.yaml")}, _REFUSED),
    "a vocabulary that leads outside": ({"tags.yml": Link("../secret.yaml")}, _REFUSED),
    "settings that lead outside": ({"catalog.yml": Link("../secret.yaml")}, _REFUSED),
    "a record that leads nowhere": ({FOE: _API, "foe/bad/api.yml": Link("none.yml")}, _REFUSED),
    "an empty record": ({FOE: _API, "foe/bad/api.yml": b""}, _REFUSED),
    "an empty vocabulary": ({"tags.yml": b""}, _REFUSED),
    "empty settings": ({"catalog.yml": b""}, _REFUSED),
    "a record in UTF-16": ({FOE: _API, "foe/bad/api.yml": _RECORD.decode().encode("utf-16")}, _REFUSED),
    "settings with a tag": ({"catalog.yml": b"title: !!python/name:os.system x\n"}, _REFUSED),
    "a file without an ending": ({"foe/bad/openapi": _API}, BUILDS),
    "a file that is not ours": ({"foe/bad/openapi.exe": b"MZ\0\0"}, BUILDS),
    "a hidden folder": ({"foe/.git/openapi.json": b"{"}, BUILDS),
    "a folder of a folder of a folder": ({"/".join(["foe"] * 100) + "/openapi.json": _API}, BUILDS),
    "two descriptions in one folder": ({FOE: _API, "foe/bad/openapi.yaml": _YAML}, _CLASH),
    "a description and its old form": ({FOE: _API, "foe/bad/swagger.json": _API}, _CLASH),
}  # fmt: skip

_NAMES: dict[str, tuple[tuple[str, ...], str]] = {  # folders with a description each, and how it ends
    "that differ by case": (("foe/bad", "foe/BAD"), _CLASH),
    "of providers that differ by case": (("foe/bad", "Foe/bad"), _CLASH),
    "of providers that differ by case, with other APIs": (("foe/bad", "Foe/worse"), BUILDS),
    "that differ by Unicode form": (("foe/caf\u00e9", "foe/cafe\u0301"), _CLASH),
    "that differ by an accent": (("foe/cafe", "foe/caf\u00e9"), _CLASH),
    "that differ by the width of letters": (("foe/bad", "foe/\uff42\uff41\uff44"), _CLASH),
    "that differ by a ligature": (("foe/fi", "foe/\ufb01"), _CLASH),
    "that differ by the Kelvin sign": (("foe/k", "foe/\u212a"), _CLASH),
    "that differ by the dotless i": (("foe/i", "foe/\u0131"), BUILDS),
    "that differ by a sharp s": (("foe/ss", "foe/\u00df"), BUILDS),
    "that differ by a Cyrillic letter": (("foe/a", "foe/\u0430"), BUILDS),
    "that differ by a sign": (("foe/a b", "foe/a+b"), _CLASH),
    "that differ by a dash at the end": (("foe/bad", "foe/bad-"), _CLASH),
    "that differ by a dot at the end": (("foe/bad", "foe/bad."), _CLASH),
    "that differ by a blank at the end": (("foe/bad", "foe/bad "), _CLASH),
    "that differ by what nobody sees": (("foe/bad", "foe/b\u200bad"), BUILDS),
    "that join to the same": (("foe/a/b", "foe/a-b"), _CLASH),
    "of a lone provider": (("foe", "foe/foe"), _CLASH),
    **{
        f"like {name!r}": ((f"foe/{name}",), BUILDS)
        for name in (
            "con", "CON", "nul", "aux", "prn", "com1", "lpt9", "con.txt", "index", "index.html", "tags", "assets",
            "search", "apis", "404", "404.html", "sitemap.xml", "pagefind", "schemas", "operations", "openapi", "..a",
            "...", "-", "--", "-rf", "~", "~root", "%2e%2e", "%2F..%2F", "..\\..\\a", "a\\b", "C:", "C:\\a", "a:b",
            "$HOME", "${HOME}", "`id`", "$(id)", "; id", "| id", "&& id", "a'b", 'a"b', "<b>", "a&b", "a#b", "a?b",
            "{{ 7*7 }}", "{% raw %}", "a\nb", "a\tb", "a\rb", "\u202egnp", "\u2028", "\u0301", "\U0001f600",
            "__proto__", "constructor", "\u6771\u4eac", "\u05d0", "x" * 200, "\u00e9" * 100, "\U0001f600" * 60, " ",
            "a..b", "None", "::error::x", "=1+1", "@x", "LICENSE", "javascript:alert(1)",
        )
    },
    **{
        f"of a provider like {name!r}": ((f"{name}/bad",), BUILDS)
        for name in ("con", "index", "tags", "search", "-", "...", "%2e%2e", "a\\b", "x" * 200, "<b>", "\u6771")
    },
}  # fmt: skip


def cases() -> Iterator[Case]:
    for name, (files, expected) in _KINDS.items():
        yield Case(f"folder: {name}", files, expected)
    for name, (folders, expected) in _NAMES.items():
        files = {f"{folder}/openapi.json": _API for folder in folders}
        shown = [folder for folder in folders if "/." not in f"/{folder}"]
        yield Case(f"names: {name}", files, expected, apis=1 + len(shown) if expected == BUILDS else 0)
    yield Case("names: not UTF-8", {"foe/b\udcffd/openapi.json": _API}, BUILDS, apis=2)
    yield Case("names: a file not UTF-8", {"foe/b\udcffd.json": _API}, BUILDS, apis=2)
    yield Case("names: a broken file not UTF-8", {"foe/b\udcffd.json": b"{"}, _REFUSED)
    yield Case("folder: nothing", {"a.txt": b""}, CANNOT_RUN, alone=True)
    yield Case("folder: only settings", {"catalog.yml": b"title: T\n"}, CANNOT_RUN, alone=True)
    yield Case("folder: only a broken file", {FOE: b"{"}, _REFUSED, alone=True)
    yield Case("folder: only a pipe", {FOE: Special.PIPE}, _REFUSED, alone=True)
    yield Case("folder: only a link to itself", {FOE: Link("openapi.json")}, _REFUSED, alone=True)
    yield Case("folder: 2,000 broken files", {f"foe/a{number}.json": b"{" for number in range(2000)}, _REFUSED)
