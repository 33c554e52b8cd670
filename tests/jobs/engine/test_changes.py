"""The log of changes, which the database's own triggers write."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from careers.models import Role, Skill
from jobs.engine import changes
from jobs.engine.fulltext import holding
from jobs.engine.triggers import LISTING_COLUMNS
from jobs.models import Employer, Listing, ListingChange, ListingPlace, Source
from tests.factories import make_employer, make_listing, make_role, make_skill, make_source

# PostgreSQL writes the log as a transaction ends.
pytestmark = pytest.mark.django_db(transaction=True)

UNSEEN = {"missed_pulls": 2, "content_hash": "f", "pay_text": "a lot", "updated_at": timezone.now()}
only_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


@pytest.fixture
def listing():
    return make_listing(body_text="We count.")


@pytest.fixture
def changed(listing):
    """What an action changes: the ids of listings, and whether names did; None is everything."""

    def tell(action):
        before = changes.head(connection)
        action()
        after = changes.since(before, connection)
        assert after is None or after.head == changes.head(connection)
        assert after is None or not after.seen
        return after and (set(after.listings), after.names)

    return tell


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_nothing_has_changed_since_now(changed):
    assert changed(lambda: None) == (set(), False)


@pytest.mark.parametrize("column", [c for c in LISTING_COLUMNS if c not in ("id", "source_id")])
def test_a_listing_changes_with_each_column_that_the_board_shows(column, listing, changed):
    values = {
        "employer_id": make_employer().pk,
        "role_id": make_role().pk,
        "level": "senior",
        "employment_type": "contract",
        "workplace": "remote",
        "pay_period": "year",
    }
    numbers = {"pay_min", "pay_max", "pay_usd_min", "pay_usd_max"}
    values |= dict.fromkeys(numbers, 5)
    moments = {"posted_at", "closes_at", "closed_at"}
    values |= dict.fromkeys(moments, timezone.now())
    value = {column: values.get(column, "new")}
    if column in ("pay_min", "pay_max"):
        Listing.objects.update(pay_currency="EUR", pay_period="year")

    assert changed(lambda: Listing.objects.update(**value)) == ({listing.pk}, False)
    assert changed(lambda: Listing.objects.update(**value)) == (set(), False)


def test_a_listing_does_not_change_with_what_the_board_leaves_out(listing, changed):
    assert changed(lambda: Listing.objects.update(**UNSEEN)) == (set(), False)
    assert changed(listing.save) == (set(), False)


def test_a_listing_that_is_confirmed_was_only_seen(listing):
    before = changes.head(connection)
    Listing.objects.update(confirmed_at=timezone.now())
    after = changes.since(before, connection)
    assert (after.listings, after.seen) == (set(), {listing.pk})


def test_a_listing_changes_by_sql_by_saving_and_by_going(listing, changed):
    pk = listing.pk
    sql = "UPDATE jobs_listing SET title = %s WHERE id = %s"
    assert changed(lambda: execute(sql, "By hand", pk)) == ({pk}, False)
    listing.title = "Saved"
    assert changed(listing.save) == ({pk}, False)
    assert changed(listing.delete) == ({pk}, False)


def test_a_new_listing_is_a_change(changed):
    listings, names = changed(make_listing)
    assert listings == {Listing.objects.latest("pk").pk}
    assert names, "its employer is new too"


def test_a_listing_changes_with_its_skills_and_places(listing, changed):
    skill = make_skill()
    here = ({listing.pk}, False)
    assert changed(lambda: listing.skills.add(skill)) == here
    assert changed(lambda: listing.skills.remove(skill)) == here
    assert changed(lambda: listing.places.create(city="Oslo")) == here
    assert changed(lambda: ListingPlace.objects.update(country="NO")) == here
    assert changed(lambda: ListingPlace.objects.update(country="NO")) == (set(), False)
    assert changed(lambda: listing.places.all().delete()) == here


def test_a_place_that_moves_changes_both_listings(listing, changed):
    other = make_listing()
    place = listing.places.create(city="Oslo")
    place.listing = other
    assert changed(place.save) == ({listing.pk, other.pk}, False)


def test_names_change_with_employers_skills_and_roles(changed):
    names = (set(), True)
    assert changed(make_employer) == names
    for thing in (make_employer(), make_skill(), make_role()):
        rows = type(thing).objects.filter(pk=thing.pk)
        assert changed(lambda rows=rows: rows.update(slug="moved")) == names
    assert changed(lambda: Employer.objects.update(website="https://a.example")) == (set(), False)
    assert changed(lambda: Skill.objects.update(description="New")) == (set(), False)
    assert changed(lambda: Role.objects.update(summary="New")) == names
    assert changed(Skill.objects.all().delete) == names


def test_everything_changes_with_the_kind_of_a_source(changed):
    source = make_source(kind="greenhouse")
    assert changed(lambda: Source.objects.update(etag="x")) == (set(), False)
    assert changed(lambda: Source.objects.filter(pk=source.pk).update(kind="samples")) is None


def test_many_changed_listings_are_read_anew_with_all_others(listing, changed, monkeypatch):
    monkeypatch.setattr(changes, "MOST_LISTINGS", 2)
    two = Listing.objects.filter(pk__in=[make_listing().pk, make_listing().pk])
    make_listing()
    assert len(changed(lambda: two.update(title="New"))[0]) == 2
    assert changed(lambda: Listing.objects.update(title="Newer")) is None


def test_what_is_rolled_back_was_no_change(listing):
    before = changes.head(connection)
    with transaction.atomic():
        Listing.objects.update(title="Never")
        # PostgreSQL writes the log now.
        connection.check_constraints()
        inside = changes.head(connection)
        assert changes.since(before, connection).listings == {listing.pk}
        transaction.set_rollback(True)
    assert changes.since(before, connection).listings == set()
    Listing.objects.update(title="Really")
    assert changes.since(inside, connection) is None, "another line may have its number"
    assert changes.since(before, connection).listings == {listing.pk}


def test_a_head_of_another_database_is_no_use(listing):
    here = changes.head(connection)
    assert changes.since(here._replace(token=here.token + 1), connection) is None
    assert changes.since(here._replace(seq=here.seq + 1), connection) is None
    assert changes.since(None, connection) is None


def test_an_empty_log_has_no_head(listing):
    ListingChange.objects.all().delete()
    assert changes.head(connection) is None


@pytest.mark.parametrize("keep", [0, 3])
def test_pruning_leaves_the_newest_lines(keep, listing):
    for title in "abcdef":
        Listing.objects.update(title=title)
    oldest, newest = ListingChange.objects.earliest("seq"), changes.head(connection)
    assert changes.prune(connection, keep=keep)
    assert ListingChange.objects.count() == keep + 1
    assert changes.head(connection) == newest
    assert changes.since(changes.Head(oldest.seq, oldest.token), connection) is None
    assert changes.prune(connection, keep=keep) == 0


def test_after_a_flush_everything_is_read_anew(listing):
    before = changes.head(connection)
    call_command("flush", interactive=False, verbosity=0)
    assert changes.since(before, connection) is None
    again = make_listing()
    assert changes.since(before, connection) is None
    assert ListingChange.objects.filter(listing_id=again.pk).exists(), (
        "the triggers are still there"
    )


def test_migrating_back_and_forth_leaves_the_triggers_in_place(listing, changed):
    call_command("migrate", "jobs", "0003", verbosity=0)
    tables = connection.introspection.table_names()
    assert not {"jobs_listingchange", "jobs_listing_words"} & set(tables)
    Listing.objects.update(title="Without triggers")
    call_command("migrate", verbosity=0)
    assert [line.what for line in ListingChange.objects.all()] == ["all"]
    assert changed(lambda: Listing.objects.update(title="With triggers")) == ({listing.pk}, False)
    assert holding(("with", "triggers"), connection).tolist() == [listing.pk]


def test_migrating_nothing_keeps_what_was_read(changed):
    assert changed(lambda: call_command("migrate", verbosity=0)) == (set(), False)


@only_postgresql
def test_a_change_that_is_committed_late_is_seen_late(listing):
    """A long import neither keeps an editor waiting nor loses its place in the log."""
    other = make_listing()
    written, go_on = threading.Event(), threading.Event()

    def import_slowly():
        with transaction.atomic():
            Listing.objects.filter(pk=listing.pk).update(title="Imported")
            written.set()
            assert go_on.wait(10)
        connection.close()

    importer = threading.Thread(target=import_slowly)
    importer.start()
    assert written.wait(10)
    before = changes.head(connection)
    Listing.objects.filter(pk=other.pk).update(title="Edited")
    between = changes.since(before, connection)
    assert between.listings == {other.pk}, "the editor did not wait"
    go_on.set()
    importer.join(10)
    assert changes.since(between.head, connection).listings == {listing.pk}


@only_postgresql
def test_numbers_of_the_log_are_taken_in_the_order_of_commits(listing):
    """Whoever has taken a number commits before anybody takes the next."""
    other = make_listing()
    before = changes.head(connection)

    def edit():
        Listing.objects.filter(pk=other.pk).update(title="Edited")
        connection.close()

    editor = threading.Thread(target=edit)
    with transaction.atomic():
        Listing.objects.filter(pk=listing.pk).update(title="Imported")
        # Takes the numbers now, as the commit would.
        connection.check_constraints()
        editor.start()
        editor.join(0.3)
        assert editor.is_alive(), "it waits"
    editor.join(10)
    lines = ListingChange.objects.filter(seq__gt=before.seq)
    assert [line.listing_id for line in lines] == [listing.pk, other.pk]
