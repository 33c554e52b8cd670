from datetime import timedelta

import pytest
from django.utils import timezone

from careers.models import OtherTitle
from portal.search import Entry, rank
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_employer,
    make_listing,
    make_role,
    make_skill,
)

pytestmark = pytest.mark.django_db

NEARLY = "similar spelling"


def titles(query, *names):
    """The titles that a query finds among entries of those names, best first."""
    entries = [Entry(f"/{name}/", (name,), "") for name in names]
    return [hit.name for hit in rank(entries, query)]


def test_without_a_query_there_is_a_box_and_a_sentence(get):
    for address in ("/search/", "/search/?q=", "/search/?q=%20%20"):
        text = get(address).text
        assert 'type="search"' in text
        assert "Small typing mistakes are fine" in text


def test_the_very_name_comes_before_names_that_begin_so_and_names_that_hold_the_words():
    found = titles("data engineer", "Senior Data Engineer", "Data Engineering", "Data Engineer")
    assert found == ["Data Engineer", "Data Engineering", "Senior Data Engineer"]


def test_of_equally_near_names_the_shortest_comes_first():
    found = titles("engineer", "Machine Learning Engineer", "Data Engineer")
    assert found == ["Data Engineer", "Machine Learning Engineer"]


def test_beginnings_of_words_are_enough():
    assert titles("bi dev", "BI Developer", "BI Analyst") == ["BI Developer"]
    assert titles("lear eng", "Machine Learning Engineer") == ["Machine Learning Engineer"]


def test_spaces_accents_and_small_letters_do_not_matter():
    assert titles("DATASCIENTIST", "Data Scientist") == ["Data Scientist"]
    assert titles("scikit learn", "scikit-learn") == ["scikit-learn"]
    assert titles("resume", "Résumé") == ["Résumé"]


def test_a_near_spelling_is_found_only_where_nothing_is_nearer():
    assert titles("pyhton", "Python", "SQL") == ["Python"]
    assert titles("scala", "Scala", "Scale") == ["Scala"]


def test_signs_that_are_part_of_a_name_count():
    assert titles("c++", "C++", "C#", "C") == ["C++"]


@pytest.mark.parametrize("query", ["machne lerning enginer", "machine learning enginer"])
def test_slips_are_forgiven_and_said(get, query):
    role = make_role("Machine Learning Engineer")
    text = get("/search/", data={"q": query}).text
    assert role.get_absolute_url() in text
    assert NEARLY in text


def test_a_role_is_found_by_its_other_titles(get):
    role = make_role("Business Intelligence Specialist")
    OtherTitle.objects.create(role=role, name="BI Developer")
    text = get("/search/?q=BI+dev").text
    assert role.get_absolute_url() in text
    assert "Also called BI Developer" in text
    assert NEARLY not in text


def test_a_skill_is_found_by_its_aliases_and_by_slips(get):
    make_skill("Python", aliases="CPython")
    assert "/skills/python/" in get("/search/?q=cpython").text
    assert "/skills/python/" in get("/search/?q=pyhton").text


@pytest.mark.parametrize(
    "query",
    [
        "data scientist vs data analyst",
        "Data Analyst versus Data Scientist",
        "data analyst data scientist",
        "data scientst or data anlyst",
    ],
)
def test_a_comparison_is_found_by_its_two_roles_in_either_order(get, query):
    comparison = make_comparison(make_role("Data Analyst"), make_role("Data Scientist"))
    text = get("/search/", data={"q": query}).text
    assert text.index(comparison.get_absolute_url()) < text.index("/roles/data-analyst/")


def test_the_kind_with_the_nearest_name_comes_first(get):
    make_role("Python Developer")
    make_skill("Python")
    text = get("/search/?q=python").text
    assert text.index("/skills/python/") < text.index("/roles/python-developer/")


def test_open_jobs_are_found_by_title_and_employer_and_lead_to_the_board(get):
    listing = make_listing("Keeper of Lists", employer=make_employer("Acme & Sons"))
    closed = make_listing("Keeper of Secrets", closed_at=listing.posted_at)
    text = get("/search/", data={"q": "keeper acme &"}).text
    assert listing.get_absolute_url() in text
    assert "/jobs/?q=keeper%20acme%20%26" in text
    assert closed.get_absolute_url() not in get("/search/?q=keeper").text


def test_a_job_is_found_only_if_each_word_is_in_its_title_or_its_employers_name(get):
    make_listing("Keeper of Lists", employer=make_employer("Acme"), body_text="Write C++ by hand.")
    assert "Keeper of Lists" in get("/search/?q=acme+LISTS").text
    assert "Keeper of Lists" not in get("/search/?q=keeper+hand").text
    assert "Keeper of Lists" not in get("/search/?q=keep").text


def test_the_newest_of_the_jobs_that_are_found_come_first(get):
    day = timezone.now() - timedelta(days=3)
    make_listing("Keeper Second", posted_at=day)
    make_listing("Keeper First")
    make_listing("Keeper Third", posted_at=day - timedelta(days=1))
    text = get("/search/?q=keeper").text
    assert text.index("First") < text.index("Second") < text.index("Third")


def test_drafts_are_not_found(get):
    make_draft_role("Secret Role")
    assert "/roles/secret-role/" not in get("/search/?q=secret+role").text


def test_a_query_that_finds_nothing_says_so_and_leads_on(get):
    text = get("/search/?q=zzzz").text
    assert "Nothing here is called “zzzz”" in text
    assert "/jobs/?q=zzzz" in text


def test_of_a_query_that_is_too_long_the_first_words_count_and_the_page_says_so(get):
    text = get("/search/", data={"q": "data " * 400}).text
    assert "Only the first 8 words of “q” count." in text
    assert f'value="{"data " * 7}data"' in text


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "data\x00\x1f\x7fanalyst",
        "\ud800".encode("utf-8", "surrogatepass"),
        b"\xff\xfe",
        '"AND (OR* NEAR/2 - ^',
        "100% _ \\ '; --",
        "<script>alert(1)</script>",
        "vs",
        "и у",
        "́",
        "a " * 50,
        "👩‍👩‍👧",
    ],
)
def test_a_strange_query_gets_a_sane_page(get, query):
    make_role("Data Analyst")
    make_listing("Data Analyst")
    text = get("/search/", data={"q": query}).text
    assert "<script>alert" not in text


def test_search_pages_ask_search_engines_to_stay_away_and_set_no_cookie(get):
    for address in ("/search/", "/search/?q=data"):
        response = get(address)
        assert '<meta name="robots" content="noindex">' in response.text
        assert not response.cookies


def test_home_has_a_search_box_of_its_own(client):
    text = client.get("/").text
    assert text.count('action="/search/"') == 1
    assert "Two roles, one role, a skill, or a job" in text


@pytest.mark.parametrize("address", ["/roles/", "/jobs/", "/nowhere/"])
def test_the_head_of_a_page_has_the_search_box(client, address):
    text = client.get(address).text
    assert 'action="/search/"' in text
    assert '<label class="visually-hidden" for="site-search">' in text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how_many", [1, 20])
def test_the_number_of_queries_does_not_grow_with_what_is_found(client, count_queries, how_many):
    base = make_role("Data Zero")
    for number in range(how_many):
        role = make_role(f"Data {number}")
        OtherTitle.objects.create(role=role, name=f"Data Person {number}")
        make_comparison(base, role)
        make_skill(f"Data skill {number}")
        make_listing(f"Data {number}", places=[("Bonn", "", "DE")])
    client.get("/jobs/")  # the index is built
    assert count_queries(lambda: client.get("/search/?q=data")) == 12
