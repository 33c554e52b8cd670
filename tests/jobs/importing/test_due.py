"""What is to be done regularly: once, when it is due, and by one run at a time."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from careers.models import Evidence
from jobs.importing import load, pipeline
from jobs.importing.payloads import Fetched, SourceUnavailable
from jobs.importing.pipeline import SourceBusy, leased, pull, pull_due
from jobs.models import LEASE, Listing, Pull, Source
from jobs.samples import load_samples
from tests.factories import make_employer, make_role, make_source
from tests.jobs.board.boards import board, job, numbers, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(monkeypatch):
    """A web site that knows what it sent: `body` is what it has, `asked` what it was asked."""

    class Site:
        body = board(*numbers(1, 4))
        asked = []

        def fetch(self, url, *, etag="", last_modified=""):
            self.asked.append((url, etag))
            tag = f'"{hash(self.body)}"'
            if etag == tag:
                return Fetched(None, etag, last_modified, is_unchanged=True)
            return Fetched(self.body, tag, "Mon, 23 Nov 2026 09:00:00 GMT")

    site = Site()
    site.asked = []
    monkeypatch.setattr(pipeline, "fetch", site.fetch)
    return site


@pytest.fixture
def unparsed(monkeypatch):
    """Makes reading an answer fail, to prove that nothing was parsed."""

    def stop():
        monkeypatch.setattr(pipeline, "_parse", None)

    return stop


def web_source(name="Tinderbrook", **fields):
    return make_source(name, employer=make_employer(), url=f"https://example.com/{name}", **fields)


def run_due():
    out, err = StringIO(), StringIO()
    call_command("run_due", stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def hours_from_now(hours):
    return timezone.now() + timedelta(hours=hours)


def test_what_is_due_is_read_once_and_then_again_after_its_hours(site):
    source = web_source(pull_every=3)
    assert "Tinderbrook: 3 new" in run_due()
    source.refresh_from_db()
    assert hours_from_now(2.9) < source.next_pull_at < hours_from_now(3)
    assert "Read 0 due sources" in run_due()
    Source.objects.update(next_pull_at=timezone.now())
    assert "3 unchanged" in run_due()


def test_what_is_not_due_switched_off_or_without_address_is_left_alone(site):
    web_source("Later", next_pull_at=hours_from_now(1))
    web_source("Off", is_active=False)
    make_source("Files only")
    assert "Read 0 due sources" in run_due()
    assert not site.asked


@pytest.mark.parametrize(("seconds", "hours"), [(0, 2), (5 * 3600, 5)])
def test_a_failed_pull_is_tried_again_when_it_is_due_next(monkeypatch, seconds, hours):
    def fail(url):
        raise SourceUnavailable("It is busy.", retry_after=seconds)

    monkeypatch.setattr(pipeline, "fetch", fail)
    source = web_source(pull_every=2)
    with pytest.raises(CommandError, match="1 of 1 pulls failed"):
        run_due()
    source.refresh_from_db()
    assert hours_from_now(hours - 0.1) < source.next_pull_at < hours_from_now(hours)


def test_evidence_is_counted(site):
    role = make_role("Data Engineer")
    web_source()
    run_due()
    assert Evidence.objects.get(role=role).listings == 3


def test_samples_are_confirmed_where_there_are_some(monkeypatch):
    run_due()
    assert not Listing.objects.exists()
    load_samples()
    days = timedelta(days=2)
    Pull.objects.update(started_at=timezone.now() - days)
    Listing.objects.update(confirmed_at=timezone.now() - days)
    run_due()
    assert Listing.objects.earliest("confirmed_at").confirmed_at > hours_from_now(-1)
    assert "loaded already" in run_due()


# One run at a time


def test_a_source_that_another_run_is_reading_is_skipped(site):
    source = web_source()
    with leased(source):
        assert list(pull_due()) == []
        with pytest.raises(SourceBusy, match="being read by another run"):
            pull(source, board(job(1)))
        with pytest.raises(CommandError, match="being read by another run"):
            call_command("import_listings", "Tinderbrook")
    assert [done.new for done in pull_due()] == [3]


def test_what_another_run_has_just_read_is_not_due_any_more(site, monkeypatch):
    web_source("A")
    web_source("B")
    first, second = pull_due(), pull_due()
    assert str(next(second).source) == "A"
    assert [str(done.source) for done in first] == ["B"]
    assert list(second) == []
    assert len(site.asked) == 2


def test_a_pull_takes_its_source_for_fifteen_minutes():
    source, before, quarter = web_source(), timezone.now(), timedelta(minutes=15)
    with leased(source):
        taken_until = Source.objects.get().leased_until
    assert before + quarter <= taken_until <= timezone.now() + quarter


def test_a_pull_that_runs_for_fifteen_minutes_is_taken_for_dead():
    begun = Pull.objects.create(source=web_source()).started_at
    assert not Pull.objects.abandoned(begun + timedelta(minutes=14)).exists()
    assert Pull.objects.abandoned(begun + timedelta(minutes=15)).exists()


def test_a_lease_ends_by_itself_and_the_killed_pull_says_so(site):
    source = web_source()
    killed = Pull.objects.create(source=source)
    Source.objects.update(leased_until=timezone.now() + LEASE)
    assert list(pull_due()) == []
    Source.objects.update(leased_until=timezone.now())
    Pull.objects.update(started_at=timezone.now() - LEASE)
    assert "1 of the earlier pulls had been interrupted" in run_due()
    killed.refresh_from_db()
    assert killed.state == Pull.State.INTERRUPTED
    assert "nothing of it was written" in killed.problems
    assert Listing.objects.count() == 3


def test_a_pull_that_was_taken_for_dead_writes_nothing(site, monkeypatch):
    source = web_source()
    read = load.read_adverts

    def read_for_an_hour(*args):
        Pull.objects.update(started_at=timezone.now() - LEASE)
        pipeline.mark_interrupted()
        return read(*args)

    monkeypatch.setattr(load, "read_adverts", read_for_an_hour)
    assert pull(source).state == Pull.State.INTERRUPTED
    assert not Listing.objects.exists()


def test_a_pull_that_is_stopped_by_hand_says_so_and_frees_its_source(site, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    source = web_source()
    monkeypatch.setattr(load, "read_adverts", stop)
    with pytest.raises(KeyboardInterrupt):
        pull(source)
    assert Pull.objects.get().state == Pull.State.INTERRUPTED
    assert Source.objects.free(timezone.now()).get() == source


# Nothing new


def test_an_unchanged_answer_confirms_everything_without_parsing(site, unparsed):
    source = web_source()
    pull(source)
    before = rows()
    unparsed()
    done = pull(source)
    assert site.asked[1][1]
    assert (done.state, done.unchanged, done.listed) == (Pull.State.GOOD, 3, 3)
    assert rows() == before
    assert set(Listing.objects.values_list("confirmed_at", flat=True)) == {done.started_at}


def test_the_same_bytes_from_a_site_without_etags_are_not_parsed_either(unparsed):
    source = web_source()
    pull(source, [board(*numbers(1, 3)), board(*numbers(3, 5))])
    unparsed()
    assert pull(source, [board(*numbers(1, 3)), board(*numbers(3, 5))]).unchanged == 4


def test_a_listing_that_is_missing_twice_closes_though_nothing_changed_in_between(site, unparsed):
    source = web_source()
    pull(source)
    site.body = board(*numbers(1, 3))
    assert pull(source).closed == 0
    unparsed()
    assert (pull(source).closed, Listing.objects.open().count()) == (1, 2)
    assert pull(source).closed == 0


def test_refused_adverts_are_still_refused_and_not_missing(site, unparsed):
    source = web_source()
    pull(source)
    site.body = board(*numbers(1, 3), job(3, title="x" * 301))
    refused = pull(source)
    unparsed()
    for _ in range(2):
        again = pull(source)
        assert (again.refused, again.problems) == (1, refused.problems)
    assert Listing.objects.open().count() == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda source: make_role("Data Engineer"),
        lambda source: Source.objects.update(employer=make_employer("Somebody else")),
        lambda source: Source.objects.update(keep="matched"),
        lambda source: Source.objects.update(is_last_n=True),
        lambda source: Source.objects.update(url="https://example.com/other"),
        lambda source: Listing.objects.filter(external_id="2").update(content_hash=""),
        lambda source: Listing.objects.filter(external_id="2").delete(),
        lambda source: Listing.objects.filter(external_id="2").update(confirmed_at=timezone.now()),
        lambda source: pull(source, board(*numbers(2, 4))),
    ],
)
def test_what_else_counts_as_news_is_read_again(site, change):
    source = web_source()
    pull(source)
    change(source)
    pull(source)
    assert [etag for _, etag in site.asked] == ["", ""]
