"""The commands that count a file: what they say, store and leave alone."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from careers.editing.starter_loader import Loaded, load_evidence
from careers.models import PayCell, Snapshot
from careers.snapshots import codes
from jobs.iso import country_names
from tests.factories import make_reference, make_role, make_skill

pytestmark = pytest.mark.django_db

RANGES = (
    "work_year,experience_level,employment_type,job_title,salary,salary_currency,salary_in_usd,"
    "employee_residence,remote_ratio,company_location,company_size\n"
)
ADVERTS = (
    "job_title,job_location,job_country,salary_rate,salary_year_avg,salary_hour_avg,job_skills\n"
)
WAGES = "OCC_CODE,OCC_TITLE,TOT_EMP,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90\n"
OTHER = {"reference": "other"}
SENTENCE = (
    "table.csv: 13 rows in, 11 kept, 2 refused (lower end of a range, counted with its higher end: "
    "1; title names no role: 1)."
)


def of_range(salary, title="Data Analyst"):
    return f"2024,SE,FT,{title},{salary},USD,{salary},US,0,US,M\n"


TABLE = (
    RANGES
    + of_range(90_000)
    + of_range(70_000)
    + "".join(of_range(60_000 + 1_000 * n, "Senior Data Analyst") for n in range(10))
    + of_range(50_000, "Baker")
)


@pytest.fixture(autouse=True)
def role():
    make_reference("ranges")
    make_reference("other")
    return make_role("Data Analyst")


@pytest.fixture
def table(tmp_path):
    """Returns a function that returns the path of a table."""

    def make(text=TABLE, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return make


def run(command, path, **options):
    out = StringIO()
    call_command(command, path, **{"reference": "ranges"} | options, stdout=out)
    return out.getvalue().strip()


def test_a_file_is_counted_stored_and_said(table, role):
    assert run("import_salaries", table()) == f"{SENTENCE} Stored: 7 figures of pay."
    snapshot = Snapshot.objects.get()
    assert (snapshot.kind, snapshot.rows, snapshot.kept) == ("ranges", 13, 11)
    assert snapshot.roles.get().titles == {"Senior Data Analyst": 10, "Data Analyst": 1}
    cell = snapshot.cells.get(level="", country="", year=None)
    # 60,000 to 69,000 by 1,000, and the middle 80,000.
    assert (cell.role, cell.n, cell.p10, cell.p50, cell.p90) == (
        role, 11, Decimal(61_000), Decimal(65_000), Decimal(69_000),
    )  # fmt: skip


def test_the_same_file_again_changes_nothing(table):
    run("import_salaries", table())
    before = Snapshot.objects.get()
    assert run("import_salaries", table()).endswith("stored already; nothing was changed.")
    assert Snapshot.objects.get().pk == before.pk


def test_a_newer_file_replaces_the_older_one_whole(table):
    run("import_salaries", table())
    run("import_salaries", table(RANGES + "".join(of_range(50_000) for _ in range(12))))
    assert Snapshot.objects.get().kept == 12
    assert set(PayCell.objects.values_list("p50", flat=True)) == {Decimal(50_000)}


def test_a_dry_run_stores_nothing(table):
    assert run("import_salaries", table(), dry_run=True).endswith("Nothing was stored, as asked.")
    assert not Snapshot.objects.exists()


def test_as_json_anybody_can_count_again(table):
    assert json.loads(run("import_salaries", table(), json=True)) == {
        "rows": 13,
        "kept": 11,
        "refused": {
            "lower end of a range, counted with its higher end": 1,
            "title names no role": 1,
        },
        "roles": {
            "data-analyst": {"n": 11, "titles": {"Senior Data Analyst": 10, "Data Analyst": 1}}
        },
    }


def test_past_adverts_give_pay_and_skills(table):
    make_skill("SQL")
    rows = [f"Data Analyst,Ohio,United States,year,{80_000 + n},,['sql']\n" for n in range(10)]
    abroad = "Data Analyst,Lima,Peru,year,50000,,\"['sql', 'cobol']\"\n"
    said = run("import_adverts", table(ADVERTS + "".join(rows) + abroad))
    assert said == (
        "table.csv: 11 rows in, 11 kept, 0 refused. Kept without their pay: 1 (pay outside of the "
        "United States: 1). Stored: 1 figures of pay."
    )
    snapshot = Snapshot.objects.get()
    assert snapshot.measured == ["sql"]
    assert snapshot.roles.get().skills == {"sql": 11}


def test_official_wages_belong_to_occupations(table, role):
    role.occupation, role.occupation_fit = "15-2051", "near"
    role.save()
    path = table(WAGES + "15-2051,Data Scientists,245900,63650,82630,112590,155810,#\n")
    counted = json.loads(run("import_wages", path, json=True))
    assert counted["roles"] == {"data-analyst": {"n": 1, "titles": {"Data Scientists": 1}}}
    cell = PayCell.objects.get()
    assert (cell.role, cell.occupation, cell.n, cell.p90) == (None, "15-2051", 245_900, None)


@pytest.mark.parametrize(
    ("command", "text", "options", "message"),
    [
        ("import_salaries", TABLE, {"reference": "none"}, "There is no reference 'none'. Add it"),
        ("import_adverts", TABLE, OTHER, "table.csv lacks job_location, job_country, salary_rate"),
        ("import_wages", TABLE, OTHER, "table.csv lacks soc_code"),
        ("import_salaries", TABLE[:-9], {}, "the file is cut off or broken there."),
        ("import_salaries", RANGES + of_range(1, "Baker"), {}, "That makes no figure at all."),
        ("import_salaries", TABLE, {"write": Path("/nowhere")}, "There is no folder '/nowhere'."),
    ],
)
def test_what_is_wrong_is_one_sentence_and_changes_nothing(table, command, text, options, message):
    run("import_salaries", table(name="older.csv"))
    with pytest.raises(CommandError) as refused:
        run(command, table(text), **options)
    assert message in str(refused.value)
    assert refused.value.returncode == 1
    assert Snapshot.objects.get().file_name == "older.csv"


def test_a_reference_holds_one_kind_of_figures(table):
    run("import_salaries", table())
    with pytest.raises(CommandError, match="another kind of figures"):
        run("import_wages", table(WAGES + "15-2051,Data Scientists,100,1000,2000,3000,4000,5000\n"))


@pytest.fixture
def folder(tmp_path, table):
    """Starter content's figures, of the table."""
    (tmp_path / "evidence").mkdir()
    run("import_salaries", table(), write=tmp_path / "evidence")
    return tmp_path


def load(folder):
    loaded = Loaded()
    load_evidence(folder, loaded)
    return loaded


def test_written_figures_are_loaded_as_they_were_counted(folder, table):
    assert not Snapshot.objects.exists()
    assert load(folder) == Loaded(new=1)
    assert run("import_salaries", table()).endswith("stored already; nothing was changed.")
    assert load(folder) == Loaded()
    assert PayCell.objects.count() == 7


def test_what_readers_should_know_of_a_roles_adverts_is_loaded_with_them(folder):
    load(folder)
    notes = folder / "evidence" / "notes.md"
    notes.write_text("## ranges, data-analyst\n\nMost are senior.\n", encoding="utf-8")
    load(folder)
    assert Snapshot.objects.get().roles.get().note == "Most are senior."


def test_figures_that_an_operator_took_in_stay(folder, table):
    run("import_salaries", table(RANGES + "".join(of_range(50_000) for _ in range(12))))
    assert load(folder) == Loaded(left_alone=1)
    assert Snapshot.objects.get().kept == 12


def test_figures_of_roles_that_are_not_there_are_left_out(folder):
    for path in (folder / "evidence").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("data-analyst", "baker"), encoding="utf-8")
    assert load(folder) == Loaded(new=1)
    assert not PayCell.objects.exists()


def test_a_file_says_when_and_how_it_was_made(folder):
    load(folder)
    header = json.loads((folder / "evidence" / "ranges.json").read_text(encoding="utf-8"))
    assert header["command"] == "manage.py import_salaries table.csv --reference ranges"
    assert header["licence"] == "CC0-1.0"
    assert date.fromisoformat(header["made_on"]) == Snapshot.objects.get().made_on


def test_countries_are_those_of_listings():
    assert set(country_names()) == codes.COUNTRIES


def test_an_alias_of_an_ability_does_not_tell_how_often_it_is_asked_for(table):
    make_skill("API design", kind="ability", aliases="graphql")
    make_skill("NoSQL", kind="concept")
    make_skill("Apache Spark", kind="tool", aliases="spark")
    skills = "\"['graphql', 'nosql', 'spark']\""
    rows = [f"Data Analyst,Ohio,United States,year,{80_000 + n},,{skills}\n" for n in range(10)]
    run("import_adverts", table(ADVERTS + "".join(rows)))
    assert sorted(Snapshot.objects.get().measured) == ["apache-spark", "nosql"]
