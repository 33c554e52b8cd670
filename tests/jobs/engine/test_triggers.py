"""Every column that a page shows is watched: changing it by plain SQL is in the log."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from careers.models import (
    Comparison,
    EvidenceAnswer,
    EvidenceWeek,
    FormerAddress,
    Role,
    SkillGroup,
)
from jobs.engine import changes
from jobs.engine.triggers import watched_in
from jobs.models import ExchangeRate
from tests import snapshots
from tests.factories import (
    TERMS,
    make_employer,
    make_evidence,
    make_listing,
    make_pay_cell,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
    make_source,
)

# PostgreSQL writes the log as a transaction ends.
pytestmark = pytest.mark.django_db(transaction=True)

# What a column becomes, in SQL, by the type of its field.
BY_TYPE = {
    "BigAutoField": "id + 1000",  # an id that no row has
    "BooleanField": "true",
    "DateField": "'2031-05-04'",
    "BigIntegerField": "99",
    "DateTimeField": "'2031-05-04 12:00:00+00:00'",
    "DecimalField": "5",
    "JSONField": """'{"new": 1}'""",
    "PositiveIntegerField": "99",
    "PositiveSmallIntegerField": "2001",
}
ROLE, SKILL = (f"(SELECT max(id) FROM careers_{name})" for name in ("role", "skill"))
USER, REVISION = "(SELECT max(id) FROM auth_user)", "(SELECT max(id) FROM careers_revision)"
LISTING, SOURCE = (f"(SELECT min(id) FROM jobs_{name})" for name in ("listing", "source"))
REFERENCE, SNAPSHOT = (
    "(SELECT min(id) FROM careers_reference)",
    "(SELECT min(id) FROM careers_snapshot)",
)
GROUP = "(SELECT min(id) FROM careers_skillgroup)"
EMPLOYER = "(SELECT max(id) FROM jobs_employer)"
DOCUMENT = {"live_revision_id": REVISION, "reviewed_by_id": USER}
# {table: {column: what it becomes}} where a rule binds it; other texts become "new".
VALUES = {
    "jobs_listing": {
        "source_id": SOURCE,
        "employer_id": EMPLOYER,
        "role_id": ROLE,
        "level": "'senior'",
        "employment_type": "'contract'",
        "workplace": "'remote'",
        "pay_period": "'month'",
    },
    "jobs_listing_skills": {"listing_id": LISTING, "skill_id": SKILL},
    "jobs_listingplace": {"listing_id": LISTING, "kind": "'residence'", "country": "'NO'"},
    "jobs_report": {"kind": "'spam'", "outcome": "'nothing'"},
    "jobs_source": {"kind": "'samples'"},
    "careers_role": {
        "family": "'science'",
        "track": "'lead'",
        "occupation": "'15-2051'",
        "occupation_fit": "'same'",
        **DOCUMENT,
    },
    "careers_roleskill": {
        "role_id": ROLE,
        "skill_id": SKILL,
        "need": "'useful'",
        "part": "'tools'",
    },
    "careers_othertitle": {"role_id": ROLE},
    "careers_comparison": {
        "first_id": ROLE,
        "second_id": ROLE,
        "decision": "'senior'",
        "merged_into_id": "id",
        **DOCUMENT,
    },
    "careers_evidence": {"role_id": ROLE},
    "careers_evidenceweek": {"role_id": ROLE},
    "careers_evidenceanswer": {"role_id": ROLE, "skill_id": SKILL},
    "careers_snapshot": {"kind": "'ranges'", "reference_id": REFERENCE},
    "careers_snapshotrole": {"role_id": ROLE, "snapshot_id": SNAPSHOT},
    "careers_paycell": {
        "kind": "'ranges'",
        # A figure belongs either to a role or to an occupation, so that both change together.
        "role_id": f"{ROLE}, occupation = ''",
        "snapshot_id": SNAPSHOT,
        "country": "'NO'",
        "currency": "'NOK'",
        "period": "'month'",
    },
    "careers_skill": {"kind": "'tool'", "group_id": GROUP},
    "careers_skill_related": {"from_skill_id": SKILL, "to_skill_id": SKILL},
}
FIELDS = {
    (model._meta.db_table, field.column): field
    for model in apps.get_models(include_auto_created=True)
    for field in model._meta.local_concrete_fields
}
WATCHED_HERE = watched_in(apps)
CASES = [(each.table, each.what, column) for each in WATCHED_HERE for column in each.columns]


def fill_the_tables():
    """Makes a row of each watched table of ours; the newest of a table is what is changed."""
    source, employer = make_source("First"), make_employer("First")
    sql, dbt = make_skill("SQL"), make_skill("dbt")
    sql.related.add(dbt)
    analyst, engineer = make_role("Analyst", skills="SQL: Ask."), make_role("Engineer")
    analyst.other_titles.create(name="Number Reader")
    Comparison.objects.create(first=analyst, second=engineer)
    FormerAddress.objects.keep(analyst, "number-reader")
    make_evidence(analyst)
    make_reference()
    SkillGroup.objects.create(slug="cloud", name="A cloud")
    SkillGroup.objects.create(slug="warehouse", name="A warehouse")
    EvidenceWeek.objects.create(role=analyst, week="2026-11-23", listings=30)
    EvidenceAnswer.objects.create(role=analyst, skill=sql, text="Most teams ask in person.")
    first_file, last_file = make_snapshot("ranges"), make_snapshot("past")
    first_file.roles.create(role=engineer, n=30)
    last_file.roles.create(role=analyst, n=30)
    make_pay_cell(snapshot=last_file, occupation="15-1252"), make_snapshot("official")
    make_reference("last")
    ExchangeRate.objects.create(currency="XTS", usd=1, as_of="2026-01-01")
    make_listing(employer=employer, source=source)
    second = make_listing(employer=employer, skills=[sql])
    second.places.create(city="Oslo")
    # Nothing names these, so that their ids may change.
    make_skill("Spark"), make_source("Last"), make_employer("Last")
    official = {"occupation": "27-3043", "occupation_fit": "near"}
    Role.objects.create(
        slug="writer", title="Writer", family="analytics", track="individual", **official
    )
    third = make_source("Third", **TERMS)
    make_listing(employer=employer, source=third, pay_currency="USD", pay_period="year")
    now = timezone.now()
    second.reports.create(kind="pay", outcome="corrected", answered_at=now)


@pytest.fixture(scope="module")
def made_rows(rows_made_by):
    return rows_made_by(fill_the_tables)


@pytest.fixture
def rows(transactional_db, made_rows):
    """A row of each watched table."""
    snapshots.insert(made_rows)
    get_user_model().objects.create(username="ada")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def logged(sql):
    """What a statement logs: "listing", "seen", "content", "all" or nothing."""
    before = changes.head(connection)
    execute(sql)
    found = changes.since(before, connection)
    if found is None:
        return {"all"}
    is_new = found.head.content != before.content
    kinds = {"listing": found.listings, "seen": found.seen, "content": is_new}
    return {kind for kind, is_there in kinds.items() if is_there}


@pytest.mark.parametrize(("table", "what", "column"), CASES)
def test_a_column_is_logged_when_it_changes_and_only_then(table, what, column, rows):
    usual = BY_TYPE.get(FIELDS[table, column].get_internal_type(), "'new'")
    value = VALUES.get(table, {}).get(column, usual)
    newest = f"(SELECT max(id) FROM {table})"
    sql = f"UPDATE {table} SET {column} = {value} WHERE id = {newest}"
    assert logged(sql) == {what}
    assert column == "id" or logged(sql) == set()


@pytest.mark.parametrize(
    ("table", "what"),
    sorted((each.table, each.what) for each in WATCHED_HERE if "DELETE" in each.operations),
)
def test_a_row_is_logged_when_it_goes(table, what, rows):
    assert logged(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})") == {what}


@pytest.mark.parametrize("table", sorted({each.table for each in WATCHED_HERE}))
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_everything_is_read_again_when_a_table_is_emptied(table, rows):
    assert logged(f"TRUNCATE {table} CASCADE") == {"all"}


def test_every_table_is_watched_but_those_that_no_page_shows():
    ours = (apps.get_app_config(label) for label in ("careers", "jobs"))
    models = [model for app in ours for model in app.get_models(include_auto_created=True)]
    unwatched = {model._meta.db_table for model in models} - {each.table for each in WATCHED_HERE}
    of_editors = {"careers_revision", "careers_feedback", "careers_feedbacksender", "jobs_pull"}
    of_editors |= {"careers_deleteddocument", "careers_workingcopy"}
    assert unwatched == of_editors | {"jobs_employername", "jobs_listingchange"}
