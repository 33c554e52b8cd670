"""Where profiles and adverts disagree: both ways, surely, with editors' answers."""

import pytest
from django.contrib.auth import get_user_model

from careers.models import EvidenceAnswer, SkillGroup, SnapshotRole
from careers.pages.disagreements import read_disagreements
from tests.factories import make_evidence, make_role, make_skill, make_snapshot
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    for name in ("SQL", "Excel", "dbt", "Spark"):
        make_skill(name)
    return make_role("Analyst", skills="SQL: Ask.\nExcel: Sum.")


def counted(role, listings=200, **asking):
    from careers.models import Skill

    named = {skill.slug: skill for skill in Skill.objects.all()}
    make_evidence(role, listings, skills={named[slug]: n for slug, n in asking.items()})


def found():
    """{role: (claimed in vain, asked for and not named)} by the names of needs."""
    return {
        each.role.title: tuple(
            [line.need.name for line in lines] for lines in (each.claimed, each.unnamed)
        )
        for each in read_disagreements()
    }


def test_what_is_claimed_and_not_asked_for_and_the_reverse(role):
    counted(role, sql=150, excel=2, dbt=90, spark=150)
    assert found() == {"Analyst": (["Excel"], ["Spark", "dbt"])}


def test_what_may_be_chance_is_left_out(role):
    # 20 of 200 is a tenth: it may be more, and it may be less.
    counted(role, sql=150, excel=15, dbt=25)
    assert found() == {}


def test_too_few_adverts_say_nothing(role):
    counted(role, listings=19, dbt=19)
    assert found() == {}


def test_any_skill_of_a_group_answers_a_claim(role):
    lake = SkillGroup.objects.create(slug="lake", name="A lake")
    lake.skills.add(make_skill("Delta"))
    role.needs.get(skill__slug="excel").skill.__class__.objects.filter(slug="excel").update(
        group=lake
    )
    counted(role, sql=150, delta=100)
    assert found() == {}


def test_what_the_reader_of_adverts_cannot_read_is_no_disagreement(role):
    past = make_snapshot("past", measured=["sql", "dbt"])
    asking = {"n": 300, "n_with_skills": 200, "skills": {"sql": 100, "dbt": 60}}
    SnapshotRole.objects.create(snapshot=past, role=role, **asking)
    assert found() == {"Analyst": ([], ["dbt"])}


def test_the_adverts_of_a_stand_in_say_nothing_of_a_profile(role):
    counted(role, sql=150, excel=50)
    make_role("Lead analyst", skills="Spark: Lead.", stand_in="analyst")
    assert found() == {}


def test_the_page_has_the_counts_and_the_answers(role, get, count_queries):
    counted(role, sql=150, excel=2, dbt=90)
    excel = role.needs.get(skill__slug="excel").skill
    EvidenceAnswer.objects.create(role=role, skill=excel, text="Everybody knows it.")
    text = get("/disagreements/").text
    assert "Everybody knows it." in text
    assert "23 November 2026" in text
    assert count_queries(lambda: get("/disagreements/")) <= 12
    assert "/disagreements/" in get("/roles/").text


def test_without_any_the_page_says_so(role, get):
    assert "Nothing yet" in get("/disagreements/").text


def test_editors_read_the_same_list_and_answer_there(role, client, get):
    counted(role, sql=150, excel=2)
    client.force_login(get_user_model().objects.create_superuser("editor"))
    listed = client.get("/admin/careers/evidence/").text
    answer = f"/admin/careers/evidenceanswer/add/?role={role.pk}&amp;need=excel"
    assert answer in listed
    data = filled(client, answer.replace("&amp;", "&"), text="It is taken for granted.")
    assert (data["role"], data["skill"]) == ("Analyst", "Excel")
    client.post("/admin/careers/evidenceanswer/add/", data)
    assert EvidenceAnswer.objects.get().answered_by.username == "editor"
    assert "It is taken for granted." in client.get("/admin/careers/evidence/").text
    assert "It is taken for granted." in get("/disagreements/").text
