"""Landed migrations stay as they landed, and every landed database can be upgraded."""

import shutil
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from careers.models import Comparison, Feedback, Role
from jobs.engine import engine
from jobs.models import ExchangeRate, Listing, Pull

from . import dumps, migrations

# These grow with every upgrade.
KEPT_BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}
# Migrating rebuilds the tables of words, and adds a line to the log of changes.
KEPT_BY_TRIGGERS = ("jobs_listingchange", "jobs_listing_words")
ADD_ONE = "bring it back as it was, and add a new migration instead."


@pytest.fixture
def empty_database(tmp_path, django_db_blocker, monkeypatch):
    """Makes an empty database the default one for a test; that of the other tests stays aside."""
    # A thread that renews the board's index would not know this database.
    monkeypatch.setattr(engine, "shared", engine.Engine(is_shared=True))
    with django_db_blocker.unblock():
        usual = connections["default"]
        name = _create_database(usual, tmp_path)
        settings = usual.settings_dict | {"NAME": name, "CONN_MAX_AGE": 0}
        connections["default"] = ConnectionHandler({"default": settings})["default"]
        yield
        connection.close()
        connections["default"] = usual
        _drop_database(usual, name)


def _create_database(usual, folder):
    if usual.vendor == "sqlite":
        return str(folder / "landed.sqlite3")
    name = f"landed_{uuid4().hex}"
    with usual._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return name


def _drop_database(usual, name):
    if usual.vendor == "postgresql":
        with usual._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def migrate():
    """Migrates as a user does, who has the database checked first."""
    call_command("migrate", verbosity=0, skip_checks=False)


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def refusal():
    """Tries to migrate, holds that nothing was migrated, and returns the message."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    with pytest.raises(SystemCheckError) as error:
        migrate()
    assert set(MigrationRecorder(connection).applied_migrations()) == applied
    assert "HINT: Nothing was changed. Run the version that made the database" in str(error.value)
    return str(error.value)


def rows_of_tables():
    """Returns the number of rows of each table that holds people's data."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in KEPT_BY_DJANGO and not table.startswith(KEPT_BY_TRIGGERS):
                cursor.execute(f"SELECT count(*) FROM {table}")
                (rows[table],) = cursor.fetchone()
    return rows


def assert_data_is_intact():
    """Looks for what filling.py wrote by hand, and for some of what it loaded."""
    role = Role.objects.get(slug="tide-analyst")
    assert role.title == "Tide Analyst"
    assert role.responsibilities == "Tide tables: Publish the heights of the week."
    draft, published = role.revisions.order_by("-pk")
    assert "- Tide tables: Publish the heights of the day." in draft.text
    assert role.live_revision == published
    assert [need.skill.name for need in role.needs.all()] == ["Tide tables"]

    listing = Listing.objects.get(title="Tide Analyst, Night Shift")
    assert (listing.role, listing.employer.name) == (role, "Harbour Trust")
    assert (listing.pay_min, listing.pay_max) == (Decimal("41000.50"), Decimal("52000"))
    assert (listing.pay_currency, listing.pay_period, listing.level) == ("EUR", "year", "senior")
    places = listing.places.values_list("city", "region", "country")
    assert set(places) == {("Porto", "", "PT"), ("", "", "NO")}
    assert [skill.name for skill in listing.skills.all()] == ["Tide tables"]

    pull = Pull.objects.get(source__name="Harbour Labs (greenhouse)")
    assert (pull.state, pull.new, pull.refused) == ("good", 3, 1)
    assert pull.problems == "4004: It has no title."
    assert Listing.objects.filter(source=pull.source).count() == 3
    assert Listing.objects.samples().count() == 5

    assert Comparison.objects.get().first.title == "Data Science Manager"
    assert Comparison.objects.get().second.title == "Lead Machine Learning Engineer"
    assert ExchangeRate.objects.get(currency="NOK").usd == Decimal("0.0975")
    assert Feedback.objects.get().comment == "Clear."


def test_landed_migrations_are_as_they_landed():
    assert migrations.changed(migrations.landed(), migrations.on_disk()) == []


def test_every_migration_is_recorded_before_it_lands():
    new = sorted(set(migrations.on_disk()) - set(migrations.landed()))
    assert not new, (
        f"{', '.join(new)}: record what lands, with make landing NUMBER={dumps.numbers()[-1] + 1}"
    )


def test_a_changed_and_a_missing_migration_are_named(tmp_path):
    for app in ("careers", "jobs"):
        shutil.copytree(migrations.ROOT / app / "migrations", tmp_path / app / "migrations")
    first = "careers/migrations/0001_initial.py"
    second = "jobs/migrations/0002_exchange_rates.py"
    landed = migrations.on_disk(tmp_path)
    (tmp_path / first).write_text("# rewritten")
    (tmp_path / second).unlink()
    assert migrations.changed(landed, migrations.on_disk(tmp_path)) == [
        f"{first} has landed, and was changed: {ADD_ONE}",
        f"{second} has landed, and is gone: {ADD_ONE}",
    ]


@pytest.mark.parametrize("number", dumps.numbers())
def test_a_landed_database_is_upgraded_with_its_data_intact(number, empty_database, client):
    dumps.load(connection, number)
    before = rows_of_tables()
    migrate()

    after = rows_of_tables()
    assert {table: after[table] for table in before} == before
    assert_data_is_intact()
    call_command("migrate", check_unapplied=True, verbosity=0)
    call_command("check", databases=["default"])
    assert "Publish the heights of the week" in client.get("/roles/tide-analyst/").text
    assert "Tide Analyst, Night Shift" in client.get("/jobs/?q=spring+tides").text


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("ALTER TABLE careers_evidence DROP COLUMN skills", "careers_evidence lacks skills"),
        ("ALTER TABLE jobs_pull ADD COLUMN mood text", "jobs_pull also has mood"),
        ("DROP TABLE careers_feedback", "there is no table careers_feedback"),
    ],
)
def test_a_database_of_rewritten_migrations_is_told_so(change, seen, empty_database):
    dumps.load(connection, 1)
    execute(change)
    message = refusal()
    assert (
        "This database was made between two releases by migrations that were rewritten since: "
        f"{seen}." in message
    )


def test_a_database_with_an_unknown_migration_is_told_so(empty_database):
    dumps.load(connection, 1)
    execute("UPDATE django_migrations SET name = '0003_pulls' WHERE name = '0003_pulls_on_time'")
    message = refusal()
    assert (
        "This database was made by a newer version, or between two releases by migrations that "
        "were renamed since: it has applied jobs.0003_pulls, which this version does not have."
        in message
    )


def test_an_empty_database_may_be_migrated(empty_database):
    call_command("check", databases=["default"])
