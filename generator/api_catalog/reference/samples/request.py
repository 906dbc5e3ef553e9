"""A request as a value, which any language can write down. Knows nothing about OpenAPI."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

FILE = "FILE"  # stands for the file that the caller sends
ANSWER = "ANSWER"  # stands for the file that keeps an answer in bytes


@dataclass(frozen=True, slots=True)
class Secret:
    """What only the caller has; read from the environment variable of this name when the sample runs."""

    variable: str


Text = tuple[str | Secret, ...]  # parts that are joined; only a Secret is ever code


def joined(parts: Iterable[str | Secret]) -> Text:
    """``parts`` with neighboring texts made one."""
    found: list[str | Secret] = []
    for part in parts:
        if found and isinstance(part, str) and isinstance(found[-1], str):
            found[-1] += part
        elif part:
            found.append(part)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TextBody:
    """A body written out. ``is_json`` says that ``text`` is one JSON value."""

    media_type: str
    text: str
    is_json: bool = False


@dataclass(frozen=True, slots=True)
class FileBody:
    """A body that is the content of a file."""

    media_type: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form: ``value`` as text, or a file. ``media_type`` is empty if the form's own rule is enough."""

    name: str
    value: str = ""
    is_file: bool = False
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class FormBody:
    """A form; ``multipart`` or URL-encoded."""

    multipart: bool
    fields: tuple[FormField, ...]


Body = TextBody | FileBody | FormBody


@dataclass(frozen=True, slots=True)
class Request:
    """A request, ready to be written in any language.

    ``url`` has neither query nor fragment and is percent-encoded; so are the names and texts of ``query``. Headers
    are as they are sent, without the Content-Type of a body. ``basic`` has the variables of user name and password.
    """

    method: str
    url: str
    query: tuple[tuple[str, Text], ...] = ()
    headers: tuple[tuple[str, Text], ...] = ()
    basic: tuple[Secret, Secret] | None = None
    aws_signature: bool = False
    body: Body | None = None
    answer: Literal["text", "bytes", "stream"] = "text"

    @property
    def address(self) -> Text:
        """The whole URL."""
        parts: list[str | Secret] = [self.url]
        for number, (name, value) in enumerate(self.query):
            parts += [("&" if number else "?") + name + "=", *value]
        return joined(parts)

    @property
    def content_type(self) -> str:
        """The Content-Type to state; empty for a form, whose clients state their own."""
        return "" if self.body is None or isinstance(self.body, FormBody) else self.body.media_type
