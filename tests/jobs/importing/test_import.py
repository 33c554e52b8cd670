"""Listings come in: what a pull writes, what it leaves alone, and what it refuses."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from jobs.importing import load
from jobs.importing.pipeline import pull
from jobs.importing.reading import values
from jobs.importing.receipts import receipt
from jobs.models import Employer, Listing, Pull, Source
from tests.factories import make_draft_role, make_employer, make_role, make_skill, make_source
from tests.jobs.board.boards import PAY, board, job, numbers, rows, tinderbrook

pytestmark = pytest.mark.django_db


def test_an_advert_becomes_a_listing_with_what_it_states():
    role = make_role("Data Engineer")
    make_skill("SQL")
    pull(tinderbrook(), board(job(7, pay_input_ranges=[PAY])))
    listing = Listing.objects.get()
    assert (listing.title, listing.employer.name) == ("Data Engineer", "Tinderbrook Outdoors")
    assert listing.role == role
    assert listing.role_reason
    assert [skill.name for skill in listing.skills.all()] == ["SQL"]
    assert [str(place) for place in listing.places.all()] == ["Berlin, Germany"]
    assert listing.body_html == "<p>We use SQL and Python.</p>"
    assert (listing.pay_min, listing.pay_max, listing.pay_currency) == (60_000, 80_000, "EUR")
    assert listing.pay_text == "EUR 60000 - 80000 a year"
    assert listing.pay_usd_min == 66_660
    assert listing in Listing.objects.open()


def paid(**fields):
    """The listing that an advert of these fields becomes."""
    pull(tinderbrook(), board(job(7, **fields)))
    return Listing.objects.get()


@pytest.mark.parametrize(
    ("place", "content", "printed"),
    [
        ("Berlin, Germany", "Stundenlohn von 26,69 Euro brutto/Std.", "EUR 26.69 an hour"),
        ("Berlin, Germany", "Das Jahresgehalt liegt ab 60.000 € brutto.", "from EUR 60K"),
        ("Prague, Czech Republic", "Mzda: 45 000 - 60 000 Kč", "CZK 45K - 60K a month"),
        ("Austin, TX", "Salary: USD$150,000 - USD$200,000", "USD 150K - 200K"),
        ("Austin, TX", "Salary: 120000-90000 USD", "USD 90K - 120K"),
        ("Austin, TX", "Pay: $3,000 bi-weekly", "USD 1.5K a week"),
        ("Karachi, Pakistan", "Salary: PKR 120,000 - 180,000", "PKR 120K - 180K a month"),
        ("Delhi, India", "Salary: ₹1,50,000 - ₹2,00,000", "INR 150K - 200K, period not stated"),
        ("Austin, TX", "Our product costs $25 per user per month.", ""),
    ],
)
def test_pay_in_the_text_is_printed_as_it_was_meant(place, content, printed):
    listing = paid(location={"name": place}, content=f"&lt;p&gt;{content}&lt;/p&gt;")
    assert listing.pay == printed


def test_pay_whose_period_is_not_clear_has_no_yearly_figure_and_stands_as_given(get):
    unclear = {"min_cents": 300_000, "max_cents": 400_000, "currency_type": "USD", "title": "Zone"}
    listing = paid(location={"name": "Austin, TX"}, pay_input_ranges=[unclear])
    assert (listing.pay_min, listing.pay_max, listing.pay_period) == (3_000, 4_000, "")
    assert (listing.pay_usd_min, listing.pay_usd_max) == (None, None)
    text = get(listing.get_absolute_url()).text
    assert "USD 3K - 4K, period not stated" in text
    assert "As given: USD 3000 - 4000" in text


def test_a_period_that_the_text_names_for_the_same_amounts_is_theirs():
    unclear = {"min_cents": 300_000, "max_cents": 400_000, "currency_type": "USD", "title": "Zone"}
    listing = paid(
        location={"name": "Austin, TX"},
        pay_input_ranges=[unclear],
        content="&lt;p&gt;The salary is $3,000 - $4,000 a month.&lt;/p&gt;",
    )
    assert listing.pay == "USD 3K - 4K a month"


def test_what_an_advert_does_not_state_is_unknown():
    pull(tinderbrook(), board(job(7, title="Data Engineer", location={"name": ""})))
    listing = Listing.objects.get()
    assert listing.level is None
    assert listing.employment_type is None
    assert listing.workplace is None
    assert listing.pay_min is None
    assert listing.pay_usd_max is None
    assert listing.places.count() == 0


def test_where_title_and_field_are_silent_the_years_asked_for_make_the_level():
    asks = "&lt;p&gt;At least 3 years of experience.&lt;/p&gt;"
    silent, said = job(7, content=asks), job(8, title="Senior Data Engineer", content=asks)
    pull(tinderbrook(), board(silent, said))
    silent, said = Listing.objects.order_by("external_id")
    assert (silent.level, silent.level_reason) == ("mid", "asks for 3+ years")
    assert (said.level, said.level_reason) == ("senior", "")
    assert (silent.experience_years, said.experience_years) == (3, 3)


def test_pay_that_cannot_be_is_kept_as_text_only():
    slip = PAY | {"min_cents": 9_000_000, "max_cents": 90_000_000_000}
    pull(tinderbrook(), board(job(7, pay_input_ranges=[slip])))
    listing = Listing.objects.get()
    assert (listing.pay_min, listing.pay_max, listing.pay_currency) == (None, None, "")
    assert listing.pay_text == "EUR 90000 - 900000000 a year"


def test_the_same_pull_again_changes_nothing_and_moves_no_date():
    source = tinderbrook()
    pull(source, board(*numbers(1, 6)))
    before, confirmed = rows(), Listing.objects.latest("confirmed_at").confirmed_at
    again = pull(source, board(*numbers(1, 6)))
    assert (again.new, again.changed, again.closed, again.unchanged) == (0, 0, 0, 5)
    assert rows() == before
    assert Listing.objects.earliest("confirmed_at").confirmed_at > confirmed


def test_an_updated_at_alone_is_no_change():
    source = tinderbrook()
    pull(source, board(job(1, updated_at="2026-11-01T09:00:00Z")))
    again = pull(source, board(job(1, updated_at="2026-11-20T09:00:00Z")))
    assert (again.changed, again.unchanged) == (0, 1)


def test_a_changed_advert_is_changed_in_place():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    before = Listing.objects.get(external_id="2")
    moved = job(2, title="Senior Data Engineer", location={"name": "Paris, France"})
    done = pull(source, board(job(1), moved, job(3)))
    after = Listing.objects.get(external_id="2")
    assert (done.changed, done.unchanged) == (1, 2)
    assert (after.pk, after.first_seen_at, after.posted_at) == (
        before.pk,
        before.first_seen_at,
        before.posted_at,
    )
    assert (after.title, after.level) == ("Senior Data Engineer", "senior")
    assert [str(place) for place in after.places.all()] == ["Paris, France"]
    assert after.updated_at > before.updated_at


def test_what_an_editor_changed_stays():
    source = tinderbrook()
    pull(source, board(job(1)))
    listing = Listing.objects.get()
    listing.title, listing.pay_min, listing.pay_max = "Our Data Engineer", 70_000, 90_000
    listing.pay_currency, listing.pay_period = "EUR", "year"
    listing.locked_fields = ["title", "pay_max", "places"]
    listing.save()
    listing.places.all().delete()
    changed = job(1, title="Changed", location={"name": "Paris"}, pay_input_ranges=[PAY])
    assert pull(source, board(changed)).changed == 1
    listing.refresh_from_db()
    assert listing.title == "Our Data Engineer"
    assert (listing.pay_min, listing.pay_max) == (70_000, 90_000)
    assert listing.location_text == "Paris"
    assert listing.places.count() == 0


def test_an_editors_employer_and_role_stay():
    source, role = tinderbrook(), make_role("Data Engineer")
    pull(source, board(job(1, title="Pipeline Wizard")))
    listing = Listing.objects.get()
    listing.employer, listing.role = make_employer("Somebody else"), role
    listing.locked_fields = ["employer", "role"]
    listing.save()
    assert pull(source, board(job(1, title="Pipeline Witch"))).changed == 1
    listing.refresh_from_db()
    assert (listing.title, listing.employer.name) == ("Pipeline Witch", "Somebody else")
    assert listing.role == role


def test_a_posting_date_in_the_future_is_taken_as_today():
    pull(tinderbrook(), board(job(1, first_published="2099-01-01T00:00:00Z")))
    assert Listing.objects.get().posted_at <= timezone.now()


def test_what_does_not_fit_is_refused_in_words_and_the_rest_is_taken():
    source = tinderbrook()
    done = pull(source, board(job(1), job(2, title="x" * 301), job("9" * 121), job(4, title="")))
    assert (done.new, done.refused) == (1, 3)
    assert "2: title: Ensure this value has at most 300 characters (it has 301)." in done.problems
    assert "4: It has no title." in done.problems


def test_an_advert_that_joins_many_places_is_taken_with_all_of_them():
    text = "; ".join(["Berlin, Germany"] * 20 + ["Paris, France"])
    pull(tinderbrook(), board(job(1, location={"name": text})))
    listing = Listing.objects.get()
    assert [place.city for place in listing.places.all()] == ["Berlin", "Paris"]
    assert listing.location_text.endswith("Berlin, Germany…")
    assert len(listing.location_text) <= 300
    assert listing.as_given["location_text"] == text


def test_an_advert_that_stands_twice_is_taken_once():
    source = tinderbrook()
    first = pull(source, board(job(1), job(1, title="Again")))
    again = pull(source, board(job(1), job(1, title="Again")))
    assert (first.new, first.refused) == (1, 1)
    assert (again.unchanged, again.refused) == (1, 1)
    assert Listing.objects.get().title == "Data Engineer"


def test_an_advert_without_any_employer_is_refused():
    assert "names no employer" in pull(make_source(), board(job(1))).problems


def test_employers_are_one_whatever_the_case_and_get_addresses_of_their_own():
    source = tinderbrook()
    names = ("TINDERBROOK outdoors ", "Acme & Sons", "Acme Sons", "株式会社")
    jobs = [job(number, company_name=name) for number, name in enumerate(names)]
    pull(source, board(*jobs))
    assert sorted(Employer.objects.values_list("slug", flat=True)) == [
        "acme-sons",
        "acme-sons-2",
        "employer",
        "tinderbrook-outdoors",
    ]


def test_a_role_published_later_claims_its_listings():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4), job(8, title="Pipeline Wizard")))
    role = make_role("Data Engineer", other_titles="Pipeline Wizard")
    done = pull(source, board(*numbers(1, 4), job(8, title="Pipeline Wizard")))
    assert (done.changed, role.listings.count()) == (4, 4)


def test_an_unpublished_role_is_not_matched():
    make_draft_role("Data Engineer")
    pull(tinderbrook(), board(job(1)))
    assert Listing.objects.get().role is None


def test_new_listings_take_few_queries(django_assert_max_num_queries):
    source = tinderbrook()
    with django_assert_max_num_queries(26):
        pull(source, board(*numbers(1, 40)))
    with django_assert_max_num_queries(26):
        pull(source, board(*numbers(1, 40)))


def test_adverts_are_read_before_the_one_transaction_that_writes_them(monkeypatch):
    def noting(name, function):
        def call(*args, **kwargs):
            depths.append((name, len(connection.savepoint_ids) - outside))
            return function(*args, **kwargs)

        return call

    depths, outside = [], len(connection.savepoint_ids)
    source = tinderbrook()
    monkeypatch.setattr(values, "normalise", noting("read", values.normalise))
    monkeypatch.setattr(load, "finish", noting("finish", load.finish))
    monkeypatch.setattr(load, "write_updates", noting("write", load.write_updates))
    pull(source, board(job(1)))
    assert depths == [("read", 0), ("write", 1), ("finish", 1)]


def test_a_broken_pull_leaves_a_receipt_and_no_listing(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("no space left")

    source = tinderbrook()
    monkeypatch.setattr(load, "_add_places", fail)
    done = pull(source, board(job(1)))
    assert done.state == Pull.State.FAILED
    assert "no space left" in done.problems
    assert Listing.objects.count() == 0
    assert "The pull of Tinderbrook broke off." in caplog.text


def test_the_receipt_says_what_was_done():
    source = tinderbrook()
    make_role("Data Engineer")
    done = pull(source, board(job(1), job(2, title="Baker")))
    assert receipt(done) == (
        "Tinderbrook: 2 new, 0 changed, 0 closed, 0 unchanged, 0 reopened, 0 refused. "
        "Open now: 2, 1 of them matched to a role."
    )


def test_more_than_twenty_thousand_jobs_are_refused_in_words():
    page = json.dumps({"jobs": [{"id": n} for n in range(10_001)]}).encode()
    done = pull(tinderbrook(), [page, page])
    assert done.state == Pull.State.FAILED
    assert "It holds 20,002 jobs, and no more than 20,000" in done.problems


def test_a_source_says_itself_what_it_keeps_and_an_editors_role_counts():
    make_role("Data Engineer")
    source = tinderbrook()
    pull(source, board(job(1), job(2, title="Baker"), job(3, title="Butcher")))
    baker = Listing.objects.get(external_id="2")
    baker.role, baker.locked_fields = make_role("Data Analyst"), ["role"]
    baker.save()
    Source.objects.update(keep=Source.Keep.MATCHED)
    done = pull(source, board(job(1), job(2, title="Baker"), job(3, title="Butcher")))
    assert (done.closed, done.left_out, done.listed) == (1, 1, 2)
    assert baker in Listing.objects.open()


def test_a_changed_advert_that_reads_the_same_is_unchanged():
    source = tinderbrook()
    pull(source, board(job(1, content="<p>Hello</p>")))
    before = Listing.objects.get()
    done = pull(source, board(job(1, content="<p class='x'>Hello</p>")))
    assert (done.changed, done.unchanged) == (0, 1)
    assert Listing.objects.get().updated_at == before.updated_at


def test_employers_are_one_whatever_the_alphabets_case():
    make_employer("STRASSE Ölwerk")
    pull(tinderbrook(), board(job(1, company_name=" Straße ÖLWERK ")))
    assert Listing.objects.get().employer.name == "STRASSE Ölwerk"
