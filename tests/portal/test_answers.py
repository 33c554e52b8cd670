"""Questions that people type into the site search, and the page that answers each first."""

from urllib.parse import unquote

import pytest

from careers.models import OtherTitle
from portal.search import find
from tests.factories import make_comparison, make_draft_role, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db

PAIR = "/compare/data-analyst-vs-data-scientist/"


@pytest.fixture
def site():
    """Three roles, two skills, and a hybrid job in Berlin."""
    analyst, scientist, _ = (
        make_role(title) for title in ("Data Analyst", "Data Scientist", "Data Engineer")
    )
    OtherTitle.objects.create(role=analyst, name="Insight Analyst")
    make_comparison(analyst, scientist)
    make_skill("SQL")
    make_skill("C#")
    make_listing(role=analyst, workplace="hybrid", places=[("Berlin", "", "DE")])
    return analyst


def first(question):
    """The address that stands first for a question; "" where nothing is found."""
    found = find(question)
    if found.answers:
        return unquote(found.answers[0].url)
    return found.groups[0].hits[0].entry.url if found.groups else ""


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("data analyst vs data scientist", PAIR),
        ("difference between a data scientist and a data analyst", PAIR),
        ("is a data scientist better than an insight analyst?", PAIR),
        ("data analyst or data engineer", "/compare/data-analyst-vs-data-engineer/"),
        (
            "data scientist, data analyst, data engineer",
            "/compare/?role=data-analyst&role=data-engineer&role=data-scientist",
        ),
        ("data scientist salary", "/salaries/data-scientist/"),
        ("how much do data scientists earn", "/salaries/data-scientist/"),
        ("data analist salary", "/salaries/data-analyst/"),
        ("junior data analyst pay uk", "/salaries/data-analyst/?country=GB&level=entry"),
        ("salaries", "/salaries/"),
        ("what skills does a data engineer need", "/roles/data-engineer/#skills"),
        ("how to become a data engineer", "/roles/data-engineer/"),
        ("data analyst", "/roles/data-analyst/"),
        ("INSIGHT ANALYST", "/roles/data-analyst/"),
        ("c#", "/skills/c/"),
        ("data analyst jobs in berlin", "/jobs/?role=data-analyst&city=Berlin,DE"),
        ("hybrid data analyst germany", "/jobs/?role=data-analyst&workplace=hybrid&country=DE"),
        ("berlin", "/jobs/?city=Berlin,DE"),
        ("jobs in germany", "/jobs/?country=DE"),
        ("qwertz uiopü", ""),
    ],
)
def test_a_question_is_answered_by_its_page(site, question, address):
    assert first(question) == address


def test_remote_work_from_a_country_is_for_who_lives_there(site):
    listing = make_listing(role=site, workplace="remote")
    listing.places.create(kind="residence", country="FR")
    assert first("remote data analyst france") == (
        "/jobs/?role=data-analyst&workplace=remote&home=FR"
    )


def test_jobs_that_nobody_offers_are_no_answer(site):
    assert not find("data engineer jobs in berlin").answers[0].url.startswith("/jobs/")


def test_an_answer_says_how_many_jobs_it_leads_to(site):
    make_listing(role=site, places=[("Bonn", "", "DE")])
    assert find("data analyst germany").answers[0].title == "2 open jobs: Data Analyst, Germany"


def test_a_slip_is_corrected_and_said(site, get):
    text = get("/search/?q=data+sceintist+salary").text
    assert "Showing results for “scientist” instead of “sceintist”" in text


def test_what_is_not_understood_gets_no_answer(site):
    assert not find("data analyst salary on mars").answers


def test_drafts_answer_nothing(site):
    make_draft_role("Secret Role")
    assert first("secret role salary") == ""


def test_a_role_and_a_skill_of_one_name_are_both_found(site):
    make_role("SQL")
    found = find("sql")
    assert [hit.entry.url for group in found.groups for hit in group.hits] == [
        "/roles/sql/",
        "/skills/sql/",
    ]


def test_a_role_is_found_by_the_initials_of_its_field_where_no_other_has_them(site):
    make_role("Computer Vision Engineer")
    assert first("cv engineer salary") == "/salaries/computer-vision-engineer/"
    make_role("Cloud Verification Engineer")
    assert first("cv engineer salary") != "/salaries/computer-vision-engineer/"
