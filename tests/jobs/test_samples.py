"""The invented listings: varied, the same ones each time, and gone when they are removed."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from careers.models import Role
from jobs.importing.pipeline import leased
from jobs.models import Employer, Listing, Pull, Source
from jobs.samples import load_samples, remove_samples
from jobs.samples.invent import invent
from tests import snapshots
from tests.factories import make_role

SINCE = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def samples():
    return tuple(invent(SINCE))


@pytest.fixture(scope="module")
def loaded_rows(rows_made_by):
    return rows_made_by(load_samples)


@pytest.fixture
def loaded(db, loaded_rows):
    """The sample listings, loaded a moment ago."""
    snapshots.insert(loaded_rows)


def days_later(days):
    """Lets the pulls and the listings' confirmations that exist grow older."""
    Pull.objects.update(started_at=F("started_at") - timedelta(days=days))
    Listing.objects.update(confirmed_at=F("confirmed_at") - timedelta(days=days))


def test_the_same_listings_are_invented_each_time(samples):
    assert tuple(invent(SINCE)) == samples
    assert len(samples) == len({raw.external_id for raw in samples}) == 600


def test_they_are_varied(samples):
    assert len({raw.title for raw in samples}) > 300
    assert len({raw.employer_name for raw in samples}) == 60
    assert len({raw.body_html for raw in samples if raw.body_html}) > 580
    assert len({raw.country for raw in samples}) >= 15
    assert set(Counter(raw.workplace_text for raw in samples)) == {
        "Remote",
        "Hybrid",
        "On-site",
        "",
    }


def test_employers_write_in_voices_of_their_own(samples):
    headings = ("What you will do", "The work", "Duties of the post", "Key responsibilities")
    headings += ("So, what's the job?", "Your tasks")
    texts = [raw.body_html for raw in samples]
    assert all(sum(heading in text for text in texts) > 25 for heading in headings)


def test_adverts_keep_to_the_field(samples):
    titles = " ".join(raw.title for raw in samples)
    assert not [word for word in ("Account", "Sales", "Customer Success") if word in titles]
    assert "Data Protection Officer" in titles


def test_a_few_have_no_text_and_some_say_neither_workplace_nor_pay(samples):
    assert 5 <= sum(not raw.body_html for raw in samples) <= 30
    assert sum(not raw.workplace_text and not raw.pay and not raw.pay_text for raw in samples) > 20


def test_they_were_posted_within_fifty_days_and_mostly_lately(samples):
    ages = sorted(SINCE - raw.posted_at for raw in samples)
    assert timedelta(hours=1) <= ages[0] < timedelta(hours=3)
    assert ages[-1] <= timedelta(days=51)
    assert ages[300] < timedelta(days=15)


def test_they_have_no_page_of_an_employer(samples):
    assert {raw.url for raw in samples} == {""}


def test_one_run_at_a_time_loads_them(loaded):
    call_command("load_samples")
    with leased(Source.objects.get()):
        assert "is being read by another run" in load_samples(again=True)
    assert load_samples() == "Sample listings are loaded already."


@pytest.mark.django_db
def test_they_are_all_taken_and_most_state_pay():
    make_role("Data Scientist")
    assert load_samples().startswith(
        "Sample listings: 600 new, 0 changed, 0 closed, 0 unchanged, 0 reopened, 0 refused. "
    )
    listings = Listing.objects.samples()
    paid = listings.exclude(pay_min=None).count()
    assert 350 < paid < 450
    assert listings.filter(pay_min=None, pay_text="").count() > 150
    assert listings.exclude(pay_min=None).filter(pay_usd_min=None).count() == 0
    assert listings.filter(role__slug="data-scientist").count() > 60
    assert listings.filter(role=None).count() > 400
    assert listings.filter(places=None).count() == 0
    assert listings.filter(level=None).count() > 80
    for area in ("EMEA", "Worldwide", "Europe"):
        assert listings.filter(workplace="remote", places__region=area).exists()
    assert listings.filter(location_text="Remote - Germany or Austria").exists()


def test_each_role_of_the_starter_content_has_some(starter):
    load_samples()
    matched = Listing.objects.samples().exclude(role=None).values("role")
    assert list(Role.objects.published().exclude(pk__in=matched)) == []


def test_loading_again_does_nothing_within_a_day_and_then_confirms(loaded):
    before = list(Listing.objects.values_list("pk", "updated_at").order_by("pk"))
    assert load_samples() == "Sample listings are loaded already."
    days_later(13)
    assert "0 new, 0 changed, 0 closed, 600 unchanged" in load_samples()
    days_later(13)
    assert list(Listing.objects.values_list("pk", "updated_at").order_by("pk")) == before
    assert Listing.objects.filter(closes_at=None).open().count() > 500


def test_an_editors_work_on_them_stays(loaded):
    first, second = Listing.objects.order_by("pk")[:2]
    Listing.objects.filter(pk=first.pk).update(title="Changed", locked_fields=["title"])
    second.delete()
    days_later(2)
    load_samples()
    assert Listing.objects.get(pk=first.pk).title == "Changed"
    assert Listing.objects.count() == 599


def test_a_role_published_since_gets_its_samples_at_once(loaded):
    make_role("Data Engineer")
    load_samples()
    assert Listing.objects.filter(role__slug="data-engineer").count() > 60


def test_removing_them_leaves_real_listings_and_employers_alone(loaded, capsys):
    kept = Employer.objects.get(name="Bramblewick Grocers")
    Listing.objects.create(
        employer=kept, title="Baker", closes_at=timezone.now() + timedelta(days=9)
    )
    call_command("remove_samples")
    assert capsys.readouterr().out == "Removed 600 sample listings and 59 invented employers.\n"
    assert [listing.title for listing in Listing.objects.all()] == ["Baker"]
    assert list(Employer.objects.all()) == [kept]


def test_removed_samples_stay_away_until_asked_for_again(loaded):
    remove_samples()
    assert "load_samples --again" in load_samples()
    assert not Listing.objects.exists()
    load_samples(again=True)
    assert Listing.objects.count() == 600
    assert Source.objects.get().is_active


@pytest.mark.django_db
def test_a_site_can_refuse_them_before_they_ever_came():
    assert remove_samples() == (0, 0)
    load_samples()
    assert not Listing.objects.exists()
