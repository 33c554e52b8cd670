from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from careers.models import Evidence, Role
from careers.pages.evidence import asked_for, unclaimed, unconfirmed
from jobs.evidence import gather
from tests.factories import make_draft_role, make_listing, make_role, make_skill, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    make_skill("SQL")
    make_skill("Excel", kind="tool")
    make_skill("Tableau", kind="tool")
    return make_role("Analyst", skills="SQL: Ask.", tools="Sheets: Excel.")


TEXT = {"body_text": "You keep figures right."}


def make_listings(role, count, **fields):
    """Open listings of a role, with text unless told otherwise."""
    return [make_listing(role=role, **TEXT | fields) for _ in range(count)]


def counted(role):
    gather()
    return Role.objects.with_profile().get(pk=role.pk)


def paid(low, high, currency="USD", period="year"):
    return {"pay_min": low, "pay_max": high, "pay_currency": currency, "pay_period": period}


def test_only_open_listings_count(analyst):
    make_listings(analyst, 2)
    make_listings(analyst, 1, closed_at=timezone.now())
    make_listings(analyst, 1, closes_at=timezone.now() - timedelta(days=1))
    assert counted(analyst).evidence.listings == 2


def test_pay_of_an_unknown_period_forms_no_band(analyst):
    make_listings(analyst, 12, **paid(60_000, 80_000, period=""))
    assert counted(analyst).evidence.pay == []


def test_only_published_roles_have_evidence():
    make_listings(make_draft_role("Secret"), 1)
    gather()
    assert not Evidence.objects.exists()


def test_counting_again_replaces_what_was_counted(analyst):
    make_listings(analyst, 1)
    gather()
    make_listings(analyst, 1)
    assert counted(analyst).evidence.listings == 2
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_counts_at_the_same_time_waits():
    if connection.vendor == "sqlite":
        pytest.skip("It lets one transaction in at a time anyway.")

    def count_and_leave():
        try:
            return gather()
        finally:
            connection.close()

    make_listings(make_role(), 1)
    with ThreadPoolExecutor() as threads:
        with transaction.atomic():
            assert gather() == 1
            other = threads.submit(count_and_leave)
            assert not wait([other], timeout=0.5).done
        assert other.result(timeout=20) == 1


def test_a_claim_says_how_many_listings_ask_for_it(analyst, get):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 15, skills=[sql])
    make_listings(analyst, 5)
    assert str(asked_for(counted(analyst))[sql.pk]) == "asked for in 15 of 20 open listings"
    text = get("/roles/analyst/").text
    assert "asked for in 15 of 20 open listings" in text
    assert "Excel" in text
    assert "asked for in 0 of 20 open listings" in text


def test_below_twenty_listings_nothing_is_said(analyst, get):
    make_listings(analyst, 19)
    assert asked_for(counted(analyst)) == {}
    assert "asked for in" not in get("/roles/analyst/").text


def test_a_claim_that_no_listing_confirms_is_found(analyst):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 20, skills=[sql])
    assert [skill.name for skill in unconfirmed(counted(analyst))] == ["Excel"]


def test_a_skill_that_many_listings_ask_for_and_the_profile_lacks_is_found(analyst):
    dbt = make_skill("dbt", kind="tool")
    make_listings(analyst, 4, skills=[dbt])
    make_listings(analyst, 16)
    assert list(unclaimed(counted(analyst))) == ["dbt"]


def test_pay_of_ten_listings_makes_a_band_with_its_n(analyst):
    for step in range(11):
        make_listings(analyst, 1, **paid(100_000 + 1000 * step, 120_000 + 1000 * step))
    (band,) = counted(analyst).evidence.pay
    assert (band["n"], band["lowest"], band["median"], band["highest"]) == (
        11,
        100_000,
        115_000,
        130_000,
    )


def test_currencies_and_periods_are_never_mixed(analyst):
    make_listings(analyst, 10, **paid(100_000, 120_000))
    make_listings(analyst, 9, **paid(50_000, 60_000, "EUR"))
    make_listings(analyst, 12, **paid(50, 60, "USD", "hour"))
    assert [(band["currency"], band["n"]) for band in counted(analyst).evidence.pay] == [
        ("USD", 10)
    ]


def test_samples_never_count(analyst, get):
    samples = {"source": make_source(kind="samples"), "confirmed_at": timezone.now()}
    make_listings(analyst, 30, **paid(100_000, 120_000), **samples)
    assert gather() == 0
    assert "No real open listing has been counted yet" in get("/roles/analyst/").text
    make_listings(analyst, 20)
    assert counted(analyst).evidence.listings == 20
    assert "asked for in 0 of 20 open listings" in get("/roles/analyst/").text


def figures(role):
    evidence = counted(role).evidence
    return evidence.listings, evidence.skills, evidence.pay


def test_where_half_has_no_text_the_figures_are_those_of_the_other_half(analyst, client, get):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 15, skills=[sql], **paid(100_000, 120_000))
    make_listings(analyst, 5, **paid(50_000, 60_000))
    of_half = figures(analyst)
    make_listings(analyst, 20, body_text="", **paid(10_000, 20_000))
    assert figures(analyst) == of_half
    text = get("/roles/analyst/").text
    assert "asked for in 15 of 20 open listings" in text
    assert "Analyst: 20 open listings with text counted on" in text
    client.force_login(get_user_model().objects.create_superuser("editor"))
    row = client.get("/admin/careers/evidence/").text
    assert '<td class="field-with_text">20</td>' in row


def test_the_threshold_counts_listings_with_text(analyst):
    make_listings(analyst, 19)
    make_listings(analyst, 20, body_text="")
    assert asked_for(counted(analyst)) == {}
    assert unconfirmed(counted(analyst)) == []


def test_a_role_without_listings_suggests_the_nearest_that_has_some(analyst, get):
    make_role("Curator")
    make_listing(role=analyst)
    make_role("Builder", related="nobody; curator; analyst")
    text = get("/roles/builder/").text
    assert 'The nearest role that has some is <a href="/roles/analyst/#jobs">' in text


def test_a_skill_page_says_which_share_of_each_role_asks_for_it(analyst, get):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 5, skills=[sql])
    make_listings(analyst, 15)
    gather()
    text = get("/skills/sql/").text
    assert "25 %" in text
    assert "5 of 20" in text
