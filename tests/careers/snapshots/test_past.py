"""Past adverts: which count, whose pay, and which skills. Figures are reckoned by hand."""

from decimal import Decimal

import pytest

from careers.snapshots import aggregates, past

ROLES = {"Data Analyst": "data-analyst"}
SKILLS = {"sql": "sql", "spark": "apache-spark", "go": "go", "golang": "go", "dbt": "dbt"}
# No repost of another: each has a place in a list of its own.
COUNTRIES = ["Chad", "Chile", "Cuba", "Fiji", "Iran", "Iraq", "Mali", "Oman", "Peru", "Togo"]


def advert(pay=90_000, skills="['sql']", title="Data Analyst", rate="year", **said):
    place = said.get("place", "Austin, TX"), said.get("country", "United States")
    amounts = (str(pay), "") if rate == "year" else ("", str(pay))
    return (title, *place, rate, *amounts, skills)


def count(*rows):
    return past.count(rows, ROLES.get, SKILLS)


def test_pay_of_a_year_and_of_an_hour_are_apart():
    yearly = [advert(100_000 + 1_000 * n) for n in range(10)]
    hourly = [advert(f"{30 + n}.25", rate="hour") for n in range(11)]
    counted = count(*yearly, *hourly)
    assert counted.kept == 21
    assert [(c.period, c.country, c.currency, c.n, c.p10, c.p50) for c in counted.cells] == [
        ("hour", "US", "USD", 11, Decimal("31.25"), Decimal("35.25")),
        ("year", "US", "USD", 10, Decimal("100900"), Decimal("104500")),
    ]


@pytest.mark.parametrize(
    ("place", "country", "is_us"),
    [
        ("Austin, TX", "United States", True),
        ("Anywhere", "United States", True),
        ("Denver, CO", "Sudan", True),
        ("Anywhere", "Sudan", True),
        ("Khartoum, Sudan", "Sudan", False),
        ("Berlin, Germany", "Germany", False),
    ],
)
def test_only_pay_in_the_united_states_counts(place, country, is_us):
    counted = count(advert(place=place, country=country))
    assert counted.kept == 1
    assert counted.pay_refused == ({} if is_us else {past.NOT_US: 1})


def test_pay_that_recurs_in_ten_countries_is_no_stated_pay():
    abroad = [advert(90_000, f"['sql', '{n}']", country=n) for n in COUNTRIES[:9]]
    assert count(*abroad, advert(90_000)).pay_refused == {past.NOT_US: 9, past.RECURRING: 1}
    assert count(*abroad[:8], advert(90_000)).pay_refused == {past.NOT_US: 8}
    assert count(*abroad, advert(90_001)).pay_refused == {past.NOT_US: 9}
    sudan = [advert(90_000, "['sql', 'us']", country="Sudan"), advert(90_000)]
    assert count(*abroad[:8], *sudan).pay_refused == {past.NOT_US: 8}


def test_the_first_of_several_posts_counts():
    counted = count(advert(), advert(place="Reno, NV"), advert(91_000), advert(skills="['go']"))
    assert (counted.rows, counted.kept) == (4, 3)
    assert counted.refused == {past.REPOST: 1}


def test_shares_are_of_adverts_in_which_a_skill_was_read():
    listed = ["['sql', 'spark']", "['SQL', 'sql']", "['cobol']", ""]
    counted = count(*(advert(80_000 + n, skills) for n, skills in enumerate(listed)))
    role = counted.roles["data-analyst"]
    assert (role.n, role.n_with_skills) == (4, 3)
    assert role.skills == {"sql": 2, "apache-spark": 1}


def test_an_everyday_word_is_no_skill_and_what_is_never_read_is_not_measured():
    counted = count(advert(80_000, "['go', 'sql']"), advert(81_000, "['golang']"))
    assert counted.roles["data-analyst"].skills == {"sql": 1, "go": 1}
    assert counted.measured == ["go", "sql"]
    assert count(advert(skills="['go', 'sql']")).measured == ["sql"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (advert(title="Baker"), aggregates.NO_ROLE),
        (advert(title=""), aggregates.NO_TITLE),
        (advert(skills="sql"), past.BAD_SKILLS),
        (advert(skills="", country="Chad"), past.NOT_US),
        (advert(-1, skills=""), aggregates.BAD_PAY),
        (advert(900, skills=""), aggregates.BAD_PAY),
        (advert(6_000, skills="", rate="hour"), aggregates.BAD_PAY),
        (advert(90_000, skills="", rate="month"), aggregates.BAD_PAY),
        (advert("", skills="", rate=""), past.NO_PAY),
    ],
)
def test_an_advert_that_gives_nothing_is_refused_by_its_reason(row, reason):
    counted = count(row)
    assert (counted.rows, counted.kept) == (1, 0)
    assert counted.refused == {reason: 1}
