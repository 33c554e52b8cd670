"""A database in trouble: visitors get what is kept, or hear at once that they should come again."""

import logging
import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, connections

from jobs.engine import changes, patience
from portal.databases.sqlite3.base import DatabaseWrapper
from portal.logs import ErrorMailHandler
from portal.page_cache import PAGES
from tests.conftest import assert_is_sound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def well_again():
    PAGES.forget()
    yield
    patience.breaker.close()
    PAGES.forget()


def locked():
    """Returns what Django raises where another connection holds a lock for too long."""
    error = OperationalError("database is locked")
    error.__cause__ = sqlite3.OperationalError("database is locked")
    error.__cause__.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


@contextmanager
def in_trouble(monkeypatch, error=None):
    """Makes the database fail at the first question of each page; yields how often it was asked."""
    asked = []

    def head(connection):
        asked.append(connection)
        patience.breaker.open()
        raise error or locked()

    with monkeypatch.context() as patch:
        patch.setattr(changes, "head", head)
        yield asked


def test_a_page_that_is_kept_is_shown_and_says_how_old_it_is(client, monkeypatch):
    before = client.get("/about/")
    with in_trouble(monkeypatch):
        response = client.get("/about/")
    assert response.status_code == 200
    assert int(response["Age"]) < 60
    assert response["Cache-Control"] == "no-store"
    assert "You see this page as it was on" in response.text
    assert before.text.count("<h2") == response.text.count("<h2")
    assert_is_sound(response)


def test_a_kept_table_stays_a_table(client, monkeypatch):
    before = client.get("/data/pay.csv")
    with in_trouble(monkeypatch):
        response = client.get("/data/pay.csv")
    assert (response.content, response["Age"]) == (before.content, "0")


@pytest.mark.parametrize("address", ["/", "/jobs/", "/roles/data-scientist/", "/nowhere/"])
def test_other_pages_say_when_to_come_again_and_ask_the_database_nothing_more(
    address, client, monkeypatch
):
    with in_trouble(monkeypatch):
        client.get("/jobs/?page=2")
        monkeypatch.setattr(connection, "wait_for_locks", None)  # the first step of every question
        response = client.get(address)
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]
    assert_is_sound(response)


def test_only_one_visitor_in_a_while_tries_again_and_an_answer_ends_the_trouble(
    client, monkeypatch
):
    with in_trouble(monkeypatch) as asked:
        for _ in range(5):
            assert client.get("/jobs/").status_code == 503
        assert len(asked) == 1
        monkeypatch.setattr(patience, "monotonic", later(2))
        assert client.get("/jobs/").status_code == 503
        assert client.get("/jobs/").status_code == 503
        assert len(asked) == 2
    monkeypatch.setattr(patience, "monotonic", later(4))
    assert client.get("/jobs/").status_code == 200
    assert client.get("/").status_code == 200


def later(seconds):
    now = patience.monotonic()
    return lambda: now + seconds


def test_nobody_is_mailed_for_each_visitor_who_is_told_to_come_again(settings, mailoutbox):
    settings.ADMINS = [("Ann", "ann@example.org")]
    for status in (503, 500):
        said = {"msg": "It failed.", "status_code": status, "levelname": "ERROR"}
        ErrorMailHandler().emit(logging.makeLogRecord(said))
    assert len(mailoutbox) == 1


def test_a_question_that_is_wrong_is_no_trouble(client, monkeypatch):
    client.raise_request_exception = False
    with in_trouble(monkeypatch, ProgrammingError("no such column")):
        assert client.get("/jobs/").status_code == 500


def test_an_editor_is_told_that_nothing_was_saved(admin_client, monkeypatch):
    def fail(*args, **kwargs):
        raise locked()

    monkeypatch.setattr("jobs.admin.ExchangeRateAdmin.get_queryset", fail)
    response = admin_client.post("/admin/jobs/exchangerate/1/delete/")
    assert response.status_code == 503
    assert "What you sent was not saved." in response.text


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.UndefinedTable(), False),
        (psycopg.errors.NumericValueOutOfRange(), False),
    ],
)
def test_what_postgresql_calls_trouble(error, is_trouble):
    raised = OperationalError()
    raised.__cause__ = error
    assert patience.is_trouble(raised) == is_trouble


def test_a_visitor_waits_for_locks_less_long_than_an_editor(client, admin_client):
    client.get("/jobs/")
    assert connection.locked_seconds == patience.LOCKED
    admin_client.get("/admin/")
    assert connection.locked_seconds == patience.LOCKED_FOR_EDITORS


def test_a_file_of_sqlite_that_has_gone_is_noticed_and_not_made_anew(tmp_path):
    path = tmp_path / "db.sqlite3"
    settings = connections["default"].settings_dict | {"NAME": path, "OPTIONS": {}}
    database = DatabaseWrapper(settings | {"CONN_MAX_AGE": None}, "trial")
    try:
        database.ensure_connection()
        database.connection.execute("CREATE TABLE t (a)")
        path.unlink()
        database.close_if_unusable_or_obsolete()
        assert database.connection is None
        with patience.of_visitor(), pytest.raises(OperationalError) as raised:
            database.ensure_connection()
        assert patience.is_trouble(raised.value)
        assert not path.exists()
    finally:
        database.close()
