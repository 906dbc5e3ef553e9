"""Links are asked politely and judged rightly; seen from a server on this machine that the tests let in."""

from __future__ import annotations

import http.client
import http.server
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from api_catalog import load
from api_catalog.catalog import Catalog, catalog_of
from api_catalog.commands import probe as probe_command
from api_catalog.connections import connection, is_public
from api_catalog.probing import Answer, Manners, State, as_json, as_markdown, freshness, links_of, probe, read_previous
from click.testing import CliRunner

QUICK = Manners(at_once=4, pause=0.0, seconds=5.0)
MINE = "https://a.example"


class Server(http.server.ThreadingHTTPServer):
    """Counts what it is asked, by host; answers by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []  # method, host, path
        self.times: list[tuple[str, float, float]] = []  # host, begin, end
        self.guard = threading.Lock()

    def connect(self, scheme: str, host: str, port: int, seconds: float) -> http.client.HTTPConnection:
        """The way in for names that end with ``.example``; for others the usual way."""
        if not host.endswith(".example"):
            return connection(scheme, host, port, seconds)
        return Local(host, port, seconds, self.server_port)


class Local(http.client.HTTPConnection):
    """Says one name, and goes to this machine."""

    def __init__(self, host: str, port: int, seconds: float, local: int) -> None:
        super().__init__(host, port, timeout=seconds)
        self._local = local

    def connect(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self._local), self.timeout)


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        begin = time.monotonic()
        host = self.headers["Host"].partition(":")[0]
        path, _, to = self.path.partition("?to=")
        path = path.partition("?")[0]
        with self.server.guard:
            self.server.asked.append((self.command, host, path))
        if path == "/slow":
            time.sleep(6)
        elif path == "/brief":
            time.sleep(0.05)
        if path == "/nothing":
            self.close_connection = True
            return
        status = int(path[1:]) if path[1:].isdecimal() else 200
        if path == "/no-head" and self.command == "HEAD":
            status = 405
        if path == "/odd-head" and self.command == "HEAD":
            status = 404
        with self.server.guard:
            self.server.times.append((host, begin, time.monotonic()))
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        if path == "/large":
            self.send_header("Content-Length", "100000000")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 - names of the base class

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the method it replaces
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "state", "says"),
    [
        ("/", State.OK, ""),
        ("/no-head", State.OK, ""),
        ("/odd-head", State.OK, ""),
        ("/404", State.DEAD, "Not Found"),
        ("/410", State.DEAD, "Gone"),
        ("/403", State.CLOSED, "Forbidden"),
        ("/429", State.CLOSED, "Too Many Requests"),
        ("/500", State.TROUBLE, "Internal Server Error"),
        ("/999", State.TROUBLE, ""),
        ("/nothing", State.TROUBLE, "closed connection"),
        ("/301?to=/there", State.MOVED, f"{MINE}/there"),
        ("/308?to=https://b.example/", State.MOVED, "https://b.example/"),
        ("/302?to=/there", State.OK, ""),
        ("/301?to=/302%3Fto=/there", State.MOVED, ""),
        ("/301?to=/404", State.DEAD, ""),
        ("/301?to=http://127.0.0.1/", State.REFUSED, "127.0.0.1 is not a public address"),
        ("/301?to=http://169.254.169.254/latest", State.REFUSED, "not a public address"),
        ("/302?to=file:///etc/passwd", State.REFUSED, "neither http nor https"),
        ("/302?to=https://user:word@b.example/", State.REFUSED, "user name"),
        ("/302?to=https://[::1/", State.TROUBLE, "no address"),
    ],
)
def test_what_an_answer_means(server: Server, path: str, state: State, says: str) -> None:
    (answer,) = probe([MINE + path], QUICK, connect=server.connect)
    assert answer.state is state, answer
    assert says in answer.reason + answer.leads_to


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "https://192.168.1.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "ftp://a.example/",
        "file:///etc/passwd",
        "https://",
        "https://a b.example/",
        "https://a.example:port/",
    ],
)
def test_refused_without_the_help_of_tests(url: str) -> None:
    (answer,) = probe([url], QUICK)
    assert answer.state is State.REFUSED, answer


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


def test_a_circle_of_redirects_ends(server: Server) -> None:
    (answer,) = probe([f"{MINE}/302?to=/302?to=/302"], QUICK, connect=server.connect)
    assert answer.state in (State.OK, State.TROUBLE)
    assert len(server.asked) <= 6


def test_a_slow_answer_is_cut(server: Server) -> None:
    begin = time.monotonic()
    (answer,) = probe([f"{MINE}/slow"], Manners(pause=0, seconds=0.3), connect=server.connect)
    assert answer.state is State.TROUBLE
    assert answer.reason == "no answer in time"
    assert time.monotonic() - begin < 5


def test_a_large_body_is_not_read(server: Server) -> None:
    begin = time.monotonic()
    assert probe([f"{MINE}/large"], QUICK, connect=server.connect)[0].state is State.OK
    assert time.monotonic() - begin < 3


def test_one_at_a_time_to_a_host_with_a_pause_and_several_hosts_at_once(server: Server) -> None:
    urls = [f"https://{host}.example/brief?{number}" for host in "abc" for number in range(4)]
    manners = Manners(at_once=3, pause=0.1, seconds=5)
    answers = probe(urls, manners, connect=server.connect)
    assert [answer.url for answer in answers] == urls
    assert all(answer.state is State.OK for answer in answers)
    for host in ("a.example", "b.example", "c.example"):
        times = sorted((start, end) for name, start, end in server.times if name == host)
        assert len(times) == 4
        assert all(later[0] - earlier[1] > 0.08 for earlier, later in pairwise(times))
    spans = [[each for each in server.times if each[0] == host] for host in ("a.example", "b.example")]
    assert min(each[1] for each in spans[1]) < max(each[2] for each in spans[0]), "hosts do not wait for each other"


def test_redirects_wait_their_turn_too(server: Server) -> None:
    urls = [f"https://{host}.example/302?to=https://one.example/brief" for host in "abcd"]
    probe(urls, Manners(at_once=4, pause=0.1, seconds=5), connect=server.connect)
    times = sorted((start, end) for name, start, end in server.times if name == "one.example")
    assert len(times) == 4
    assert all(later[0] - earlier[1] > 0.08 for earlier, later in pairwise(times))


def test_a_host_that_is_down_is_left_alone(server: Server) -> None:
    answers = probe([f"{MINE}/500?{number}" for number in range(10)], QUICK, connect=server.connect)
    assert [answer.state for answer in answers] == [State.TROUBLE] * 3 + [State.NOT_LOOKED] * 7
    assert len(server.asked) == 6  # HEAD and GET; nothing is tried again


def test_a_host_that_asks_for_rest_gets_it(server: Server) -> None:
    answers = probe([f"{MINE}/429", f"{MINE}/", "https://b.example/"], QUICK, connect=server.connect)
    assert [answer.state for answer in answers] == [State.CLOSED, State.NOT_LOOKED, State.OK]
    assert Counter(host for _, host, _ in server.asked) == {"a.example": 1, "b.example": 1}


def test_no_more_is_asked_when_the_time_is_over(server: Server) -> None:
    answers = probe([f"{MINE}/{number}" for number in "abc"], Manners(minutes=0), connect=server.connect)
    assert {answer.state for answer in answers} == {State.NOT_LOOKED}
    assert not server.asked


def test_the_same_link_is_asked_once(server: Server) -> None:
    assert len(probe([MINE, MINE], QUICK, connect=server.connect)) == 1
    assert len(server.asked) == 1


SPEC = "openapi: 3.1.1\ninfo: {title: Pets, version: '1'}\npaths: {}\n"
RECORD = """summary: Pets.
status: {state: live, since: "2020", source: "https://a.example/404"}
provenance: {kind: curated, sources: [{url: "https://a.example/docs#part", read: 2026-11-01}]}
reviewed: 2020-02-29
links: {homepage: "https://a.example/301?to=/docs"}
findings: [{tag: free, state: yes, source: "https://a.example/docs", seen: 2026-11-01}]
hype: [{term: "x`|@everybody", where: "https://b.example/500", seen: 2026-11-01}]
plans: [{name: Free, price: "0", source: "https://a.example/docs", seen: 2026-11-01}]
does-not: [{what: Bark, source: "mailto:a@example.com"}]
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    (folder / "acme" / "pets").mkdir(parents=True)
    (folder / "acme" / "pets" / "openapi.yaml").write_text(SPEC, "utf-8")
    (folder / "acme" / "pets" / "api.yml").write_text(RECORD, "utf-8")
    (folder / "acme" / "provider.yml").write_text('name: Acme\nlinks: {homepage: "https://a.example/"}\n', "utf-8")
    return folder


def catalog_in(specs: Path) -> Catalog:
    return catalog_of(load(specs))[0]


def test_links_of_records_each_with_who_uses_it(specs: Path) -> None:
    links = links_of(catalog_in(specs))
    assert list(links) == sorted(links)
    assert {use.role for use in links["https://a.example/docs"]} == {
        "finding: free",
        "plan: Free",
        "source of the description",
    }
    assert [use.of for use in links["https://a.example/"]] == ["acme"]
    assert not any(url.startswith("mailto") for url in links)


def test_since_when_a_link_is_dead(specs: Path, tmp_path: Path) -> None:
    catalog = catalog_in(specs)
    links = links_of(catalog)
    answers = [Answer(url, State.DEAD) for url in links]
    first = freshness(catalog, links, answers[:1], date(2026, 1, 5))
    (tmp_path / "before.json").write_text(as_json(first), "utf-8")
    again = freshness(catalog, links, answers, date(2026, 1, 12), read_previous(tmp_path / "before.json"))
    assert [each.since for each in again.links] == ["2026-01-05"] + ["2026-01-12"] * (len(links) - 1)
    assert again.reviews == (("acme/pets", "2020-02-29"),)
    for bad in ("", "[]", '{"links": [{"since": 3}, 4]}'):
        (tmp_path / "bad.json").write_text(bad, "utf-8")
        assert read_previous(tmp_path / "bad.json") == {}
    assert read_previous(tmp_path / "none.json") == {}


def test_the_command(server: Server, specs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe_command, "CONNECT", server.connect)
    data, report = tmp_path / "freshness.json", tmp_path / "freshness.md"
    arguments = [str(specs), "--json", str(data), "--report", str(report), "--pause", "0"]
    done = CliRunner().invoke(probe_command.command, [*arguments, "--contact", "https://acme.example/\r\nX: y"])
    assert done.exit_code == 0, done.output
    value = json.loads(data.read_text("utf-8"))
    states = {link["url"]: link["state"] for link in value["links"]}
    assert states["https://a.example/404"] == "dead"
    assert states["https://a.example/301?to=/docs"] == "moved"
    assert states["https://b.example/500"] == "trouble"
    assert value["counts"] == {"dead": 1, "moved": 1, "ok": 2, "trouble": 1}
    text = report.read_text("utf-8")
    assert "## Dead (1)" in text
    assert "`https://a.example/404`" in text
    assert "@everybody" not in text
    assert "`acme/pets`" in text


def test_nothing_to_look_at(tmp_path: Path) -> None:
    done = CliRunner().invoke(probe_command.command, [str(tmp_path / "none")])
    assert done.exit_code == 2
    assert "There is no folder" in done.output


def test_the_report_links_nothing_and_calls_nobody(specs: Path) -> None:
    catalog = catalog_in(specs)
    url = "https://a.example/`@you`|x"
    found = freshness(catalog, {}, [Answer(url, State.MOVED, 200, leads_to="https://b.example/@me")], date(2026, 1, 1))
    (row,) = (line for line in as_markdown(found).splitlines() if "a.example" in line)
    assert row.count("`") == 4
    assert len(row.replace("¦", "").split(" | ")) == 4
