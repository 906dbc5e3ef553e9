"""What an answer of a server says about a link."""

from __future__ import annotations

import socket
from http import HTTPStatus

from api_catalog.catalog.freshness import Answer, State
from api_catalog.connections import NotPublicError

_ASKS_FOR_REST = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


def asks_for_rest(answer: Answer) -> bool:
    """Does the server say that it is asked too much?"""
    return answer.status in _ASKS_FOR_REST


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
