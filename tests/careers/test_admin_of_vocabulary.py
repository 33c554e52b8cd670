"""The admin of the vocabulary, of references, and of where profiles and adverts disagree."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from careers.desk.uses import change_url
from careers.models import Reference, Skill
from tests.factories import make_evidence, make_reference, make_role, make_skill

from .test_admin import filled, queries_of

pytestmark = pytest.mark.django_db


def skill_form(**fields):
    return {"name": "Spark", "slug": "spark", "kind": "tool", "aliases": ""} | fields


def test_a_name_stands_for_one_skill_only(client, editor):
    make_skill("Apache Spark", aliases="Spark")
    response = client.post("/admin/careers/skill/add/", skill_form())
    assert "“Spark” already stands for the skill “Apache Spark”." in response.text


def test_an_alias_stands_for_one_skill_only(client, editor):
    make_skill("Python")
    response = client.post("/admin/careers/skill/add/", skill_form(aliases="PySpark\npython"))
    form = response.context["adminform"].form
    assert form.errors["aliases"] == ["“python” already stands for the skill “Python”."]


def test_a_skill_saved_here_counts_as_edited(client, editor):
    client.post("/admin/careers/skill/add/", skill_form())
    assert Skill.objects.get().is_edited


def test_a_skill_says_which_roles_need_it(client, editor):
    skill = make_skill("Python")
    make_role(skills="Python (useful): Now and then.")
    page = client.get(change_url(skill)).text
    assert ">Data Analyst (useful)</a>" in page


def test_a_reference_says_which_roles_cite_it(client, editor):
    reference = make_reference("bls")
    role = make_role(outlook="Growing by 9 percent [bls].")
    page = client.get(change_url(reference)).text
    assert f'<a href="{change_url(role)}">Cited by Data Analyst</a>' in page


def test_a_reference_saved_here_counts_as_edited(client, editor):
    reference = make_reference("bls")
    url = change_url(reference)
    client.post(url, filled(client, url, note="Read with care."))
    reference.refresh_from_db()
    assert reference.is_edited
    assert reference.note == "Read with care."


# Where profiles and listings disagree


def test_the_list_of_evidence_costs_the_same_for_one_role_and_for_many(client, editor):
    counts = []
    for many in (1, 10):
        for n in range(many):
            make_evidence(make_role(f"Role {many} {n}"))
        counts.append(queries_of(client, "/admin/careers/evidence/"))
    assert counts[0] == counts[1]


def test_a_new_alias_links_the_profiles_that_use_it(client, editor):
    skill = make_skill("scikit-learn", kind="tool")
    role = make_role(tools="Models: sklearn.")
    assert not role.needs.exists()
    url = reverse("admin:careers_skill_change", args=[skill.pk])
    client.post(url, filled(client, url, aliases="sklearn", related=[]))
    assert [need.skill for need in role.needs.all()] == [skill]


def test_a_reference_that_a_public_text_cites_cannot_be_deleted(client, editor):
    reference = make_reference("bls")
    url = reverse("admin:careers_reference_delete", args=[reference.pk])
    make_role(outlook="Growing by 4 percent [bls].")
    assert "Cited by Data Analyst" in client.get(url).text
    assert client.post(url, {"post": "yes"}).status_code == 200
    assert Reference.objects.exists()


def test_a_reference_has_one_box_for_its_notice(client):
    client.force_login(User.objects.create_superuser("bea"))
    page = client.get("/admin/careers/reference/add/").text
    assert page.count('name="notice"') == 1
