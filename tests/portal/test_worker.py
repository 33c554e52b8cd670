"""The worker: clients have so much time and room, and no header of theirs moves the site."""

import json
import logging
import os
import socket
from threading import Event, Thread
from time import sleep
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from waitress import wasyncore

from portal import worker

TOLD = ("PATH_INFO", "SCRIPT_NAME", "REMOTE_ADDR", "wsgi.url_scheme", "REQUEST_METHOD")


def tell(environ, start_response):
    """An application that says what it was asked."""
    body = environ["wsgi.input"].read().decode()
    told = json.dumps({name: environ[name] for name in TOLD} | {"body": body}).encode()
    start_response("200 OK", [("Content-Length", str(len(told)))])
    return [told]


@pytest.fixture
def serve():
    """Serves an application; returns a function that opens a connection, and the server."""
    end, threads = Event(), []

    def serve(application=tell):
        listener, sockets = socket.create_server(("127.0.0.1", 0)), {}
        server = worker.make_server(application, listener, sockets, threads=2)

        def run():
            while not end.is_set():
                wasyncore.loop(timeout=0.05, use_poll=True, map=sockets, count=1)
            server.task_dispatcher.shutdown()
            wasyncore.close_all(sockets)

        threads.append(Thread(target=run))
        threads[-1].start()
        address = listener.getsockname()
        return lambda: socket.create_connection(address, timeout=10), server

    yield serve
    end.set()
    for thread in threads:
        thread.join()


def ask(client, path="/", *headers, body=b"", method="GET"):
    """Returns (head, body) of the answer to a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: a", *headers, f"Content-Length: {len(body)}"]
    client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    return answer(client)


def answer(client):
    received = b""
    while b"\r\n\r\n" not in received:
        received += client.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split()[0])
    while len(body) < length:
        body += client.recv(65536)
    return head.decode(), body


def is_closed(client):
    try:
        return client.recv(1) == b""
    except ConnectionResetError:
        return True


def test_clients_that_never_send_a_whole_request_are_closed_and_hold_nobody_up(serve, monkeypatch):
    monkeypatch.setattr(worker, "REQUEST_SECONDS", 0.2)
    connect, _ = serve()
    half_open, dripping, slow_form, _ = clients = [connect() for _ in range(4)]
    half_open.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nAccept-")
    dripping.sendall(b"GET / HTTP/1.1\r\nX: ")
    slow_form.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
    with connect() as visitor:
        assert ask(visitor)[0].startswith("HTTP/1.1 200 OK")
    for client in clients:
        with client:
            assert is_closed(client)


def test_each_byte_is_no_new_time(serve, monkeypatch):
    monkeypatch.setattr(worker, "REQUEST_SECONDS", 0.2)
    connect, _ = serve()
    with connect() as client:
        client.settimeout(0.05)
        for _ in range(100):
            try:
                client.sendall(b"G")
                if client.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except ConnectionError:
                return
    pytest.fail("A client that drips was never closed.")


def test_who_takes_nothing_of_an_answer_is_closed(serve, monkeypatch):
    monkeypatch.setattr(worker, "STALLED_SECONDS", 0.2)
    large = b"x" * 10_000_000

    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", str(len(large)))])
        return [large]

    connect, server = serve(application)
    with connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for _ in range(100):
            Event().wait(0.05)
            if not server.active_channels:
                return
    pytest.fail("A client that takes nothing was never closed.")


@pytest.mark.parametrize(
    "header",
    [
        "SCRIPT_NAME: /evil",
        "Script-Name: /evil",
        "PATH_INFO: /evil",
        "Path-Info: /evil",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Prefix: /evil",
        "X-Forwarded-For: 192.0.2.1",
        "X-Forwarded-Host: evil.example",
        "Forwarded: for=192.0.2.1;proto=https;host=evil.example",
        "X-Original-URL: /evil",
        "X-Rewrite-URL: /evil",
        "X-HTTP-Method-Override: DELETE",
        "REMOTE_ADDR: 192.0.2.1",
        "Remote-Addr: 192.0.2.1",
        "wsgi.url_scheme: https",
    ],
)
def test_no_header_says_where_the_site_is_or_who_asks(serve, header):
    connect, _ = serve()
    with connect() as client:
        told = json.loads(ask(client, "/jobs/", header)[1])
    assert told == {
        "PATH_INFO": "/jobs/",
        "SCRIPT_NAME": "",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "REQUEST_METHOD": "GET",
        "body": "",
    }


def test_requests_have_room_for_a_form_and_no_more(serve):
    connect, _ = serve()
    with connect() as client:
        assert json.loads(ask(client, body=b"y" * 100_000, method="POST")[1])["body"][:2] == "yy"
        head, _ = ask(client, body=b"y" * worker.MAX_BODY, method="POST")
        assert head.startswith("HTTP/1.1 413 ")
        assert "Content-Security-Policy: default-src 'none'" in head
    with connect() as client:
        head, _ = ask(client, "/", "Transfer-Encoding: identity")
        assert head.startswith("HTTP/1.1 400 ")
    with connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nX: " + b"z" * worker.MAX_HEADERS)
        assert answer(client)[0].startswith("HTTP/1.0 431 ")


def test_who_asks_whether_to_go_on_is_answered_with_a_body_and_without(serve):
    connect, _ = serve()
    with connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")
        assert answer(client)[0].startswith("HTTP/1.1 200 OK")
    with connect() as client:
        head = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        client.sendall(head)
        assert client.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"ab")
        assert json.loads(answer(client)[1])["body"] == "ab"


def test_with_too_many_waiting_a_visitor_is_asked_to_come_again(serve, monkeypatch):
    monkeypatch.setattr(worker, "MAX_WAITING", 0)
    connect, _ = serve()
    with connect() as client:
        head, body = ask(client)
    assert head.startswith("HTTP/1.1 503 ")
    assert "Retry-After: 10" in head
    assert b"Come again later." in body


def test_a_server_that_ends_answers_once_more_who_has_a_connection(serve, monkeypatch):
    monkeypatch.setattr(worker, "LINGER_SECONDS", 0.2)
    connect, server = serve()
    with connect() as client, connect() as idle:
        ask(client)
        ask(idle)
        server.stopped_at = worker.time()
        head, _ = ask(client)
        assert head.startswith("HTTP/1.1 200 OK")
        assert "Connection: close" in head
        assert is_closed(client)
        assert is_closed(idle)
    assert not server.readable()


def test_a_worker_that_is_to_end_takes_visitors_until_another_can(monkeypatch):
    monkeypatch.setattr(worker, "HANDOVER_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ending = worker.Worker(
            *(0, os.getppid(), [SimpleNamespace(sock=listener)], None, 30),
            *(Config(), logging.getLogger("gunicorn")),
        )
        ending.wsgi, ending.alive = tell, False
        thread = Thread(target=ending.run)
        thread.start()
        with socket.create_connection(listener.getsockname(), timeout=10) as client:
            head, _ = ask(client, "/", "Connection: close")
        thread.join()
        ending.tmp.close()
    assert head.startswith("HTTP/1.1 200 OK")


def test_garbage_is_looked_for_while_no_visitor_waits(serve, monkeypatch):
    counts, collected = [0, 0, worker.OLD_IS_DUE], []
    looks = SimpleNamespace(get_count=lambda: counts, collect=lambda: collected.append(True))
    monkeypatch.setattr(worker, "gc", looks)
    is_asked, is_answered = Event(), Event()

    def wait(environ, start_response):
        is_asked.set()
        is_answered.wait(10)
        return tell(environ, start_response)

    connect, server = serve(wait)
    with connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert is_asked.wait(10)
        worker.collect_garbage([server])
        assert not collected
        is_answered.set()
        answer(client)
        assert is_closed(client)
    while server.is_busy:  # its thread is on its way back
        sleep(0.01)
    worker.collect_garbage([server])
    assert collected
    counts[2] -= 1
    worker.collect_garbage([server])
    assert len(collected) == 1
