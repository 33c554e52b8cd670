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
from tests.portal.odd_headers import ODD_HEADERS, request_of


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
