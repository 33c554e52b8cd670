"""A draft as visitors would see it, beside its comparisons, on a phone and on a desk."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from careers.editing import publishing, working_copies
from careers.editing.documents import parse
from careers.models import Comparison, Role
from tests.factories import make_comparison, make_draft_role, make_role, profile_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = User.objects.create_superuser("ann")
    client.force_login(user)
    return user


@pytest.fixture
def role():
    role = make_role(definition="Counts things.")
    publishing.save_draft(role, profile_content(definition="Counts stars.", tips="Rest: Often."))
    return role


def page(client, document, name="previews", **asked):
    url = reverse(f"admin:careers_{document._meta.model_name}_{name}", args=[document.pk])
    return client.get(url, asked)


def test_a_draft_is_shown_on_a_phone_and_on_a_desk(client, editor, role):
    shown = page(client, role)
    frame = reverse("admin:careers_role_frame", args=[role.pk]) + "?page=%2Froles%2Fdata-analyst%2F"
    assert shown.text.count(f'<iframe src="{frame}"') == 2
    assert "Nothing keeps it from being published." in shown.text
    framed = client.get(frame)
    assert "Counts stars." in framed.text
    assert "Counts things." in client.get(role.get_absolute_url()).text


def test_only_previews_may_be_framed_and_only_by_pages_of_this_site(client, editor, role):
    framed = page(client, role, "frame", page="/roles/data-analyst/")
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    around = page(client, role)
    assert "frame-src 'self'" in around.headers["Content-Security-Policy"]
    for other in (around, page(client, role, "preview"), client.get("/roles/data-analyst/")):
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
        assert other.headers["X-Frame-Options"] == "DENY"
    assert page(client, role, "frame", page="/admin/").status_code == 404
    client.logout()
    assert page(client, role, "frame", page="/roles/data-analyst/").status_code == 302


def test_a_comparison_is_shown_with_its_own_draft_and_the_role_s(client, editor, role):
    pair = make_comparison(role, make_role("Builder"))
    text = pair.revisions.newest().text.replace("Ask what you enjoy.", "Ask a friend.")
    publishing.save_draft(pair, parse(text, Comparison.shape))
    address = pair.get_absolute_url()
    assert f'<a href="?page={address}">{pair}</a>' in page(client, role).text
    assert page(client, role, page=address).text.count("Nothing keeps it from") == 2
    framed = page(client, role, "frame", page=address).text
    assert "Ask a friend." in framed
    assert "Ask what you enjoy." in client.get(address).text


def test_what_an_editor_is_writing_is_shown_to_them_alone(client, editor, role):
    newest = role.revisions.newest()
    working_copies.keep(
        editor, Role, role, dict(newest.content.fields) | {"tips": "Sleep: Well."}, base=newest
    )
    assert "Sleep" in page(client, role, "frame", page="/roles/data-analyst/").text
    client.force_login(User.objects.create_superuser("ben"))
    assert "Sleep" not in page(client, role, "frame", page="/roles/data-analyst/").text


def test_what_keeps_a_draft_from_being_published_is_said_and_it_is_shown_all_the_same(
    client, editor, role
):
    publishing.save_draft(role, profile_content(outlook="Up 12 percent."))
    assert "Outlook: This has a figure without a reference" in page(client, role).text
    assert "Up 12 percent." in page(client, role, "frame", page="/roles/data-analyst/").text


def test_a_draft_that_was_never_public_is_shown_too(client, editor):
    draft = make_draft_role("Star Counter", definition="Counts stars.")
    assert "Counts stars." in page(client, draft, "frame", page="/roles/star-counter/").text
    assert client.get("/roles/star-counter/").status_code == 404


def test_a_title_of_another_role_cannot_be_shown(client, editor, role):
    make_role("Builder")
    publishing.save_draft(role, profile_content("Builder"))
    assert page(client, role, "frame", page="/roles/data-analyst/").status_code == 409


def test_previews_cost_the_same_queries_however_many_comparisons(
    client, editor, role, count_queries
):
    def cost():
        return count_queries(lambda: page(client, role))

    make_comparison(role, make_role("One"))
    cost()
    one = cost()
    for name in ("Two", "Three", "Four"):
        make_comparison(role, make_role(name))
    assert cost() == one <= 20
