"""Rules about keys and tokens that should not be in a public file."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from api_catalog.documents import Document
from api_catalog.rules.engine import Finding, Subject, curated, rule

Pointer = tuple[str | int, ...]
Trail = tuple["Trail", str | int] | None  # a pointer from its end, cheap to make

# What keys and tokens of well-known services look like: a mark that is in all of them, and a pattern with the part
# that is random in a real one as its group.
_KNOWN = [
    (what, mark, re.compile(pattern))
    for what, mark, pattern in (
        ("an AWS access key", "AKIA", r"\bAKIA([A-Z2-7]{16})\b"),
        ("an AWS access key", "ASIA", r"\bASIA([A-Z2-7]{16})\b"),
        ("a Google API key", "AIza", r"\bAIza([\w-]{35})"),
        ("a Google OAuth token", "ya29.", r"\bya29\.([\w-]{30,})"),
        ("a GitHub token", "gh", r"\bgh[opsur]_([A-Za-z0-9]{36,})"),
        ("a GitHub token", "github_pat_", r"\bgithub_pat_(\w{40,})"),
        ("a GitLab token", "glpat-", r"\bglpat-([\w-]{20,})"),
        ("a Slack token", "xox", r"\bxox[abeoprs]-([\w-]{20,})"),
        ("a Stripe key", "k_live_", r"\b[rs]k_live_([A-Za-z0-9]{16,})"),
        ("a secret key", "sk-", r"\bsk-((?=[\w-]*[0-9])[\w-]{20,})"),
        ("a Hugging Face token", "hf_", r"\bhf_([A-Za-z]{30,})"),
        ("a SendGrid key", "SG.", r"\bSG\.([\w-]{16,}\.[\w-]{16,})"),
        ("an npm token", "npm_", r"\bnpm_([A-Za-z0-9]{36})"),
        ("a JSON Web Token", "eyJ", r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.([\w-]{20,})"),
        ("a private key", "PRIVATE KEY", r"-----BEGIN [A-Z ]*PRIVATE KEY-----([A-Za-z0-9+/=\s\\]{40,})"),
        ("a password in a URL", "://", r"://[^\s/:@]+:([^\s/:@]{8,})@"),
    )
]
_RUN = re.compile(r"[\w+/.~-]{20,}={0,2}")
_NAMED_BEFORE = re.compile(
    r"(?:key|tokens?|secret|password|authorization|credentials?)\W{0,3}[:=]\W{0,3}(?:(?:bearer|basic|token)\s)?\s*$"
    r"|\b(?:bearer|basic)\s+$",
    re.IGNORECASE,
).search
_LOOK_BACK = 60  # characters
_SECRET_NAME = re.compile(r"key$|token$|secret|password|passwd|authorization|credential|bearer").search
_HARMLESS_NAME = re.compile(
    r"next|page|paging|continu|cursor|sync|resume|request|idempoten|public|etag|partition|sort|object|primary|foreign"
).search
_PLAIN_NAMES = frozenset(("example", "examples", "value", "default", "const", "enum", "schema", "dataValue", "items"))
_PLACEHOLDER = re.compile(
    r"your|my[-_]|example|sample|placeholder|dummy|fake|test|redacted|change-?me|insert|secret|password"
    r"|x{4}|\*{3}|\.{3}|…|[<>{}$]|0{4}|1{4}|12345|abcde|(?P<same>.)(?P=same){4}",
    re.IGNORECASE,
).search
_HEX = re.compile(r"[0-9a-fA-F]+").fullmatch
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch
_DIGIT = re.compile(r"[0-9]").search
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SHORTEST = 20
_LONGEST = 2000  # characters of a token; what is longer is a file
_FEW_LETTERS = 8  # a real one has more different ones


@rule("secret-in-example", of=curated)
def secret_in_example(subject: Subject) -> Iterator[Finding]:
    """A key or token that looks real, in an example or anywhere else in a description or its record."""
    for document, base, part in _parts(subject):
        texts = list(_texts(part))
        everything = "\n".join(stated for _, _, stated in texts)
        marked = [(what, pattern) for what, mark, pattern in _KNOWN if mark in everything]
        for trail, name, stated in texts:
            what = next((what for what, pattern in marked if _holds(pattern, stated)), None)
            if what is not None or _holds_random(name, stated):
                message = f"this looks like {what or 'a key or token'}"
                hint = "If it is real, revoke it now. Write a placeholder such as YOUR_KEY."
                yield Finding(document, (*base, *_pointer(trail)), message, hint)


def _parts(subject: Subject) -> Iterator[tuple[Document, Pointer, Any]]:
    yield subject.files.description, (), subject.files.description.value
    for fragment in subject.files.bundle.fragments:
        yield fragment.document, fragment.pointer, fragment.value
    if subject.files.record is not None:
        yield subject.files.record, (), subject.files.record.value


def _texts(value: Any) -> Iterator[tuple[Trail, str, str]]:
    """Every longer text in a value: the way to it, the name of what it is an example of, the text."""
    stack: list[tuple[Trail, str, Any]] = [(None, "", value)]
    while stack:
        trail, name, value = stack.pop()
        if isinstance(value, str):
            if len(value) >= _SHORTEST:
                yield trail, name, value
        elif isinstance(value, dict):
            if isinstance(value.get("name"), str):  # a parameter: its example is beside its name
                name = value["name"]
            for key, item in value.items():
                stack.append(((trail, key), name if key in _PLAIN_NAMES else key, item))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                stack.append(((trail, index), name, item))


def _pointer(trail: Trail) -> Pointer:
    parts = []
    while trail is not None:
        trail, part = trail
        parts.append(part)
    return tuple(reversed(parts))


def _holds(pattern: re.Pattern[str], stated: str) -> bool:
    """Does the text hold what the pattern describes, and no placeholder of that form?"""
    return any(not _PLACEHOLDER(found[1]) and len(set(found[1])) >= _FEW_LETTERS for found in pattern.finditer(stated))


def _holds_random(name: str, stated: str) -> bool:
    """Does the text hold something made by chance, where a key or token would stand?"""
    for found in _RUN.finditer(stated):
        if _is_random(found[0]):
            before = stated[max(found.start() - _LOOK_BACK, 0) : found.start()]
            if _NAMED_BEFORE(before) or (found[0] == stated and _is_secret_name(name)):
                return True
    return False


def _is_secret_name(name: str) -> bool:
    plain = re.sub(r"[^a-z]", "", name.casefold())
    return bool(_SECRET_NAME(plain)) and not _HARMLESS_NAME(plain)


def _is_random(token: str) -> bool:
    """Was it made by chance rather than by people? Judged by its letters: many different ones, in short pieces."""
    token = token.strip("=.")
    if not 20 <= len(token) <= _LONGEST or not _DIGIT(token) or _PLACEHOLDER(token) or _UUID(token):
        return False
    if _HEX(token):
        return len(token) >= 32 and _entropy(token) >= 3
    pieces = _PIECES.findall(re.sub(r"[^A-Za-z0-9]", "", token))
    return len(pieces) >= 0.3 * len(token) and _entropy(token) >= 3.5


def _entropy(token: str) -> float:
    """Bits a character."""
    return -sum(count / len(token) * math.log2(count / len(token)) for count in Counter(token).values())
