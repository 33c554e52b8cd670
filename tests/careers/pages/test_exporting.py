import csv
from io import StringIO

import pytest
from django.utils import timezone

from careers.models import Role
from careers.pages import comparing, exporting
from careers.pages.demand import Known
from tests.factories import (
    make_draft_role,
    make_evidence,
    make_group,
    make_past_adverts,
    make_reference,
    make_role,
    make_skill,
)

pytestmark = pytest.mark.django_db

CSV = "/compare/table.csv?role=analyst&role=builder"
JSON = "/compare/table.json?role=analyst&role=builder"


@pytest.fixture
def pair():
    for name, kind in (("SQL", "language"), ("Python", "language"), ("Excel", "tool")):
        make_skill(name, kind=kind)
    make_reference("bls", title="The Handbook")
    return (
        make_role(
            "Analyst",
            skills="SQL: Ask.",
            tools="Sheets (useful): Excel.",
            outlook="Growing by 4 percent [bls].",
        ),
        make_role("Builder", skills="SQL (useful): Ask.\nPython: Write."),
    )


def table_at(client, address):
    """The rows of a CSV address."""
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def lined_up():
    roles = list(Role.objects.with_profile())
    return comparing.compare(roles, Known.of())


def test_the_file_is_named_after_its_roles_and_read_by_spreadsheets(client, pair):
    response = client.get(CSV)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="analyst-vs-builder.csv"' in response["Content-Disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\n") == response.content.count(b"\r\n")


def test_needs_come_first_with_the_claim_of_each_role(client, pair):
    assert table_at(client, CSV)[:4] == [
        ["Part", "Item", "Analyst", "Builder"],
        ["Language", "Python", "", "core"],
        ["Language", "SQL", "core", "useful"],
        ["Tool", "Excel", "useful", ""],
    ]


def test_roles_stand_in_the_order_of_the_address(client, pair):
    make_role("Curator")
    rows = table_at(client, "/compare/table.csv?role=curator&role=builder&role=analyst")
    assert rows[0] == ["Part", "Item", "Curator", "Builder", "Analyst"]


def test_the_lines_of_a_section_stand_side_by_side(client, pair):
    rows = [row for row in table_at(client, CSV) if row[0] == "Required skills"]
    assert rows == [
        ["Required skills", "1", "SQL: Ask.", "SQL (useful): Ask."],
        ["Required skills", "2", "", "Python: Write."],
    ]


def test_citations_stay_readable_and_lead_to_references_at_the_end(client, pair):
    rows = table_at(client, CSV)
    assert ["Outlook", "1", "Growing by 4 percent [1].", "Steady."] in rows
    reference = "[1] The Handbook. Bureau of Labor Statistics, 2025. https://www.bls.gov/ooh/"
    assert rows[-1] == ["References", reference, "", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_made_safe(pair, text):
    lineup = lined_up()
    lineup.roles[0].title = text
    rows = list(csv.reader(StringIO(exporting.as_csv(lineup, []), newline="")))
    assert rows[0][2] == f"'{text}"


def test_quotes_commas_and_line_breaks_come_back_as_they_were(pair):
    lineup = lined_up()
    lineup.roles[0].title = 'One, "two"\r\nthree\nfour'
    rows = list(csv.reader(StringIO(exporting.as_csv(lineup, []), newline="")))
    assert rows[0][2] == 'One, "two"\r\nthree\nfour'


def test_where_adverts_were_counted_each_role_says_how_many_ask_for_a_need(client, pair):
    skill = pair[0].needs.get(skill__name="SQL").skill
    make_evidence(pair[0], listings=43, skills={skill: 27})
    make_evidence(pair[1], listings=19, skills={skill: 19})
    head, python, sql, excel = table_at(client, CSV)[:4]
    assert head[4:] == ["Analyst: adverts", "Builder: adverts"]
    assert sql[4:] == ["asked for in 27 of 43 open listings", "not measured"]
    assert python[4:] == ["not asked for, n = 43 open listings", "not measured"]
    assert excel[2:4] == ["useful", ""]


def test_of_a_group_the_named_skills_are_told(client, pair):
    python = pair[1].needs.get(skill__name="Python").skill
    make_group("A script", python, make_skill("Perl"))
    rows = table_at(client, CSV)
    assert ["Language", "A script", "", "core (Python)"] in rows


def test_figures_that_were_counted_from_samples_are_not_exported(client, pair):
    make_evidence(pair[0], has_samples=True)
    assert len(table_at(client, CSV)[0]) == 4
    assert client.get(JSON).json()["roles"][0]["adverts"] is None


def test_json_says_the_same_with_date_and_n(client, pair):
    skill = pair[0].needs.get(skill__name="SQL").skill
    make_evidence(pair[0], listings=43, skills={skill: 27})
    data = client.get(JSON).json()
    assert data["generated"] == timezone.localdate().isoformat()
    assert data["roles"][0]["adverts"] == {
        "kind": "advertised",
        "of_role": "analyst",
        "n": 43,
        "year": None,
        "counted_on": "2026-11-23",
        "reference": None,
    }
    assert data["roles"][1]["adverts"] is None
    assert data["needs"][1] == {
        "need": "SQL",
        "kind": "language",
        "skills": ["sql"],
        "roles": {
            "analyst": {
                "claim": "core",
                "named": ["sql"],
                "asked_for": {"adverts": 27, "of": 43, "verdict": "asked for"},
            },
            "builder": {"claim": "useful", "named": ["sql"], "asked_for": None},
        },
    }
    assert data["counts"] == {"all": 1, "some": 0, "only": {"analyst": 1, "builder": 1}}
    assert [reference["number"] for reference in data["references"]] == [1]


def test_json_says_what_to_learn(client, pair):
    skill = pair[1].needs.get(skill__name="Python").skill
    make_past_adverts(pair[0], 200, {skill: 20})
    make_past_adverts(pair[1], 200, {skill: 120})
    there, back = client.get(JSON).json()["learn"]
    assert (there["from"], there["to"]) == ("analyst", "builder")
    assert there["measured"] == ["Python"]
    assert (
        back["finding"] == "No tool or language is clearly asked for more often in Analyst adverts."
    )


def test_csv_and_json_hold_the_same_texts(client, pair):
    rows = table_at(client, CSV)
    for section in client.get(JSON).json()["sections"]:
        of_section = [row for row in rows if row[0] == section["heading"]]
        for column, slug in ((2, "analyst"), (3, "builder")):
            assert [row[column] for row in of_section if row[column]] == section["texts"][slug]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "role=analyst",
        "role=analyst&role=analyst",
        "role=analyst&role=wizard",
        "role=analyst&role=secret-role",
        "role=analyst&role=%00",
        "role=analyst&role=builder&role=a&role=b&role=c",
    ],
)
def test_anything_but_two_to_four_published_roles_is_a_404_in_words(client, get, pair, query):
    make_draft_role("Secret Role")
    get(f"/compare/table.csv?{query}", status=404)
    response = client.get(f"/compare/table.json?{query}")
    assert response.status_code == 404
    assert response.json()["error"].endswith((".", "?role=one&role=another."))


def test_exporting_makes_no_query(starter, django_assert_num_queries):
    roles = list(Role.objects.with_profile())[:4]
    known = Known.of()
    with django_assert_num_queries(0):
        lineup = comparing.compare(roles, known)
        assert exporting.as_csv(lineup, [])
        assert exporting.as_data(lineup, [], timezone.localdate())


def test_the_comparison_page_links_to_both_files(client, get, pair):
    text = get("/compare/analyst-vs-builder/").text
    for address in (CSV, JSON):
        assert f'href="{address.replace("&", "&amp;")}"' in text
        assert client.get(address).status_code == 200
