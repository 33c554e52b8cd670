"""Pages say the same of jobs whether the engine is asked or, inside a transaction, the database."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from careers.market import Ask, market
from careers.models import PayCell, Role, Skill, SkillGroup
from jobs.models import Listing
from tests import snapshots
from tests.factories import (
    make_comparison,
    make_employer,
    make_listing,
    make_pay_cell,
    make_role,
    make_skill,
    make_snapshot,
)

pytestmark = pytest.mark.django_db(transaction=True)

# {a page: how many queries it makes}
PAGES = {
    "/": 10,
    "/roles/analyst/": 11,
    "/skills/sql/": 7,
    "/compare/analyst-vs-builder/": 10,
    "/compare/?role=analyst&role=builder&role=curator": 9,
}


def fill_the_site():
    """Makes three roles, two skills, and sixty listings, some closed, ended or older."""
    sql, spark = make_skill("SQL"), make_skill("Spark")
    roles = [make_role(name, skills="SQL: Ask.") for name in ("Analyst", "Builder", "Curator")]
    make_comparison(*roles[:2])
    now, employer = timezone.now(), make_employer("Acme")
    for n in range(60):
        listing = make_listing(
            f"Job {n}",
            role=[*roles, None][n % 4],
            role_reason="title says so",
            employer=employer,
            skills=[[sql], [spark], [sql, spark], []][n % 3],
            posted_at=now - timedelta(days=n * 7 % 10, minutes=1),
            closes_at=now + timedelta(days=n % 13 - 1, minutes=5),
            closed_at=now if n % 11 == 0 else None,
        )
        if n % 2:
            listing.places.create(city="Kyoto", country="JP")
            listing.places.create(city="Oslo", country="NO")


@pytest.fixture(scope="module")
def site_rows(rows_made_by):
    return rows_made_by(fill_the_site)


@pytest.fixture
def site(transactional_db, site_rows):
    """The three roles and the skill that most of their listings ask for."""
    snapshots.insert(site_rows)
    return [*Role.objects.order_by("title")], Skill.objects.get(name="SQL")


def both_ways(ask):
    """Asks outside of a transaction, where the engine answers, and inside of one."""
    by_engine = ask()
    with transaction.atomic():
        by_query = ask()
    return by_engine, by_query


@pytest.mark.parametrize("limit", [0, 1, 5, 100])
def test_both_ways_give_the_same_totals_and_the_same_newest_jobs(site, limit):
    roles, sql = site
    questions = [{}, {"skill": sql}]
    for asked in questions:
        by_engine, by_query = both_ways(lambda asked=asked: market().newest(limit, **asked))
        assert by_engine == by_query
        assert len(by_engine.cards) == min(limit, by_engine.total)
        assert by_engine.total > 5
    by_engine, by_query = both_ways(lambda: market().newest_per_role(roles, limit))
    assert by_engine == by_query
    assert [*by_engine] == roles


def test_a_role_and_a_skill_that_no_job_names_have_none(site):
    idle, unheard_of = make_role("Idler"), make_skill("Cobol")
    by_engine, by_query = both_ways(lambda: market().newest(5, skill=unheard_of))
    assert by_engine == by_query
    assert (by_engine.cards, by_engine.total) == ([], 0)
    by_engine, by_query = both_ways(lambda: market().newest_per_role([idle], 2))
    assert by_engine == by_query
    assert (by_engine[idle].cards, by_engine[idle].open.jobs) == ([], 0)


def test_the_newest_jobs_come_first_and_what_is_older_is_left_out():
    role, now = make_role("Analyst"), timezone.now()
    for days in (2, 0, 3, 1):
        make_listing(f"{days} days old", role=role, posted_at=now - timedelta(days=days, hours=1))
    for newest in both_ways(lambda: market().newest_per_role([role], 2)):
        assert [card.title for card in newest[role].cards] == ["0 days old", "1 days old"]
    for newest in both_ways(lambda: market().newest(3)):
        assert [card.title for card in newest.cards] == ["0 days old", "1 days old", "2 days old"]
        assert newest.total == 4


def test_the_newest_that_state_pay_stand_for_all():
    for title, pay in (("Paid", {"pay_min": 50_000}), ("Silent", {}), ("Old", {"pay_max": 9})):
        fields = {"pay_currency": "EUR", "pay_period": "year"} | pay if pay else {}
        make_listing(title, posted_at=timezone.now() - timedelta(days=title == "Old"), **fields)
    for newest in both_ways(lambda: market().newest_stating_pay(5)):
        assert [card.title for card in newest.cards] == ["Paid", "Old"]
        assert newest.total == 3


def test_a_role_has_its_jobs_counted_the_remote_ones_apart():
    role = make_role("Analyst")
    for workplace in ("remote", "remote", "hybrid", None):
        make_listing(role=role, workplace=workplace)
    make_listing(role=role, workplace="remote", closed_at=timezone.now())
    make_listing(workplace="remote")
    for newest in both_ways(lambda: market().newest_per_role([role], 1)):
        jobs = newest[role]
        assert jobs.open == (4, "/jobs/?role=analyst")
        assert jobs.remote == (2, "/jobs/?role=analyst&workplace=remote")
        assert jobs.stating_workplace == 3


ASKS = [
    Ask("analyst"),
    Ask("analyst", "sql"),
    Ask("analyst", "group:any"),
    Ask("builder", "group:any", "senior"),
    Ask("builder", country="NO"),
    Ask("builder", "sql", "senior", "JP", "USD"),
    Ask("analyst", currency="EUR"),
    Ask("nobody", "nothing"),
    Ask("analyst", "group:nothing"),
]


def test_both_ways_count_the_same_and_so_does_the_board(site, client):
    Skill.objects.update(group=SkillGroup.objects.create(slug="any", name="Any of them"))
    paid = {"pay_min": 50_000, "pay_currency": "USD", "pay_period": "year", "level": "senior"}
    for number, listing in enumerate(Listing.objects.order_by("pk")):
        fields = {"body_text": "Read." if number % 5 else ""} | (paid if number % 4 < 3 else {})
        Listing.objects.filter(pk=listing.pk).update(**fields)
    by_engine, by_query = both_ways(lambda: market().counts(ASKS))
    assert by_engine == by_query
    assert [*by_engine] == ASKS
    found = {ask: count.jobs for ask, count in by_engine.items()}
    assert sum(map(bool, found.values())) == 6
    assert found[ASKS[1]] < found[ASKS[2]] <= found[ASKS[0]]
    for ask in ASKS[:7]:
        assert board_total(client, by_engine[ask].address) == found[ask]


def test_counts_by_hand_of_jobs_that_were_there_first_and_of_one_that_came_later():
    analyst, lake = make_role("Analyst"), SkillGroup.objects.create(slug="lake", name="A lake")
    sql, spark, delta = (make_skill(name) for name in ("SQL", "Spark", "Delta"))
    Skill.objects.filter(name__in=("Spark", "Delta")).update(group=lake)
    paid = {"pay_min": 90_000, "pay_currency": "USD", "pay_period": "year", "level": "senior"}
    real = {"role": analyst, "body_text": "Come."}
    make_listing(**real, skills=[sql, spark, delta])
    make_listing(**real, skills=[delta], **paid)
    make_listing(**real, skills=[sql], **paid | {"pay_period": "hour"})
    make_listing(role=analyst, skills=[sql, spark], **paid)  # its text was not read
    make_listing(body_text="Come.", skills=[sql])
    asks = [
        Ask("analyst"),
        Ask("analyst", "sql"),
        Ask("analyst", "group:lake"),
        Ask("analyst", level="senior"),
        Ask("analyst", level="senior", currency="USD"),
    ]

    def assert_counts(*expected):
        for found in both_ways(lambda: market().counts(asks)):
            assert [count.jobs for count in found.values()] == [*expected]

    assert_counts(3, 2, 2, 2, 1)
    make_listing(**real, skills=[spark, sql], **paid)
    assert_counts(4, 3, 3, 3, 2)
    Listing.objects.filter(pk=Listing.objects.earliest("pk").pk).update(closed_at=timezone.now())
    assert_counts(3, 2, 2, 3, 2)


def board_total(client, address):
    """How many jobs the board says it has."""
    words = re.search(r'id="count"[^>]*>([^<]*)<', client.get(address).text).group(1)
    return int(re.findall(r"[\d,]+", words.replace("No", "0"))[-1].replace(",", ""))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_both_ways(site, get, address):
    by_engine, by_query = both_ways(lambda: get(address).text)
    assert by_engine == by_query
    assert "Job" in by_engine


def test_a_change_is_in_the_next_page(site, get):
    roles, _ = site
    assert "Job 4" in get("/roles/analyst/").text
    Listing.objects.filter(role=roles[0]).update(closed_at=timezone.now())
    assert "Job 4" not in get("/roles/analyst/").text
    paid = {"pay_min": 50_000, "pay_currency": "EUR", "pay_period": "year"}
    make_listing("The newest of all", role=roles[0], **paid)
    for address in ("/", "/roles/analyst/", "/compare/analyst-vs-builder/"):
        assert "The newest of all" in get(address).text
    make_pay_cell(roles[0], make_snapshot("ranges"), p50=123_000)
    assert "123K" in get("/roles/analyst/").text
    PayCell.objects.update(p50=124_000)
    assert "124K" in get("/roles/analyst/").text
    assert "124K" in get("/compare/analyst-vs-builder/").text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_makes_few_queries_one_of_them_for_jobs(site, get, client, count_queries, address):
    # With a session no page is kept, whoever keeps pages.
    client.cookies["sessionid"] = "none"
    get(address)
    by_engine, by_query = both_ways(lambda: count_queries(lambda: get(address)))
    assert by_engine == PAGES[address] <= by_query
