"""What a link was found to be, and what an answer of a server says about it."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from api_catalog.connections import NotPublicError

_ASKS_FOR_REST = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


class State(StrEnum):
    """``CLOSED``: there is an answer, but not for a program. ``TROUBLE`` may be over the next time."""

    DEAD = "dead"
    MOVED = "moved"
    TROUBLE = "trouble"
    REFUSED = "refused"
    CLOSED = "closed"
    NOT_LOOKED = "not-looked"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Answer:
    """``status`` is that of HTTP, 0 without an answer. ``leads_to`` is where a link that moved for good ends."""

    url: str
    state: State
    status: int = 0
    reason: str = ""
    leads_to: str = ""

    @property
    def asks_for_rest(self) -> bool:
        """Does the server say that it is asked too much?"""
        return self.status in _ASKS_FOR_REST


def of_status(url: str, status: int, leads_to: str = "") -> Answer:
    """What a status that is no redirect means. ``leads_to``: the end of redirects that are for good."""
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Answer(url, State.DEAD, status, _name(status), leads_to)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer(url, State.TROUBLE, status, _name(status))
    if status >= HTTPStatus.BAD_REQUEST:
        return Answer(url, State.CLOSED, status, _name(status))
    return Answer(url, State.MOVED if leads_to else State.OK, status, "", leads_to)


def of_error(url: str, error: Exception, *, is_late: bool) -> Answer:
    """What it means that there is no answer."""
    if isinstance(error, NotPublicError):
        return Answer(url, State.REFUSED, reason=str(error))
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME:
        return Answer(url, State.DEAD, reason="there is no such host")
    if is_late or isinstance(error, TimeoutError):
        return Answer(url, State.TROUBLE, reason="no answer in time")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Answer(url, State.TROUBLE, reason=str(reason)[:200])


def _name(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
