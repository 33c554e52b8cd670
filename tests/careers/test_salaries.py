"""The pages of salaries, and the files to take along."""

import csv
import json
from decimal import Decimal
from io import StringIO

import html5lib
import pytest

from careers.models import Role, SnapshotRole
from tests.factories import make_draft_role, make_pay_cell, make_role, make_snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    role = make_role("Analyst")
    Role.objects.filter(pk=role.pk).update(occupation="15-2051", occupation_fit="same")
    return role


@pytest.fixture
def ranges():
    return make_snapshot("ranges")


@pytest.fixture
def official():
    return make_snapshot("official", occupations={"15-2051": "Data Scientists"})


def rows_of(response, where=".//tbody/tr"):
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    return [" ".join(" ".join(row.itertext()).split()) for row in tree.findall(where)]


def plot_of(response, section):
    """The rows of the first plot in a section."""
    return rows_of(response, f".//section[@id='{section}']//li")


def make_wage(official, **fields):
    return make_pay_cell(None, official, occupation="15-2051", year=None, **fields)


def test_all_roles_stand_on_one_plot_the_highest_median_first(analyst, ranges, get):
    make_pay_cell(analyst, ranges, p50=120_000)
    make_pay_cell(make_role("Builder"), ranges, p50=140_000)
    make_role("Curator")
    response = get("/salaries/")
    assert plot_of(response, "pay")[-2:] == [
        "Builder 2025, n = 40 adverts Reference 1 Median USD 140K",
        "Analyst 2025, n = 40 adverts Reference 1 Median USD 120K",
    ]
    assert rows_of(response) == [
        "Builder Pay ranges Reference 1 2025 40 80K 100K 140K 150K 190K USD a year",
        "Analyst Pay ranges Reference 1 2025 40 80K 100K 120K 150K 190K USD a year",
    ]
    assert 'Without a figure of this kind: <a href="/roles/curator/">' in response.text


def test_the_kind_of_most_roles_is_shown_and_others_by_a_link(analyst, ranges, official, get):
    make_wage(official, p50=101_000)
    for role in (analyst, make_role("Builder")):
        make_pay_cell(role, ranges)
    text = get("/salaries/").text
    assert 'href="?kind=ranges#pay" aria-current="true"' in text
    assert 'href="?kind=official#pay"' in text
    assert "101K" not in text
    only = rows_of(get("/salaries/?kind=official"))
    assert only == [
        "Analyst Official wages, Data Scientists Reference 1 2025 40 80K 100K 101K 150K 190K "
        "USD a year"
    ]


def test_an_occupation_that_is_only_near_is_named_beside_each_role(analyst, official, get):
    Role.objects.update(occupation_fit="near")
    make_wage(official)
    assert plot_of(get("/salaries/"), "pay")[-1] == (
        "Analyst 2025, n = 40 employed Reference 1 , Data Scientists (near) Median USD 120K"
    )


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("role", ["Analyst", "Builder", "Curator"]),
        ("n", ["Curator", "Analyst", "Builder"]),
        ("p90", ["Builder", "Curator", "Analyst"]),
        ("median", ["Builder", "Analyst", "Curator"]),
    ],
)
def test_the_table_is_sorted_by_links(analyst, ranges, get, sort, order):
    for role, n, p50, p90 in (
        (analyst, 50, 120_000, 200_000),
        (make_role("Builder"), 40, 130_000, 220_000),
        (make_role("Curator"), 60, 110_000, 210_000),
    ):
        make_pay_cell(role, ranges, n=n, p50=p50, p90=p90)
    assert f'href="?sort={sort}#table"' in get("/salaries/").text
    response = get(f"/salaries/?sort={sort}")
    assert [row.split()[0] for row in rows_of(response)] == order
    assert response.text.count("aria-sort=") == 1


@pytest.mark.parametrize("name", ["kind", "sort", "currency", "country", "level"])
@pytest.mark.parametrize("value", ["wizard", "%00", "%F0%9F", "' OR 1=1"])
def test_an_odd_value_is_said_and_widens_nothing(analyst, ranges, get, name, value):
    make_pay_cell(analyst, ranges)
    response = get(f"/salaries/?{name}={value}")
    assert 'role="alert"' in response.text
    assert bool(rows_of(response)) == (name == "sort")
    page = get(f"/salaries/analyst/?{name}={value}")
    assert ("No figure fits" in page.text) == (name in ("currency", "country", "level"))


def test_a_site_without_figures_says_so(analyst, get):
    assert "No pay figures yet" in get("/salaries/").text
    assert "Analyst: pay" in get("/salaries/analyst/").text


def test_an_unknown_or_unpublished_role_has_no_salaries(analyst, get, client):
    make_draft_role("Secret Role")
    for slug in ("analist", "secret-role"):
        get(f"/salaries/{slug}/", status=404)
        assert client.get(f"/salaries/{slug}/data.csv").status_code == 404
        answer = client.get(f"/salaries/{slug}/data.json")
        assert answer.status_code == 404
        assert "no published role" in answer.json()["error"]


def test_levels_years_and_countries_have_plots_with_the_same_table(analyst, ranges, get):
    make_pay_cell(analyst, ranges, year=2024, n=300)
    make_pay_cell(analyst, ranges, year=2025, n=100, p50=125_000)
    make_pay_cell(analyst, ranges, level="senior", p50=140_000)
    make_pay_cell(analyst, ranges, level="entry", p50=90_000, p10=70_000)
    make_pay_cell(analyst, ranges, country="DE", currency="EUR", p50=60_000, p10=50_000)
    response = get("/salaries/analyst/")
    assert plot_of(response, "by-level") == [
        "All levels 2025, n = 100 adverts Reference 1 Median USD 125K",
        "Entry 2025, n = 40 adverts Reference 1 Median USD 90K",
        "Senior 2025, n = 40 adverts Reference 1 Median USD 140K",
    ]
    assert plot_of(response, "by-year") == [
        "2025 n = 100 adverts Reference 1 Median USD 125K",
        "2024 n = 300 adverts Reference 1 Median USD 120K",
    ]
    assert plot_of(response, "by-country") == [
        "United States 2025, n = 100 adverts Reference 1 · pay ranges middle half 100K to 150K"
        " Median USD 125K",
        "Germany 2025, n = 40 adverts Reference 1 · pay ranges middle half 100K to 150K"
        " Median EUR 60K",
    ], "one country of each currency: there is nothing to draw them beside"
    assert rows_of(response, ".//section[@id='by-level']//tbody/tr") == [
        "All levels Pay ranges Reference 1 2025 100 80K 100K 125K 150K 190K USD a year",
        "Entry Pay ranges Reference 1 2025 40 70K 100K 90K 150K 190K USD a year",
        "Senior Pay ranges Reference 1 2025 40 80K 100K 140K 150K 190K USD a year",
    ]


def test_hourly_pay_stands_apart_from_yearly(analyst, get):
    past = make_snapshot("past")
    make_pay_cell(analyst, past)
    hourly = {"p10": 30, "p25": 35, "p50": Decimal("45.5"), "p75": 50, "p90": 60}
    make_pay_cell(analyst, past, period="hour", **hourly)
    response = get("/salaries/analyst/")
    assert plot_of(response, "by-period") == [
        "USD an hour 2025, n = 40 adverts Reference 1 Median USD 45.50"
    ]
    assert "45.50" not in " ".join(plot_of(response, "pay"))


def test_states_are_all_shown_and_areas_of_the_one_that_is_chosen(analyst, official, get):
    make_wage(official)
    for area, n in (
        ("Kansas", 50),
        ("Missouri", 70),
        ("Kansas City, MO-KS", 60),
        ("Wichita, KS", 30),
        ("Central Missouri nonmetropolitan area", 20),
        ("Bavaria", 20),
    ):
        make_wage(official, area=area, n=n)
    response = get("/salaries/analyst/?state=KS")
    shown = " ".join(plot_of(response, "areas"))
    assert "Kansas City, MO-KS" in shown
    assert "Wichita, KS" in shown
    assert "Central Missouri" not in shown
    states = response.text.partition("2 states, by median")[2]
    assert '<th scope="row">Kansas</th>' in states
    assert '<th scope="row">Missouri</th>' in states
    assert 'href="?state=KS#areas" aria-current="true"' in response.text
    assert "Central Missouri" in get("/salaries/analyst/?state=MO").text
    assert "Bavaria" in " ".join(plot_of(get("/salaries/analyst/?state=other"), "areas"))
    assert "No figure fits state “XX”" in get("/salaries/analyst/?state=XX").text


def test_hundreds_of_areas_do_not_make_a_long_page(analyst, official, get):
    make_wage(official)
    for number in range(400):
        make_wage(official, area=f"A metropolitan area with a long name {number:03}, CA-NV")
    assert len(get("/salaries/analyst/").content) < 50_000
    assert len(get("/salaries/analyst/").text.split("pay-row")) - 1 == 1 + 20


def test_the_commonest_counted_titles_are_named(analyst, ranges, get):
    make_pay_cell(analyst, ranges)
    titles = {"Analyst": 50, "Senior Analyst": 20, "A": 6, "B": 5, "C": 4, "Rare Title": 1}
    SnapshotRole.objects.create(snapshot=ranges, role=analyst, n=86, titles=titles)
    text = get("/salaries/analyst/").text
    assert "By their titles, 86 adverts are for this role" in text
    assert "Analyst (50), Senior Analyst (20), A (6), B (5), C (4)." in text
    assert "Rare Title" not in text


def test_the_data_are_plain_numbers_and_say_null_where_nothing_is_split(
    analyst, ranges, official, client
):
    make_pay_cell(analyst, n=31, year=None, country="", p50=Decimal("120000.5"))
    make_pay_cell(analyst, ranges, level="senior", year=2024)
    make_wage(official, area="Wichita, KS", p90=None)
    response = client.get("/salaries/analyst/data.json")
    pay = {"currency": "USD", "period": "year", "p10": 80000, "p25": 100000, "p75": 150000}
    pay |= {"p50": 120000, "p90": 190000, "n": 40}
    assert response.json() == {
        "cells": [
            {"kind": "advertised", "reference": None, "level": None, "country": None}
            | {"area": None, "year": None}
            | pay
            | {"n": 31, "p50": 120000.5},
            {"kind": "ranges", "reference": ranges.reference.key, "level": "senior"}
            | {"country": "US", "area": None, "year": 2024}
            | pay,
            {"kind": "official", "reference": official.reference.key, "level": None}
            | {"country": "US", "area": "Wichita, KS", "year": None}
            | pay
            | {"p90": None},
        ]
    }
    assert '"p10": 80000,' in response.text
    assert list(json.loads(response.text)["cells"][0]) == [
        *("kind", "reference", "level", "country", "area", "year", "currency", "period", "n"),
        *("p10", "p25", "p50", "p75", "p90"),
    ]


def test_the_table_file_has_a_row_a_cell(analyst, official, client):
    make_wage(official, area="=HYPERLINK(1)", p90=None)
    response = client.get("/salaries/analyst/data.csv")
    assert response["Content-Disposition"] == 'attachment; filename="analyst-pay.csv"'
    (row,) = csv.DictReader(StringIO(response.content.decode("utf-8-sig")))
    assert row["area"] == "'=HYPERLINK(1)"
    assert (row["kind"], row["level"], row["n"], row["p50"], row["p90"]) == (
        *("official", "", "40", "120000", ""),
    )


def test_the_pages_are_kept_by_the_parameters_that_they_read():
    from careers import views

    assert views.salary_list.kept.parameters == ("kind", "currency", "country", "level", "sort")
    assert views.salary_detail.kept.parameters == ("currency", "country", "level", "state")
    assert views.role_detail.kept.parameters == ("currency", "country", "level")
