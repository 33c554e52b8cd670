from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db


def titles(response):
    return [listing.title for listing in response.context["page"]]


def test_the_board_hides_what_is_closed(get):
    make_listing("Open")
    make_listing("Gone", closed_at=timezone.now())
    assert titles(get("/jobs/")) == ["Open"]


@pytest.mark.parametrize(
    "query",
    [
        "q=kyoto acme",
        "role=analyst",
        "skill=sql",
        "skill=sql&skill=python",
        "level=senior",
        "type=contract",
        "workplace=remote",
        "country=JP",
        "pay=90000",
        "posted=7",
        "role=analyst&level=senior&level=entry&country=JP",
    ],
)
def test_each_filter_keeps_what_fits_and_drops_what_does_not(get, query):
    make_listing(
        "Fits",
        employer=make_employer("Acme"),
        body_text="In Kyoto.",
        role=make_role("Analyst"),
        skills=[make_skill("SQL"), make_skill("Python")],
        level="senior",
        employment_type="contract",
        workplace="remote",
        places=[("Kyoto", "", "JP")],
        pay_usd_min=80000,
        pay_usd_max=90000,
    )
    make_listing("Does not", posted_at=timezone.now() - timedelta(days=20))
    assert titles(get(f"/jobs/?{query}")) == ["Fits"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", ["New", "Rich", "Ending"]),
        ("pay", ["Rich", "New", "Ending"]),
        ("closing", ["Ending", "New", "Rich"]),
        ("", ["New", "Rich", "Ending"]),
    ],
)
def test_the_board_is_sorted_as_asked(get, sort, order):
    now = timezone.now()
    make_listing("New", posted_at=now)
    make_listing("Rich", posted_at=now - timedelta(days=1), pay_usd_max=300000)
    soon = now + timedelta(days=2)
    make_listing("Ending", posted_at=now - timedelta(days=2), closes_at=soon)
    assert titles(get(f"/jobs/?sort={sort}")) == order


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("role=wizard", "role"),
        ("skill=alchemy", "skill"),
        ("level=supreme", "level"),
        ("type=9", "type"),
        ("workplace=moon", "workplace"),
        ("country=XX", "country"),
        ("pay=lots", "pay"),
        ("pay=1e999", "pay"),
        ("posted=5", "posted"),
        ("sort=odd", "sort"),
        ("q=" + "x" * 2000, "q"),
    ],
)
def test_a_bad_value_is_named_at_its_field_and_the_rest_applies(get, query, name):
    make_listing("Fits", workplace="remote")
    make_listing("Does not", workplace="onsite")
    other = "level=" if name == "workplace" else "workplace=remote"
    response = get(f"/jobs/?{query}&{other}")
    assert f'id="id_{name}_error"' in response.text
    assert "Fits" in titles(response)
    assert ("Does not" in titles(response)) == (name == "workplace")


@pytest.mark.parametrize("keyword", ["%00", "%0B%7F", "<b>%22'", "c%2B%2B AND (", "%FF", "\u202e"])
def test_any_keyword_has_its_page(get, keyword):
    get(f"/jobs/?q={keyword}")


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", ""])
def test_a_page_that_does_not_exist_is_the_nearest_one(get, page):
    make_listing("Only")
    assert titles(get(f"/jobs/?page={page}")) == ["Only"]


def test_filters_stay_on_page_two(get):
    for n in range(25):
        make_listing(f"Job {n}", workplace="remote")
    make_listing("Elsewhere", workplace="onsite")
    response = get("/jobs/?workplace=remote")
    assert "1–20 of 25" in response.text
    assert '?workplace=remote&amp;page=2"' in response.text
    assert len(titles(get("/jobs/?workplace=remote&page=2"))) == 5


def test_each_applied_value_is_a_chip_that_removes_it(get):
    make_role("Analyst")
    make_role("Builder")
    response = get("/jobs/?role=analyst&role=builder&pay=90000&page=3")
    chips = {chip.value: chip.without for chip in response.context["chips"]}
    assert chips["Analyst"] == "?role=builder&pay=90000"
    assert chips["90000"] == "?role=analyst&role=builder"


def test_an_empty_board_says_so(get):
    assert "There are no open listings" in get("/jobs/").text


def test_filters_that_leave_nothing_say_how_to_go_on(get):
    make_listing(level="mid")
    assert "Remove one of them" in get("/jobs/?level=senior").text


def test_the_board_costs_the_same_queries_for_one_card_and_for_twenty(get, count_queries):
    counts = []
    for many in (1, 20):
        for n in range(many):
            skill = make_skill(f"Skill {many} {n}")
            make_listing(
                role=make_role(f"Role {many} {n}"), skills=[skill], places=[("Kyoto", "", "JP")]
            )
        counts.append(count_queries(lambda: get("/jobs/?sort=pay")))
    assert counts[0] == counts[1] <= 15
