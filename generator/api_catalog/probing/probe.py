"""Asks for links: HEAD, then GET where HEAD does not do; one at a time per host, a few hosts at once, nothing twice."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urljoin, urlsplit

from api_catalog.catalog.freshness import Answer, State
from api_catalog.connections import Connect, connection, deadline
from api_catalog.probing.answer import asks_for_rest, of_error, of_status
from api_catalog.probing.turns import Turns

_FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_REDIRECTS = (*_FOR_GOOD, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT)
_MOST_REDIRECTS = 5
_MOST_BYTES = 1024  # of a body
_TROUBLES = 3  # in a row, after which a host is left alone
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Manners:
    """``at_once`` hosts are asked at the same time. ``pause`` is between two requests to one host, ``seconds`` the most
    that a request takes, ``minutes`` the most that all take. ``agent`` says who asks."""

    at_once: int = 8
    pause: float = 1.0
    seconds: float = 20.0
    minutes: float = 60.0
    agent: str = "api-catalog"


def probe(
    urls: Iterable[str],
    manners: Manners = Manners(),
    *,
    connect: Connect = connection,
    done: Callable[[Answer], None] = lambda answer: None,
) -> list[Answer]:
    """An answer for each of ``urls``, in their order. ``done`` is told each when it comes, from several threads.

    ``connect`` makes connections; the usual one reaches public addresses only.
    """
    wanted = list(dict.fromkeys(urls))
    prober = _Prober(manners, connect)
    hosts: dict[str, list[str]] = {}
    for url in wanted:
        hosts.setdefault(_host(url), []).append(url)
    answers: dict[str, Answer] = {}

    def one_host(own: list[str]) -> None:
        for answer in prober.host(own):
            answers[answer.url] = answer
            done(answer)

    with ThreadPoolExecutor(max_workers=max(1, manners.at_once)) as pool:
        list(pool.map(one_host, sorted(hosts.values(), key=len, reverse=True)))  # raises what a thread raised
    return [answers[url] for url in wanted]


class _Prober:
    def __init__(self, manners: Manners, connect: Connect) -> None:
        self._manners = manners
        self._connect = connect
        self._turns = Turns(manners.pause)
        self._end = time.monotonic() + manners.minutes * 60

    def host(self, urls: list[str]) -> Iterable[Answer]:
        """The answers of one host. One that is down, or asks for rest, is left alone."""
        troubles, why = 0, ""
        for url in urls:
            if not why and time.monotonic() > self._end:
                why = "no time was left"
            answer = Answer(url, State.NOT_LOOKED, reason=why) if why else self.link(url)
            yield answer
            troubles = troubles + 1 if answer.state is State.TROUBLE else 0
            if asks_for_rest(answer):
                why = "the host asks for rest"
            elif troubles >= _TROUBLES:
                why = "the host did not answer for other links"

    def link(self, url: str) -> Answer:
        """Follows ``url`` to its end."""
        place, is_for_good = url, True
        for _ in range(_MOST_REDIRECTS + 1):
            split = _split(place)
            if isinstance(split, str):
                return Answer(url, State.REFUSED, reason=split)
            found = self._ask(split, url)
            if isinstance(found, Answer):
                return found
            status, location = found
            if status not in _REDIRECTS or not location:
                return of_status(url, status, place if is_for_good and place != url else "")
            is_for_good = is_for_good and status in _FOR_GOOD
            try:
                place = urljoin(place, location).partition("#")[0]
            except ValueError:
                return Answer(url, State.TROUBLE, status, "leads to what is no address")
        return Answer(url, State.TROUBLE, reason=f"more than {_MOST_REDIRECTS} redirects")

    def _ask(self, split: SplitResult, url: str) -> tuple[int, str] | Answer:
        """Status and Location. Some servers refuse HEAD, or answer it wrongly, so what is no success is asked again."""
        found = self._request("HEAD", split, url)
        if isinstance(found, Answer):
            is_silent = found.state is State.TROUBLE and "closed connection" in found.reason
            return self._request("GET", split, url) if is_silent else found
        is_final = found[0] < HTTPStatus.BAD_REQUEST or found[0] == HTTPStatus.TOO_MANY_REQUESTS
        return found if is_final else self._request("GET", split, url)

    def _request(self, method: str, split: SplitResult, url: str) -> tuple[int, str] | Answer:
        host = split.hostname or ""
        target = (split.path or "/") + (f"?{split.query}" if split.query else "")
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": self._manners.agent}
        with self._turns.of(host):
            end = time.monotonic() + self._manners.seconds
            opening = self._connect(split.scheme, host, split.port or _PORTS[split.scheme], self._manners.seconds)
            with deadline(opening, end) as (is_over, opened):
                try:
                    opening.connect()
                    opened.append(opening.sock)
                    opening.request(method, target, headers=headers)
                    with opening.getresponse() as response:
                        if method == "GET":
                            response.read(_MOST_BYTES)
                        return response.status, response.getheader("Location") or ""
                except (OSError, http.client.HTTPException, ValueError) as error:
                    return of_error(url, error, is_late=is_over.is_set())


def _split(url: str) -> SplitResult | str:
    """The parts of an address that may be asked, or why it may not."""
    try:
        split = urlsplit(url)
        _ = split.port
    except ValueError:
        return "not an address"
    if split.scheme not in _PORTS or not split.hostname:
        return "neither http nor https"
    if split.username is not None or any(character <= " " or character > "~" for character in url):
        return "an address with a user name, or characters that none has"
    return split


def _host(url: str) -> str:
    split = _split(url)
    return "" if isinstance(split, str) else split.hostname or ""
