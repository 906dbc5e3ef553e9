"""``new --from URL``: https, public addresses, bounded; seen from a server on this machine that the tests let in."""

from __future__ import annotations

import http.client
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from api_catalog.commands import new
from api_catalog.scaffolding.download import DownloadError, download
from click.testing import CliRunner

BODY = b"openapi: 3.1.1\ninfo: {title: Acme, version: '1'}\npaths: {}\n"
HOST = "specs.example"
Connect = Callable[[str, int, float], http.client.HTTPConnection]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by path: a description, redirects, slow, endless and broken answers."""

    def do_GET(self) -> None:
        path, _, to = self.path.partition("?to=")
        if path == "/redirect":
            self.send_response(302)
            self.send_header("Location", to)
            self.end_headers()
        elif path == "/slow":
            self._slowly()
        elif path == "/short":
            self._send(BODY, length=1000)
        elif path == "/large":
            self._send(b"x" * 3_000_000)
        elif path == "/missing":
            self.send_error(404)
        elif path == "/nothing":
            self.close_connection = True
        else:
            self._send(BODY)

    def _send(self, body: bytes, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _slowly(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"#")
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the method it replaces
        pass


@pytest.fixture(scope="module")
def connect() -> Iterator[Connect]:
    """The hook: the one name that leads to the server of the tests, without TLS."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def connect(host: str, port: int, seconds: float) -> http.client.HTTPConnection:
        assert (host, port) == (HOST, 443)
        return http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=seconds)

    yield connect
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file(connect: Connect) -> None:
    assert download(f"https://{HOST}/openapi.yaml", connect=connect) == BODY


def test_a_redirect(connect: Connect) -> None:
    assert download(f"https://{HOST}/redirect?to=/a.yaml", connect=connect) == BODY
    assert download(f"https://{HOST}/redirect?to=https://{HOST}/redirect?to=/a.yaml", connect=connect) == BODY


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"http://{HOST}/a.yaml", "is not an https URL"),
        ("ftp://specs.example/a.yaml", "is not an https URL"),
        ("file:///etc/passwd", "is not an https URL"),
        ("https:///a.yaml", "is not an https URL"),
        (f"https://user:word@{HOST}/", "has a user name"),
        (f"https://{HOST}/a b", "characters that no URL has"),
        (f"https://{HOST}/a\r\nHost: x", "characters that no URL has"),
        (f"https://{HOST}:port/", "is not a URL"),
        ("https://[::1/", "is not a URL"),
        (f"https://{HOST}/redirect?to=http://{HOST}/a.yaml", "is not an https URL"),
        (f"https://{HOST}/redirect?to=file:///etc/passwd", "is not an https URL"),
        (
            f"https://{HOST}/redirect?to=/redirect?to=/redirect?to=/redirect?to=/redirect?to=/redirect?to=/a",
            "5 redirects",
        ),
        (f"https://{HOST}/missing", "the server answers 404"),
        (f"https://{HOST}/short", "cannot be read"),
        (f"https://{HOST}/nothing", "cannot be read"),
        (f"https://{HOST}/large", "it is larger than 2 MiB"),
    ],
)
def test_refused(url: str, says: str, connect: Connect) -> None:
    with pytest.raises(DownloadError, match="Download the file yourself") as caught:
        download(url, most_bytes=2 * 1024 * 1024, connect=connect)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "localhost", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[fe80::1]", "[fd00::1]",
        "2130706433", "0x7f000001",
    ],
)  # fmt: skip
def test_no_private_address_is_reached(host: str) -> None:
    with pytest.raises(DownloadError, match="cannot be read"):
        download(f"https://{host}/a.yaml", seconds=5)


def test_a_private_address_is_named() -> None:
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 is not a public address"):
        download("https://127.0.0.1/a.yaml")


def test_a_slow_answer_is_cut(connect: Connect) -> None:
    start = time.monotonic()
    with pytest.raises(DownloadError, match="it takes too long"):
        download(f"https://{HOST}/slow", seconds=0.5, connect=connect)
    assert time.monotonic() - start < 5


def test_the_record_says_where_it_came_from(connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    monkeypatch.setattr(new, "download", lambda url: download(url, connect=connect))
    url = f"https://{HOST}/redirect?to=/openapi.yaml"
    result = CliRunner().invoke(new.command, ["acme/embed", "--from", url])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "specs/acme/embed/openapi.yaml").read_bytes() == BODY
    assert f"    - url: {url}\n      read: 2" in (tmp_path / "specs/acme/embed/api.yml").read_text("utf-8")


def test_a_refused_url_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    result = CliRunner().invoke(new.command, ["acme/embed", "--from", "http://specs.example/a.yaml"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not an https URL" in result.stderr
    assert list((tmp_path / "specs").iterdir()) == []
