"""One odd advert costs its source no other; what was kept, left out or not reached is said."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.importing import drafts
from jobs.importing.pipeline import dry_run, pull
from jobs.importing.reading import values
from jobs.importing.receipts import receipt
from jobs.models import Listing, Pull
from tests.factories import make_skill
from tests.jobs.board.boards import PAY, board, job, numbers, tinderbrook

pytestmark = pytest.mark.django_db

NESTED = "&lt;div&gt;" * 39_000 + "&lt;p&gt;We use SQL.&lt;/p&gt;"
RANGE = {"value_type": "currency_range", "name": "Pay range", "value": {"min_value": "1e30"}}
ODD = {
    "tags in each other": ({"content": NESTED[:190_000]}, "more than 256 tags inside each other"),
    "pay of 10^30": ({"pay_input_ranges": [PAY | {"max_cents": 10**32}]}, "more than any job pays"),
    "pay as a text": (
        {"metadata": [RANGE]},
        "than any job pays",
    ),
    "a day before the calendar": (
        {"first_published": "0001-01-01T00:00:00+14:00"},
        "Its first_published cannot be read: '0001-01-01T00:00:00+14:00' is no date from 1970",
    ),
    "an end beyond it": ({"application_deadline": "9999-12-31"}, "is no date from 1970 to 2199"),
    "a day in words": ({"first_published": "3 days ago"}, "'3 days ago' is no date."),
    "a place of 5,001 characters": ({"location": {"name": "x " * 2_501}}, "longer than 5,000"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_advert_is_refused_in_words_and_the_others_come_in(name):
    fields, words = ODD[name]
    done = pull(tinderbrook(), board(*numbers(1, 4), job(9, **fields), job(5)))
    assert (done.state, done.new, done.refused) == (Pull.State.GOOD, 4, 1)
    assert words in done.problems


def test_what_no_reader_expects_is_refused_without_a_name_of_python(monkeypatch, caplog):
    normalise = values.normalise

    def stumble(raw, vocabulary):
        if raw.external_id == "2":
            raise ZeroDivisionError("division by zero")
        return normalise(raw, vocabulary)

    monkeypatch.setattr(values, "normalise", stumble)
    done = pull(tinderbrook(), board(*numbers(1, 4)))
    assert (done.new, done.refused) == (2, 1)
    assert done.problems == f"2: {values.NO_READER}"
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "spoilt",
    [
        '{"id": 9, "title": "Odd \\xff", "absolute_url": "https://example.com/9"}',
        '{"id": 9, "metadata": ' + "[" * 9_000 + "]" * 9_000 + "}",
        '{"id": ' + "9" * 5_000 + "}",
    ],
    ids=["an odd byte", "deep lists", "a number of 5,000 digits"],
)
def test_an_advert_that_spoils_the_json_costs_no_other(spoilt):
    whole = board(*numbers(1, 4)).decode().replace('{"id": 1,', spoilt + ', {"id": 1,', 1)
    done = pull(tinderbrook(), whole.encode().replace(b"\\xff", b"\xff"))
    assert done.state == Pull.State.GOOD
    assert Listing.objects.exclude(external_id="9").count() == 3


def test_an_odd_byte_is_named():
    payload = board(job(1, title="Zürich ODD Engineer"), job(2, title="Málaga"))
    done = pull(
        tinderbrook(),
        json.dumps(json.loads(payload), ensure_ascii=False).encode().replace(b"ODD", b"\x96"),
    )
    assert done.problems == "1: it holds bytes that are no UTF-8; “�” stands where they were."
    assert Listing.objects.get(external_id="1").title == "Zürich � Engineer"


# Adverts that are no jobs


def test_templates_and_tests_are_left_out_and_named():
    titles = ["Test job - do not apply", "[TEMPLATE] Analyst", "Test Engineer", "Template Designer"]
    jobs = [job(number, title=title) for number, title in enumerate(titles, start=1)]
    dolor = job(5, content="&lt;p&gt;Lorem ipsum dolor sit amet&lt;/p&gt;")
    done = pull(tinderbrook(), board(*jobs, dolor))
    assert (done.new, done.left_out) == (2, 3)
    assert "2: It is left out: “[TEMPLATE] Analyst” is a template or a test." in done.problems
    assert "3 left out" in receipt(done)


def test_a_listing_that_becomes_a_template_closes():
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    done = pull(source, board(job(1, title="TEMPLATE - do not use"), *numbers(2, 4)))
    assert (done.closed, done.left_out) == (1, 1)


# Adverts that have lost their text


@pytest.mark.parametrize("lost", [None, "", "&lt;p&gt;&amp;nbsp;&lt;/p&gt;", {}])
def test_adverts_that_have_lost_their_text_keep_the_old_one(lost):
    make_skill("SQL")
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    before = list(Listing.objects.values_list("body_html", "body_text", "content_hash"))
    bare = [job(number, content=lost) for number in range(1, 4)]
    done = pull(source, board(*bare, job(4, content=lost)))
    assert (done.new, done.changed, done.unchanged) == (1, 0, 3)
    assert "3 of its adverts came without the text that they had" in done.problems
    rows = Listing.objects.exclude(external_id="4")
    assert list(rows.values_list("body_html", "body_text", "content_hash")) == before
    assert all(row.skills.exists() for row in rows)


def test_what_else_has_changed_of_an_advert_without_its_text_is_taken():
    source = tinderbrook()
    pull(source, board(job(1)))
    assert pull(source, board(job(1, title="Analyst", content=""))).changed == 1
    listing = Listing.objects.get()
    assert (listing.title, listing.body_text) == ("Analyst", "We use SQL and Python.")


# A source that takes too long


def test_adverts_that_are_not_reached_in_time_wait_for_the_next_pull(monkeypatch):
    source = tinderbrook()
    pull(source, board(*numbers(1, 4)))
    Listing.objects.update(confirmed_at=timezone.now() - timedelta(days=1))
    payload = board(*(job(number, title="Analyst") for number in range(1, 8)))
    with monkeypatch.context() as patched:
        patched.setattr(drafts, "MOST_SECONDS", -1)
        done = pull(source, payload)
        assert (done.state, done.changed, done.new) == (Pull.State.GOOD, 1, 0)
        assert "6 of its adverts were not reached" in done.problems
    waiting = Listing.objects.get(external_id="2")
    assert waiting.missed_pulls == 0
    assert waiting.confirmed_at < timezone.now() - timedelta(hours=23)
    done = pull(source, payload)
    assert (done.changed, done.new, done.problems) == (2, 4, "")


def test_a_dry_run_of_a_held_board_says_both_what_comes_and_what_would_close():
    source = tinderbrook()
    pull(source, board(*numbers(1, 13)))
    seen = dry_run(source, board(*numbers(1, 3), job(99)))
    assert (seen.state, seen.new, seen.held) == (Pull.State.HELD, 1, 10)
    assert seen.would_change.splitlines()[:2] == [
        "New: 99 Data Engineer",
        "Closed: 3 Data Engineer",
    ]
