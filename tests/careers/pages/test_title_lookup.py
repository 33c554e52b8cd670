"""What a job title means: which role, which words decided, or that it is none of ours."""

import re

import html5lib
import pytest

from careers.models import OtherTitle
from tests.factories import make_listing, make_role


def text_of(response):
    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    words = " ".join(tree.find(".//main").itertext()).split()
    return re.sub(r" (?=[.,:])", "", " ".join(words))


@pytest.fixture
def engineer(db):
    role = make_role("Machine Learning Engineer", summary="Puts models to work.")
    for name in ("ML Engineer", "AI Engineer"):
        OtherTitle.objects.create(role=role, name=name)
    make_role("Data Scientist")
    return role


@pytest.mark.parametrize(
    ("title", "decided"),
    [
        ("ML Engineer", "ML Engineer"),
        ("Senior ML Engineer II (m/f/d), Ads", "ML Engineer"),
        ("Engineer, Machine Learning", "Engineer, Machine Learning"),
        ("ai engineer", "ai engineer"),
    ],
)
def test_a_title_leads_to_its_role_and_names_the_words_that_decided(get, engineer, title, decided):
    page = get("/titles/", data={"q": title})
    said = text_of(page)
    assert "Here this is: Machine Learning Engineer" in said
    assert f"What decided The words “{decided}”" in said
    assert "Also advertised under ML Engineer AI Engineer" in said
    assert '<a href="/roles/machine-learning-engineer/">' in page.text


def test_ranks_are_named_as_what_did_not_count(get, engineer):
    said = text_of(get("/titles/?q=Senior+ML+Engineer+II"))
    assert "What did not count “Senior”, “II” a rank, not a role" in said


def test_a_name_that_the_words_beside_it_refuse_is_said_and_refused(get, engineer):
    said = text_of(get("/titles/?q=Recruiter,+Data+Scientists"))
    assert "This is none of our roles" in said
    assert "“Data Scientists” stands in it, which is a name of Data Scientist." in said


def test_another_trade_is_none_of_ours(get, engineer):
    said = text_of(get("/titles/?q=Pastry+Chef"))
    assert "This is none of our roles" in said
    assert "nearly the same" not in said


def test_a_slip_leads_to_what_was_meant_and_is_never_taken_for_it(get, engineer):
    said = text_of(get("/titles/?q=Date+Scientist"))
    assert "This is none of our roles" in said
    assert "Spelled nearly the same: Data Scientist." in said


def test_open_jobs_of_the_role_are_a_link_to_the_board(get, engineer):
    make_listing("ML Engineer", role=engineer)
    page = get("/titles/?q=ml+engineer")
    address = "/jobs/?role=machine-learning-engineer"
    assert f'<a href="{address}">1 open job for Machine Learning Engineer</a>' in page.text


def test_without_a_title_every_name_is_listed(get, engineer):
    said = text_of(get("/titles/"))
    assert "Machine Learning Engineer ML Engineer · AI Engineer" in said
    assert "Data Scientist No other title" in said


def test_a_long_title_is_read_whole(get, engineer):
    title = "Senior ML Engineer (m/f/d) - Ads, Ranking and Search, Berlin or remote"
    page = get("/titles/", data={"q": title})
    assert "words of “q” count" not in page.text
    assert "Here this is: Machine Learning Engineer" in text_of(page)


def test_a_page_that_is_not_found_names_first_the_role_with_that_other_title(get, engineer):
    make_role("ML Engineering Manager")
    page = get("/roles/ml-engineer/", 404)
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    first = tree.find(".//main//li/a")
    assert (first.text, first.get("href")) == (
        "Machine Learning Engineer",
        "/roles/machine-learning-engineer/",
    )
    assert '<a href="/titles/?q=ml%20engineer">' in page.text


@pytest.mark.parametrize("title", ["%ED%A0%80", "'%22%3Cb%3E", "x" * 4000, "%2B", "()()"])
def test_an_odd_title_has_an_answer(get, engineer, title):
    assert "none of our roles" in get(f"/titles/?q={title}").text


def test_a_title_of_nothing_is_no_title(get, engineer):
    assert "What each role is also called" in get("/titles/?q=%00+").text


def test_a_title_takes_few_queries(count_queries, client, engineer):
    make_listing("ML Engineer", role=engineer)
    assert count_queries(lambda: client.get("/titles/?q=ml+engineer")) <= 8
    assert count_queries(lambda: client.get("/titles/")) <= 4
