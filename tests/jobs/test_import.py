"""Listings come in: what a pull writes, what it leaves alone, and what it refuses."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from jobs.importing import drafts, load, normalise
from jobs.importing.fetch import Answer
from jobs.importing.load import renormalise
from jobs.importing.pipeline import accept, dry_run, pull, receipt, reject
from jobs.models import Employer, Listing, ListingPlace, Pull, Source
from tests.factories import make_draft_role, make_employer, make_role, make_skill, make_source

pytestmark = pytest.mark.django_db


def tinderbrook():
    """A source whose employer is named by its adverts only where a test says so."""
    return make_source("Tinderbrook", employer=make_employer("Tinderbrook Outdoors"))


def job(number, title="Data Engineer", **fields):
    return {
        "id": number,
        "title": title,
        "absolute_url": f"https://example.com/jobs/{number}",
        "location": {"name": "Berlin, Germany"},
        "content": "&lt;p&gt;We use SQL and Python.&lt;/p&gt;",
        "first_published": "2026-11-01T09:00:00+00:00",
    } | fields


def board(*jobs):
    return json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()


def numbers(start, stop):
    return [job(number) for number in range(start, stop)]


def rows():
    """Every stored value of every listing, to see that nothing moved."""
    skipped = {"confirmed_at"}
    return [
        {name: value for name, value in row.items() if name not in skipped}
        for row in Listing.objects.order_by("pk").values()
    ]


def import_file(tmp_path, payload, *args, employer="Tinderbrook Outdoors", **options):
    """Runs the command on a file with these bytes; returns what it printed."""
    path = tmp_path / "board.json"
    path.write_bytes(payload)
    out = StringIO()
    given = {"kind": "greenhouse", "employer": employer, "file": str(path)} | options
    call_command("import_listings", *args, **given, stdout=out)
    return out.getvalue()


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


PAY = {"min_cents": 6_000_000, "max_cents": 8_000_000, "currency_type": "EUR", "title": "Annual"}


def test_what_an_advert_does_not_state_is_unknown():
    pull(tinderbrook(), board(job(7, title="Data Engineer", location={"name": ""})))
    listing = Listing.objects.get()
    assert listing.level is None
    assert listing.employment_type is None
    assert listing.workplace is None
    assert listing.pay_min is None
    assert listing.pay_usd_max is None
    assert listing.places.count() == 0


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


def test_a_listing_closes_after_two_pulls_without_it_and_not_after_one():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    assert pull(source, board(*numbers(1, 3))).closed == 0
    assert Listing.objects.open().count() == 3
    assert pull(source, board(*numbers(1, 3))).closed == 1
    assert Listing.objects.open().count() == 2


def test_a_pull_that_has_it_again_starts_the_count_anew():
    source = tinderbrook()
    for last in (4, 3, 4, 3):
        done = pull(source, board(*numbers(1, last)))
    assert done.closed == 0
    assert Listing.objects.open().count() == 3


def test_a_failed_pull_does_not_count_as_one_without_it():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    pull(source, board(*numbers(1, 3)))
    failed = pull(source, b"<html>Bad gateway</html>")
    assert failed.state == Pull.State.FAILED
    assert Listing.objects.open().count() == 3
    assert Listing.objects.get(external_id="3").missed_pulls == 1


def test_a_listing_that_comes_back_reopens_at_the_same_address():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    first = Listing.objects.get(external_id="3")
    for _ in range(2):
        pull(source, board(*numbers(1, 3)))
    returned = pull(source, board(*numbers(1, 3), job(3, first_published="2026-11-20T09:00:00Z")))
    again = Listing.objects.get(external_id="3")
    assert (returned.reopened, returned.new, returned.unchanged) == (1, 0, 2)
    assert (again.pk, again.posted_at, again.closed_at) == (first.pk, first.posted_at, None)
    assert again in Listing.objects.open()


def test_what_an_editor_closed_stays_closed():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    Listing.objects.filter(external_id="3").update(
        closed_at=timezone.now(), locked_fields=["closed_at"]
    )
    assert pull(source, board(*numbers(1, 4))).reopened == 0
    assert Listing.objects.open().count() == 2


def test_an_empty_board_is_held_and_closes_nothing():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    before = rows()
    for _ in range(3):
        held = pull(source, board())
    assert held.state == Pull.State.HELD
    assert "3 listings are open here" in held.problems
    assert rows() == before


def test_a_board_that_lost_more_than_half_is_held_and_nothing_is_written():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    before = rows()
    for _ in range(3):
        held = pull(source, board(*numbers(1, 6), job(99)))
    assert held.state == Pull.State.HELD
    assert "7 of 12 listings" in held.problems
    assert rows() == before


def test_a_board_that_lost_half_is_not_held():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    pulls = [pull(source, board(*numbers(1, 7))) for _ in range(2)]
    assert [done.closed for done in pulls] == [0, 6]


def test_a_small_board_may_lose_more_than_half():
    source = tinderbrook()
    pull(source, board(*numbers(1, 6)))
    pulls = [pull(source, board(job(1))) for _ in range(2)]
    assert [done.closed for done in pulls] == [0, 4]


def test_an_editor_may_accept_what_was_held():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    done = pull(source, board(*numbers(1, 3)), accept=True)
    assert (done.state, done.closed, done.unchanged) == (Pull.State.GOOD, 10, 2)


def test_other_sources_are_left_alone():
    source = tinderbrook()
    other = make_source("Other", employer=source.employer)
    pull(source, board(*numbers(1, 4)))
    for _ in range(2):
        pull(other, board(*numbers(3, 5)))
    assert Listing.objects.open().count() == 5


def test_a_closing_date_in_the_past_arrives_closed():
    pull(tinderbrook(), board(job(1, application_deadline="2020-01-01T00:00:00Z")))
    assert Listing.objects.count() == 1
    assert Listing.objects.open().count() == 0


def test_a_posting_date_in_the_future_is_taken_as_today():
    pull(tinderbrook(), board(job(1, first_published="2099-01-01T00:00:00Z")))
    assert Listing.objects.get().posted_at <= timezone.now()


def test_what_does_not_fit_is_refused_in_words_and_the_rest_is_taken():
    source = tinderbrook()
    done = pull(source, board(job(1), job(2, title="x" * 301), job("9" * 121), job(4, title="")))
    assert (done.new, done.refused) == (1, 3)
    assert "2: title: Ensure this value has at most 300 characters (it has 301)." in done.problems
    assert "4: It has no title." in done.problems


def test_a_refused_advert_is_not_missing():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    for _ in range(2):
        done = pull(source, board(job(1), job(2), job(3, title="x" * 301)))
    assert (done.closed, done.refused) == (0, 1)
    assert Listing.objects.open().count() == 3


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
    with django_assert_max_num_queries(25):
        pull(source, board(*numbers(1, 40)))
    with django_assert_max_num_queries(25):
        pull(source, board(*numbers(1, 40)))


def test_adverts_are_read_before_the_one_transaction_that_writes_them(monkeypatch):
    def noting(name, function):
        def call(*args, **kwargs):
            depths.append((name, len(connection.savepoint_ids) - outside))
            return function(*args, **kwargs)

        return call

    depths, outside = [], len(connection.savepoint_ids)
    source = tinderbrook()
    monkeypatch.setattr(drafts, "normalise", noting("read", drafts.normalise))
    monkeypatch.setattr(load, "finish", noting("finish", load.finish))
    monkeypatch.setattr(load, "_bring_up_to_date", noting("write", load._bring_up_to_date))
    pull(source, board(job(1)))
    assert depths == [("read", 0), ("write", 1), ("finish", 1)]


def test_a_broken_pull_leaves_a_receipt_and_no_listing(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("no space left")

    source = tinderbrook()
    monkeypatch.setattr(ListingPlace.objects, "bulk_create", fail)
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


def test_the_command_takes_a_file_and_a_second_run_changes_nothing(tmp_path):
    payload = board(job(1), job(2))
    first = import_file(tmp_path, payload)
    assert first.startswith("Tinderbrook Outdoors (greenhouse): 2 new, 0 changed, 0 closed")
    before = rows()
    assert "0 new, 0 changed, 0 closed" in import_file(tmp_path, payload)
    assert rows() == before
    assert Source.objects.count() == Employer.objects.count() == 1


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"", "The answer is empty"),
        (b"<!doctype html><html><body>Sign in</body></html>", "HTML page"),
        (b'[{"id": "a", "text": "Data Engineer"}]', "Lever"),
        (b'{"jobs": [{"id": 1, "title": "Data', "broken or cut-off text"),
        (b"\xff\xfe\x00", "This is not JSON"),
        (b"null", "bare value"),
    ],
)
def test_a_file_that_is_no_board_is_refused_and_leaves_nothing(tmp_path, payload, words):
    with pytest.raises(CommandError, match=words):
        import_file(tmp_path, payload)
    assert not any(model.objects.exists() for model in (Source, Employer, Pull))


def test_a_missing_file_and_an_unknown_kind_are_named(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.json"):
        import_file(tmp_path, b"", file=str(tmp_path / "nowhere.json"))
    with pytest.raises(CommandError, match=r"Known kinds: .*greenhouse"):
        import_file(tmp_path, board(job(1)), kind="fax")
    assert not Source.objects.exists()


def test_an_impossible_employer_is_refused(tmp_path):
    with pytest.raises(CommandError, match="at most 120 characters"):
        import_file(tmp_path, board(job(1)), employer="x" * 121)
    assert not Source.objects.exists()


def test_options_that_do_not_go_together_are_refused():
    with pytest.raises(CommandError, match="go together"):
        call_command("import_listings", kind="greenhouse")
    with pytest.raises(CommandError, match="Say whose --file"):
        call_command("import_listings", file="board.json")
    with pytest.raises(CommandError, match="No source is called 'Nowhere'"):
        call_command("import_listings", "Nowhere")


def test_one_failing_source_does_not_stop_the_others(monkeypatch):
    urls = {"Broken": "https://example.com/broken", "Fine": "https://example.com/fine"}
    for name, url in urls.items():
        make_source(name, employer=make_employer(), url=url)
    payloads = {urls["Broken"]: b"<html>", urls["Fine"]: board(job(1))}
    monkeypatch.setattr("jobs.importing.pipeline.fetch", lambda url: Answer(payloads[url]))
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 of 2 pulls failed"):
        call_command("import_listings", stdout=out, stderr=err)
    assert "Fine: 1 new" in out.getvalue()
    assert err.getvalue().startswith("Broken: failed. This is not JSON: it looks like an HTML page")


def test_an_unconfirmed_listing_is_open_again_when_a_pull_confirms_it():
    source = tinderbrook()
    pull(source, board(job(1)))
    Listing.objects.update(confirmed_at=timezone.now() - timedelta(days=15))
    assert not Listing.objects.open().exists()
    pull(source, board(job(1)))
    assert Listing.objects.open().count() == 1


# Several files, parts of a source, dry runs, reports


def run(*args, **options):
    """Runs the command; returns what it printed, and what it printed for somebody to look at."""
    out, err = StringIO(), StringIO()
    call_command("import_listings", *args, **options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def written(tmp_path, name, payload):
    path = tmp_path / name
    path.write_bytes(payload)
    return str(path)


def named(**options):
    return {"kind": "greenhouse", "employer": "Tinderbrook Outdoors"} | options


def test_files_are_pages_of_one_whole_pull(tmp_path):
    pages = [board(job(1), job(2)), board(job(2, title="Again"), job(3))]
    files = [written(tmp_path, f"{n}.json", page) for n, page in enumerate(pages)]
    out, _ = run(**named(file=files))
    assert "3 new, 0 changed" in out
    assert "2: It stands on an earlier page already" in out
    assert Pull.objects.count() == 1
    assert Listing.objects.get(external_id="2").title == "Data Engineer"
    assert "0 new, 0 changed, 0 closed, 3 unchanged" in run(**named(file=files))[0]


def test_one_page_that_cannot_be_read_changes_nothing(tmp_path):
    good, bad = (written(tmp_path, name, text) for name, text in (("a", board(job(1))), ("b", b"")))
    with pytest.raises(CommandError, match="The answer is empty"):
        run(**named(file=[good, bad]))
    assert not Source.objects.exists()


def test_more_than_twenty_thousand_jobs_are_refused_in_words():
    page = json.dumps({"jobs": [{"id": n} for n in range(10_001)]}).encode()
    done = pull(tinderbrook(), [page, page])
    assert done.state == Pull.State.FAILED
    assert "It holds 20,002 jobs, and no more than 20,000" in done.problems


def test_only_what_matches_a_role_may_be_kept(tmp_path):
    make_role("Data Engineer")
    path = written(tmp_path, "board.json", board(job(1), job(2, title="Baker"), job(3)))
    assert "3 new" in run(**named(file=path))[0]
    out, _ = run(**named(file=path, keep="matched"))
    assert "1 closed, 2 unchanged, 0 reopened, 0 refused, 1 left out" in out
    assert list(Listing.objects.open().values_list("external_id", flat=True)) == ["3", "1"]
    assert (
        "0 closed, 2 unchanged, 0 reopened, 0 refused, 1 left out"
        in (run(**named(file=path, keep="matched"))[0])
    )
    assert "1 reopened" in run(**named(file=path, keep="all"))[0]


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


def test_if_nothing_matches_any_more_an_editor_looks():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    assert pull(source, board(*numbers(1, 4)), keep="matched").state == Pull.State.HELD
    assert Listing.objects.open().count() == 3


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path):
    source = tinderbrook()
    pull(source, board(*numbers(1, 5)))
    pull(source, board(*numbers(1, 4)))
    tables = (Source, Employer, Pull, Listing, ListingPlace)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    path = written(tmp_path, "b", board(job(1, title="Data Analyst"), job(2), job(3), job(9)))
    out, _ = run("Tinderbrook", file=path, dry_run=True)
    assert "Tinderbrook: would be 1 new, 1 changed, 1 closed, 2 unchanged" in out
    for line in ("New: 9 Data Engineer", "Changed: 1 Data Engineer (title)", "Closed: 4 Data"):
        assert line in out
    assert "Dry run: nothing was written." in out
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_a_dry_run_of_a_file_makes_no_source(tmp_path):
    path = written(tmp_path, "board.json", board(job(1)))
    assert "would be 1 new" in run(**named(file=path, dry_run=True))[0]
    assert not any(model.objects.exists() for model in (Source, Employer, Pull, Listing))


def test_a_dry_run_says_what_would_be_held_or_fail():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    held = dry_run(source, board(job(1)))
    assert (held.state, held.held) == (Pull.State.HELD, 11)
    assert "Closed: 12 Data Engineer" in held.would_change
    assert dry_run(source, b"").state == Pull.State.FAILED


def test_the_report_for_machines_is_a_line_of_json_a_pull(tmp_path):
    path = written(tmp_path, "board.json", board(job(1), job(2, title="")))
    out, err = run(**named(file=path, report="json"))
    assert json.loads(out) == {
        "source": "Tinderbrook Outdoors (greenhouse)",
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "closed": 0,
        "reopened": 0,
        "held": 0,
        "refused": 1,
        "problems": ["2: It has no title."],
    }
    assert (out.count("\n"), err) == (1, "")


def test_progress_is_for_terminals_only(tmp_path):
    class Terminal(StringIO):
        def isatty(self):
            return True

    path = written(tmp_path, "board.json", board(*numbers(1, 601)))
    assert "adverts read" not in run(**named(file=path))[1]
    err = Terminal()
    call_command("import_listings", **named(file=path, dry_run=True), stdout=StringIO(), stderr=err)
    assert "100 of 600 adverts read (16 %)" in err.getvalue()


# Sources that list their newest jobs only


def test_what_drops_out_of_a_list_of_newest_jobs_stays_until_thirty_days_after_posting():
    source = tinderbrook()
    Source.objects.update(is_last_n=True)
    posted = timezone.now() - timedelta(days=20)
    dated = [job(n, first_published=posted.isoformat()) for n in range(12)]
    pull(source, board(*dated))
    for _ in range(3):
        done = pull(source, board(job(99), *dated[:1]))
        assert (done.state, done.closed) == (Pull.State.GOOD, 0)
    assert Listing.objects.open().count() == 13
    assert {row.closes_at for row in Listing.objects.exclude(external_id="99")} == {
        posted + timedelta(days=30)
    }
    assert Listing.objects.open(timezone.now() + timedelta(days=11)).count() <= 1


def test_a_list_of_newest_jobs_writes_nothing_twice_and_can_become_a_whole_one():
    source = tinderbrook()
    Source.objects.update(is_last_n=True)
    pull(source, board(*numbers(1, 4)))
    before = rows()
    assert pull(source, board(*numbers(1, 4), "odd")).changed == 0
    assert rows() == before
    Source.objects.update(is_last_n=False)
    assert pull(source, board(*numbers(1, 4))).changed == 3
    assert set(Listing.objects.values_list("closes_at", flat=True)) == {None}


def test_an_end_that_the_source_names_counts():
    source = tinderbrook()
    Source.objects.update(is_last_n=True)
    pull(source, board(job(1, application_deadline="2099-01-01T00:00:00Z")))
    assert Listing.objects.get().closes_at.year == 2099


# Accepting, rejecting


def test_an_accepted_pull_does_what_was_held():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    held = pull(source, board(*numbers(1, 3), job(99)))
    assert (held.state, held.held, held.new) == (Pull.State.HELD, 10, 0)
    assert "Closed: 12 Data Engineer" in held.would_change
    accept(held)
    held.refresh_from_db()
    assert (held.state, held.new, held.closed, held.unchanged) == (Pull.State.GOOD, 1, 10, 2)
    assert (held.held, held.adverts) == (0, None)
    assert Listing.objects.open().count() == 3
    accept(held)
    assert Listing.objects.open().count() == 3


def test_a_rejected_pull_changes_nothing():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    before = rows()
    held = pull(source, board(job(1)))
    reject(held)
    held.refresh_from_db()
    assert (held.state, held.adverts) == (Pull.State.REJECTED, None)
    assert rows() == before


def test_a_held_pull_cannot_be_accepted_once_a_newer_one_was_taken():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    held = pull(source, board(job(1)))
    pull(source, board(*numbers(1, 13)))
    accept(held)
    held.refresh_from_db()
    assert not held.awaits_editor
    assert Listing.objects.open().count() == 12


# Better parsing


def parse_otherwise(monkeypatch):
    """As if a landing read levels and titles in another way."""

    def read(raw, vocabulary):
        return replace(normalise.normalise(raw, vocabulary), level="senior", title="Better")

    monkeypatch.setattr(drafts, "normalise", read)


def test_better_parsing_reaches_stored_listings_but_for_what_is_locked(monkeypatch):
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    Listing.objects.filter(external_id="2").update(title="Mine", locked_fields=["title"])
    Listing.objects.filter(external_id="3").update(closed_at=timezone.now())
    before = Listing.objects.get(external_id="1")
    parse_otherwise(monkeypatch)
    out = StringIO()
    call_command("renormalise", stdout=out)
    assert "Read 3 listings anew: 3 changed, 0 unchanged" in out.getvalue()
    titles = Listing.objects.order_by("pk").values_list("title", "level")
    assert list(titles) == [("Better", "senior"), ("Mine", "senior"), ("Better", "senior")]
    after = Listing.objects.get(external_id="1")
    assert after.updated_at > before.updated_at
    assert (after.first_seen_at, after.posted_at) == (before.first_seen_at, before.posted_at)


def test_reading_anew_twice_changes_nothing_and_neither_does_the_next_pull(monkeypatch):
    source = tinderbrook()
    make_skill("SQL")
    make_role("Data Engineer")
    deadline = {"application_deadline": "2099-01-01T00:00:00.123456+02:00"}
    payload = board(job(1, pay_input_ranges=[PAY], **deadline), job(2))
    pull(source, payload)
    before = rows()
    done = renormalise()
    assert (done.read, done.changed, done.problems) == (2, 0, [])
    assert rows() == before
    parse_otherwise(monkeypatch)
    assert renormalise().changed == 2
    before = rows()
    assert renormalise().changed == 0
    assert (
        pull(source, board(job(1, pay_input_ranges=[PAY], **deadline), job(2), "odd")).changed == 0
    )
    assert rows() == before


def test_what_came_in_before_adverts_were_kept_is_kept_by_the_next_pull():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    Listing.objects.update(as_given=None)
    before = list(Listing.objects.values("pk", "updated_at"))
    assert renormalise().not_kept == 3
    assert pull(source, board(*numbers(1, 4))).changed == 0
    assert renormalise().not_kept == 0
    assert list(Listing.objects.values("pk", "updated_at")) == before


def test_what_a_pull_writes_meanwhile_is_not_undone_by_reading_anew(monkeypatch):
    source = tinderbrook()
    pull(source, board(job(1)))
    draft = drafts.Reader.draft

    def pull_meanwhile(reader, raw, stored=None):
        monkeypatch.setattr(drafts.Reader, "draft", draft)
        pull(source, board(job(1, title="Newer")))
        return draft(reader, raw, stored)

    monkeypatch.setattr(drafts.Reader, "draft", pull_meanwhile)
    assert renormalise().changed == 0
    assert Listing.objects.get().title == "Newer"


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
