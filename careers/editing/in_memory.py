"""A copy of what pages show, in memory, in which a change is tried.

Django reads and writes it as it does the database, which is asked once for all rows of content and
neither written to nor locked. So pages may be many, and nobody waits for them.
"""

import json
from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.models import DecimalField, IntegerField, TextField, Value
from django.db.models.functions import Cast, JSONArray


class Copy:
    """A database in memory with all tables of this site, and such rows as were taken in."""

    def __init__(self, rows=None):
        """Has the rows of another one (as_bytes), or none."""
        self.connection = _connect()
        self.connection.connection.deserialize(rows or _empty_tables())

    def as_bytes(self):
        """Returns the whole copy, of which others may be made."""
        return self.connection.connection.serialize()

    def take_in(self, *querysets):
        """Copies the rows of some QuerySets, each of another model, from the database; one query.

        A row that is here by now is replaced. Texts that a QuerySet defers stay empty.
        """
        rows = {number: [] for number in range(len(querysets))}
        first, *others = (_as_arrays(*each) for each in enumerate(querysets))
        for number, row in first.union(*others, all=True):
            rows[number].append(row)
        for number, queryset in enumerate(querysets):
            self._insert(queryset.model, rows[number])

    def _insert(self, model, rows):
        fields = model._meta.concrete_fields
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        places = ", ".join("?" for _ in fields)
        into = f"INSERT OR REPLACE INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
        write = [WRITTEN.get(field.get_internal_type(), _as_it_is) for field in fields]
        values = ([each(value) for each, value in zip(write, row, strict=True)] for row in rows)
        self.connection.connection.executemany(into, values)

    @contextmanager
    def in_place(self):
        """Lets this thread read and write the copy, within a block, where it asks the database."""
        database = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self.connection
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = database

    def close(self):
        self.connection.connection.close()


def _connect():
    """Returns a connection to a new database in memory; rows may refer to what it lacks."""
    settings = {**connection.settings_dict, "NAME": ":memory:", "OPTIONS": {}}
    made = DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    made.ensure_connection()
    made.disable_constraint_checking()
    return made


@cache
def _empty_tables():
    """Returns a database with all tables of this site, as SQLite writes it."""
    made = _connect()
    # An atomic one would begin a transaction in the database that others write to.
    with made.schema_editor(atomic=False) as editor:
        for model in apps.get_models():
            editor.create_model(model)
    found = made.connection.serialize()
    made.connection.close()
    return found


def _as_arrays(number, queryset):
    """Returns a QuerySet of (number, [each column]) of the rows of another one."""
    deferred, _ = queryset.query.deferred_loading
    fields = queryset.model._meta.concrete_fields
    read = (Value("") if field.name in deferred else _column(field) for field in fields)
    columns = JSONArray(*read)
    return queryset.order_by().values_list(Value(number, IntegerField()), columns)


def _column(field):
    """Returns what reads a column into JSON; digits stay as they are written."""
    return Cast(field.name, TextField()) if isinstance(field, DecimalField) else field.attname


def _as_it_is(value):
    return value


def _moment(value):
    """Returns a moment as SQLite has it: PostgreSQL writes 2026-11-26T21:30:41+00:00 into JSON."""
    return value and value.replace("T", " ").removesuffix("+00:00")


def _json(value):
    """Returns JSON as SQLite has it, where it is a text by now."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


# By the kind of a field, what makes the value of a row what SQLite has.
WRITTEN = {"DateTimeField": _moment, "JSONField": _json}
