"""The database's own triggers: they write the log of changes and keep the table of words.

Triggers see what signals miss: update(), bulk_create() and SQL by hand. SQLite loses those of a
table that a migration rebuilds, and refuses to rebuild one that another table's triggers name. So
every migration first drops all triggers and creates them at the end. Whoever changes this module
adds a migration, if only an empty one, so that the triggers and the table of words are made again.
"""

import secrets
from typing import NamedTuple

from django.db import connections, transaction

from .fulltext import drop_words, rebuild_words, with_names_as_words

# PostgreSQL's lock on the end of the log: a number that nothing else locks in this database.
LOCK = 7_036_518_203_117
EVERY_OPERATION = ("INSERT", "UPDATE", "DELETE")


class Watched(NamedTuple):
    """A table whose rows add a line to the log as they change."""

    table: str
    what: str
    # The column with the listing's id; None where a line names no listing.
    listing: str | None
    # An update counts if one of these changed. Where there are none, each counts.
    columns: list[str]
    operations: tuple[str, ...] = EVERY_OPERATION


# What the board shows of a listing, or filters it by.
LISTING_COLUMNS = [
    *("id", "source_id", "url", "employer_id", "title", "body_text", "language"),
    *("role_id", "role_reason", "level", "employment_type", "workplace", "location_text"),
    *("pay_min", "pay_max", "pay_currency", "pay_period", "pay_usd_min", "pay_usd_max"),
    *("posted_at", "closes_at", "closed_at"),
]
PLACE_COLUMNS = ["listing_id", "kind", "city", "region", "country"]
WATCHED = [
    Watched("jobs_listing", "listing", "id", LISTING_COLUMNS),
    # Every pull of a source confirms all of its listings; that is quicker to take in.
    Watched("jobs_listing", "seen", "id", ["confirmed_at"], ("UPDATE",)),
    Watched("jobs_listing_skills", "listing", "listing_id", ["listing_id", "skill_id"]),
    Watched("jobs_listingplace", "listing", "listing_id", PLACE_COLUMNS),
    Watched("jobs_employer", "names", None, ["name", "slug"]),
    Watched("careers_skill", "names", None, ["name", "slug"]),
    Watched("careers_role", "names", None, []),
    Watched("jobs_source", "all", None, ["kind"], ("UPDATE",)),
]
SEARCHED_COLUMNS = ["id", "title", "body_text"]


def before_migrating(using, plan=(), **kwargs):
    """Drops the triggers if anything will be migrated; receives pre_migrate."""
    if plan:
        drop(connections[using])


def after_migrating(using, plan=(), **kwargs):
    """Creates the triggers, and the words if anything was migrated; receives post_migrate."""
    connection = connections[using]
    with transaction.atomic(using=using):
        drop(connection)
        tables = connection.introspection.table_names()
        if "jobs_listingchange" not in tables:
            drop_words(connection)
            return
        # Triggers come first: on PostgreSQL making them keeps writers out until all is in place.
        create(connection)
        if plan or "jobs_listing_words" not in tables:
            rebuild_words(connection)
            log_all(connection)


def log_all(connection):
    """Says in the log that everything has to be read again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_listingchange (token, what) VALUES (%s, 'all')",
            [secrets.randbits(63)],
        )


def create(connection):
    """Creates all triggers; none of them may exist yet."""
    run(connection, CREATE[connection.vendor]())


def drop(connection):
    """Drops all triggers that exist."""
    run(connection, DROP[connection.vendor]())


def run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def create_sqlite():
    """Yields the statements for SQLite, where one writes at a time."""
    for watched, operation in logged():
        body = sqlite_log(watched.what, watched.listing, operation)
        yield sqlite_trigger(watched.what, watched.table, operation, watched.columns, body)
    for operation in EVERY_OPERATION:
        body = sqlite_words(operation)
        yield sqlite_trigger("words", "jobs_listing", operation, SEARCHED_COLUMNS, body)


def sqlite_trigger(kind, table, operation, columns, body):
    return (
        f"CREATE TRIGGER {name(kind, table, operation)} AFTER {operation} ON {table} "
        f"{when(operation, columns, 'IS NOT')} BEGIN {body}; END"
    )


def sqlite_log(what, listing, operation):
    """Returns what adds a line to the log; two lines if a row moved to another listing."""
    sides = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[operation]
    pks = " UNION ".join(f"SELECT {side}.{listing} AS pk" for side in sides)
    return (
        "INSERT INTO jobs_listingchange (token, listing_id, what) "
        f"SELECT random(), pk, '{what}' FROM ({pks if listing else 'SELECT NULL AS pk'})"
    )


def sqlite_words(operation):
    """Returns what removes a listing's old words, adds its new ones, or both."""
    old, new = (
        f"{side}.id, {with_names_as_words(f'{side}.title')}, "
        f"{with_names_as_words(f'{side}.body_text')}"
        for side in ("OLD", "NEW")
    )
    forget = (
        "INSERT INTO jobs_listing_words (jobs_listing_words, rowid, title, body_text) "
        f"VALUES ('delete', {old})"
    )
    add = f"INSERT INTO jobs_listing_words (rowid, title, body_text) VALUES ({new})"
    return {"INSERT": add, "UPDATE": f"{forget}; {add}", "DELETE": forget}[operation]


def drop_sqlite():
    names = [name(watched.what, watched.table, operation) for watched, operation in logged()]
    names += [name("words", "jobs_listing", operation) for operation in EVERY_OPERATION]
    return [f"DROP TRIGGER IF EXISTS {each}" for each in names]


# A line of the log must become visible in the order of its number, or readers would pass over it.
# So a transaction takes its numbers at its very end, and holds the lock until it is committed: a
# long import keeps nobody waiting for longer than that.
LOG_FUNCTION = f"""
CREATE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock({LOCK});
  INSERT INTO jobs_listingchange (token, listing_id, what)
    SELECT hashtextextended(gen_random_uuid()::text, 0), pk, TG_ARGV[0] FROM {{pks}};
  RETURN NULL;
END $$
"""
PKS = "(SELECT DISTINCT pk FROM unnest(ARRAY[OLD.{0}, NEW.{0}]) pk WHERE pk IS NOT NULL) pks"
FUNCTIONS = {
    "jobs_log_id": LOG_FUNCTION.format(name="jobs_log_id", pks=PKS.format("id")),
    "jobs_log_listing_id": LOG_FUNCTION.format(
        name="jobs_log_listing_id", pks=PKS.format("listing_id")
    ),
    "jobs_log": LOG_FUNCTION.format(name="jobs_log", pks="(SELECT NULL::bigint AS pk) pks"),
    "jobs_keep_words": """
CREATE FUNCTION jobs_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE jobs_listing_words;
  END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    DELETE FROM jobs_listing_words WHERE listing_id = OLD.id;
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    INSERT INTO jobs_listing_words (listing_id, title, body)
      VALUES (NEW.id, jobs_words(NEW.title), jobs_words(NEW.body_text));
  END IF;
  RETURN NULL;
END $$
""",
}


def create_postgresql():
    """Yields the statements for PostgreSQL, where many write at a time."""
    yield from FUNCTIONS.values()
    for watched, operation in logged():
        function = "jobs_log" + (f"_{watched.listing}" if watched.listing else "")
        yield (
            f"CREATE CONSTRAINT TRIGGER {name(watched.what, watched.table, operation)} "
            f"AFTER {operation} ON {watched.table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            f"{when(operation, watched.columns, 'IS DISTINCT FROM')} "
            f"EXECUTE FUNCTION {function}('{watched.what}')"
        )
    for operation in EVERY_OPERATION:
        yield (
            f"CREATE TRIGGER {name('words', 'jobs_listing', operation)} "
            f"AFTER {operation} ON jobs_listing FOR EACH ROW "
            f"{when(operation, SEARCHED_COLUMNS, 'IS DISTINCT FROM')} "
            "EXECUTE FUNCTION jobs_keep_words()"
        )
    for kind, function in (("all", "jobs_log('all')"), ("words", "jobs_keep_words()")):
        yield (
            f"CREATE TRIGGER {name(kind, 'jobs_listing', 'TRUNCATE')} "
            f"AFTER TRUNCATE ON jobs_listing FOR EACH STATEMENT EXECUTE FUNCTION {function}"
        )


def drop_postgresql():
    return [f"DROP FUNCTION IF EXISTS {each} CASCADE" for each in FUNCTIONS]


CREATE = {"sqlite": create_sqlite, "postgresql": create_postgresql}
DROP = {"sqlite": drop_sqlite, "postgresql": drop_postgresql}


def logged():
    """Returns each watched table with each operation on it that adds to the log."""
    return [(watched, operation) for watched in WATCHED for operation in watched.operations]


def name(kind, table, operation):
    return f"jobs_{kind}_{table}_{operation.lower()}"


def when(operation, columns, differs):
    """Returns the condition of a trigger: an update has to change a column that matters."""
    if operation != "UPDATE" or not columns:
        return ""
    return f"WHEN ({' OR '.join(f'OLD.{column} {differs} NEW.{column}' for column in columns)})"
