"""The log of changes, which the database's own triggers write."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import update_last_login
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from careers.editing.starter_loader import load_starter
from careers.models import Role, RoleSkill, Skill
from jobs.engine import changes
from jobs.engine.fulltext import holding
from jobs.models import Listing, ListingChange, ListingPlace, Source
from tests.factories import TERMS, make_listing, make_role, make_skill, make_source

# PostgreSQL writes the log as a transaction ends.
pytestmark = pytest.mark.django_db(transaction=True)

UNSEEN = {"missed_pulls": 2, "content_hash": "f", "updated_at": timezone.now()}
only_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


@pytest.fixture
def listing():
    return make_listing(body_text="We count.")


@pytest.fixture
def changed(listing):
    """What an action changes: the ids of listings, and whether content did; None is everything."""

    def tell(action):
        before = changes.head(connection)
        action()
        after = changes.since(before, connection)
        assert after is None or after.head == changes.head(connection)
        assert after is None or not after.seen
        return after and (set(after.listings), after.head.content != before.content)

    return tell


def execute(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def migrate(*where):
    call_command("migrate", *where, verbosity=0)


def test_nothing_has_changed_since_now(changed):
    assert changed(lambda: None) == (set(), False)


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
    listings, content = changed(make_listing)
    assert listings == {Listing.objects.latest("pk").pk}
    assert content, "its employer is new too"


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


def test_content_does_not_change_with_what_no_page_shows(changed):
    make_skill()
    user = get_user_model().objects.create(username="editor")
    assert changed(lambda: Skill.objects.update(is_edited=True)) == (set(), False)
    assert changed(lambda: update_last_login(None, user)) == (set(), False)


def test_content_changes_while_others_are_ignored(changed):
    """SQLite hands the way in which a statement treats conflicts on to what triggers write."""
    make_skill()
    one = [Skill(slug="one", name="One", kind="tool")]
    assert changed(lambda: Skill.objects.bulk_create(one, ignore_conflicts=True)) == (set(), True)
    two = [Skill(slug="two", name="Two", kind="tool")]
    assert changed(lambda: Skill.objects.bulk_create(two, ignore_conflicts=True)) == (set(), True)


def test_content_has_one_line_however_much_changes(changed):
    load_starter()
    before = ListingChange.objects.count()
    assert changed(lambda: Role.objects.update(summary="New")) == (set(), True)
    assert changed(load_starter) == (set(), False)
    assert changed(RoleSkill.objects.all().delete) == (set(), True)
    assert ListingChange.objects.count() == before
    assert ListingChange.objects.filter(what="content").count() == 1


def test_content_that_is_rolled_back_was_no_change(changed):
    role = make_role()

    def change_half():
        with transaction.atomic():
            with transaction.atomic():
                Role.objects.update(summary="Never")
                connection.check_constraints()
                transaction.set_rollback(True)
            role.needs.all().delete()

    assert changed(change_half) == (set(), False)

    def change_after():
        with transaction.atomic():
            with transaction.atomic():
                Role.objects.update(summary="Never")
                connection.check_constraints()
                transaction.set_rollback(True)
            Role.objects.update(summary="Really")

    assert changed(change_after) == (set(), True)


def test_everything_changes_with_the_kind_of_a_source(changed):
    source = make_source(kind="greenhouse")
    assert changed(lambda: Source.objects.update(etag="x", terms="Asked")) == (set(), False)
    assert changed(lambda: Source.objects.update(may_republish=True, **TERMS)) == (set(), True)
    assert changed(lambda: Source.objects.filter(pk=source.pk).update(kind="samples")) is None


def test_many_changed_listings_are_read_anew_with_all_others(listing, changed, monkeypatch):
    monkeypatch.setattr(changes, "IN_REQUEST", changes.IN_REQUEST._replace(listings=2))
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
    lines = ListingChange.objects.exclude(what="content")
    oldest, newest = lines.earliest("seq"), changes.head(connection)
    assert changes.prune(connection, keep=keep)
    assert lines.count() == keep + 1
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
    migrate("jobs", "0003")
    tables = connection.introspection.table_names()
    assert not {"jobs_listingchange", "jobs_listing_words"} & set(tables)
    Listing.objects.update(title="Without triggers")
    migrate()
    assert [line.what for line in ListingChange.objects.all()] == ["all"]
    assert changed(lambda: Listing.objects.update(title="With triggers")) == ({listing.pk}, False)
    assert holding(("with", "triggers"), connection).tolist() == [listing.pk]


def test_before_there_was_content_in_the_log_listings_alone_are_watched(listing, changed):
    migrate("jobs", "0004")
    make_role()
    assert ListingChange.objects.filter(what="content").count() == 0
    assert changed(lambda: Listing.objects.update(title="Seen")) == ({listing.pk}, False)
    migrate()
    assert changed(lambda: Role.objects.update(summary="New")) == (set(), True)


def test_names_in_an_older_log_become_anything(listing):
    migrate("jobs", "0004")
    execute("INSERT INTO jobs_listingchange (token, what) VALUES (5, 'names')")
    migrate()
    assert ListingChange.objects.get(token=5).what == "all"


def test_migrating_nothing_keeps_what_was_read(changed):
    assert changed(migrate) == (set(), False)


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
