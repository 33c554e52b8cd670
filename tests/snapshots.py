"""What takes long to make is made once, kept in memory, and copied where a test needs it."""

import sqlite3
from contextlib import closing, contextmanager
from itertools import chain
from unittest.mock import patch

from django.apps import apps
from django.db import connection, transaction
from django.test import TransactionTestCase

from jobs.models import ListingChange


def rows_made_by(load):
    """Runs a function, takes it back, and returns {model: the rows that it made}."""
    with transaction.atomic():
        old = {model: set(_rows(model).values_list("pk", flat=True)) for model in _models()}
        load()
        made = {model: [row for row in _rows(model) if row.pk not in old[model]] for model in old}
        transaction.set_rollback(True)
    return {model: rows for model, rows in made.items() if rows}


@transaction.atomic  # rows refer to others that come later
def insert(made):
    """Inserts what rows_made_by() returned, under the same numbers."""
    for model, rows in made.items():
        model._base_manager.bulk_create(rows)


@contextmanager
def filled_by_copying(fill):
    """Yields a function that fills an empty database, as fill() does it the first time.

    Afterwards SQLite gets a copy of that, which takes no time; other databases are filled anew.
    """
    with closing(sqlite3.connect(":memory:")) as kept:
        copied = False

        def filled():
            nonlocal copied
            if copied:
                kept.backup(connection.connection)
                return
            fill()
            if connection.vendor == "sqlite":
                connection.connection.backup(kept)
                copied = True

        yield filled


def _models():
    """Returns every model of ours; the log of changes is apart, as triggers write it."""
    configs = [apps.get_app_config(label) for label in ("careers", "jobs")]
    models = chain(*(config.get_models(include_auto_created=True) for config in configs))
    return [model for model in models if model is not ListingChange]


def _rows(model):
    return model._base_manager.order_by("pk")


@contextmanager
def emptied_by_copying():
    """Empties SQLite, after a test that has committed, by copying what is there now over it.

    Django deletes all rows and then does all that follows a migration, which takes 50 times as
    long. Other databases are emptied as Django does it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(":memory:")) as kept:
        connection.connection.backup(kept)

        def copy_over(test_case):
            kept.backup(connection.connection)

        with patch.object(TransactionTestCase, "_fixture_teardown", copy_over):
            yield
