"""Fetching: within limits, and never from an internal host."""

import gzip
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jobs.importing import fetch as fetching
from jobs.importing.fetch import fetch
from jobs.importing.payloads import SourceUnavailable, read_file


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

    def get_elsewhere(self):
        self.answer(b"", status=302, Location="http://8.8.8.8:22/")

    def get_inside(self):
        self.answer(b"", status=302, Location="http://169.254.169.254/latest/")

    def get_wait(self):
        Feed.busy += 1
        status = 429 if Feed.busy < 2 else 200
        self.answer(b"thank you", status=status, Retry_After="1")

    def get_later(self):
        Feed.busy += 1
        self.answer(b"", status=503, Retry_After="7200")

    def get_never(self):
        self.answer(b"", status=503, Retry_After="99999999")

    def get_known(self):
        asked = (self.headers["If-None-Match"], self.headers["If-Modified-Since"])
        if asked == ('"1"', "Mon, 23 Nov 2026 09:00:00 GMT"):
            self.answer(b"", status=304)
        else:
            modified = "Mon, 23 Nov 2026 09:00:00 GMT"
            self.answer(b"jobs", ETag='"1"', Last_Modified=modified)

    def get_odd(self):
        self.answer(b"jobs", ETag='"' + "x" * 300 + '"')

    def get_unasked(self):
        self.answer(b"", status=304)

    def get_headers(self):
        with suppress(ConnectionError):
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 20:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)

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
    monkeypatch.setattr(fetching, "RETRY_PAUSES", (0.01, 0.01))
    monkeypatch.setattr(Feed, "busy", 0)
    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        monkeypatch.setattr(fetching, "PORTS", {server.server_port})
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_it_returns_the_bytes_and_says_who_asks(feed):
    assert fetch(f"{feed}/good").content.startswith(b"Rolewise")


def test_it_decompresses(feed):
    assert fetch(f"{feed}/zipped").content == b"jobs"


def test_a_busy_server_is_asked_again(feed):
    assert fetch(f"{feed}/busy").content == b"at last"


INTERNAL = """
127.0.0.1 127.0.0.1:8000 127.1 127.0.1 127.255.255.254 0 0.0.0.0 0x0 0x7f000001 0x7f.1
0x7F.0x0.0x0.0x1 0177.0.0.1 0177.1 017700000001 2130706433 localhost LOCALHOST
10.0.0.1 10.255.255.255 167772161 0xa.0.0.1 012.0.0.1 172.16.0.1 172.31.255.254 0xac100001
192.168.0.1 192.168.1 0xc0a80001 3232235521 169.254.169.254 169.254.43518 0xa9fea9fe 2852039166
0251.0376.0251.0376 100.64.0.1 100.127.255.254 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.88.99.1
[::] [::1] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::7f00:1] [::a00:1] [::ffff:127.0.0.1]
[::ffff:7f00:1] [::ffff:10.0.0.1] [::ffff:169.254.169.254] [::ffff:0:10.0.0.1]
[64:ff9b::7f00:1] [64:ff9b::10.0.0.1] [64:ff9b:1::1] [2002:7f00:1::] [2002:a00:1::1]
[2001:0:4136:e378:8000:63bf:80ff:fffe] [2001:db8::1] [fc00::1] [fd00::1] [fe80::1] [fec0::1]
[ff02::1] [100::1] [3fff::1] user@127.0.0.1 user:pass@10.0.0.1 example.com@127.0.0.1
"""


def test_internal_addresses_in_any_writing_are_refused_before_a_byte_is_sent(monkeypatch):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: called.append(address))
    for host in INTERNAL.split():
        with pytest.raises(SourceUnavailable, match="internal address"):
            fetch(f"http://{host}/jobs")
        assert not called, host


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
def test_only_the_web_s_own_ports_are_asked(monkeypatch, port):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: called.append(address))
    for scheme in ("http", "https"):
        with pytest.raises(SourceUnavailable, match="a port other than 80 and 443"):
            fetch(f"{scheme}://8.8.8.8:{port}/jobs")
    assert not called


def test_a_redirect_to_another_port_is_not_followed(feed, monkeypatch):
    with pytest.raises(SourceUnavailable, match="a port other than 80 and 443"):
        fetch(f"{feed}/elsewhere")


def test_a_redirect_to_an_internal_address_is_not_followed(feed):
    with pytest.raises(SourceUnavailable, match="internal address"):
        fetch(f"{feed}/inside")


def test_a_pause_that_a_server_asks_for_is_kept(feed):
    start = time.monotonic()
    assert fetch(f"{feed}/wait").content == b"thank you"
    assert time.monotonic() - start >= 1


def test_a_long_pause_is_for_another_time(feed):
    with pytest.raises(SourceUnavailable, match="wait for 7,200 seconds") as busy:
        fetch(f"{feed}/later")
    assert (busy.value.retry_after, Feed.busy) == (7200, 1)
    with pytest.raises(SourceUnavailable) as busy:
        fetch(f"{feed}/never")
    assert busy.value.retry_after == 24 * 3600


def test_what_is_known_is_not_sent_again(feed):
    first = fetch(f"{feed}/known")
    again = fetch(f"{feed}/known", etag=first.etag, last_modified=first.last_modified)
    assert (first.content, again.content, again.is_unchanged) == (b"jobs", None, True)
    assert (again.etag, again.last_modified) == (first.etag, first.last_modified)


def test_an_etag_that_cannot_be_kept_is_forgotten(feed):
    assert fetch(f"{feed}/odd").etag == ""


def test_unchanged_is_no_answer_to_who_knows_nothing(feed):
    with pytest.raises(SourceUnavailable, match="though nothing was known"):
        fetch(f"{feed}/unasked")


def test_dripping_headers_are_cut_off(feed, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_SECONDS", 0.2)
    with pytest.raises(SourceUnavailable, match="took longer than"):
        fetch(f"{feed}/headers")


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
