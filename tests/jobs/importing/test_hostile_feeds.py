"""Whatever a source's server answers: a defined result, and never half of it."""

import gzip
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jobs.importing import fetch as fetching
from jobs.importing.pipeline import pull
from jobs.models import Listing, Pull, Source
from tests.factories import make_employer, make_source
from tests.jobs.board.boards import board, job, numbers, rows

pytestmark = pytest.mark.django_db

PLAIN = {"Content-Type": "application/json"}
LOGIN = b"<!doctype html><title>Sign in</title><form><input name=password></form>"
PERSON = {"id": 1, "name": "Recruiter", "value": "Ann Onymous, ann@example.com"}


class Server(BaseHTTPRequestHandler):
    """Answers with what a test put into `body`, or as badly as `manners` has it."""

    body, headers_sent, status, manners = b"", PLAIN, 200, ""

    def do_GET(self):
        with suppress(ConnectionError):
            self.send_response(self.status)
            for name, value in self.headers_sent.items():
                self.send_header(name, value)
            if not self.manners:
                self.send_header("Content-Length", str(len(self.body)))
            elif self.manners == "cut":
                self.send_header("Content-Length", str(len(self.body) + 1000))
            self.end_headers()
            self.wfile.write(self.body)
            while self.manners in ("drips", "never ends"):
                self.wfile.write(b" " if self.manners == "drips" else bytes(65_536))
                time.sleep(0.02 if self.manners == "drips" else 0)

    def log_message(self, *args):
        pass


@pytest.fixture
def source(monkeypatch):
    """A source on this machine that brought three listings, and sends something else from now."""
    monkeypatch.setattr(fetching.CONFIG, "ip_filter_allow_loopback_ips", True)
    monkeypatch.setattr(fetching, "MAX_SECONDS", 2)
    monkeypatch.setattr(fetching, "MAX_BYTES", 8_000_000)
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        monkeypatch.setattr(fetching, "PORTS", {server.server_port})
        url = f"http://127.0.0.1:{server.server_port}/jobs"
        source = make_source("Hostile", employer=make_employer("Acme"), url=url)
        monkeypatch.setattr(Server, "body", board(*numbers(1, 4)))
        assert pull(source).new == 3
        yield source
        server.shutdown()


@pytest.fixture
def answer(monkeypatch):
    """Sets what the server answers from now on."""

    def set_answer(body=b"", manners="", status=200, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        monkeypatch.setattr(Server, "body", body)
        monkeypatch.setattr(Server, "manners", manners)
        monkeypatch.setattr(Server, "status", status)
        monkeypatch.setattr(Server, "headers_sent", PLAIN | named)

    return set_answer


WHOLE = board(*numbers(1, 4))
BAD = {
    "an empty body": ({"body": b""}, "The answer is empty"),
    "a body that is cut off": ({"body": WHOLE[:-40]}, "broken or cut-off text"),
    "a connection that is cut off": ({"body": WHOLE, "manners": "cut"}, "could not be read"),
    "another kind": ({"body": b'[{"id": "a", "text": "Engineer"}]'}, "Lever"),
    "a login page": ({"body": LOGIN, "Content_Type": "text/html"}, "such as a login"),
    "no JSON at all": ({"body": b"\xff\xfe\x00\x01"}, "This is not JSON"),
    "deep nesting": ({"body": b"[" * 200_000}, "This is not JSON"),
    "an error": ({"body": WHOLE, "status": 500}, "answered “500"),
    "a gzip bomb": (
        {"body": gzip.compress(bytes(60_000_000)), "Content_Encoding": "gzip"},
        "sent more than 8 MB",
    ),
    "broken gzip": ({"body": WHOLE, "Content_Encoding": "gzip"}, "its answer is broken"),
    "an endless body": ({"body": b"", "manners": "never ends"}, "sent more than 8 MB"),
    "a dripping body": ({"body": b"{", "manners": "drips"}, "took longer than"),
    "a redirect inwards": (
        {"status": 302, "Location": "http://169.254.169.254/latest/"},
        "internal address",
    ),
    "a redirect to a file": ({"status": 302, "Location": "file:///etc/passwd"}, "no web address"),
    "100,000 jobs": (
        {"body": json.dumps({"jobs": [{"id": n} for n in range(100_000)]}).encode()},
        "It holds 100,000 jobs, and no more than 20,000",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_fails_in_words_and_leaves_everything_as_it_was(
    source, answer, monkeypatch, name
):
    given, words = BAD[name]
    if given.get("manners") == "drips":
        monkeypatch.setattr(fetching, "MAX_SECONDS", 0.3)
    before = rows()
    answer(**given)
    done = pull(source)
    assert done.state == Pull.State.FAILED
    assert words in done.problems
    assert rows() == before
    assert Listing.objects.open().count() == 3


def test_an_empty_list_is_held(source, answer):
    before = rows()
    answer(board())
    assert pull(source).state == Pull.State.HELD
    assert rows() == before


ODD = {
    "no title": (job(9, title=" "), "9: It has no title."),
    "a title of 301 characters": (job(9, title="x" * 301), "at most 300 characters"),
    "no address": (job(9, absolute_url=None), "is no http(s) address"),
    "a javascript: address": (job(9, absolute_url="javascript:alert(1)"), "is no http(s) address"),
    "a data: address": (job(9, absolute_url="data:text/html,x"), "is no http(s) address"),
    "an address of 1,001 characters": (
        job(9, absolute_url=f"https://example.com/{'x' * 981}"),
        "at most 1000 characters",
    ),
    "a number that occurs twice": (job(1, title="Again"), "occurs twice"),
    "a description of 200,001 characters": (
        job(9, content="x" * 200_001),
        "longer than 200,000 characters",
    ),
    "no object": ("Data Engineer", "not an object"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_advert_that_cannot_be_taken_is_refused_and_the_rest_is_taken(source, answer, name):
    odd, words = ODD[name]
    before = rows()
    answer(board(*numbers(1, 4), odd, job(5)))
    done = pull(source)
    assert (done.state, done.new, done.unchanged, done.refused) == (Pull.State.GOOD, 1, 3, 1)
    assert words in done.problems
    assert rows()[:3] == before


def test_a_title_of_300_characters_is_taken(source, answer):
    answer(board(*numbers(1, 4), job(9, title="x" * 300)))
    assert pull(source).new == 1


def test_what_is_dangerous_or_private_is_not_taken(source, answer, client):
    body = (
        "<script>steal()</script><p onclick='steal()'>Hello</p><a href='javascript:steal()'>x</a>"
        "<img src=x onerror=steal()><iframe src='https://evil.example'></iframe>"
    )
    escaped = body.replace("<", "&lt;")
    person = [PERSON | {"value_type": kind} for kind in ("user", "short_text", "single_select")]
    answer(board(*numbers(1, 4), job(9, content=escaped, metadata=person)))
    pull(source)
    listing = Listing.objects.get(external_id="9")
    assert "steal" not in listing.body_html + listing.body_text
    assert "iframe" not in listing.body_html
    assert "steal" not in client.get(listing.get_absolute_url()).text
    kept = json.dumps([rows(), *Source.objects.values()], default=str)
    assert "Onymous" not in kept
    assert "ann@" not in kept
