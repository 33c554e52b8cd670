"""Holds a database against the migrations that it says it has applied."""

from django.core.checks import Error
from django.db import connections
from django.db.migrations.loader import MigrationLoader

UNKNOWN = (
    "This database was made by a newer version, or between two releases by migrations that were "
    "renamed since: it has applied {seen}, which this version does not have."
)
REWRITTEN = (
    "This database was made between two releases by migrations that were rewritten since: {seen}."
)
WHAT_TO_DO = (
    "Nothing was changed. Run the version that made the database, restore a backup that a release "
    "made, or begin with an empty one (the usual one is the file var/db.sqlite3: move it away)."
)


def check_databases_fit_migrations(databases=None, **kwargs):
    """Returns an Error for each of the databases that the migrations on disk did not make.

    Django runs it before it migrates. It compares the names of migrations, tables and columns;
    it does not see a column that only changed its type, nor constraints.
    """
    return [error for alias in databases or () for error in _errors(connections[alias])]


def _errors(connection):
    """Yields the Error of a database, if it has one."""
    loader = MigrationLoader(connection)
    if unknown := unknown_migrations(loader):
        seen = ", ".join(unknown)
        yield Error(UNKNOWN.format(seen=seen), hint=WHAT_TO_DO, id="portal.E001")
    elif other := list(other_columns(connection, loader)):
        seen = "; ".join(other)
        yield Error(REWRITTEN.format(seen=seen), hint=WHAT_TO_DO, id="portal.E002")


def unknown_migrations(loader):
    """Returns the names of applied migrations of installed apps that are not on disk."""
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    unknown = sorted(set(loader.applied_migrations) - known)
    return [f"{app}.{name}" for app, name in unknown if app in loader.migrated_apps]


def other_columns(connection, loader):
    """Yields a phrase for each table whose columns are not those of the applied migrations."""
    applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    models = loader.project_state(applied).apps.get_models(include_auto_created=True)
    tables = connection.introspection.table_names()
    for options in (model._meta for model in models if model._meta.can_migrate(connection)):
        if options.db_table not in tables:
            yield f"there is no table {options.db_table}"
            continue
        wanted = {field.column for field in options.local_concrete_fields}
        found = columns_of(options.db_table, connection)
        if missing := wanted - found:
            yield f"{options.db_table} lacks {', '.join(sorted(missing))}"
        if unknown := found - wanted:
            yield f"{options.db_table} also has {', '.join(sorted(unknown))}"


def columns_of(table, connection):
    """Returns the names of a table's columns in the database.

    Django's introspection reads a table's SQL, too, and fails at some of our constraints on SQLite.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
        return {name for name, *_ in cursor.description}
