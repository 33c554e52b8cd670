from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from careers.models import Evidence, EvidenceWeek, PayCell, Role, SkillGroup
from jobs import evidence
from jobs.evidence import gather
from jobs.models import Listing
from tests.factories import (
    make_draft_role,
    make_listing,
    make_pay_cell,
    make_role,
    make_skill,
    make_snapshot,
    make_source,
)

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


def test_years_of_experience_are_counted_where_ten_listings_state_some(analyst):
    for years in (1, 2, 2, 3, 3, 3, 5, 5, 8):
        make_listings(analyst, 1, experience_years=years)
    make_listings(analyst, 4)
    make_listings(analyst, 1, experience_years=20, body_text="")
    make_listings(analyst, 1, experience_years=20, closed_at=timezone.now())
    assert counted(analyst).evidence.years == {}
    make_listings(analyst, 1, experience_years=10)
    assert counted(analyst).evidence.years == {"n": 10, "p25": 2, "p50": 3, "p75": 5}


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


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_counting(monkeypatch):
    def counting(board, count=evidence._count):
        assert not connection.in_atomic_block
        return count(board)

    monkeypatch.setattr(evidence, "_count", counting)
    make_listings(make_role(), 1)
    assert gather() == 1
    assert Evidence.objects.count() == 1


def words_of(response):
    """The page as a reader has it, without its markup."""
    return " ".join(html.document_fromstring(response.text).text_content().split())


def test_a_claim_says_how_many_listings_ask_for_it(analyst, get):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 15, skills=[sql])
    make_listings(analyst, 5)
    gather()
    words = words_of(get("/roles/analyst/"))
    assert "asked for in 15 of 20 open listings" in words
    assert "undecided, n = 20 open listings" in words


def test_below_twenty_listings_nothing_is_said(analyst, get):
    make_listings(analyst, 19)
    make_listings(analyst, 20, body_text="")
    gather()
    assert "asked for in" not in get("/roles/analyst/").text


def cells(role, **of):
    """{(level, country, currency): cell} of what is advertised for a role."""
    gather()
    found = PayCell.objects.filter(role=role, kind="advertised", **of)
    return {(cell.level, cell.country, cell.currency): cell for cell in found}


def test_yearly_pay_of_ten_listings_makes_a_cell_of_their_middles(analyst):
    for step in range(11):
        make_listings(analyst, 1, **paid(100_000 + 1000 * step, 120_000 + 1000 * step))
    cell = cells(analyst)["", "", "USD"]
    assert (cell.n, cell.period, cell.snapshot) == (11, "year", None)
    # The middles go from 110,000 to 120,000 by thousands.
    assert (cell.p10, cell.p25, cell.p50, cell.p75, cell.p90) == (
        111_000,
        112_500,
        115_000,
        117_500,
        119_000,
    )
    assert cell.year == timezone.localdate().year


def test_a_single_amount_is_its_own_middle(analyst):
    make_listings(analyst, 10, **paid(100_000, None))
    assert cells(analyst)["", "", "USD"].p50 == 100_000


def test_pay_of_nine_listings_makes_no_cell(analyst):
    make_listings(analyst, 9, **paid(100_000, 120_000))
    assert cells(analyst) == {}


def test_pay_is_split_by_level_and_country_where_ten_say_so(analyst):
    make_listings(analyst, 10, places=[("Oslo", "", "NO")], level="senior", **paid(90_000, 90_000))
    make_listings(analyst, 9, places=[("Bonn", "", "DE")], level="senior", **paid(70_000, 70_000))
    make_listings(analyst, 1, **paid(50_000, 50_000))
    found = cells(analyst)
    assert {split: cell.n for split, cell in found.items()} == {
        ("", "", "USD"): 20,
        ("senior", "", "USD"): 19,
        ("", "NO", "USD"): 10,
        ("senior", "NO", "USD"): 10,
    }
    assert found["senior", "NO", "USD"].p50 == 90_000


def test_a_listing_in_two_countries_counts_in_each_and_once_in_all(analyst):
    both = [("Oslo", "", "NO"), ("Bonn", "", "DE")]
    make_listings(analyst, 10, places=both, **paid(90_000, 90_000))
    assert {split[1]: cell.n for split, cell in cells(analyst).items()} == {
        "": 10,
        "NO": 10,
        "DE": 10,
    }


def test_currencies_and_periods_are_never_mixed(analyst):
    make_listings(analyst, 10, **paid(100_000, 120_000))
    make_listings(analyst, 9, **paid(50_000, 60_000, "EUR"))
    make_listings(analyst, 12, **paid(50, 60, "USD", "hour"))
    make_listings(analyst, 12, **paid(60_000, 80_000, "USD", ""))
    assert {split: cell.n for split, cell in cells(analyst).items()} == {("", "", "USD"): 10}


def test_a_cell_goes_when_too_few_state_pay(analyst):
    make_listings(analyst, 10, **paid(100_000, 120_000))
    assert len(cells(analyst)) == 1
    Listing.objects.first().delete()
    assert cells(analyst) == {}


def test_cells_of_snapshots_stay_as_they_are(analyst):
    make_pay_cell(analyst, make_snapshot("ranges"))
    gather()
    assert PayCell.objects.get().kind == "ranges"


def test_a_group_counts_the_listings_that_ask_for_any_of_its_skills(analyst):
    cloud = SkillGroup.objects.create(slug="cloud", name="A cloud")
    aws, gcp = (make_skill(name, kind="tool", group=cloud) for name in ("AWS", "GCP"))
    make_listings(analyst, 2, skills=[aws, gcp])
    make_listings(analyst, 1, skills=[gcp])
    make_listings(analyst, 1)
    assert counted(analyst).evidence.skills == {"aws": 2, "gcp": 3, "group:cloud": 3}


def test_counting_the_same_again_writes_nothing(analyst):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 10, skills=[sql], **paid("100000.25", "120000.50"))
    gather()
    with CaptureQueriesContext(connection) as queries:
        gather()
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_week_keeps_its_last_count(analyst):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 10, skills=[sql], **paid(100_000, 120_000))
    gather()
    make_listings(analyst, 2, skills=[sql])
    gather()
    week = EvidenceWeek.objects.get()
    today = timezone.localdate()
    assert week.week == today - timedelta(days=today.weekday())
    assert (week.role, week.listings, week.skills) == (analyst, 12, {"sql": 12})
    usd = {"currency": "USD", "n": 10, "p25": 110_000, "p50": 110_000, "p75": 110_000}
    assert week.pay == [usd]


def test_earlier_weeks_stay_as_they_were(analyst):
    make_listings(analyst, 1)
    gather()
    EvidenceWeek.objects.update(week=timezone.localdate() - timedelta(days=70), listings=7)
    gather()
    assert [week.listings for week in EvidenceWeek.objects.order_by("week")] == [7, 1]


def test_samples_never_count(analyst, get):
    samples = {"source": make_source(kind="samples"), "confirmed_at": timezone.now()}
    make_listings(analyst, 30, **paid(100_000, 120_000), **samples)
    assert gather() == 0
    assert "open listings" not in words_of(get("/roles/analyst/"))
    make_listings(analyst, 20)
    assert counted(analyst).evidence.listings == 20
    assert "undecided, n = 20 open listings" in words_of(get("/roles/analyst/"))


def figures(role):
    evidence = counted(role).evidence
    return evidence.listings, evidence.skills, PayCell.objects.values_list("n", "p50").get()


def test_where_half_has_no_text_the_figures_are_those_of_the_other_half(analyst, get):
    sql = analyst.needs.get(skill__name="SQL").skill
    make_listings(analyst, 15, skills=[sql], **paid(100_000, 120_000))
    make_listings(analyst, 5, **paid(50_000, 60_000))
    of_half = figures(analyst)
    make_listings(analyst, 20, body_text="", **paid(10_000, 20_000))
    assert figures(analyst) == of_half
    words = words_of(get("/roles/analyst/"))
    assert "asked for in 15 of 20 open listings" in words
    assert "20 open listings for Analyst, with text, counted on" in words


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
    words = words_of(get("/skills/sql/"))
    assert "25%" in words
    assert "5 of 20" in words
