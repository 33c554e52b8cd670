"""What fits somebody's skills: roles, jobs that name nothing else, what one skill more opens."""

import html5lib
import pytest

from careers.models import Skill
from portal import page_cache
from tests.factories import (
    make_group,
    make_listing,
    make_past_adverts,
    make_role,
    make_skill,
)

pytestmark = pytest.mark.django_db

NAMES = ["SQL", "Python", "dbt", "Spark", "Airflow", "Kafka"]
HELD = "skill=sql&skill=python&skill=dbt&skill=spark"


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def tree_of(response):
    return html5lib.parse(response.text, namespaceHTMLElements=False)


def titles(response):
    """The titles of the jobs that the page lists."""
    return [words(card.find(".//h3")) for card in tree_of(response).iter("article")]


def section(response, name):
    return words(tree_of(response).find(f".//section[@aria-labelledby='{name}']"))


def problems(response):
    found = tree_of(response).find(".//ul[@class='note note-problem notices']")
    return [words(item) for item in found] if found is not None else []


@pytest.fixture
def skills():
    return {name: make_skill(name) for name in NAMES}


@pytest.fixture
def jobs(skills):
    """Jobs by how many of the six skills they name, the first ones of NAMES."""
    for many in (3, 4, 5, 6):
        make_listing(f"Names {many}", skills=[skills[name] for name in NAMES[:many]])
    return skills


def test_jobs_that_name_nothing_else_are_ready(get, jobs):
    page = get(f"/fit/?{HELD}")
    assert titles(page) == ["Names 4"], "three skills are too few to tell"
    assert "Of 4 open jobs, 3 name at least four skills that we can read" in section(
        page, "fit-jobs"
    )


def test_jobs_that_lack_one_skill_name_it(get, jobs):
    page = get(f"/fit/?{HELD}&jobs=near")
    assert titles(page) == ["Names 5"]
    assert "You lack Airflow" in page.text


def test_what_one_skill_more_opens_leads_to_its_jobs_and_to_having_it(get, jobs, skills):
    make_listing("Kafka", skills=[skills[n] for n in ("SQL", "Python", "dbt", "Kafka")])
    make_listing("Airflow", skills=[skills[n] for n in ("SQL", "Python", "dbt", "Airflow")])
    page = get(f"/fit/?{HELD}")
    assert "Airflow 2 jobs" in section(page, "fit-opening")
    assert "Kafka 1 job" in section(page, "fit-opening")
    assert f"/fit/?{HELD}&lack=kafka#fit-jobs".replace("&", "&amp;") in page.text
    assert f"/fit/?{HELD}&skill=airflow".replace("&", "&amp;") in page.text
    assert titles(get(f"/fit/?{HELD}&lack=kafka")) == ["Kafka"]
    assert sorted(titles(get(f"/fit/?{HELD}&skill=airflow"))) == ["Airflow", "Names 4", "Names 5"]


def test_roles_come_by_the_share_of_what_their_adverts_ask_for(get, skills):
    for title, named in {
        "Engineer": {"SQL": 90, "Spark": 80, "Airflow": 70, "Kafka": 60},
        "Analyst": {"SQL": 90, "Python": 40},
        "Porter": {"Kafka": 50, "SQL": 1},
    }.items():
        make_past_adverts(
            make_role(title), named={skills[n]: adverts for n, adverts in named.items()}
        )
    said = section(get("/fit/?skill=sql&skill=python&skill=spark"), "fit-roles")
    order = [said.index(part) for part in ("Analyst 2 of 2", "Engineer 2 of 4", "Porter 0 of 1")]
    assert order == sorted(order)
    assert "You have all of it" in said
    assert "You lack Airflow, Kafka" in said


def test_one_of_a_group_of_alternatives_fills_the_need_of_a_role(get, skills):
    cloud = make_group("A queue", skills["Kafka"], make_skill("Pulsar"))
    make_past_adverts(make_role("Engineer"), named={cloud: 60, skills["Kafka"]: 50})
    said = section(get("/fit/?skill=pulsar"), "fit-roles")
    assert "Engineer 1 of 1" in said


def test_nothing_is_said_before_a_skill_is_ticked(get, jobs):
    page = get("/fit/")
    assert "Five or more skills say most" in page.text
    assert titles(page) == []
    assert "noindex" not in page.text


def test_skills_are_grouped_counted_and_ticked(get, jobs):
    Skill.objects.filter(slug="spark").update(kind="tool")
    form = tree_of(get("/fit/?skill=dbt")).find(".//form[@class='fit-form']")
    assert words(form.find("fieldset")) == "You have 1 skill dbt 4"
    ticked = [box.get("value") for box in form.iter("input") if box.get("checked") is not None]
    assert ticked == ["dbt"]
    groups = {words(group.find("summary")): words(group) for group in form.iter("details")}
    assert groups["Tool"] == "Tool Tool Spark 3"
    assert groups["Language"] == "Language Language Python 4 SQL 4 Airflow 2 Kafka 1"


def test_skills_are_looked_for_without_a_script(get, jobs):
    form = tree_of(get("/fit/?skill=dbt&find=PY")).find(".//form[@class='fit-form']")
    boxes = [box.get("value") for box in form.iter("input") if box.get("name") == "skill"]
    assert boxes == ["dbt", "python"]
    make_skill("Kubernetes", kind="tool", aliases="k8s")
    assert 'value="kubernetes"' in get("/fit/?find=K8S").text
    assert "No other skill is called “zzz”" in get("/fit/?skill=dbt&find=zzz").text


def test_a_skill_may_be_given_by_any_of_its_names(get, jobs):
    make_skill("Kubernetes", kind="tool", aliases="k8s")
    form = tree_of(get("/fit/?skill=PYTHON&skill=k8s&skill=kubernetes"))
    form = form.find(".//form[@class='fit-form']")
    assert words(form.find("fieldset")) == "You have 2 skills Python 4 Kubernetes 0"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("skill=alchemy", "“alchemy” is not a skill that we know, so it is left out."),
        (f"{HELD}&lack=alchemy", "“alchemy” is not a skill that we know. No job lacks it."),
        (f"{HELD}&jobs=odd", "There is no list of jobs called “odd”; these are ready now."),
    ],
)
def test_what_is_unknown_is_said(get, jobs, query, said):
    assert problems(get(f"/fit/?{query}")) == [said]


def test_no_job_lacks_an_unknown_skill(get, jobs):
    assert titles(get(f"/fit/?{HELD}&lack=alchemy")) == []


def test_many_jobs_have_pages_and_an_odd_number_of_a_page_is_no_fault(get, jobs, skills):
    for number in range(30):
        make_listing(f"More {number}", skills=[skills[name] for name in NAMES[:4]])
    assert len(titles(get(f"/fit/?{HELD}"))) == 25
    assert len(titles(get(f"/fit/?{HELD}&page=2"))) == 6
    assert len(titles(get(f"/fit/?{HELD}&page=999"))) == 6
    for odd in ("x", "-1", "9" * 50):
        get(f"/fit/?{HELD}&page={odd}")


@pytest.mark.django_db(transaction=True)
def test_the_page_takes_few_queries_however_many_jobs_there_are(count_queries, client, jobs):
    make_past_adverts(make_role("Engineer"), named={jobs["SQL"]: 60})
    for number in range(20):
        make_listing(f"More {number}", skills=[jobs[name] for name in NAMES[:5]])
    page_cache.PAGES.forget()
    client.get("/jobs/")
    assert count_queries(lambda: client.get(f"/fit/?{HELD}&jobs=near")) <= 7
