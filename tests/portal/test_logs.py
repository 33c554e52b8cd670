"""What logs and mails of errors say: what happened, and nothing of who asked."""

import json
import logging
from socket import socket

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from portal import logs
from tests.portal import test_logs

SECRETS = ("Ada Lovelace", "ada@example.org", "192.0.2.7", "key-to-my-alerts")


def fine(request, key):
    return HttpResponse("fine")


def broken(request, key):
    raise RuntimeError("a cog is missing")


urlpatterns = [
    path("fine/<key>/", fine, name="fine"),
    path("broken/<key>/", broken, name="broken"),
]
handler500 = "tests.portal.test_logs.failed"


def failed(request):
    return HttpResponse("failed", status=500)


@pytest.fixture
def ask(client, settings):
    """Asks as somebody who could be recognised."""
    settings.ROOT_URLCONF = test_logs.__name__
    client.raise_request_exception = False

    def ask(address):
        headers = {"User-Agent": "Ada Lovelace", "Cookie": "a=ada@example.org"}
        query = {"q": "Ada Lovelace"}
        return client.get(address, query, headers=headers, REMOTE_ADDR="192.0.2.7")

    return ask


@pytest.fixture
def lines():
    """The lines that the console would show, as JSON."""
    written = []

    class Console(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    console = Console()
    console.addFilter(logs.WithoutVisitor())
    console.setFormatter(logs.JsonFormatter())
    root, level = logging.getLogger(), logs.logger.level
    root.addHandler(console)
    logs.logger.setLevel(logging.INFO)
    yield written
    root.removeHandler(console)
    logs.logger.setLevel(level)


def test_a_request_has_an_id_that_its_line_carries(ask, lines):
    response = ask("/fine/key-to-my-alerts/")
    assert "X-Request-ID" not in response
    line, _ = json.loads(lines[-1]), ask("/fine/key-to-my-alerts/")
    assert line["request"] != json.loads(lines[-1])["request"]
    assert (line["method"], line["view"], line["status"]) == ("GET", "fine", 200)
    assert line["milliseconds"] >= 0


@pytest.mark.parametrize("address", ["/broken/key-to-my-alerts/", "/key-to-my-alerts/"])
def test_a_failure_and_its_lines_carry_the_id_and_name_nobody(db, ask, lines, address):
    request = ask(address)["X-Request-ID"]
    assert {json.loads(line)["request"] for line in lines} == {request}
    assert not [secret for secret in SECRETS if secret in "".join(lines)]


def test_a_failure_has_its_traceback(ask, lines):
    ask("/broken/key-to-my-alerts/")
    (line,) = (line for line in map(json.loads, lines) if "exception" in line)
    assert line["exception"].endswith("RuntimeError: a cog is missing")
    assert (line["message"], line["view"]) == ("Internal Server Error", "broken")


@override_settings(ADMINS=[("Ops", "ops@example.org")], EMAIL_SUBJECT_PREFIX="[Site] ")
def test_a_failure_is_mailed_with_its_traceback_and_nobody(ask, mailoutbox):
    mail = logs.ErrorMailHandler()
    mail.addFilter(logs.WithoutVisitor())
    mail.setFormatter(logs.TextFormatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("django.request")
    logger.addHandler(mail)
    try:
        request = ask("/broken/key-to-my-alerts/")["X-Request-ID"]
    finally:
        logger.removeHandler(mail)
    (sent,) = mailoutbox
    assert sent.subject == "[Site] ERROR: Internal Server Error"
    assert sent.to == ["ops@example.org"]
    assert "RuntimeError: a cog is missing" in sent.body
    assert f"request={request}" in sent.body
    assert not [secret for secret in SECRETS if secret in sent.body]


def test_a_line_of_the_development_server_is_written_too():
    with socket() as connection:
        record = logging.makeLogRecord({"msg": "GET / 500", "request": connection})
        assert logs.WithoutVisitor().filter(record)
    assert logs.TextFormatter("%(message)s").format(record) == "GET / 500"
