"""A new index is built while the old one answers; nobody gets an answer that is too old."""

import subprocess
from datetime import timedelta
from threading import Event, current_thread
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.db import connection

from jobs.engine import Outdated, building, changes, current, engine, index, patience
from jobs.engine.clock import this_minute
from jobs.engine.engine import Engine
from jobs.engine.snapshot import read_snapshot
from jobs.models import Listing, ListingChange
from tests.factories import make_listing

# PostgreSQL writes the log as a transaction ends; a thread has a connection of its own.
pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 20


class Clock:
    """The monotonic clock, which a test moves."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def move(self, seconds):
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(engine, "monotonic", clock)
    monkeypatch.setattr(engine, "MOST_SECONDS_OLD", 10)
    return clock


@pytest.fixture
def builds(monkeypatch):
    """Builds that a test lets begin and end: `begun` is set by one, `go_on` is waited for."""
    gate = SimpleNamespace(begun=Event(), go_on=Event(), count=0)
    build = building.build

    def build_slowly(at):
        gate.count += 1
        gate.begun.set()
        assert gate.go_on.wait(SECONDS)
        return build(at)

    monkeypatch.setattr(building, "build", build_slowly)
    yield gate
    gate.go_on.set()


@pytest.fixture
def known(clock, monkeypatch):
    """The engine of a worker that knows three listings, and takes in at most two at once."""
    monkeypatch.setattr(changes, "IN_REQUEST", changes.Limits(lines=50, listings=2, seen=2))
    monkeypatch.setattr(changes, "BESIDE", changes.Limits(lines=50, listings=2, seen=2))
    for _ in range(3):
        make_listing("Old")
    known = Engine(is_shared=True).refresh()
    yield known
    known.renewal.wait()


def change_everything():
    Listing.objects.update(level="senior")


def seniors(known):
    return known.answer({"sort": "newest", "level": ["senior"]}).total


def test_readers_go_on_while_a_new_index_is_built(known, builds):
    change_everything()
    assert seniors(known.refresh()) == 0, "as it was"
    assert builds.begun.wait(SECONDS)
    assert seniors(known.refresh()) == 0
    builds.go_on.set()
    known.renewal.wait()
    assert seniors(known.refresh()) == 3
    known.index.check()
    assert builds.count == 1, "one build at a time"


@pytest.fixture
def reads(monkeypatch):
    """Readings of listings, like `builds`."""
    gate = SimpleNamespace(begun=Event(), go_on=Event())

    def read_slowly(at, pks=None):
        read = read_snapshot(at, pks)
        gate.begun.set()
        assert gate.go_on.wait(SECONDS)
        return read

    monkeypatch.setattr(engine, "read_snapshot", read_slowly)
    yield gate
    gate.go_on.set()


def test_many_changes_are_read_beside_the_answers_and_taken_in_at_once(
    known, reads, builds, monkeypatch
):
    monkeypatch.setattr(changes, "BESIDE", changes.Limits(lines=50, listings=3, seen=3))
    change_everything()
    assert seniors(known.refresh()) == 0, "as it was"
    assert reads.begun.wait(SECONDS)
    assert seniors(known.refresh()) == 0
    before = known.generation
    reads.go_on.set()
    known.renewal.wait()
    assert seniors(known) == 3
    assert known.generation > before
    known.index.check()
    assert builds.count == 0, "no new index was needed"


def test_what_ends_while_it_is_read_is_not_shown(known, reads, monkeypatch):
    monkeypatch.setattr(changes, "BESIDE", changes.Limits(lines=50, listings=3, seen=3))
    now = this_minute()
    Listing.objects.update(level="senior", closes_at=now + timedelta(minutes=1))
    known.refresh(now)
    assert reads.begun.wait(SECONDS)
    known.refresh(now + timedelta(minutes=1))
    reads.go_on.set()
    known.renewal.wait()
    assert seniors(known) == 0
    known.index.check()


def test_no_answer_is_older_than_promised(known, builds, clock):
    change_everything()
    clock.now += 10
    assert seniors(known.refresh()) == 0, "it was true ten seconds ago"
    assert builds.begun.wait(SECONDS)
    clock.now += 0.1
    builds.go_on.set()
    assert seniors(known.refresh()) == 3, "it waited"


def test_who_would_wait_until_a_worker_is_taken_for_dead_is_told_to_come_again(
    known, builds, clock, monkeypatch
):
    monkeypatch.setattr(engine, "MOST_SECONDS_WAITED", 0.01)
    clock.now += 3600
    change_everything()
    with pytest.raises(Outdated):
        known.refresh()
    assert builds.begun.wait(SECONDS)
    assert builds.count == 1, "nothing is built while a visitor waits"
    builds.go_on.set()
    known.renewal.wait()
    assert seniors(known.refresh()) == 3


def test_a_command_waits_until_it_knows_all(known):
    change_everything()
    assert seniors(known.refresh_fully()) == 3


def test_a_command_knows_all_even_where_no_new_index_could_be_built(known, monkeypatch):
    monkeypatch.setattr(engine.building, "newest", Mock(side_effect=OSError("The disk is full.")))
    change_everything()
    assert seniors(known.refresh_fully()) == 3


def test_outside_of_a_request_the_board_is_asked_fully(monkeypatch):
    shared = Mock()
    monkeypatch.setattr(engine, "shared", shared)
    current()
    assert shared.refresh_fully.called
    with patience.of_visitor():
        current()
    assert shared.refresh.called


def test_the_first_visitor_after_a_quiet_time_gets_no_old_answer(known, clock):
    clock.now += 3600
    change_everything()
    assert seniors(known.refresh()) == 3


def test_kept_pages_are_of_another_version_after_the_renewal(known, builds):
    change_everything()
    before = known.refresh().version
    assert known.refresh().version == before
    builds.go_on.set()
    known.renewal.wait()
    assert known.refresh().version != before


def test_what_changes_during_the_build_is_taken_in(known, builds):
    change_everything()
    known.refresh()
    assert builds.begun.wait(SECONDS)
    new = make_listing("During")
    builds.go_on.set()
    known.renewal.wait()
    assert new.pk in known.answer({"sort": "newest"}).pks, "before anybody asks the log again"
    known.index.check()


def test_where_slots_run_out_the_old_index_stays_whole(clock, builds, monkeypatch):
    monkeypatch.setattr(index, "SPARE_SLOTS", 1)
    builds.go_on.set()
    make_listing("Old")
    known = Engine(is_shared=True).refresh()
    builds.go_on.clear()
    builds.begun.clear()
    for _ in range(2):
        make_listing("New")
    Listing.objects.filter(title="Old").update(title="Older")
    known.refresh()
    assert builds.begun.wait(SECONDS)
    assert known.refresh().answer({"sort": "newest"}).total == 1
    known.index.check()
    builds.go_on.set()
    known.renewal.wait()
    assert known.answer({"sort": "newest"}).total == 3


def test_before_slots_run_out_answers_are_exact_and_room_is_made(clock, builds, monkeypatch):
    monkeypatch.setattr(index, "SPARE_SLOTS", 4)
    builds.go_on.set()
    make_listing()
    known = Engine(is_shared=True).refresh()
    builds.go_on.clear()
    builds.begun.clear()
    for _ in range(3):
        make_listing()
    assert known.refresh().answer({"sort": "newest"}).total == 4
    assert builds.begun.wait(SECONDS)
    make_listing()
    assert known.refresh().answer({"sort": "newest"}).total == 5, "exact meanwhile"
    builds.go_on.set()
    known.renewal.wait()
    assert known.index.built == 5
    assert known.index.has_room(4)


def test_a_build_that_fails_is_never_made_up_for_in_a_request(known, clock, monkeypatch, caplog):
    build, threads = building.build, []

    def fail_once(at):
        threads.append(current_thread().name)
        if len(threads) == 1:
            raise RuntimeError("the disk is on fire")
        return build(at)

    monkeypatch.setattr(building, "build", fail_once)
    change_everything()
    assert seniors(known.refresh()) == 0, "it was true just now"
    known.renewal.wait()
    assert "the disk is on fire" in caplog.text
    clock.now += 11
    assert seniors(known.refresh()) == 3, "the next visitor waits for the next build"
    assert threads == ["board index"] * 2


def test_where_the_log_was_pruned_answers_are_recent_ones_and_no_request_builds(
    known, builds, clock
):
    Listing.objects.all().delete()
    make_listing("New")
    changes.prune(connection, keep=0)
    assert known.refresh().answer({"sort": "newest"}).total == 3, "true a moment ago"
    assert builds.begun.wait(SECONDS)
    builds.go_on.set()
    known.renewal.wait()
    assert known.refresh().answer({"sort": "newest"}).total == 1
    assert builds.count == 1


def test_an_index_of_another_database_soon_answers_nothing(known, builds, clock):
    builds.go_on.set()
    ListingChange.objects.all().delete()
    Listing.objects.filter(pk=Listing.objects.first().pk).delete()
    clock.now += 11
    assert known.refresh().answer({"sort": "newest"}).total == 2


def test_a_worker_that_watches_knows_a_recent_moment_without_visitors(known, clock, monkeypatch):
    times = iter(range(2))
    clock.now += 3600

    def look_twice(seconds):
        if next(times, None) is None:
            raise SystemExit

    monkeypatch.setattr(engine, "sleep", look_twice)
    make_listing("New")
    with pytest.raises(SystemExit):
        known._watch()
    assert known.fresh_at == clock.now
    assert known.answer({"sort": "newest"}).total == 4


def noted(asked, worker):
    """Returns what notes that a worker asked for successors, which never come."""
    return lambda: asked.append(worker)


def test_the_worker_that_has_an_index_stored_asks_for_successors(
    known, clock, settings, tmp_path, monkeypatch
):
    settings.INDEX_SNAPSHOT = str(tmp_path / "board.index")
    monkeypatch.setattr(building, "build_apart", lambda: bool(building.make(this_minute())))
    asked, another = [], Engine(is_shared=True).refresh()
    change_everything()
    monkeypatch.setattr(engine, "sleep", clock.move)
    for worker in (known, another):
        worker.ask_for_successor = noted(asked, worker)
        worker.fresh_at = clock.now
        worker.refresh()
        worker.renewal.wait()
        assert seniors(worker) == 3, "as no successor came, it took the index itself"
    assert asked == [known], "one reload is enough"


def test_after_folding_no_appended_slot_is_left(known, monkeypatch):
    monkeypatch.setattr(index, "SPARE_SLOTS", 4)
    known.rebuild()
    for number in range(3):
        Listing.objects.filter(title="Old").update(level=("mid", "entry", "senior")[number])
        known.refresh()
    known.renewal.wait()
    assert known.index.size == known.index.built == 3
    assert not any(facet.appended for facet in known.index.facets.values())
    assert not any(order.appended for order in known.index.orders.values())


def test_a_process_apart_builds_where_an_index_is_stored(known, settings, tmp_path, monkeypatch):
    """The process itself is not started here: its database would be another one."""
    settings.INDEX_SNAPSHOT = str(tmp_path / "board.index")
    commands = []

    def run(command, **how):
        commands.append(command[-4:])
        building.make(known.index.at)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(building.subprocess, "run", run)
    change_everything()
    known.refresh()
    known.renewal.wait()
    assert seniors(known) == 3
    assert commands == [["-m", "django", "build_index", "--verbosity=0"]]


@pytest.mark.parametrize("trouble", [1, OSError("no such program"), "too slow"])
def test_where_no_process_can_build_the_worker_does(
    trouble, known, settings, tmp_path, monkeypatch, caplog
):
    settings.INDEX_SNAPSHOT = str(tmp_path / "board.index")

    def run(command, **how):
        if trouble == 1:
            return subprocess.CompletedProcess(command, 1, stderr="It broke.")
        raise trouble if trouble != "too slow" else subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(building.subprocess, "run", run)
    change_everything()
    known.refresh()
    known.renewal.wait()
    assert seniors(known) == 3
    assert "built here, not apart" in caplog.text


def test_a_server_that_starts_builds_apart_and_starts_no_thread(known, settings, tmp_path):
    """Threads are lost when workers are forked."""
    settings.INDEX_SNAPSHOT = str(tmp_path / "board.index")
    started = Engine(is_shared=True)
    building.make(known.index.at)
    started.warm()
    assert started.answer({"sort": "newest"}).total == 3
    assert started.renewal.thread is None
