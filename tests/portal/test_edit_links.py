"""Links to forms, on public pages, for editors who are signed in."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from careers.desk.uses import change_url
from tests.factories import make_comparison, make_employer, make_listing, make_role, make_skill

pytestmark = pytest.mark.django_db
ASK = "/admin/edit-links/"


@pytest.fixture
def editor(client):
    user = User.objects.create_superuser("ann")
    client.force_login(user)
    return user


def links(client, path):
    return [(e["words"], e["address"]) for e in client.get(ASK, {"path": path}).json()["links"]]


def test_each_page_leads_to_the_forms_of_what_it_shows(client, editor):
    skill = make_skill("SQL")
    analyst, builder, carrier = (make_role(name) for name in ("Analyst", "Builder", "Carrier"))
    pair = make_comparison(analyst, builder)
    acme = make_employer("Acme")
    job = make_listing("Analyst wanted", role=analyst, employer=acme)
    edit_analyst = ("Edit Analyst", change_url(analyst))
    assert links(client, "/roles/analyst/") == [edit_analyst]
    assert links(client, "/salaries/analyst/") == [edit_analyst]
    assert links(client, "/skills/sql/") == [("Edit SQL", change_url(skill))]
    assert links(client, "/employers/acme/") == [("Edit Acme", change_url(acme))]
    assert links(client, job.get_absolute_url()) == [(f"Edit {job}", change_url(job))]
    edit_builder, edit_carrier = ((f"Edit {role}", change_url(role)) for role in (builder, carrier))
    both = [edit_analyst, edit_builder]
    assert links(client, pair.get_absolute_url()) == [*both, (f"Edit {pair}", change_url(pair))]
    first = {"first": analyst.pk, "second": carrier.pk}
    write = ("Write about this pair", reverse("admin:careers_comparison_add", query=first))
    assert links(client, "/compare/analyst-vs-carrier/") == [edit_analyst, edit_carrier, write]


@pytest.mark.parametrize("path", ["/", "/jobs/", "/nothing/", "", "//x", "/roles/nobody/"])
def test_a_page_of_nothing_to_edit_leads_nowhere(client, editor, path):
    assert links(client, path) == []


def test_only_what_an_editor_may_change_is_offered(client):
    user = User.objects.create_user("eve", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_skill"))
    client.force_login(user)
    make_role("Analyst")
    make_skill("SQL")
    assert links(client, "/roles/analyst/") == []
    assert len(links(client, "/skills/sql/")) == 1


def test_the_cookie_comes_with_signing_in_and_goes_with_signing_out(client, editor):
    cookie = client.get("/admin/").cookies["editor"]
    assert (cookie.value, cookie["samesite"]) == ("%2Fadmin%2Fedit-links%2F", "Lax")
    assert "editor" not in client.get("/admin/").cookies
    assert client.post("/admin/logout/").cookies["editor"].value == ""


def test_a_cookie_that_somebody_made_up_opens_nothing():
    make_role("Analyst")
    stranger = Client(headers={"Cookie": "editor=%2Fadmin%2Fedit-links%2F"})
    answer = stranger.get(ASK, {"path": "/roles/analyst/"})
    assert (answer.status_code, answer.json()) == (403, {"links": []})
    assert answer.cookies["editor"]["max-age"] == 0
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_is_the_same_for_an_editor_and_for_a_visitor(client, editor):
    make_role("Analyst")
    client.get("/admin/")
    assert client.get("/roles/analyst/").content == Client().get("/roles/analyst/").content


def test_what_can_be_edited_costs_a_few_queries(client, editor, count_queries):
    make_comparison(make_role("Analyst"), make_role("Builder"))
    path = "/compare/analyst-vs-builder/"
    assert count_queries(lambda: links(client, path)) <= 6
