"""What people type into the board, and what should come first or be offered.

The list was written before any of it was tried.
"""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import pytest
from django.utils import timezone

from careers.models import Role, Skill
from jobs.models import ListingPlace
from tests.factories import make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db

# title | employer | place | workplace | role | level | skills | a sentence of its text; the newest
# first. A place is a city with its country, or of a remote worker ~ and a country, : and an area.
JOBS = """
Data Engineer, Payments|Hazelmoor Bank|Paris,FR|hybrid|data-engineer|senior|python apache-kafka|You keep payments moving.
Head of Data|Brindle Foods|London,GB|hybrid|head-of-data|executive|sql|You lead forty people.
Senior Data Analyst|Otterly|Munich,DE|onsite|data-analyst|senior|sql power-bi|You tell a board what happened.
Junior Data Analyst|Otterly|Berlin,DE|onsite|data-analyst|entry|sql|You learn from three colleagues.
Machine Learning Engineer|Quillfin|~DE|remote|machine-learning-engineer|mid|python machine-learning tensorflow|You put models to work.
Data Scientist|Quillfin|London,GB|hybrid|data-scientist|mid|python|You test what others believe.
Data Scientist, Fraud|Hazelmoor Bank|~US|remote|data-scientist|senior|python machine-learning|You find fraud before it is paid.
Data Engineer|Pebblework|Berlin,DE|onsite|data-engineer|mid|sql dbt|You keep the pipelines running.
Analytics Engineer|Pebblework|Lyon,FR|hybrid|analytics-engineer|mid|sql dbt|You model tables that people trust.
Platform Engineer|Marrowgate|Zürich,CH|hybrid|platform-engineer|senior|kubernetes aws|You run clusters.
NLP Engineer|Lexiform|:Europe|remote|nlp-engineer|mid|python natural-language-processing|You teach machines to read.
Software Engineer C++|Steelbird Robotics|Tokyo,JP|onsite|robotics-engineer|mid||You write C++ for arms of steel.
Data Engineer, Lakehouse|Farrow Logistics|:EMEA|remote|data-engineer|senior|apache-spark apache-airflow databricks|You move a lakehouse to the cloud.
BI Developer|Brindle Foods|Manchester,GB|hybrid|bi-developer|mid|power-bi tableau|You draw what managers read.
Part-time Data Analyst|Calm Clinics|Amsterdam,NL|hybrid|data-analyst|mid|sql excel|A part-time post of 20 hours.
"""  # fmt: skip  # noqa: E501

SKILLS = {
    "python": "Python", "sql": "SQL", "dbt": "dbt", "apache-kafka": "Apache Kafka",
    "power-bi": "Power BI", "machine-learning": "Machine learning", "tensorflow": "TensorFlow",
    "kubernetes": "Kubernetes", "aws": "AWS", "apache-spark": "Apache Spark", "excel": "Excel",
    "natural-language-processing": "Natural language processing", "databricks": "Databricks",
    "apache-airflow": "Apache Airflow", "tableau": "Tableau",
}  # fmt: skip

# What is typed | the title that comes first, or the query of the filter that is offered (with the
# count), or the words that are searched instead.
QUERIES = """
Berlin|offer city=Berlin,DE: 2
berlin data engineer|offer role=data-engineer&city=Berlin,DE: 1
data engineer in berlin|offer role=data-engineer&city=Berlin,DE: 1
remote|offer workplace=remote: 4
remote data scientist|offer role=data-scientist&workplace=remote: 1
remote jobs|offer workplace=remote: 4
python|offer skill=python: 5
pyhton|instead python
machine lerning|instead machine learning
machine learning|offer skill=machine-learning: 2
ml engineer|offer role=machine-learning-engineer: 1
MLE|offer role=machine-learning-engineer: 1
data enginer|instead data engineer
data scientst|instead data scientist
senior data analyst|first Senior Data Analyst
junior data analyst|first Junior Data Analyst
graduate data analyst|offer role=data-analyst&level=entry: 1
data analyst munich|offer role=data-analyst&city=Munich,DE: 1
münchen|offer city=Munich,DE: 1
zurich|offer city=Zürich,CH: 1
london|offer city=London,GB: 2
data scientist london|offer role=data-scientist&city=London,GB: 1
hybrid paris|offer workplace=hybrid&city=Paris,FR: 1
jobs in france|offer country=FR: 4
germany|offer country=DE: 6
remote germany|offer workplace=remote&home=DE: 3
remote europe|offer workplace=remote&home=europe: 3
work from home usa|offer workplace=remote&home=US: 1
uk|offer country=GB: 5
EMEA|offer area=emea: 13
data engineer eu|offer role=data-engineer&area=eu: 3
kubernetes|offer skill=kubernetes: 1
kubernets|instead kubernetes
airflow|offer skill=apache-airflow: 1
spark|offer skill=apache-spark: 1
power bi london|offer skill=power-bi: 2
c++|first Software Engineer C++
fraud|first Data Scientist, Fraud
pebblework|first Data Engineer
"data engineer" -senior -payments|first Data Engineer
part-time data analyst|first Part-time Data Analyst
head of data|first Head of Data
"""


@pytest.fixture
def jobs(db):
    for slug, name in SKILLS.items():
        make_skill(name, slug=slug)
    for slug, name in (("apache-airflow", "Airflow"), ("apache-spark", "Spark")):
        Skill.objects.filter(slug=slug).update(aliases=name)
    employers, now = {}, timezone.now()
    for number, line in enumerate(JOBS.strip().splitlines()):
        title, employer, place, workplace, role, level, skills, text = line.split("|")
        if not Role.objects.filter(slug=role).exists():
            make_role(role.replace("-", " ").title().replace("Of", "of").replace("Bi ", "BI "))
        if employer not in employers:
            employers[employer] = make_employer(employer)
        listing = make_listing(
            title,
            employer=employers[employer],
            workplace=workplace,
            role=Role.objects.get(slug=role),
            level=level,
            skills=list(Skill.objects.filter(slug__in=skills.split())),
            body_text=text,
            posted_at=now - timedelta(days=number),
        )
        city, _, country = place.rpartition(",")
        if place[0] == "~":
            where = {"kind": "residence", "country": place[1:]}
        elif place[0] == ":":
            where = {"kind": "residence", "region": place[1:]}
        else:
            where = {"city": city, "country": country}
        ListingPlace.objects.create(listing=listing, **where)
    ml_engineer = Role.objects.get(slug="machine-learning-engineer")
    for name in ("ML Engineer", "MLE"):
        ml_engineer.other_titles.create(name=name)


def meant(text):
    """What the board makes of a query: its first title, its offers with counts, the words taken."""
    first = re.search(r'<h3><a href="[^"]*">(.*?)</a></h3>', text)
    offered = re.search(r'<p class="offers">(.*?)</p>', text, re.DOTALL)
    offers = re.findall(r'href="/jobs/\?([^"]*)">[^<]*</a>: (\d+)', offered[1]) if offered else []
    instead = re.search("so this searches for “(.*?)”", text)
    return [
        f"first {unescape(first[1])}" if first else "",
        *(f"offer {unquote(unescape(query))}: {count}" for query, count in offers[:1]),
        f"instead {instead[1]}" if instead else "",
    ]


@pytest.mark.django_db
def test_forty_things_that_people_type_are_understood(get, jobs):
    lines = [line.split("|") for line in QUERIES.strip().splitlines()]
    found = {typed: meant(get("/jobs/", data={"q": typed}).text) for typed, _ in lines}
    wrong = {typed: found[typed] for typed, wanted in lines if wanted not in found[typed]}
    assert len(lines) >= 40
    assert not wrong


@pytest.mark.parametrize(
    ("typed", "city"),
    [("Köln", "Cologne,DE"), ("koeln", "Cologne,DE"), ("praha", "Prague,CZ"), ("wien", None)],
)
def test_a_city_that_has_jobs_is_known_by_its_own_language_s_name(get, typed, city):
    make_listing(places=[("Cologne", "", "DE"), ("Prague", "", "CZ")])
    text = get("/jobs/", data={"q": typed}).text
    assert re.findall(r'href="/jobs/\?city=([^"]*)">Jobs in', text) == ([city] if city else [])


def test_an_offer_says_how_many_jobs_it_leads_to(get, jobs):
    for typed, _ in (line.split("|") for line in QUERIES.strip().splitlines()[:8]):
        for offer in meant(get("/jobs/", data={"q": typed}).text):
            if offer.startswith("offer "):
                query, count = offer.removeprefix("offer ").split(": ")
                shown = get(f"/jobs/?{query}").text
                assert re.search(rf'role="status">{count} jobs?<', shown), offer


def test_a_slip_is_said_and_its_word_stands_in_the_box(get, jobs):
    text = get("/jobs/?q=machine+lerning&level=mid").text
    assert "No job says “lerning”, so this searches for “machine learning”." in text
    assert 'id="id_q" value="machine learning"' in text
    assert "/jobs/?q=machine+learning" in unescape(text), "chips and orders keep what is searched"


def test_a_word_that_some_job_holds_is_no_slip(get, jobs):
    make_listing("Odd", body_text="We spell it lerning.")
    assert "so this searches for" not in get("/jobs/?q=lerning").text


def test_what_is_nearly_no_word_stays_as_it_was_typed(get, jobs):
    text = get("/jobs/?q=qwertzuiop").text
    assert "so this searches for" not in text
    assert "“qwertzuiop”" in text


def test_signs_ask_for_the_very_words_and_no_filter_is_offered(get, jobs):
    for typed in ('"berlin"', "berlin -senior"):
        assert 'class="offers"' not in get("/jobs/", data={"q": typed}).text


def test_other_filters_stay_where_a_filter_is_offered(get, jobs):
    text = get("/jobs/?q=berlin&role=data-engineer&sort=pay").text
    assert 'href="/jobs/?role=data-engineer&amp;city=Berlin,DE"' in text
