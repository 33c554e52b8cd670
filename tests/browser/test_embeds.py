"""Pages of ours in the page of another site, which allows itself nothing but that frame."""

from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.factories import (
    make_comparison,
    make_evidence,
    make_listing,
    make_pay_cell,
    make_role,
    make_skill,
)

from .axe import violations

EMBEDS = {"/embed/compare/analyst-vs-builder/": "Analyst vs Builder", "/embed/jobs/": "Open jobs"}
REFUSING = ["/", "/jobs/", "/compare/analyst-vs-builder/", "/saved/", "/alerts/new/", "/admin/"]
MOST_BYTES = 15 * 1024


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another site with frames, under a strict policy."""

    def __init__(self, *connection, site, paths):
        self.site, self.paths = site, paths
        super().__init__(*connection)

    def do_GET(self):
        frames = "".join(f'<iframe title="{p}" src="{self.site}{p}"></iframe>' for p in self.paths)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", f"default-src 'none'; frame-src {self.site}")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Elsewhere</title>{frames}".encode())

    def log_message(self, *told):
        pass


@pytest.fixture
def framed(transactional_db, live_server, browser):
    """Opens a page of another origin with paths of ours in frames.

    Returns (the frames, the responses that they were made of).
    """
    sql, rust = make_skill("SQL"), make_skill("Rust")
    roles = [make_role(title, tools="SQL: Ask.\nRust: Build.") for title in ("Analyst", "Builder")]
    make_comparison(*roles)
    for role, skills in zip(roles, ({sql: 90}, {sql: 45, rust: 25}), strict=True):
        make_pay_cell(role)
        make_evidence(role, listings=100, skills=skills)
        make_listing(f"Senior {role}", role=role)
    context = browser.new_context()
    servers = []

    def show(paths):
        handler = partial(Elsewhere, site=live_server.url, paths=paths)
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        page, sent = context.new_page(), []
        page.on("response", lambda response: sent.append(response))
        page.goto(f"http://127.0.0.1:{servers[-1].server_port}/", wait_until="networkidle")
        return page.frames[1:], sent[1:]

    yield show
    context.close()
    for server in servers:
        server.shutdown()
        server.server_close()


def test_another_site_shows_embeds_under_a_strict_policy_and_no_other_page(framed):
    frames, sent = framed([*EMBEDS])
    assert [frame.locator("h1").inner_text() for frame in frames] == [*EMBEDS.values()]
    for frame in frames:
        assert frame.locator("script, form").count() == 0
        assert violations(frame) == []
        # Its style sheet is there, so it looks as it should.
        font = frame.locator("body").evaluate("el => getComputedStyle(el).fontFamily")
        assert "sans-serif" in font
    assert {response.request.resource_type for response in sent} == {"document", "stylesheet"}
    assert sum(len(response.body()) for response in sent) <= MOST_BYTES
    assert "cookie" not in {name for each in sent for name in each.request.all_headers()}

    refused, _ = framed(REFUSING)
    assert {frame.url for frame in refused} == {"chrome-error://chromewebdata/"}
