import re

import pytest

from jobs.board import landing_pages
from tests.factories import make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch):
    """A board of one job, on which one is enough for a landing page."""
    monkeypatch.setattr(landing_pages, "MIN_LISTINGS", 1)
    make_listing(
        "Fits",
        role=make_role("Analyst", summary="Keeps the figures right."),
        skills=[make_skill("SQL", description="Asks tables. Then waits."), make_skill("Go")],
        employer=make_employer("Acme"),
        workplace="remote",
        level="senior",
        places=[("", "", "DE")],
        pay_usd_max=100_000,
    )


def heading(response):
    return re.search("<h1>(.*?)</h1>", response.text)[1]


def canonical(response):
    return re.search('rel="canonical" href="http://testserver(.*?)"', response.text)[1]


def is_indexed(response):
    return "noindex" not in response.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Open jobs"),
        ("?role=analyst", "Analyst jobs"),
        ("?role=analyst&country=DE", "Analyst jobs in Germany"),
        ("?role=analyst&workplace=remote", "Remote Analyst jobs"),
        ("?skill=sql", "Jobs that ask for SQL"),
    ],
)
def test_a_landing_page_has_its_own_words_and_address(get, jobs, query, words):
    response = get(f"/jobs/{query}")
    assert heading(response) == words
    assert f"<title>{words} · Rolewise</title>" in response.text
    assert canonical(response).replace("&amp;", "&") == f"/jobs/{query}"
    assert is_indexed(response)


@pytest.mark.parametrize(
    ("query", "landing"),
    [
        ("role=analyst&level=senior", "?role=analyst"),
        ("role=analyst&country=DE&workplace=remote", "?role=analyst&amp;country=DE"),
        ("role=analyst&workplace=onsite", "?role=analyst"),
        ("role=analyst&sort=pay", "?role=analyst"),
        ("role=analyst&role=unknown", ""),
        ("role=unknown", ""),
        ("level=senior", ""),
        ("skill=sql&skill=go", ""),
        ("q=fits", ""),
        ("sort=pay", ""),
        ("role=nonsense", ""),
    ],
)
def test_every_other_board_names_the_landing_page_that_it_narrows(get, jobs, query, landing):
    response = get(f"/jobs/?{query}")
    assert canonical(response) == f"/jobs/{landing}"
    assert not is_indexed(response)


def test_a_landing_page_without_jobs_and_a_second_page_are_not_indexed(get, jobs):
    make_role("Builder")
    assert not is_indexed(get("/jobs/?role=builder"))
    for n in range(30):
        make_listing(f"Job {n}")
    second = get("/jobs/?page=2")
    assert not is_indexed(second)
    assert "Open jobs, page 2" in second.text


def test_a_landing_page_says_what_is_written_of_its_role_or_skill(get, jobs):
    text = get("/jobs/?role=analyst").text
    assert "Keeps the figures right." in text
    assert 'href="/roles/analyst/"' in text
    assert "Asks tables." in get("/jobs/?skill=sql").text
    assert "Then waits." not in get("/jobs/?skill=sql").text


def test_figures_are_told_with_their_n_and_not_of_few_jobs(get, jobs):
    assert "jobs state pay" not in get("/jobs/").text
    for n in range(9):
        make_listing(f"Job {n}")
    text = get("/jobs/").text
    assert '<a rel="nofollow" href="/jobs/?pay_unknown=hide">1</a> of 10 jobs state pay.' in text
    assert (
        '<a href="/skills/sql/">SQL</a> in <a rel="nofollow" href="/jobs/?skill=sql">1</a>' in text
    )
    for counted in ("pay_unknown=hide", "skill=sql"):
        assert 'role="status">1 job<' in get(f"/jobs/?{counted}").text


def test_an_employer_s_own_page_is_found_in_place_of_its_board(get, jobs):
    response = get("/jobs/?employer=acme")
    assert heading(response) == "Jobs at Acme"
    assert not is_indexed(response)


def test_a_landing_page_needs_five_open_jobs(get):
    analyst = make_role("Analyst")
    for _ in range(4):
        make_listing(role=analyst)
    assert not is_indexed(get("/jobs/?role=analyst"))
    assert is_indexed(get("/jobs/"))
    make_listing(role=analyst)
    assert is_indexed(get("/jobs/?role=analyst"))


def test_landing_pages_lead_to_narrower_ones(get):
    analyst = make_role("Analyst")
    for _ in range(5):
        make_listing(role=analyst, workplace="remote", places=[("", "", "DE")])
    for _ in range(4):
        make_listing(role=make_role(f"Rare {_}"), places=[("", "", "FR")])
    assert narrower(get("/jobs/")) == [("/jobs/?role=analyst", "Analyst jobs")]
    assert narrower(get("/jobs/?role=analyst")) == [
        ("/jobs/?role=analyst&amp;workplace=remote", "Remote Analyst jobs"),
        ("/jobs/?role=analyst&amp;country=DE", "Analyst jobs in Germany"),
    ]
    assert narrower(get("/jobs/?role=analyst&level=unknown")) == []
    assert landing_pages.landing_paths() == [
        "/jobs/?role=analyst",
        "/jobs/?role=analyst&workplace=remote",
        "/jobs/?role=analyst&country=DE",
    ]


def narrower(response):
    """(address, words) of the narrower searches that a board leads to."""
    _, _, found = response.text.partition('aria-labelledby="narrower"')
    return re.findall('<a href="(.*?)">(.*?)</a>', found.partition("</nav>")[0])


def test_crawlers_follow_no_filter(get, jobs):
    page = get("/jobs/?role=analyst&level=senior&pay=50000").text
    main = page[page.index("<main") : page.index("</main>")]
    links = re.findall("<a [^>]*>", main)
    filters = [link for link in links if "/jobs/?" in link or "/jobs/values/" in link]
    assert len(filters) > 5
    assert [link for link in filters if 'rel="nofollow"' not in link] == []
