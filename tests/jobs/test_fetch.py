"""Fetching: within limits, and never from an internal host."""

import gzip
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jobs.importing import fetch as fetching
from jobs.importing.fetch import SourceUnavailable, fetch, read_file


class Feed(BaseHTTPRequestHandler):
    """A small web server; each path misbehaves in its own way."""

    busy = 0

    def do_GET(self):
        getattr(self, f"get_{self.path.strip('/').split('?')[0]}")()

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)

    def get_good(self):
        self.answer(self.headers["User-Agent"].encode())

    def get_zipped(self):
        self.answer(gzip.compress(b"jobs"), Content_Encoding="gzip")

    def get_bomb(self):
        self.answer(gzip.compress(bytes(2_000_000)), Content_Encoding="gzip")

    def get_missing(self):
        self.answer(b"", status=404)

    def get_busy(self):
        Feed.busy += 1
        self.answer(b"at last", status=503 if Feed.busy < 3 else 200)

    def get_circle(self):
        self.answer(b"", status=302, Location="/circle")

    def get_inside(self):
        self.answer(b"", status=302, Location="http://169.254.169.254/latest/")

    def get_slow(self):
        self.send_response(200)
        self.end_headers()
        with suppress(ConnectionError):
            for _ in range(20):
                self.wfile.write(bytes(fetching.CHUNK))
                time.sleep(0.05)

    def log_message(self, *args):
        pass


@pytest.fixture
def feed(monkeypatch):
    """The address of a server on this machine, which fetch() may read for once."""
    monkeypatch.setattr(fetching.CONFIG, "ip_filter_allow_loopback_ips", True)
    monkeypatch.setattr(Feed, "busy", 0)
    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_it_returns_the_bytes_and_says_who_asks(feed):
    assert fetch(f"{feed}/good").startswith(b"Rolewise")


def test_it_decompresses(feed):
    assert fetch(f"{feed}/zipped") == b"jobs"


def test_a_busy_server_is_asked_again(feed):
    assert fetch(f"{feed}/busy") == b"at last"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/jobs",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/",
        "http://100.64.0.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
    ],
)
def test_internal_addresses_are_never_read(url):
    with pytest.raises(SourceUnavailable, match="internal address"):
        fetch(url)


def test_a_redirect_to_an_internal_address_is_not_followed(feed):
    with pytest.raises(SourceUnavailable, match="internal address"):
        fetch(f"{feed}/inside")


@pytest.mark.parametrize("url", ["", "jobs", "file:///etc/passwd", "http://[::1", "http://*/"])
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(SourceUnavailable, match="no web address"):
        fetch(url)


def test_a_host_that_does_not_exist_is_named_without_the_rest_of_its_address():
    with pytest.raises(SourceUnavailable, match=r"^nowhere\.invalid could not be read") as refused:
        fetch("http://user:secret@nowhere.invalid/?key=secret")
    assert "secret" not in str(refused.value)


def test_an_error_page_is_no_feed(feed):
    with pytest.raises(SourceUnavailable, match="answered “404 Not Found”"):
        fetch(f"{feed}/missing")


def test_endless_redirects_are_not_followed(feed):
    with pytest.raises(SourceUnavailable, match="redirects more than 5 times"):
        fetch(f"{feed}/circle")


def test_the_size_counts_after_decompression(feed, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 1_000_000)
    with pytest.raises(SourceUnavailable, match="more than 1 MB"):
        fetch(f"{feed}/bomb")


def test_a_dripping_answer_is_cut_off(feed, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_SECONDS", 0.2)
    with pytest.raises(SourceUnavailable, match="took longer than"):
        fetch(f"{feed}/slow")


def test_a_file_is_read_or_its_absence_explained(tmp_path):
    path = tmp_path / "board.json"
    path.write_bytes(b"{}")
    assert read_file(path) == b"{}"
    with pytest.raises(SourceUnavailable, match="There is no file"):
        read_file(tmp_path / "other.json")
    with pytest.raises(SourceUnavailable, match="cannot be read: Is a directory"):
        read_file(tmp_path)
