from datetime import timedelta
from decimal import Decimal

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import ExchangeRate, Listing, ListingPlace
from portal.jinja import date
from tests.factories import TERMS, make_employer, make_listing, make_role, make_source

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def words(response):
    """The words of a page, as they are read."""
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    return " ".join(" ".join(tree.find("body").itertext()).split())


@pytest.mark.parametrize(
    ("has_source", "ages", "is_open"),
    [
        (False, {}, True),
        (False, {"closes_at": DAY}, True),
        (False, {"closes_at": -DAY}, False),
        (False, {"closed_at": -DAY}, False),
        (True, {"confirmed_at": -13 * DAY}, True),
        (True, {"confirmed_at": -15 * DAY}, False),
        (False, {"confirmed_at": -15 * DAY}, True),
        (True, {"closes_at": -DAY}, False),
    ],
)
def test_is_open_agrees_with_the_queryset(has_source, ages, is_open):
    source = make_source() if has_source else None
    fields = {name: timezone.now() + age for name, age in ages.items()}
    listing = make_listing(source=source, **fields)
    assert listing.is_open is is_open
    assert Listing.objects.open().exists() is is_open


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"pay_min": 9, "pay_max": 8, "pay_currency": "EUR", "pay_period": "year"}, "not exceed"),
        ({"pay_min": -1, "pay_currency": "EUR", "pay_period": "year"}, "more than zero"),
        ({"pay_min": 9, "pay_period": "year"}, "needs its currency"),
        ({"closes_at": None}, "needs a date on which it closes"),
    ],
)
def test_nonsense_is_refused_in_words_by_the_form_and_by_the_database(fields, words):
    listing = make_listing()
    for name, value in fields.items():
        setattr(listing, name, value)
    with pytest.raises(ValidationError, match=words):
        listing.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        listing.save()


def test_half_known_pay_is_fine():
    make_listing(pay_max=75000, pay_currency="EUR", pay_period="year").full_clean()


def test_pay_whose_period_nobody_stated_is_fine_and_has_no_yearly_figure():
    listing = make_listing(pay_min=120_000, pay_max=180_000, pay_currency="PKR")
    listing.convert_pay({"PKR": Decimal("0.0035")})
    listing.full_clean()
    assert (listing.pay_usd_min, listing.pay_usd_max) == (None, None)
    assert listing.pay == "PKR 120K - 180K, period not stated"


def test_an_employer_in_another_case_is_the_same_employer():
    make_employer("Acme")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_employer("ACME", slug="acme-2")


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        ((98000, 208000, "USD", "year"), "USD 98K - 208K"),
        ((5200000, 7000000, "JPY", "year"), "JPY 5.2M - 7M"),
        (("45.50", None, "USD", "hour"), "from USD 45.50 an hour"),
    ],
)
def test_pay_is_printed_short(pay, words):
    low, high, currency, period = pay
    listing = make_listing(pay_min=low, pay_max=high, pay_currency=currency, pay_period=period)
    listing.refresh_from_db()
    assert listing.pay == words


def test_pay_in_one_currency_is_converted_and_open_ends_stay_open():
    paid = {"pay_currency": "EUR", "pay_period": "month"}
    least, most = make_listing(pay_min=1000, **paid), make_listing(pay_max=2000, **paid)
    in_dollars = make_listing(pay_min=50_000, pay_currency="USD", pay_period="year")
    make_listing(pay_currency="EUR")
    ExchangeRate.objects.update_or_create(
        currency="EUR", defaults={"usd": "1.25", "as_of": "2026-01-01"}
    )
    assert Listing.objects.convert_pay("EUR") == 2
    for listing in (least, most, in_dollars):
        listing.refresh_from_db()
    assert (least.pay_usd_min, least.pay_usd_max) == (15_000, None)
    assert (most.pay_usd_min, most.pay_usd_max) == (None, 30_000)
    assert in_dollars.pay_usd_min is None


def test_a_listing_page_shows_what_is_stated_and_what_is_not(get):
    listing = make_listing("Data Analyst", places=[("Kyoto", "", "JP")])
    text = get(listing.get_absolute_url()).text
    assert "Kyoto, Japan" in text
    assert "Not stated" in text


def test_a_listing_page_shows_place_and_pay_as_given_beside_what_was_read(get):
    listing = make_listing(
        location_text="Kyoto <or> Osaka",
        places=[("Kyoto", "", "JP")],
        pay_text="¥5M to ¥7M, by experience",
        pay_min=5_000_000,
        pay_max=7_000_000,
        pay_currency="JPY",
        pay_period="year",
    )
    text = get(listing.get_absolute_url()).text
    assert "As given: Kyoto &lt;or&gt; Osaka" in text
    assert "As given: ¥5M to ¥7M, by experience" in text


def test_what_was_read_as_it_is_written_stands_once(get):
    listing = make_listing(location_text="Kyoto, Japan", places=[("Kyoto", "", "JP")])
    assert "As given" not in get(listing.get_absolute_url()).text


def test_a_remote_listing_names_the_area_as_it_is_given(get):
    listing = make_listing(location_text="Remote - EMEA", workplace="remote")
    ListingPlace.objects.create(listing=listing, region="EMEA", kind="residence")
    text = get(listing.get_absolute_url()).text
    assert "Remote (EMEA)" in text
    assert "As given: Remote - EMEA" in text


def test_a_remote_listing_says_where_one_may_live(get):
    listing = make_listing()
    ListingPlace.objects.create(listing=listing, country="DE", kind="residence")
    assert "Remote (Germany)" in get(listing.get_absolute_url()).text


def test_a_listing_says_why_it_belongs_to_its_role(get):
    reason = "title says “Data Analyst”"
    listing = make_listing(role=make_role("Analyst"), role_reason=reason)
    assert reason in get(listing.get_absolute_url()).text


def test_a_listing_says_which_years_made_its_level(get):
    listing = make_listing(level="senior", level_reason="asks for 5+ years", experience_years=5)
    assert "asks for 5+ years" in get(listing.get_absolute_url()).text


def test_a_closed_listing_keeps_its_page_and_says_so(get):
    listing = make_listing(closed_at=timezone.now(), url="https://example.com/apply")
    text = get(listing.get_absolute_url()).text
    assert "This job is closed" in text
    assert "noindex" in text
    assert "https://example.com/apply" not in text


def test_a_listing_says_where_it_comes_from_and_how_long_it_has_been_open(get):
    now = timezone.now()
    source = make_source("Harbour board", **TERMS)
    seen = {"posted_at": now - 40 * DAY, "first_seen_at": now - 30 * DAY, "confirmed_at": now}
    listing = make_listing(source=source, external_id="T-7", reposts=2, **seen)
    page = words(get(listing.get_absolute_url()))
    assert "Source Feeds & Co Greenhouse" in page
    assert f"First seen here {date(now - 30 * DAY, 'j M Y')}" in page
    assert f"Last confirmed {date(now, 'j M Y')}" in page
    assert "Open for 40 days" in page
    assert "Posted again 2 times" in page
    assert "Number T-7" in page
    Listing.objects.update(closed_at=now - 10 * DAY)
    assert "Was open for 30 days" in words(get(listing.get_absolute_url()))


def test_a_listing_that_an_editor_wrote_says_so(get):
    listing = make_listing()
    page = words(get(listing.get_absolute_url()))
    assert "Source Written here by an editor" in page
    assert f"Number {listing.pk}" in page
    assert "Last confirmed" not in page


def test_a_closed_listing_without_a_role_shows_others_of_its_employer(get):
    employer = make_employer("Fjord")
    make_listing("Still open", employer=employer)
    listing = make_listing(employer=employer, closed_at=timezone.now())
    assert "Still open" in get(listing.get_absolute_url()).text


def test_the_page_of_a_listing_takes_few_queries_however_many_are_nearby(get, count_queries):
    role, employer = make_role("Analyst"), make_employer("Fjord")
    listing = make_listing(role=role, employer=employer, places=[("Oslo", "", "NO")])
    counts = []
    for _ in range(2):
        make_listing(role=role, employer=employer, places=[("Oslo", "", "NO")])
        counts.append(count_queries(lambda: get(listing.get_absolute_url())))
    assert counts[0] == counts[1] <= 8


def test_an_old_name_in_the_address_redirects_to_the_new_one(get):
    listing = make_listing("Data Analyst")
    assert get(f"/jobs/{listing.pk}-old-name/", status=301).url == listing.get_absolute_url()


def test_an_unknown_listing_is_a_404(get):
    get("/jobs/999-nothing/", status=404)


def test_a_title_without_latin_letters_still_has_an_address(get):
    get(make_listing("データ分析").get_absolute_url())


def test_while_a_sample_exists_every_page_says_so_and_is_not_indexed(get):
    assert "invented samples" not in get("/").text
    make_listing(source=make_source(kind="samples"))
    for address in ("/", "/jobs/", "/about/", "/roles/"):
        text = get(address).text
        assert "invented samples" in text
        assert "noindex" in text


@pytest.mark.parametrize(
    ("has_source", "ages", "words"),
    [
        (True, {"closed_at": -DAY}, "its source took it down, and we noticed on"),
        (False, {"closes_at": -DAY}, "applications ended on"),
        (True, {"confirmed_at": -15 * DAY}, "its source has not confirmed it since"),
        (True, {"confirmed_at": -15 * DAY, "closes_at": -DAY}, "applications ended on"),
        (False, {"closed_at": -DAY}, "it was taken down here on"),
    ],
)
def test_the_page_of_a_closed_job_says_why_it_is_closed(get, has_source, ages, words):
    fields = {name: timezone.now() + age for name, age in ages.items()}
    listing = make_listing(source=make_source() if has_source else None, **fields)
    assert words in get(listing.get_absolute_url()).text
