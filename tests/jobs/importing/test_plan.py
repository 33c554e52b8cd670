"""What a reading does to stored listings, decided from plain values: no database, no clock."""

from types import SimpleNamespace

import pytest

from jobs.importing.drafts import Reading
from jobs.importing.plan import Stored, Update, changed_fields, decide, with_lock_groups


def reading(listed="", *, new="", **sets):
    """A reading of adverts 'a', 'b', …; `new` ones and those of updates have drafts."""
    drafts = tuple(map(draft, new))
    sets = {name: frozenset(numbers) for name, numbers in sets.items()}
    return Reading(drafts=drafts, listed=frozenset(listed) | set(new), **sets)


def draft(number):
    return SimpleNamespace(number=number, listing=SimpleNamespace(title=f"Title {number}"))


def stored(numbers, **fields):
    """Stored listings 'a', 'b', …, all alike."""
    return {n: Stored(pk=ord(n), number=n, title=f"Title {n}", **fields) for n in numbers}


def plan(told, rows, updates=(), **how):
    return decide(told, rows, list(updates), **how)


def numbers(rows):
    return "".join(sorted(row.number for row in rows))


def counts(decided, *names):
    return tuple(decided.counts()[name] for name in names)


# Closing and coming back


def test_a_listing_that_is_missing_once_is_counted_and_stays():
    decided = plan(reading("a"), stored("ab"))
    assert (numbers(decided.missed), numbers(decided.closing)) == ("b", "")


def test_a_listing_that_is_missing_for_the_second_time_closes():
    decided = plan(reading("a"), stored("a") | stored("b", missed_pulls=1))
    assert numbers(decided.closing) == "b"
    assert counts(decided, "closed", "unchanged") == (1, 1)


def test_a_closed_listing_is_neither_missed_nor_closed_again():
    gone = stored("b", missed_pulls=2, is_closed=True, is_open=False)
    decided = plan(reading("a"), stored("a") | gone)
    assert (numbers(decided.missed), numbers(decided.closing)) == ("", "")


def test_a_listing_that_comes_back_opens_again():
    gone = stored("b", missed_pulls=2, is_closed=True, is_open=False)
    decided = plan(reading("ab"), stored("a") | gone)
    assert (numbers(decided.returning), numbers(decided.present)) == ("b", "ab")
    assert counts(decided, "reopened", "unchanged", "new") == (1, 1, 0)


def test_a_listing_that_has_only_ended_is_confirmed_and_not_reopened():
    decided = plan(reading("a"), stored("a", is_open=False))
    assert (numbers(decided.present), numbers(decided.returning)) == ("a", "")


def test_a_listing_that_an_editor_closed_or_keeps_open_is_left_alone():
    locked = frozenset({"closed_at"})
    by_editor = stored("b", is_closed=True, is_open=False, locked_fields=locked)
    kept_open = stored("c", missed_pulls=1, locked_fields=locked)
    decided = plan(reading("ab"), stored("a") | by_editor | kept_open)
    assert numbers(decided.returning) == ""
    assert (numbers(decided.missed), numbers(decided.closing)) == ("", "")


def test_a_refused_advert_is_neither_missing_nor_confirmed():
    decided = plan(reading("a", set_aside="b"), stored("ab", missed_pulls=1))
    assert (numbers(decided.present), numbers(decided.missed)) == ("a", "")
    assert numbers(decided.closing) == ""


def test_what_matches_no_role_closes_at_once():
    decided = plan(reading("a", unmatched="b"), stored("ab"))
    assert (numbers(decided.closing), numbers(decided.missed)) == ("b", "")
    assert decided.hold is None


def test_a_feed_of_the_newest_jobs_closes_nothing_by_leaving_it_out():
    decided = plan(reading("a"), stored("abcdefghijkl", missed_pulls=1), is_last_n=True)
    assert (numbers(decided.closing), decided.hold) == ("", None)
    assert numbers(decided.present) == "abcdefghijkl"
    assert counts(decided, "listed", "unchanged") == (1, 1)


# Holding


def test_more_than_half_of_ten_gone_are_held():
    decided = plan(reading("abcd"), stored("abcdefghij"))
    assert decided.hold.listings == 6
    assert "It lacks 6 of 10 listings that are open here." in decided.hold.reason


def test_half_of_ten_gone_are_not_held():
    assert plan(reading("abcde"), stored("abcdefghij")).hold is None


def test_nine_listings_may_lose_more_than_half():
    assert plan(reading("abc"), stored("abcdefghi")).hold is None


def test_an_empty_board_is_held_however_small_it_was():
    decided = plan(reading(), stored("a"))
    assert decided.hold.listings == 1
    assert "no advert to take, but 1 listings are open" in decided.hold.reason


def test_an_empty_board_that_had_nothing_open_is_good():
    assert plan(reading(), {}).hold is None
    assert plan(reading(), stored("ab", is_open=False)).hold is None


def test_listings_that_had_ended_already_do_not_count_as_lost():
    ended = stored("klmnopqrstuv", is_open=False)
    assert plan(reading("abcde"), stored("abcdefghij") | ended).hold is None


def test_a_new_advert_does_not_make_up_for_lost_ones():
    assert plan(reading("abcd", new="xyz"), stored("abcdefghij")).hold.listings == 6


def test_an_editor_who_accepts_closes_at_the_first_miss_and_nothing_is_held():
    decided = plan(reading("abcd"), stored("abcdefghij"), accept=True)
    assert (decided.hold, numbers(decided.closing)) == (None, "efghij")


# What is new, changed, unchanged


def test_an_advert_without_a_listing_is_new():
    decided = plan(reading("a", new="b"), stored("a"))
    assert [each.number for each in decided.new] == ["b"]
    assert counts(decided, "listed", "new", "changed", "unchanged") == (2, 1, 0, 1)


def test_an_update_counts_as_changed_only_where_a_field_differs():
    rows = stored("ab")
    told = Reading(drafts=(draft("a"), draft("b")), listed=frozenset("ab"))
    retitled = Update(rows["a"], draft("a"), frozenset({"title"}))
    reworded = Update(rows["b"], draft("b"), frozenset())
    decided = plan(told, rows, [retitled, reworded])
    assert decided.changes == [retitled]
    assert decided.updates == [retitled, reworded]
    assert counts(decided, "new", "changed", "unchanged") == (0, 1, 1)


def test_a_listing_that_comes_back_changed_is_both():
    rows = stored("a", is_closed=True, is_open=False)
    update = Update(rows["a"], draft("a"), frozenset({"title"}))
    decided = plan(Reading(drafts=(draft("a"),), listed=frozenset("a")), rows, [update])
    assert counts(decided, "changed", "reopened", "unchanged") == (1, 1, 0)


# Locks

BEFORE = {"title": "Old", "url": "old", "pay_min": 1, "pay_max": 2, "role": 1, "role_reason": "x"}
AFTER = {"title": "New", "url": "old", "pay_min": 3, "pay_max": 4, "role": 2, "role_reason": "y"}


@pytest.mark.parametrize(
    ("locked", "changed"),
    [
        ([], {"title", "pay_min", "pay_max", "role", "role_reason"}),
        (["title"], {"pay_min", "pay_max", "role", "role_reason"}),
        (["pay_currency"], {"title", "role", "role_reason"}),
        (["role_reason"], {"title", "pay_min", "pay_max"}),
        (["closed_at", "title", "pay_max", "role"], set()),
    ],
)
def test_what_differs_changes_but_for_locked_fields_and_their_companions(locked, changed):
    assert changed_fields(BEFORE, AFTER, locked) == changed


PAY = {"pay_min", "pay_max", "pay_currency", "pay_period", "pay_usd_min", "pay_usd_max"}


@pytest.mark.parametrize("group", [PAY, {"role", "role_reason"}, {"body_html", "body_text"}])
def test_a_lock_on_one_field_of_a_group_locks_all_of_it(group):
    assert {with_lock_groups([name]) for name in group} == {frozenset(group)}
