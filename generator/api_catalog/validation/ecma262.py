"""Is a text a regular expression of ECMA-262? Only the syntax; nothing is matched.

ECMA-262 reads a pattern in one of three ways: the plain one of Annex B, which is lenient, and with the flags ``u`` and
``v``. A pattern that one of them accepts is a pattern. The plain one is read here, with the set operations of ``v``;
jsonschema-rs, which reads a pattern as with ``u``, is asked about what is left.

https://tc39.es/ecma262/#sec-patterns and https://tc39.es/ecma262/#sec-regular-expressions-patterns (Annex B)
"""

from __future__ import annotations

import re
from functools import cache

import jsonschema_rs

_QUANTIFIER = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}")
_GROUP = re.compile(r"\?(?::|=|!|<=|<!|<([^>]*)>|([ims]*)(-[ims]*)?:)")
_REFERENCE = re.compile(r"<([^<>]*)>")
_NAME = re.compile(r"\\u(?:[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]+\})|\$")
_CODE = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|c([A-Za-z])|([0-3][0-7]{0,2}|[4-7][0-7]?)")
_CONTROLS = {"b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_SETS = "dDsSwW"
_MOST = 10_000  # characters of a pattern that jsonschema-rs is asked about
_FOREIGN = {
    "(?P<": "Write a named group as (?<name>…).",
    "(?P=": r"Write a reference to a named group as \k<name>.",
    "(?>": "There are no atomic groups.",
    "(?#": "There are no comments.",
    "(?i)": "Flags hold for a group: (?i:…).",
}


class _Fault(Exception):  # noqa: N818 - what is wrong, never seen outside
    """Why a text is no pattern, and what to do about it if we know."""


def fault(pattern: str) -> str | None:
    """Why ``pattern`` is no regular expression, in words; None if it is one."""
    try:
        _Plain(pattern).read()
    except _Fault as found:
        return None if len(pattern) > _MOST or _is_with_flag_u(pattern) else str(found)
    return None


def hint(pattern: str) -> str:
    """What to write instead of a construct that other languages have."""
    return next((text for start, text in _FOREIGN.items() if start in pattern), "Patterns are JavaScript's.")


def _is_with_flag_u(pattern: str) -> bool:
    try:
        return _with_flag_u().is_valid(pattern)
    except UnicodeEncodeError:  # half a character
        return False


@cache
def _with_flag_u() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"format": "regex"}, validate_formats=True, offline=True)


class _Plain:
    """Reads one pattern by Annex B, from left to right; ``_can_repeat`` tells if a quantifier may follow."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._can_repeat = False
        self._open: list[bool] = []  # of each open group: may it be repeated?
        self._names: set[str] = set()
        self._references: list[int] = []  # where \\k stands; a letter like any other if no group has a name

    def read(self) -> None:
        """Raises _Fault."""
        readers = {"(": self._group, ")": self._close, "[": self._class, "{": self._braces, "\\": self._escape}
        while self._at < len(self._pattern):
            sign = self._pattern[self._at]
            self._at += 1
            if sign in readers:
                readers[sign]()
            elif sign in "*+?":
                self._repeat(sign)
            else:
                self._can_repeat = sign not in "|^$"
        if self._open:
            raise _Fault("a group is not closed")
        for at in self._references if self._names else ():
            found = _REFERENCE.match(self._pattern, at)
            if found is None or found[1] not in self._names:
                raise _Fault(r"`\k` names no group")

    def _group(self) -> None:
        may_repeat = True
        if self._pattern.startswith("?", self._at):
            found = _GROUP.match(self._pattern, self._at)
            if found is None:
                raise _Fault(f"`({self._pattern[self._at : self._at + 3]}` starts no group")
            name, flags, no_flags = found.groups()
            if name is not None:
                self._name(name)
            elif flags is not None and (flags or no_flags):
                self._flags(flags + (no_flags or ""))
            may_repeat = not found[0].startswith(("?<=", "?<!"))
            self._at = found.end()
        self._open.append(may_repeat)
        self._can_repeat = False

    def _name(self, name: str) -> None:
        if not _NAME.sub("_", name).isidentifier():
            raise _Fault(f"`{name}` is no name of a group")
        if name in self._names and "|" not in self._pattern:  # one name in two alternatives is fine
            raise _Fault(f"two groups are named `{name}`")
        self._names.add(name)

    @staticmethod
    def _flags(flags: str) -> None:
        letters = flags.replace("-", "")
        if not letters or len(set(letters)) < len(letters):
            raise _Fault(f"`{flags}` are no flags of a group")

    def _close(self) -> None:
        if not self._open:
            raise _Fault("`)` closes no group")
        self._can_repeat = self._open.pop()

    def _braces(self) -> None:
        found = _QUANTIFIER.match(self._pattern, self._at - 1)
        if found is None:  # a brace like any other sign
            self._can_repeat = True
            return
        least, most = found.groups()
        if most and _size(least) > _size(most):
            raise _Fault(f"`{found[0]}` has its numbers in the wrong order")
        self._at = found.end()
        self._repeat(found[0])

    def _repeat(self, sign: str) -> None:
        if not self._can_repeat:
            raise _Fault(f"there is nothing that `{sign}` could repeat")
        self._can_repeat = False
        if self._pattern.startswith("?", self._at):
            self._at += 1

    def _escape(self) -> None:
        if self._at >= len(self._pattern):
            raise _Fault("it ends with a single backslash")
        sign = self._pattern[self._at]
        self._at += 1
        self._can_repeat = sign not in "bB"
        if sign == "k":
            self._references.append(self._at)

    def _class(self) -> None:
        if self._pattern.startswith("^", self._at):
            self._at += 1
        first = self._member()
        while first != "]":
            if not self._pattern.startswith("-", self._at):
                first = self._member()
                continue
            start = self._at
            self._at += 1
            last = self._member()
            if last == "]":
                break
            if isinstance(first, int) and isinstance(last, int) and first > last and last != ord("-"):
                raise _Fault(f"the range before `{self._pattern[start : self._at]}` runs backwards")
            first = self._member()
        self._can_repeat = True

    def _member(self) -> int | str:
        """The next member of a class: its code, "]" at the end of the class, or "set" for one like \\d."""
        if self._at >= len(self._pattern):
            raise _Fault("`[` is not closed")
        sign = self._pattern[self._at]
        self._at += 1
        if sign != "\\":
            return "]" if sign == "]" else ord(sign)
        if self._at >= len(self._pattern):
            raise _Fault("`[` is not closed")
        sign = self._pattern[self._at]
        if found := _CODE.match(self._pattern, self._at):
            self._at = found.end()
            wide, long, control, octal = found.groups()
            if control:
                return ord(control) % 32
            return int(octal, 8) if octal else int(wide or long, 16)
        if sign == "c":  # a backslash like any other sign
            return ord("\\")
        self._at += 1
        return "set" if sign in _SETS else _CONTROLS.get(sign, ord(sign))


def _size(digits: str) -> tuple[int, str]:
    """Orders numbers of any length."""
    digits = digits.lstrip("0")
    return len(digits), digits
