"""Open data: what it says, that it is whole, and that another site shows the same after loading."""

import csv
import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from careers.models import (
    Evidence,
    EvidenceWeek,
    PayCell,
    Role,
    Skill,
    SkillGroup,
    Snapshot,
    SnapshotRole,
)
from careers.open_data import files
from careers.open_data.tables import TABLES
from tests.factories import (
    make_draft_role,
    make_evidence,
    make_listing,
    make_pay_cell,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """A role with figures of every kind, and one in work that has some, too."""
    cloud = SkillGroup.objects.create(slug="cloud", name="A cloud")
    sql, aws = make_skill("SQL"), make_skill("AWS", kind="tool", aliases="Amazon", group=cloud)
    role = make_role("Analyst", skills="SQL: Ask.")
    role.other_titles.create(name="=Figures")
    make_evidence(role, skills={sql: 27, aws: 9})
    week = {"week": "2026-11-16", "listings": 41, "skills": {"sql": 20, "group:cloud": 9}}
    pay = {"currency": "USD", "n": 11, "p25": 90_000, "p50": 100_000, "p75": 110_000}
    EvidenceWeek.objects.create(role=role, pay=[pay], **week)
    make_pay_cell(role, level="senior", p50="120000.1234")
    past = make_snapshot("past", make_reference("adverts-2023"), measured=["sql"])
    counted = {"n": 50, "n_with_skills": 40, "titles": {"Analyst": 50}, "skills": {"sql": 30}}
    SnapshotRole.objects.create(snapshot=past, role=role, **counted)
    make_pay_cell(role, past, n=40)
    wages = make_snapshot("official", make_reference("wages-2025"), occupations={"15-2051": "Data"})
    make_pay_cell(None, wages, occupation="15-2051", area="Ohio", p90=None)
    hidden = make_draft_role("Secret")
    make_evidence(hidden, skills={sql: 3})
    make_pay_cell(hidden)
    return role


def table(client, name):
    return client.get(f"/data/{name}.json").json()["data"]


def test_every_table_says_what_its_columns_hold(site, client):
    for name, described in TABLES.items():
        data = client.get(f"/data/{name}.json").json()
        columns = [column.name for column in described.columns]
        assert [field["name"] for field in data["schema"]["fields"]] == columns
        assert data["data"], name
        assert [*data["data"][0]] == columns
        text = client.get(f"/data/{name}.csv").text
        rows = [*csv.DictReader(StringIO(text))]
        assert len(rows) == len(data["data"])
        assert [*rows[0]] == columns


def test_the_description_has_the_checksum_and_the_schema_of_every_file(site, client):
    package = client.get("/data/datapackage.json").json()
    assert len(package["resources"]) == 2 * len(TABLES)
    for resource in package["resources"]:
        body = client.get(f"/data/{resource['path']}").content
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
        assert resource["bytes"] == len(body)
        assert resource["schema"]["fields"]
        assert resource["licence"]


def test_roles_in_work_are_nobodys_data_and_adverts_are_not_in_it(site, client):
    make_listing("A very special advert", role=site, body_text="Come to us.")
    bodies = [client.get(f"/data/{name}.json").text for name in TABLES]
    assert not [body for body in bodies if "secret" in body.lower() or "special" in body]


def test_no_cell_of_a_spreadsheet_is_a_formula(site, client):
    assert "'=Figures" in client.get("/data/other-names.csv").text
    assert table(client, "other-names")[0]["name"] == "=Figures"


def test_a_table_that_is_none_is_not_found(site, client, get):
    get("/data/listings-of-everything.csv", 404)
    get("/data/listings-of-everything.json", 404)


def test_the_page_lists_the_tables_in_few_queries(site, get, count_queries):
    text = get("/data/").text
    assert "/data/pay.csv" in text
    assert "Apache" not in text
    assert count_queries(lambda: get("/data/")) <= 4


def test_a_fresh_site_that_loads_it_shows_the_same_figures(site, client, tmp_path, capsys):
    call_command("dump_data", tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert before["pay.json"] == client.get("/data/pay.json").content
    for model in (Evidence, EvidenceWeek, PayCell, Snapshot):
        model.objects.all().delete()
    Skill.objects.filter(slug="aws").delete()
    SkillGroup.objects.all().delete()
    call_command("load_data", tmp_path)
    assert "Loaded 6 figures; roles that have some: 1." in capsys.readouterr().out
    again = tmp_path / "again"
    files.write(again)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == before


def test_figures_of_roles_that_the_site_lacks_are_left_out_and_named(site, tmp_path, capsys):
    files.write(tmp_path)
    Role.objects.filter(pk=site.pk).update(published_at=None)
    call_command("load_data", tmp_path)
    assert "no published role analyst: left out" in capsys.readouterr().out
    assert not Evidence.objects.exists()
    assert PayCell.objects.get().occupation == "15-2051"


def test_what_is_not_whole_changes_nothing(site, tmp_path):
    with pytest.raises(CommandError, match="has no open data"):
        call_command("load_data", tmp_path)
    files.write(tmp_path)
    pay = tmp_path / "pay.json"
    pay.write_bytes(pay.read_bytes().replace(b'"n": 40', b'"n": 41'))
    with pytest.raises(CommandError, match="SHA-256 is another"):
        call_command("load_data", tmp_path)
    package = tmp_path / files.PACKAGE
    described = json.loads(package.read_text())
    pay.write_text('{"data": [{"reference": "", "role": "analyst", "kind": "advertised"}]}')
    for resource in described["resources"]:
        body = (tmp_path / resource["path"]).read_bytes()
        resource["hash"] = f"sha256:{hashlib.sha256(body).hexdigest()}"
    package.write_text(json.dumps(described))
    with pytest.raises(CommandError, match="do not fit together"):
        call_command("load_data", tmp_path)
    assert Evidence.objects.count() == 2
    assert PayCell.objects.count() == 4
