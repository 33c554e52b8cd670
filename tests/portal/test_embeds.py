"""What other sites show in a frame: figures with their day, no script, and framable by anybody."""

import re

import pytest
from django.utils import timezone

from portal import page_cache
from tests import snapshots
from tests.factories import (
    make_comparison,
    make_employer,
    make_evidence,
    make_listing,
    make_pay_cell,
    make_role,
    make_skill,
)

PAIR = "/embed/compare/analyst-vs-builder/"
PAGES = [
    PAIR,
    "/embed/jobs/",
    "/embed/jobs/?skill=sql&workplace=remote",
    "/embed/jobs/?level=chief",
]


def fill_the_site():
    sql, rust = make_skill("SQL"), make_skill("Rust")
    analyst, builder = (make_role(title, tools="SQL: Ask.") for title in ("Analyst", "Builder"))
    make_comparison(analyst, builder)
    for role, n, asked in ((analyst, 100, {sql: 90}), (builder, 50, {sql: 45, rust: 25})):
        make_pay_cell(role, p50=100_000 + 1_000 * n, p75=210_000, p90=220_000, n=n)
        make_evidence(role, listings=n, skills=asked)
    for number in range(7):
        make_listing(
            f"Analyst {number}",
            role=analyst,
            employer=make_employer(f"Acme & Söhne {number}"),
            skills=[sql],
            workplace="remote",
        )


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(transactional_db, site_rows):
    snapshots.insert(site_rows)
    page_cache.PAGES.forget()


@pytest.mark.parametrize("page", PAGES)
def test_anybody_may_frame_it_and_it_runs_nothing(client, site, page):
    response = client.get(page)
    assert response.status_code == 200
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Content-Security-Policy"].endswith(
        "form-action 'none'; frame-ancestors *"
    )
    body = response.content.decode()
    assert "<script" not in body
    assert "<form" not in body
    assert timezone.localdate().isoformat() in body
    assert set(re.findall(r'<a href="(https?://[^/]+)', body)) == {"http://testserver"}
    assert body.count("<a ") == body.count('target="_blank" rel="noopener"')


@pytest.mark.parametrize("page", ["/", "/jobs/", "/api/", "/embed/"])
def test_all_other_pages_refuse_to_be_framed(client, site, page):
    response = client.get(page)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_a_comparison_has_its_figures_with_their_number(client, site):
    page = client.get(PAIR).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Median pay Advertised here, United States USD 200K a year n = 100" in text
    assert "Rust of adverts &lt; 3% 50%" in text
    assert "SQL" not in text, "both ask for it alike"
    assert "Builder: 50 open listings, counted on 23 November 2026." in text


def test_a_search_has_its_first_jobs_and_leads_to_all(client, site):
    page = client.get("/embed/jobs/?skill=sql&workplace=remote").content.decode()
    assert re.findall(r'<a href="http://testserver/jobs/\d+-analyst-(\d)/"', page) == [*"65432"]
    assert "Acme &amp; Söhne 6" in page
    assert 'href="http://testserver/jobs/?skill=sql&amp;workplace=remote"' in page
    assert "All 7 jobs" in page


def test_what_a_search_asks_in_vain_is_said(client, site):
    page = client.get("/embed/jobs/?level=x&colour=red").content.decode()
    assert "“x” is not one of the choices." in page
    assert "“colour” is not a filter here" in page
    assert "No open job fits at the moment." in page


@pytest.mark.parametrize("pair", ["analyst", "builder-vs-analyst", "analyst-vs-poet"])
def test_what_is_no_pair_is_not_found(client, site, pair):
    assert client.get(f"/embed/compare/{pair}/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_it_is_small_and_costs_few_queries(client, site, page, django_assert_max_num_queries):
    client.get(page)
    page_cache.PAGES.forget()
    with django_assert_max_num_queries(12):
        body = client.get(page).content
    assert len(body) < 13_000
