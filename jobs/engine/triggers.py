"""The database's own triggers: they write the log of changes and keep the table of words.

Triggers see what signals miss: update(), bulk_create() and SQL by hand. SQLite loses those of a
table that a migration rebuilds, and refuses to rebuild one that another table's triggers name. So
every migration first drops all triggers and creates them at the end. Whoever changes this module
adds a migration, if only an empty one, so that the triggers and the table of words are made again.
"""

import secrets
from typing import NamedTuple

from django.apps import apps
from django.db import connections, transaction

from .changes import CONTENT
from .word_table import drop_words, rebuild_words, with_names_as_words

# PostgreSQL's lock on the end of the log: a number that nothing else locks in this database.
LOCK = 7_036_518_203_117
EVERY_OPERATION = ("INSERT", "UPDATE", "DELETE")
# Content is hundreds of rows that change together, and nobody asks which of them did. So it has one
# line, of the first number, which gets a new token with each change.
LOG_CONTENT = (
    f"INSERT INTO jobs_listingchange (seq, token, what) VALUES ({CONTENT}, {{token}}, 'content') "
    "ON CONFLICT (seq) DO UPDATE SET token = excluded.token"
)


class Watched(NamedTuple):
    """A table whose rows write to the log as they change."""

    table: str
    what: str
    # An update counts if one of these columns changed; None stands for all columns but `unseen`.
    columns: tuple[str, ...] | None = None
    # What no page shows. A column that is new is taken for one that pages show.
    unseen: tuple[str, ...] = ()
    # The column with the listing's id; None where a line names no listing.
    listing: str | None = None
    operations: tuple[str, ...] = EVERY_OPERATION


UNSEEN_OF_LISTINGS = (
    *("external_id", "first_seen_at", "confirmed_at", "updated_at"),
    *("missed_pulls", "content_hash", "as_given", "locked_fields"),
)
NAMES_OF_USERS = ("username", "first_name", "last_name")
TOLD_OF_SOURCES = ("name", "credit", "may_republish", "attribution_name", "attribution_url")
WATCHED = [
    Watched("jobs_listing", "listing", unseen=UNSEEN_OF_LISTINGS, listing="id"),
    # Every pull of a source confirms all of its listings; that is quicker to take in.
    Watched("jobs_listing", "seen", ("confirmed_at",), listing="id", operations=("UPDATE",)),
    Watched("jobs_listing_skills", "listing", unseen=("id",), listing="listing_id"),
    Watched("jobs_listingplace", "listing", unseen=("id",), listing="listing_id"),
    # Only answers are shown; what strangers send makes no page anew.
    Watched(
        "jobs_report",
        "listing",
        ("kind", "outcome", "answered_at"),
        listing="listing_id",
        operations=("UPDATE", "DELETE"),
    ),
    Watched("jobs_source", "all", ("kind",), operations=("UPDATE",)),
    Watched("jobs_source", "content", TOLD_OF_SOURCES, operations=("UPDATE",)),
    Watched("jobs_employer", "content"),
    Watched("jobs_exchangerate", "content"),
    Watched("careers_role", "content"),
    Watched("careers_roleskill", "content"),
    Watched("careers_othertitle", "content"),
    Watched("careers_comparison", "content"),
    Watched("careers_formeraddress", "content", unseen=("since",)),
    Watched("careers_reference", "content", unseen=("is_edited",)),
    Watched("careers_evidence", "content"),
    Watched("careers_evidenceweek", "content"),
    Watched("careers_evidenceanswer", "content", unseen=("answered_by_id",)),
    Watched("careers_snapshot", "content"),
    Watched("careers_snapshotrole", "content"),
    Watched("careers_paycell", "content"),
    Watched("careers_skillgroup", "content", unseen=("is_edited",)),
    Watched("careers_skill", "content", unseen=("is_edited",)),
    Watched("careers_skill_related", "content"),
    # Pages name who has reviewed a document.
    Watched("auth_user", "content", NAMES_OF_USERS, operations=("UPDATE",)),
]
SEARCHED_COLUMNS = ["id", "title", "body_text"]


def before_migrating(using, plan=(), **kwargs):
    """Drops the triggers if anything will be migrated; receives pre_migrate."""
    if plan:
        drop(connections[using])


def after_migrating(using, apps=apps, plan=(), **kwargs):
    """Creates the triggers, and the words if anything was migrated; receives post_migrate.

    `apps` has the models as the migrations that are applied have made them.
    """
    connection = connections[using]
    with transaction.atomic(using=using):
        drop(connection)
        tables = connection.introspection.table_names()
        if "jobs_listingchange" not in tables:
            drop_words(connection)
            return
        # Triggers come first: on PostgreSQL making them keeps writers out until all is in place.
        create(connection, apps)
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


def watched_in(apps):
    """Returns what of WATCHED there is to watch: migrating back takes tables and columns away."""
    models = apps.get_models(include_auto_created=True)
    columns = {
        model._meta.db_table: [field.column for field in model._meta.local_concrete_fields]
        for model in models
    }
    kinds = dict(apps.get_model("jobs", "ListingChange")._meta.get_field("what").choices)
    return [
        each._replace(columns=_watched_columns(each, columns[each.table]))
        for each in WATCHED
        if each.what in kinds and each.table in columns
    ]


def _watched_columns(watched, columns):
    """Returns those of a table's columns that are watched."""
    if watched.columns is None:
        return tuple(column for column in columns if column not in watched.unseen)
    return tuple(column for column in watched.columns if column in columns)


def create(connection, apps=apps):
    """Creates all triggers on the tables of `apps`; none of them may exist yet."""
    run(connection, CREATE[connection.vendor](watched_in(apps)))


def drop(connection):
    """Drops all triggers that exist."""
    run(connection, DROP[connection.vendor](connection))


def run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def create_sqlite(watched):
    """Yields the statements for SQLite, where one writes at a time."""
    for each, operation in each_operation(watched):
        body = sqlite_log(each.what, each.listing, operation)
        yield sqlite_trigger(each.what, each.table, operation, each.columns, body)
    for operation in EVERY_OPERATION:
        body = sqlite_words(operation)
        yield sqlite_trigger("words", "jobs_listing", operation, SEARCHED_COLUMNS, body)


def sqlite_trigger(kind, table, operation, columns, body):
    return (
        f"CREATE TRIGGER {name(kind, table, operation)} AFTER {operation} ON {table} "
        f"{when(operation, columns, 'IS NOT')} BEGIN {body}; END"
    )


def sqlite_log(what, listing, operation):
    """Returns what writes to the log; two lines if a row moved to another listing."""
    if what == "content":
        return LOG_CONTENT.format(token="random()")
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


def drop_sqlite(connection):
    with connection.cursor() as cursor:
        # By what is there: an earlier version had others.
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'jobs_*'"
        )
        return [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]


# A line of the log must become visible in the order of its number, or readers would pass over it.
# So a transaction takes its numbers at its very end, and holds the lock until it is committed: a
# long import keeps nobody waiting for longer than that.
RANDOM = "hashtextextended(gen_random_uuid()::text, 0)"
LOG_FUNCTION = f"""
CREATE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock({LOCK});
  INSERT INTO jobs_listingchange (token, listing_id, what)
    SELECT {RANDOM}, pk, TG_ARGV[0] FROM {{pks}};
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
    # A setting that lasts as long as the transaction: one write to the line is enough.
    "jobs_log_content": f"""
CREATE FUNCTION jobs_log_content() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF coalesce(current_setting('jobs.content_is_logged', true), '') = '' THEN
    PERFORM set_config('jobs.content_is_logged', 'yes', true);
    PERFORM pg_advisory_xact_lock({LOCK});
    {LOG_CONTENT.format(token=RANDOM)};
  END IF;
  RETURN NULL;
END $$
""",
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


def create_postgresql(watched):
    """Yields the statements for PostgreSQL, where many write at a time."""
    yield from FUNCTIONS.values()
    for each, operation in each_operation(watched):
        yield (
            f"CREATE CONSTRAINT TRIGGER {name(each.what, each.table, operation)} "
            f"AFTER {operation} ON {each.table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            f"{when(operation, each.columns, 'IS DISTINCT FROM')} "
            f"EXECUTE FUNCTION {postgresql_log(each)}"
        )
    for operation in EVERY_OPERATION:
        yield (
            f"CREATE TRIGGER {name('words', 'jobs_listing', operation)} "
            f"AFTER {operation} ON jobs_listing FOR EACH ROW "
            f"{when(operation, SEARCHED_COLUMNS, 'IS DISTINCT FROM')} "
            "EXECUTE FUNCTION jobs_keep_words()"
        )
    tables = dict.fromkeys(each.table for each in watched)
    truncated = [("all", table, "jobs_log('all')") for table in tables]
    for kind, table, function in (*truncated, ("words", "jobs_listing", "jobs_keep_words()")):
        yield (
            f"CREATE TRIGGER {name(kind, table, 'TRUNCATE')} "
            f"AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}"
        )


def postgresql_log(watched):
    """Returns the call of the function that writes to the log."""
    if watched.what == "content":
        return "jobs_log_content()"
    return f"jobs_log{f'_{watched.listing}' if watched.listing else ''}('{watched.what}')"


def drop_postgresql(connection):
    return [f"DROP FUNCTION IF EXISTS {each} CASCADE" for each in FUNCTIONS]


CREATE = {"sqlite": create_sqlite, "postgresql": create_postgresql}
DROP = {"sqlite": drop_sqlite, "postgresql": drop_postgresql}


def each_operation(watched):
    """Returns each that is Watched with each operation that writes to the log."""
    return [(each, operation) for each in watched for operation in each.operations]


def name(kind, table, operation):
    return f"jobs_{kind}_{table}_{operation.lower()}"


def when(operation, columns, differs):
    """Returns the condition of a trigger: an update has to change a column that matters."""
    if operation != "UPDATE":
        return ""
    return f"WHEN ({' OR '.join(f'OLD.{column} {differs} NEW.{column}' for column in columns)})"
