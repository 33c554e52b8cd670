"""The API: true to its description and to the pages that people read, and for reading only."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from careers.models import Role, Skill
from jobs.models import Listing
from portal import page_cache
from portal.api import limits, schemas, views
from portal.api.description import OPERATIONS
from portal.api.urls import urlpatterns
from tests import snapshots
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_employer,
    make_evidence,
    make_listing,
    make_past_adverts,
    make_pay_cell,
    make_role,
    make_skill,
    make_source,
)

ROOT = "/api/v1"
# What stands for the parts of an address in braces.
OF_SITE = {"/roles/{slug}": "analyst", "/skills/{slug}": "sql", "/listings/{id}": "7000"}
SEARCHES = [
    "",
    "page=2",
    "role=analyst",
    "role=analyst&workplace=remote&page=2",
    "skill=sql&sort=pay",
    "q=analyst+acme",
    "country=JP",
    "pay=60000",
    "pay_unknown=hide",
    "not_employer=acme",
    "posted=7",
    "level=unknown",
]
REFUSED = [
    ("level=chief", "level"),
    ("pay=a+lot", "pay"),
    ("posted=2", "posted"),
    ("sort=best", "sort"),
    ("role=analyst&role=nobody", "role"),
    ("not_employer=nobody", "not_employer"),
]


def fill_the_site():
    sql, employer = make_skill("SQL", aliases="SeQueL"), make_employer("Acme")
    analyst, builder = (make_role(title, tools="SQL: Ask.") for title in ("Analyst", "Builder"))
    make_draft_role("Drafted")
    make_comparison(analyst, builder)
    make_pay_cell(analyst)
    make_past_adverts(analyst, named={sql: 60})
    for number in range(30):
        make_listing(
            f"Analyst {number}",
            role=analyst,
            employer=employer,
            skills=[sql],
            workplace="remote",
            pay_min=50_000 + 1_000 * number,
            pay_max=70_000 + 1_000 * number,
            pay_currency="USD",
            pay_period="year",
            places=[("Kyoto", "", "JP")] if number % 5 == 0 else [],
        )
    elsewhere = make_source("Elsewhere")
    make_listing("Wanted <b>", pk=7000, body_text="Much to do. " * 100, source=elsewhere)
    make_listing("Closed", pk=7001, closed_at=timezone.now())


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(transactional_db, site_rows):
    snapshots.insert(site_rows)
    page_cache.PAGES.forget()


@pytest.fixture(autouse=True)
def counts(monkeypatch):
    """Counts the requests of one test apart from all others."""
    monkeypatch.setattr(limits, "counts", limits.Counts())


def ask(client, path, **how):
    response = client.get(ROOT + path, **how)
    assert response.status_code == 200, (path, response.content)
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def problem_of(response, status):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    fits("Problem", problem)
    assert problem["status"] == status
    return problem


def fits(name, answer):
    described = {**schemas.SCHEMAS[name], "components": {"schemas": schemas.SCHEMAS}}
    Draft202012Validator(described).validate(answer)


def address_of(operation):
    path = operation.path
    for start, value in OF_SITE.items():
        if path.startswith(start):
            path = path.replace(start, start.partition("{")[0] + value)
    return path + ("?role=analyst&role=builder" if operation.name == "compare" else "")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_each_answer_is_as_described(client, site, operation):
    fits(operation.schema, ask(client, address_of(operation)))


def test_each_address_is_described_and_each_described_one_is_there(client, site):
    described = client.get(f"{ROOT}/openapi.json").json()
    assert described["servers"] == [{"url": "http://testserver/api/v1"}]
    there = {f"/{re.sub(r'<int:pk>', '{id}', str(each.pattern))}" for each in urlpatterns}
    there = {re.sub(r"<slug:slug>", "{slug}", path).removeprefix("/v1") for path in there}
    assert there - {"/", "/openapi.json"} == set(described["paths"])


def test_examples_in_the_description_answer(client, site):
    paths = client.get(f"{ROOT}/openapi.json").json()["paths"]
    asked = {}
    for path, described in paths.items():
        examples = {
            (each["in"], each["name"]): each["example"]
            for each in described["get"]["parameters"]
            if "example" in each
        }
        in_path = {name: value for (where, name), value in examples.items() if where == "path"}
        in_query = {name: value for (where, name), value in examples.items() if where == "query"}
        if path != "/listings/{id}":
            asked[path] = f"{path.format(**in_path)}?{urlencode(in_query, doseq=True)}"
            ask(client, asked[path])
    assert asked["/compare"] == "/compare?role=analyst&role=builder"
    assert asked["/skills/{slug}"] == "/skills/sql?"


def test_people_read_every_address_and_every_example_answers(client, site):
    page = client.get("/api/").content.decode()
    for operation in OPERATIONS:
        assert f"GET {ROOT}{operation.path}</code>" in page
    examples = re.findall(r'href="/api/v1(/[^"]+)">Example', page)
    assert len(examples) == len(OPERATIONS) - 1
    for example in examples:
        ask(client, unescape(example))


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_is_that_of_the_board(client, site, search):
    told = ask(client, f"/listings?{search}")
    board = client.get(f"/jobs/?{search}").content.decode()
    shown = re.findall(r'<h[23][^>]*><a href="/jobs/(\d+)-', board)
    assert [listing["id"] for listing in told["listings"]] == [int(pk) for pk in shown]
    assert told["board"].startswith("http://testserver/jobs/")
    assert f">{told['total']:,}" in board or f" {told['total']:,} " in board


def test_a_listing_says_what_its_advert_says_and_nothing_else(client, site):
    told = ask(client, "/listings?q=wanted")["listings"]
    assert [(each["id"], each["title"]) for each in told] == [(7000, "Wanted <b>")]
    assert told[0]["pay"] is told[0]["level"] is told[0]["role"] is told[0]["workplace"] is None
    assert told[0]["page"] == "http://testserver/jobs/7000-wanted-b/"
    best = ask(client, "/listings?q=analyst+29")["listings"][0]
    assert best["pay"] == {
        "min": 79_000,
        "max": 99_000,
        "currency": "USD",
        "period": "year",
        "words": "USD 79K - 99K",
    }
    assert best["skills"] == ["sql"]


def test_counts_are_those_that_a_filter_would_give(client, site):
    counts = ask(client, "/listings?workplace=remote")["counts"]
    assert {"value": "JP", "label": "Japan", "count": 6} in counts["country"]
    assert ask(client, "/listings?workplace=remote&country=JP")["total"] == 6


def test_an_advert_that_may_not_be_republished_is_told_in_part(client, site):
    told = ask(client, "/listings/7000")
    assert told["html"] is None
    assert told["text"].startswith("Much to do.")
    assert len(told["text"]) <= 300


@pytest.mark.parametrize("pk", [7001, 7002])
def test_a_closed_listing_is_not_offered(client, site, pk):
    assert str(pk) in problem_of(client.get(f"{ROOT}/listings/{pk}"), 404)["detail"]


def test_an_empty_parameter_is_as_if_it_were_not_there(client, site):
    described = client.get(f"{ROOT}/openapi.json").json()["paths"]["/listings"]["get"]
    for parameter in described["parameters"]:
        items = parameter["schema"].get("items", parameter["schema"])
        Draft202012Validator(items).validate("")
    empty = "&".join(f"{parameter['name']}=" for parameter in described["parameters"])
    assert ask(client, f"/listings?{empty}") == ask(client, "/listings")


def test_what_an_address_asks_in_vain_is_named(client, site):
    told = ask(client, "/listings?rolle=analyst&utm_source=x")
    assert told["left_out"] == [
        "“rolle” is not a filter here, so it was left out. Did you mean “role”?"
    ]
    assert ask(client, "/roles?page=2")["left_out"] == [
        "“page” is not a filter here, so it was left out."
    ]


@pytest.mark.parametrize(("search", "parameter"), REFUSED)
def test_a_value_that_means_nothing_is_a_problem(client, site, search, parameter):
    problem = problem_of(client.get(f"{ROOT}/listings?{search}"), 404)
    assert [each["parameter"] for each in problem["errors"]] == [parameter]


@pytest.mark.parametrize("page", ["0", "-1", "two", "1.0", "²", "9" * 90])
def test_a_page_that_is_none_is_a_problem(client, site, page):
    response = client.get(f"{ROOT}/listings", {"page": page})
    assert response.status_code in (400, 404)
    problem_of(response, response.status_code)


def test_pages_lead_to_each_other(client, site):
    response = client.get(f"{ROOT}/listings?skill=sql")
    assert response.headers["Link"] == (
        '<http://testserver/api/v1/listings?skill=sql>; rel="first", '
        '<http://testserver/api/v1/listings?skill=sql&page=2>; rel="next", '
        '<http://testserver/api/v1/listings?skill=sql&page=2>; rel="last"'
    )
    problem = problem_of(client.get(f"{ROOT}/listings?skill=sql&page=3"), 404)
    assert problem["detail"] == "The pages of this search are 1 to 2."


def test_a_comparison_and_pay_are_those_that_pages_link(client, site):
    for ours, theirs in (
        ("/compare?role=builder&role=analyst", "/compare/table.json?role=builder&role=analyst"),
        ("/roles/analyst/pay", "/salaries/analyst/data.json"),
    ):
        told = ask(client, ours)
        assert client.get(theirs).json() == {key: told[key] for key in told if key not in COMMON}


COMMON = {"left_out", "has_samples"}


def test_a_role_says_how_many_adverts_ask(client, site):
    told = ask(client, "/roles/analyst")
    assert told["adverts"]["n"] == 100
    (need,) = told["needs"]
    assert need["asked_for"] == {"adverts": 60, "of": 100, "verdict": "asked for"}
    alone = ask(client, "/roles/analyst/evidence")
    assert (alone["adverts"], alone["needs"]) == (told["adverts"], told["needs"])
    assert "Tools and software" in [section["heading"] for section in told["sections"]]


def test_counted_listings_speak_for_a_role(client, site):
    make_evidence(Role.objects.get(slug="builder"), listings=40, skills={Skill.objects.get(): 2})
    told = ask(client, "/roles/builder")
    assert told["adverts"] == {
        "kind": "advertised",
        "of_role": "builder",
        "n": 40,
        "year": None,
        "counted_on": "2026-11-23",
        "reference": None,
    }


def test_a_draft_is_nowhere(client, site):
    assert "drafted" not in client.get(f"{ROOT}/roles").content.decode()
    for path in ("/roles/drafted", "/roles/drafted/pay", "/compare?role=drafted&role=analyst"):
        problem_of(client.get(ROOT + path), 404)


@pytest.mark.parametrize("path", ["/", "/nothing", "/roles/", "/roles/a%00b", "/listings/x", "//"])
def test_an_address_of_nothing_is_a_problem(client, site, path):
    problem_of(client.get(ROOT + path), 404)


def test_a_foreign_host_is_a_problem(client, site, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    problem_of(client.get(f"{ROOT}/roles", headers={"host": "evil.example"}), 400)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_nothing_can_be_written(site, method):
    response = Client(enforce_csrf_checks=True).generic(method, f"{ROOT}/roles")
    problem_of(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_pages_of_other_sites_may_read_it(client, site):
    asked_before = client.options(f"{ROOT}/roles", headers={"origin": "https://other.example"})
    assert asked_before.status_code == 204
    assert asked_before.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for path in ("/roles", "/nothing", "/openapi.json"):
        response = client.get(ROOT + path, headers={"origin": "https://other.example"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in client.get("/roles/").headers


@pytest.mark.parametrize("path", ["/roles", "/roles/analyst", "/listings?skill=sql"])
def test_what_has_not_changed_is_not_sent_again(client, site, path):
    tag = client.get(ROOT + path).headers["ETag"]
    again = client.get(ROOT + path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    Listing.objects.filter(title="Analyst 29").update(title="Analyst three")
    Role.objects.filter(slug="analyst").update(summary="Another one.")
    assert client.get(ROOT + path, headers={"if-none-match": tag}).status_code == 200


def test_who_asks_too_much_is_told_when_to_ask_again(client, site, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    first, second, third = (client.get(f"{ROOT}/roles") for _ in range(3))
    assert first.headers["RateLimit"].startswith('"minute";r=1;t=')
    assert first.headers["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert second.headers["RateLimit"].startswith('"minute";r=0;t=')
    assert "At most 2 requests a minute" in problem_of(third, 429)["detail"]
    assert 0 < int(third.headers["Retry-After"]) <= 60
    assert client.get(f"{ROOT}/roles", REMOTE_ADDR="198.51.100.7").status_code == 200
    assert client.get("/roles/").status_code == 200, "pages have no such limit"


def test_a_new_minute_brings_new_requests():
    counts = limits.Counts()
    spent = [counts.spend("192.0.2.1", 2, now).left for now in (600, 601, 659, 659.9, 660)]
    assert spent == [1, 0, -1, -1, 1]
    assert counts.spend("192.0.2.1", 2, 661.5).seconds == 59
    assert counts.spend("192.0.2.2", 2, 661).left == 1


def test_answers_cost_few_queries(client, site, django_assert_max_num_queries):
    for operation in OPERATIONS:
        client.get(ROOT + address_of(operation))
        page_cache.PAGES.forget()
        with django_assert_max_num_queries(12):
            client.get(ROOT + address_of(operation))


def test_a_database_in_trouble_is_a_problem(client, site, monkeypatch):
    def fail(request):
        from django.db import OperationalError

        raise OperationalError("database is locked")

    monkeypatch.setattr(views.content, "role_summary", lambda role, request: fail(request))
    response = client.get(f"{ROOT}/roles")
    assert "Try again" in problem_of(response, 503)["detail"]
    assert response.headers["Retry-After"] == "5"


def test_a_search_of_the_last_day_follows_the_clock(client, site):
    Listing.objects.filter(title="Analyst 1").update(posted_at=timezone.now() - timedelta(days=3))
    everything, of_today = (ask(client, f"/listings?{q}")["total"] for q in ("", "posted=1"))
    assert everything - of_today == 1


def test_a_site_without_content_has_no_examples_of_it(client, db):
    page = client.get("/api/").content.decode()
    assert re.findall(r'href="/api/v1(/[^"]+)">Example', page) == [
        *("/roles", "/comparisons", "/skills")
    ]
