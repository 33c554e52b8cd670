"""What a source no longer lists: when it closes, when it is held, and when it comes back."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from jobs.importing.pipeline import accept, pull, reject
from jobs.models import Listing, Pull, Source
from tests.factories import make_source
from tests.jobs.board.boards import board, job, numbers, rows, tinderbrook

pytestmark = pytest.mark.django_db


def test_a_listing_closes_after_two_pulls_without_it_and_not_after_one():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    assert pull(source, board(*numbers(1, 3))).closed == 0
    assert Listing.objects.open().count() == 3
    assert pull(source, board(*numbers(1, 3))).closed == 1
    assert Listing.objects.open().count() == 2


def test_a_pull_that_has_it_again_starts_the_count_again():
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
    assert (first.reposts, again.reposts) == (0, 1)


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


def test_of_a_board_that_lost_more_than_half_only_the_closings_wait():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    missing = rows()[5:]
    thinned = board(job(1, title="Analyst"), *numbers(2, 6), job(99))
    held = [pull(source, thinned) for _ in range(3)]
    assert {done.state for done in held} == {Pull.State.HELD}
    assert "7 of 12 listings" in held[0].problems
    assert [(done.new, done.changed, done.closed) for done in held] == [
        (1, 1, 0),
        (0, 0, 0),
        (0, 0, 0),
    ]
    assert Listing.objects.open().count() == 13
    assert Listing.objects.get(external_id="1").title == "Analyst"
    assert [row for row in rows() if row in missing] == missing


def test_a_held_board_stays_on_show_and_what_it_lacks_is_hidden_after_fourteen_days():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    Listing.objects.update(confirmed_at=timezone.now() - timedelta(days=14))
    pull(source, board(*numbers(1, 6)))
    assert Listing.objects.open().count() == 5


def test_a_held_board_re_opens_what_came_back():
    source = tinderbrook()
    pull(source, board(*numbers(1, 14)))
    for _ in range(2):
        pull(source, board(*numbers(1, 13)))
    held = pull(source, board(job(1), job(13)))
    assert (held.state, held.reopened) == (Pull.State.HELD, 1)
    assert Listing.objects.open().count() == 13


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


def test_a_refused_advert_is_not_missing():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    for _ in range(2):
        done = pull(source, board(job(1), job(2), job(3, title="x" * 301)))
    assert (done.closed, done.refused) == (0, 1)
    assert Listing.objects.open().count() == 3


def test_an_unconfirmed_listing_is_open_again_when_a_pull_confirms_it():
    source = tinderbrook()
    pull(source, board(job(1)))
    Listing.objects.update(confirmed_at=timezone.now() - timedelta(days=15))
    assert not Listing.objects.open().exists()
    pull(source, board(job(1)))
    assert Listing.objects.open().count() == 1


@pytest.mark.parametrize(
    ("age", "is_open"),
    [(timedelta(days=13, hours=23), True), (timedelta(days=14, seconds=1), False)],
)
def test_a_listing_is_open_for_fourteen_days_after_its_last_good_pull(age, is_open):
    pull(tinderbrook(), board(job(1)))
    Listing.objects.update(confirmed_at=timezone.now() - age)
    assert Listing.objects.open().exists() == is_open
    assert Listing.objects.get().is_open == is_open


def test_if_nothing_matches_any_more_an_editor_looks():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    assert pull(source, board(*numbers(1, 4)), keep="matched").state == Pull.State.HELD
    assert Listing.objects.open().count() == 3


def test_an_editor_may_accept_what_was_held():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    done = pull(source, board(*numbers(1, 3)), accept=True)
    assert (done.state, done.closed, done.unchanged) == (Pull.State.GOOD, 10, 2)


def test_an_accepted_pull_does_what_was_held():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    held = pull(source, board(*numbers(1, 3), job(99)))
    assert (held.state, held.held, held.new) == (Pull.State.HELD, 10, 1)
    assert held.would_change.splitlines()[0] == "Closed: 3 Data Engineer"
    assert "Closed: 12 Data Engineer" in held.would_change
    accept(held)
    held.refresh_from_db()
    assert (held.state, held.new, held.closed, held.unchanged) == (Pull.State.GOOD, 1, 10, 2)
    assert (held.held, held.adverts) == (0, None)
    assert Listing.objects.open().count() == 3
    accept(held)
    assert Listing.objects.open().count() == 3


def test_a_rejected_pull_closes_nothing():
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


# Four captures of one board, in every order

CAPTURES = (set(range(1, 13)), set(range(3, 17)), {1, 2, *range(9, 21)}, set(range(14, 27)))


def left_open(captures):
    """The numbers that are open in the end, by the rule alone."""
    missed = {}
    for listed in captures:
        still_open = {number for number, times in missed.items() if times < 2}
        if len(still_open) >= 10 and len(still_open - listed) * 2 > len(still_open):
            missed |= dict.fromkeys(listed, 0)  # its closings wait
            continue
        gone = {number: times + 1 for number, times in missed.items() if number not in listed}
        missed = gone | dict.fromkeys(listed, 0)
    return {number for number, times in missed.items() if times < 2}


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_captures_in_any_order_leave_open_what_the_rule_says(order, times):
    source = tinderbrook()
    captures = [CAPTURES[place] for place in order for _ in range(times)]
    for listed in captures:
        pull(source, board(*map(job, sorted(listed))))
    found = {int(number) for number in Listing.objects.open().values_list("external_id", flat=True)}
    assert found == left_open(captures)


def test_a_capture_read_again_moves_only_what_it_closes():
    source = tinderbrook()
    for listed in CAPTURES[:2]:
        pull(source, board(*map(job, listed)))
    before = rows()
    done = pull(source, board(*map(job, CAPTURES[1])))
    moved = [row for row in rows() if row not in before]
    assert done.closed == 2
    assert {row["external_id"] for row in moved} == {"1", "2"}
