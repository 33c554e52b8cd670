"""What each filter of the board means to a reader: examples by hand, expected values too.

The engine and its oracle say the same rules in two ways, and may be wrong together; here nothing is
computed from them.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from careers.models import SkillGroup
from jobs.board.filters import ListingFilter
from jobs.engine import this_minute
from jobs.engine.engine import Engine
from jobs.models import ExchangeRate, Listing, ListingPlace
from tests.factories import make_employer, make_listing, make_role, make_skill, make_source

pytestmark = pytest.mark.django_db

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def now():
    return this_minute()


@pytest.fixture
def ask(now):
    """Asks the board of a moment; returns the Answer."""

    def answer(query, page=1):
        form = ListingFilter(QueryDict(query), at=now).form
        assert form.is_valid(), form.errors
        return Engine().refresh(now).answer(form.cleaned_data, page)

    return answer


@pytest.fixture
def found(ask):
    """Asks the board; returns titles in the order of the page."""

    def titles(query, page=1):
        named = dict(Listing.objects.values_list("pk", "title"))
        return [named[pk] for pk in ask(query, page).pks]

    return titles


def make_place(listing, kind, country, city=""):
    ListingPlace.objects.create(listing=listing, kind=kind, city=city, country=country)


# --- what is open ------------------------------------------------------------------------------


def test_a_listing_is_shown_until_it_closes_or_ends(found, now):
    make_listing("Ends in a moment", closes_at=now + MICROSECOND)
    make_listing("Has just ended", closes_at=now)
    make_listing("Was closed", closed_at=now - timedelta(days=1))
    assert found("") == ["Ends in a moment"]


def test_a_listing_of_a_source_is_shown_for_14_days_after_it_was_confirmed(found, now):
    source, fortnight = make_source(), timedelta(days=14)
    make_listing("Confirmed", source=source, confirmed_at=now - fortnight + MICROSECOND)
    make_listing("Long gone", source=source, confirmed_at=now - fortnight)
    make_listing("By hand", confirmed_at=now - 2 * fortnight)
    assert set(found("")) == {"By hand", "Confirmed"}


# --- keyword -----------------------------------------------------------------------------------


def test_a_keyword_is_found_in_title_text_and_the_employers_name(found):
    make_listing("Kafka engineer")
    make_listing("In the text", body_text="We run Kafka.")
    make_listing("By its employer", employer=make_employer("Kafka Society"))
    make_listing("Nowhere", body_text="We run kafkaesque offices.")
    assert set(found("q=kafka")) == {"Kafka engineer", "In the text", "By its employer"}


def test_every_word_of_a_keyword_must_be_there_wherever_it_is(found):
    make_listing("Data engineer", body_text="In Zürich.")
    make_listing("Data analyst", body_text="In Bern.")
    assert found("q=zurich+DATA") == ["Data engineer"]


def test_the_words_of_a_phrase_are_next_to_each_other(found):
    make_listing("Machine learning lead")
    make_listing("Learning about the machine")
    assert found("q=%22machine+learning%22") == ["Machine learning lead"]


@pytest.mark.parametrize("query", ["q=engineer+-senior", "q=-senior", 'q=-"senior data"'])
def test_a_word_or_phrase_with_a_minus_must_not_be_there(found, query):
    make_listing("Data engineer")
    make_listing("Senior data engineer")
    assert found(query) == ["Data engineer"]


def test_an_unwanted_word_may_not_be_in_the_employers_name_either(found):
    make_listing("Wanted", employer=make_employer("Acme"))
    make_listing("Unwanted", employer=make_employer("Casino Royal"))
    assert found("q=-casino") == ["Wanted"]


# --- one value of several ----------------------------------------------------------------------


def test_a_role_is_one_of_those_asked_for(found):
    make_listing("Counts", role=make_role("Analyst"))
    make_listing("Builds", role=make_role("Engineer"))
    make_listing("Leads", role=make_role("Manager"))
    make_listing("No role")
    assert found("role=analyst") == ["Counts"]
    assert found("role=analyst&role=engineer") == ["Builds", "Counts"]
    assert found("role=unknown") == ["No role"]


@pytest.mark.parametrize(
    ("parameter", "column", "values"),
    [
        ("level", "level", ("entry", "mid", "senior")),
        ("type", "employment_type", ("full_time", "contract", "temporary")),
        ("workplace", "workplace", ("remote", "hybrid", "onsite")),
        ("language", "language", ("en", "de", "fr")),
    ],
)
def test_a_property_has_one_of_the_values_asked_for(found, parameter, column, values):
    for value in values:
        make_listing(value, **{column: value})
    make_listing("not stated")
    first, second, _ = values
    assert found(f"{parameter}={first}") == [first]
    assert found(f"{parameter}={first}&{parameter}={second}") == [second, first]
    assert found(f"{parameter}=unknown") == ["not stated"]


def test_an_employer_is_one_of_those_asked_for(found):
    for name in ("Acme", "Bolt", "Crane"):
        make_listing(f"At {name}", employer=make_employer(name))
    assert found("employer=acme&employer=bolt") == ["At Bolt", "At Acme"]


def test_employers_can_be_left_out_each_of_them(found):
    for name in ("Acme", "Bolt", "Crane"):
        make_listing(f"At {name}", employer=make_employer(name))
    assert found("not_employer=acme") == ["At Crane", "At Bolt"]
    assert found("not_employer=acme&not_employer=crane") == ["At Bolt"]


def test_roles_skills_levels_and_countries_can_be_left_out(found):
    sql, python = make_skill("SQL"), make_skill("Python")
    analyst, engineer = make_role("Analyst"), make_role("Engineer")
    make_listing("Counts", role=analyst, level="senior", skills=[sql], places=[("", "", "DE")])
    make_listing("Builds", role=engineer, level="mid", skills=[sql, python])
    both = [("", "", "FR"), ("", "", "DE")]
    make_listing("Says little", places=both)
    assert found("not_role=analyst") == ["Says little", "Builds"]
    assert found("not_role=analyst&not_role=unknown") == ["Builds"]
    assert found("not_skill=python") == ["Says little", "Counts"]
    assert found("not_skill=python&not_skill=sql") == ["Says little"]
    assert found("skill=sql&not_skill=python") == ["Counts"]
    assert found("not_level=senior") == ["Says little", "Builds"]
    assert found("not_level=unknown") == ["Builds", "Counts"]
    assert found("not_country=FR") == ["Builds", "Counts"]
    assert found("not_country=unknown") == ["Says little", "Counts"]


def test_a_source_is_named_by_its_kind(found):
    make_listing("Greenhouse", source=make_source(kind="greenhouse"))
    make_listing("Lever", source=make_source(kind="lever"))
    make_listing("By hand")
    assert found("source=lever") == ["Lever"]
    assert found("source=handmade") == ["By hand"]


def test_of_skills_a_listing_asks_for_all(found):
    sql, python, spark = make_skill("SQL"), make_skill("Python"), make_skill("Spark")
    make_listing("Both", skills=[sql, python])
    make_listing("All three", skills=[sql, python, spark])
    make_listing("One", skills=[sql])
    assert found("skill=sql&skill=python") == ["All three", "Both"]


def test_different_filters_must_all_fit(found):
    make_listing("Fits", level="senior", workplace="remote")
    make_listing("In an office", level="senior", workplace="onsite")
    make_listing("For beginners", level="entry", workplace="remote")
    assert found("level=senior&workplace=remote") == ["Fits"]


# --- places ------------------------------------------------------------------------------------


@pytest.fixture
def places(now):
    """Five listings: in two offices, from one country, from anywhere, and nowhere that is said."""
    make_place(make_listing("Office in Paris"), "office", "FR", "Paris")
    make_place(make_listing("Office in Paris, Texas"), "office", "US", "Paris")
    make_place(make_listing("Remote from France", workplace="remote"), "residence", "FR")
    make_listing("Remote from anywhere", workplace="remote")
    make_listing("Somewhere")


def test_a_country_is_where_the_work_is_or_where_a_remote_worker_may_live(found, places):
    assert found("country=FR") == ["Remote from France", "Office in Paris"]
    assert found("country=unknown") == ["Somewhere", "Remote from anywhere"]


def test_a_city_is_one_of_its_country(found, places):
    assert found("city=Paris,FR") == ["Office in Paris"]
    assert found("city=Paris,US") == ["Office in Paris, Texas"]


def test_home_is_where_a_remote_worker_may_live(found, places):
    assert found("home=FR") == ["Remote from France"]
    assert found("home=unknown") == ["Remote from anywhere"]
    assert found("home=unknown&home=FR") == ["Remote from anywhere", "Remote from France"]


def test_a_remote_job_for_an_area_is_found_by_each_of_its_countries(found):
    benelux = make_listing("Remote from the Benelux", workplace="remote")
    ListingPlace.objects.create(listing=benelux, kind="residence", region="Benelux")
    without = make_listing("Not from Belgium", workplace="remote")
    excluding = "Benelux, excluding Belgium"
    ListingPlace.objects.create(listing=without, kind="residence", region=excluding)
    office = make_listing("An office in the Benelux", workplace="hybrid")
    ListingPlace.objects.create(listing=office, region="Benelux")
    nowhere = make_listing("From an area nobody knows", workplace="remote")
    ListingPlace.objects.create(listing=nowhere, kind="residence", region="The Shire")
    assert found("home=NL") == ["Not from Belgium", "Remote from the Benelux"]
    assert found("home=BE") == ["Remote from the Benelux"]
    assert found("home=FR") == []
    assert found("home=unknown") == ["From an area nobody knows"]
    assert found("country=LU") == ["Not from Belgium", "Remote from the Benelux"]
    assert found("country=unknown") == ["From an area nobody knows", "An office in the Benelux"]


def test_an_area_is_any_of_its_countries(found, places):
    make_place(make_listing("Office in Bern"), "office", "CH", "Bern")
    benelux = make_listing("Remote from the Benelux", workplace="remote")
    ListingPlace.objects.create(listing=benelux, kind="residence", region="Benelux")
    assert found("area=eu") == ["Remote from the Benelux", "Remote from France", "Office in Paris"]
    assert found("area=dach") == ["Office in Bern"]
    assert found("area=DACH&area=Benelux") == ["Remote from the Benelux", "Office in Bern"]
    assert found("area=eu&area=north-america") == [
        "Remote from the Benelux",
        "Remote from France",
        "Office in Paris, Texas",
        "Office in Paris",
    ]
    assert len(found("area=worldwide")) == 5


def test_home_may_be_an_area_too(found, places):
    benelux = make_listing("Remote from the Benelux", workplace="remote")
    ListingPlace.objects.create(listing=benelux, kind="residence", region="Benelux")
    assert found("home=eu") == ["Remote from the Benelux", "Remote from France"]
    assert found("home=benelux&home=unknown") == ["Remote from the Benelux", "Remote from anywhere"]
    assert found("home=LATAM") == []


# --- pay ---------------------------------------------------------------------------------------


@pytest.fixture
def paid(now):
    """Four listings: up to 100,000; from 100,000 without a top; just below; and not stated."""
    make_listing("Up to 100,000", pay_usd_min=60_000, pay_usd_max=100_000)
    make_listing("From 100,000", pay_usd_min=100_000)
    make_listing("Up to 99,999", pay_usd_min=99_000, pay_usd_max=99_999)
    make_listing("Not stated")


def test_pay_reaches_an_amount_with_its_top_or_without_one_with_its_lowest(found, paid):
    assert found("pay=100000") == ["From 100,000", "Up to 100,000"]
    assert found("pay=100001") == []


def test_pay_that_is_not_stated_reaches_no_amount_unless_it_is_asked_for_too(found, paid):
    assert "Not stated" not in found("pay=0")
    assert found("pay=100000&pay_unknown=show") == ["Not stated", "From 100,000", "Up to 100,000"]


def test_pay_starts_at_an_amount_by_its_lowest_alone(found, paid):
    make_listing("Up to 120,000, from who knows", pay_usd_max=120_000)
    assert found("pay=99000&reach=starts") == ["Up to 99,999", "From 100,000"]
    assert found("pay=99001&reach=starts") == ["From 100,000"]
    assert found("pay=100001&reach=starts&pay_unknown=show") == ["Not stated"]


def make_paid(title, pay_min, pay_max, currency, period, rates):
    listing = make_listing(
        title, pay_min=pay_min, pay_max=pay_max, pay_currency=currency, pay_period=period
    )
    listing.convert_pay(rates)
    listing.save()


def test_pay_is_asked_for_in_a_currency_and_a_period(found):
    """At 1.10 dollars a euro: 50 euros an hour are 2,080 times 55 dollars, 114,400 a year."""
    rates = {"EUR": Decimal("1.1"), "USD": Decimal(1)}
    ExchangeRate.objects.all().delete()
    for currency, usd in rates.items():
        ExchangeRate.objects.create(currency=currency, usd=usd, as_of=date(2026, 11, 1))
    make_paid("An hour", 50, 60, "EUR", "hour", rates)
    make_paid("Dollars", 114_399, 130_000, "USD", "year", rates)
    make_paid("A month", 8_667, None, "EUR", "month", rates)
    make_paid("Nobody knows for how long", 200_000, 300_000, "EUR", "", rates)
    starts = "reach=starts&currency=EUR"
    assert found(f"pay=50&per=hour&{starts}") == ["A month", "An hour"]
    assert found(f"pay=104000&{starts}") == ["A month", "An hour"]
    assert found(f"pay=104001&{starts}") == ["A month"]
    assert found("pay=50&per=hour&currency=EUR") == ["A month", "Dollars", "An hour"]
    assert found(f"pay=8667&per=month&{starts}") == ["A month"]
    assert found("pay=114400&reach=starts") == ["A month", "An hour"]


def test_pay_that_is_not_stated_can_be_left_out(found, paid):
    assert found("pay_unknown=hide") == ["Up to 99,999", "From 100,000", "Up to 100,000"]
    assert len(found("pay_unknown=show")) == len(found("")) == 4


# --- time and order ----------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, 7, 30])
def test_posted_within_some_days_ends_exactly_so_many_days_ago(found, now, days):
    make_listing("Within", posted_at=now - timedelta(days=days) + MICROSECOND)
    make_listing("Before", posted_at=now - timedelta(days=days))
    assert found(f"posted={days}") == ["Within"]


@pytest.fixture
def ordered(now):
    def make(title, days, **fields):
        fields = {"closes_at": None, "source": source} | fields
        return make_listing(title, posted_at=now - timedelta(days=days), **fields)

    source = make_source()
    make("Old, best paid", 3, pay_usd_max=200_000)
    make("New, no pay", 1)
    make("Middle, by its lowest pay", 2, pay_usd_min=90_000)
    make("Older, ends first, SQL", 4, pay_usd_max=50_000, closes_at=now + timedelta(days=1))
    make("Oldest, ends next", 5, body_text="SQL", closes_at=now + timedelta(days=2))


def test_the_newest_come_first_and_later_entered_ones_of_a_moment(found, now):
    for title in ("First", "Second"):
        make_listing(title, posted_at=now)
    make_listing("Older", posted_at=now - MICROSECOND)
    assert found("") == found("sort=newest") == ["Second", "First", "Older"]


def test_the_highest_pay_comes_first_and_pay_not_stated_last(found, ordered):
    assert found("sort=pay") == [
        "Old, best paid",
        "Middle, by its lowest pay",
        "Older, ends first, SQL",
        "New, no pay",
        "Oldest, ends next",
    ]


def test_what_closes_first_comes_first_and_what_has_no_end_last(found, ordered):
    assert found("sort=closing") == [
        "Older, ends first, SQL",
        "Oldest, ends next",
        "New, no pay",
        "Middle, by its lowest pay",
        "Old, best paid",
    ]


def test_the_best_match_has_the_keyword_in_its_title(found, now):
    make_listing("SQL expert", posted_at=now - timedelta(days=9))
    make_listing("Newer", body_text="SQL", posted_at=now)
    assert found("q=sql") == found("q=sql&sort=relevance") == ["SQL expert", "Newer"]
    assert found("q=sql&sort=newest") == ["Newer", "SQL expert"]


def test_a_page_has_25_listings_and_the_last_one_the_rest(ask, found):
    for number in range(51):
        make_listing(f"Number {number}")
    assert found("") == [f"Number {number}" for number in range(50, 25, -1)]
    assert found("", 2)[0] == "Number 25"
    assert found("", 3) == found("", 99) == ["Number 0"]
    assert found("", -1) == found("", 1)
    last = ask("", 99)
    assert (last.total, last.page, last.pages) == (51, 3, 3)


# --- counts ------------------------------------------------------------------------------------


def test_the_values_of_a_filter_are_counted_as_if_none_of_them_was_chosen(ask):
    make_listing("A", level="entry", workplace="remote")
    make_listing("B", level="senior", workplace="remote")
    make_listing("C", level="senior", workplace="remote")
    make_listing("D", level="senior", workplace="onsite")
    counts = ask("level=entry&workplace=remote").counts
    assert counts["level"] == [("senior", 2), ("entry", 1)]
    assert counts["workplace"] == [("remote", 1)]


def test_skills_are_counted_among_what_asks_for_those_chosen(ask):
    sql, python, spark = make_skill("SQL"), make_skill("Python"), make_skill("Spark")
    make_listing(skills=[sql, python])
    make_listing(skills=[sql])
    make_listing(skills=[spark])
    assert ask("skill=sql").counts["skill"] == [(sql.pk, 2), (python.pk, 1)]


def test_employers_that_are_left_out_are_not_counted(ask):
    acme, bolt = make_employer("Acme"), make_employer("Bolt")
    make_listing(employer=acme)
    make_listing(employer=bolt)
    assert ask("not_employer=acme").counts["employer"] == [(bolt.pk, 1)]


def test_what_states_no_pay_is_counted_whatever_pay_is_asked_for(ask, paid):
    for query in ("", "pay=100000", "pay_unknown=hide", "pay=1&currency=EUR&per=hour&reach=starts"):
        assert ask(query).counts["pay"] == [("unknown", 1)]


def test_areas_count_listings_of_all_their_countries_whatever_area_is_asked_for(ask):
    make_place(make_listing(), "office", "DE")
    make_place(make_listing(), "office", "CH")
    both = make_listing()
    for country in ("DE", "FR"):
        make_place(both, "office", country)
    for query in ("", "area=benelux"):
        counts = dict(ask(query).counts["area"])
        assert (counts["eu"], counts["dach"], counts["north-america"]) == (2, 3, 0)


def test_days_since_posting_count_what_is_within_them_whatever_days_are_asked_for(ask, now):
    for days in (0, 2, 20, 40):
        make_listing(posted_at=now - timedelta(days=days))
    within = [("1", 1), ("7", 2), ("30", 3)]
    assert ask("").counts["posted"] == ask("posted=1").counts["posted"] == within


def test_of_few_listings_it_is_known_how_many_there_are_without_each_filter(ask):
    sql, python = make_skill("SQL"), make_skill("Python")
    make_listing("Fits", level="senior", skills=[sql, python])
    make_listing("No Python", level="senior", skills=[sql])
    make_listing("No SQL", level="senior", skills=[python])
    make_listing("For beginners", level="entry", skills=[sql, python])
    make_listing("For experts", level="executive", skills=[sql, python])
    assert ask("level=senior&skill=sql&skill=python").relaxed_totals == {
        ("level", ""): 3,
        ("skill", "sql"): 2,
        ("skill", "python"): 2,
    }


def test_where_nothing_fits_it_is_known_how_many_fit_without_each_two_filters(ask):
    make_listing("For experts, on site", level="executive", workplace="onsite", language="de")
    make_listing("For beginners, on site", level="entry", workplace="onsite", language="en")
    make_listing("Remote", level="senior", workplace="remote", language="de")
    answer = ask("level=entry&workplace=remote&language=de")
    assert answer.relaxed_totals == {("level", ""): 1, ("workplace", ""): 0, ("language", ""): 0}
    assert answer.relaxed_pairs == {
        (("level", ""), ("workplace", "")): 2,
        (("level", ""), ("language", "")): 1,
        (("workplace", ""), ("language", "")): 1,
    }
    assert not ask("level=entry").relaxed_pairs


def test_of_more_than_ten_listings_nobody_needs_to_know(ask):
    for _ in range(10):
        make_listing(level="senior")
    assert ask("level=senior").relaxed_totals
    make_listing(level="senior")
    assert not ask("level=senior").relaxed_totals


def test_a_listing_names_its_skills_those_first_that_most_listings_ask_for(ask):
    rare, common = make_skill("Cobol"), make_skill("SQL")
    make_listing(skills=[common])
    listing = make_listing(skills=[rare, common])
    assert ask("").skills[listing.pk] == ["sql", "cobol"]


# --- time passes -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_page_forgets_what_has_ended_as_soon_as_the_minute_has_passed(get, monkeypatch):
    start = this_minute()
    make_listing("Ends soon", closes_at=start + timedelta(seconds=50))
    make_listing("Ends later", closes_at=start + timedelta(days=1))
    pages = {}
    for seconds in (0, 49, 60):
        moment = start + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        pages[seconds] = get("/jobs/").text
    assert "Ends soon" in pages[0]
    assert "Ends soon" in pages[49]
    assert "Ends soon" not in pages[60]
    assert all("Ends later" in page for page in pages.values())


@pytest.mark.django_db(transaction=True)
def test_a_page_forgets_what_nobody_has_confirmed_for_14_days(get, monkeypatch):
    start = this_minute()
    confirmed = start - timedelta(days=14) + timedelta(seconds=30)
    make_listing("Unconfirmed", source=make_source(), confirmed_at=confirmed)
    assert "Unconfirmed" in get("/jobs/").text
    monkeypatch.setattr(timezone, "now", lambda: start + timedelta(minutes=1))
    assert "Unconfirmed" not in get("/jobs/").text


def test_a_need_is_filled_by_any_skill_of_its_group(found):
    cloud = SkillGroup.objects.create(slug="cloud", name="A cloud")
    aws, gcp = (make_skill(name, group=cloud) for name in ("AWS", "GCP"))
    sql = make_skill("SQL")
    make_listing("One", skills=[aws, sql])
    make_listing("Both", skills=[aws, gcp])
    make_listing("Neither", skills=[sql])
    assert found("need=cloud") == ["Both", "One"]
    assert found("need=cloud&skill=sql") == ["One"]


# --- what is counted as evidence ---------------------------------------------------------------


def test_a_text_was_read_unless_there_is_none_or_it_is_invented(found):
    make_listing("Read", body_text="We keep figures right.")
    make_listing("Silent", body_text="")
    samples = make_source(kind="samples")
    make_listing("Invented", source=samples, body_text="We invent figures.")
    make_listing("Invented and silent", source=samples)
    assert found("text=read") == ["Read"]
    assert found("text=unknown") == ["Silent"]
    assert set(found("text=invented")) == {"Invented", "Invented and silent"}


def test_pay_is_stated_in_a_currency_and_for_a_period(found):
    pay = {"pay_min": 50, "pay_currency": "USD"}
    make_listing("Yearly", **pay, pay_period="year")
    make_listing("Hourly", **pay, pay_period="hour")
    make_listing("For some time", **pay, pay_period="")
    make_listing("Up to", pay_max=50, pay_currency="EUR", pay_period="year")
    make_listing("A currency alone", pay_currency="USD", pay_period="year")
    assert found("paid_in=USD-year") == ["Yearly"]
    assert found("paid_in=USD-year&paid_in=EUR-year") == ["Up to", "Yearly"]
    assert found("paid_in=USD-unknown") == ["For some time"]
