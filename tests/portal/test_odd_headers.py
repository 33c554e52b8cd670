"""Headers that some software believes: the next visitor's page has nothing of them.

Requests are bytes, read by the server's own parser, as they come from the network.
"""

from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask

from portal import page_cache
from tests.factories import make_comparison, make_role, make_skill

ELSEWHERE = "evil.example"
# Sent as they are; {host} is the host that the site has.
ODD_HEADERS = [
    *(f"{name}: /evil" for name in ("SCRIPT_NAME", "SCRIPT-NAME", "Script-Name", "script_name")),
    *(f"{name}: /evil" for name in ("PATH_INFO", "Path-Info", "PATH_TRANSLATED", "REQUEST_URI")),
    *(f"{name}: /evil" for name in ("X-Script-Name", "X-SCRIPT_NAME", "HTTP_SCRIPT_NAME")),
    *(f"{name}: /evil" for name in ("X-Forwarded-Prefix", "X-Forwarded-Path", "X-Forwarded-Uri")),
    *(f"{name}: /evil" for name in ("X-Original-URL", "X-Rewrite-URL", "X-Original-URI")),
    *(f"{name}: /admin/" for name in ("X-Original-URL", "X-Rewrite-URL", "X-Accel-Redirect")),
    *(f"{name}: {ELSEWHERE}" for name in ("X-Forwarded-Host", "X_FORWARDED_HOST", "X-Host")),
    *(f"{name}: {ELSEWHERE}" for name in ("X-Forwarded-Server", "X-HTTP-Host-Override")),
    *(f"{name}: {ELSEWHERE}" for name in ("X-Original-Host", "X-Backend-Host", "Proxy-Host")),
    *(f"{name}: 443" for name in ("X-Forwarded-Port", "X-Forwarded-Server-Port", "SERVER_PORT")),
    *(f"{name}: https" for name in ("X-Forwarded-Proto", "X_FORWARDED_PROTO", "X-Scheme")),
    *(f"{name}: https" for name in ("X-Forwarded-Protocol", "X-Forwarded-Scheme", "X-Url-Scheme")),
    *(f"{name}: on" for name in ("X-Forwarded-Ssl", "Front-End-Https", "HTTPS", "wsgi.url_scheme")),
    *(f"{name}: 203.0.113.9" for name in ("X-Forwarded-For", "X-Real-IP", "REMOTE_ADDR")),
    *(f"{name}: 203.0.113.9" for name in ("True-Client-IP", "CF-Connecting-IP", "X-Client-IP")),
    f"Forwarded: for=203.0.113.9;proto=https;host={ELSEWHERE};by=10.0.0.1",
    "X-HTTP-Method-Override: DELETE",
    "X-Method-Override: POST",
    "X-CSRFToken: x",
    "Host: {host}:8080",
    "Host: {host}:0",
    "Host: {host}.",
    "Host: {host}:99999",
    "Host: {host}:80@" + ELSEWHERE,
    f"Host: {ELSEWHERE}",
    f"Host: {ELSEWHERE}/{{host}}",
    "Host:",
    "Accept-Encoding: gzip;q=0, br, evil",
    "Accept-Language: xx-evil",
    "Accept: application/evil",
    "User-Agent: <script>alert(1)</script>",
    f"Referer: https://{ELSEWHERE}/",
    f"Origin: https://{ELSEWHERE}",
    "Range: bytes=0-9",
    "If-None-Match: *",
    "Cookie: csrftoken=evil; messages=evil",
    "Cache-Control: no-cache, private",
    "Connection: close, X-Evil",
    "Expect: 100-continue",
    "Transfer-Encoding: identity",
    "Content-Type: text/evil; charset=evil",
    "Upgrade: h2c",
    "X-Forwarded-For: " + "1, " * 2000,
]


def request_of(path, *headers, host="testserver"):
    """Returns the bytes of a request; a Host among the headers stands for the usual one."""
    headers = [header.replace("{host}", host) for header in headers]
    if not any(header.lower().startswith("host:") for header in headers):
        headers.insert(0, f"Host: {host}")
    return "\r\n".join([f"GET {path} HTTP/1.1", *headers, "", ""]).encode()


@pytest.fixture
def ask(something_to_show):
    """Sends bytes to the site; returns (status, body) of its answer."""
    site, adjustments = WSGIHandler(), Adjustments()
    server = SimpleNamespace(server_name="testserver", effective_port=80, adj=adjustments)
    channel = SimpleNamespace(
        server=server,
        adj=adjustments,
        addr=("127.0.0.1", 4711),
        creation_time=0,
        check_client_disconnected=lambda: False,
    )

    def ask(sent):
        request = HTTPRequestParser(adjustments)
        request.received(sent)
        if request.error:
            return 400, b""  # as test_worker.py has it
        said = []
        environ = WSGITask(channel, request).get_environment()
        response = site(environ, lambda status, headers, exc_info=None: said.append(status))
        body = b"".join(response)
        response.close()
        return int(said[0].split()[0]), body

    return ask


@pytest.fixture
def something_to_show(transactional_db, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SITE_URL = "https://careers.example.org"
    skill = make_skill("SQL")
    analyst, builder = make_role("Analyst", tools="SQL: Ask."), make_role("Builder")
    make_comparison(analyst, builder)
    return skill


def test_sixty_odd_headers_before_a_visitor_change_nothing_and_break_nothing(ask):
    assert len(set(ODD_HEADERS)) >= 60
    pages = ["/roles/analyst/", "/compare/analyst-vs-builder/", "/skills/sql/", "/roles/"]
    expected = {page: ask(request_of(page)) for page in pages}
    assert {status for status, _ in expected.values()} == {200}
    for number, header in enumerate(ODD_HEADERS):
        page = pages[number % len(pages)]
        page_cache.PAGES.forget()
        status, _ = ask(request_of(page, header))
        assert status < 500, header
        assert ask(request_of(page)) == expected[page], header
