"""What editors see of earlier texts, and bring back."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from careers.editing import publishing
from tests.factories import make_comparison, make_role, profile_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = User.objects.create_superuser("ann")
    client.force_login(user)
    return user


@pytest.fixture
def role():
    """A role with a public text and two drafts after it."""
    role = make_role(definition="Counts things. Keeps calm.", tips="Ask: Daily.\nRest: Often.")
    for definition, tips in (
        ("Counts stars. Keeps calm.", "Ask: Daily.\nRest: Often."),
        ("Counts stars. Keeps calm.", "Rest: Seldom."),
    ):
        draft = profile_content(definition=definition, tips=tips)
        publishing.save_draft(role, draft, note="More stars")
    return role


def compare_page(client, document, **asked):
    return client.get(
        reverse(f"admin:careers_{document._meta.model_name}_compare", args=[document.pk]), asked
    )


def test_what_is_public_is_compared_with_the_newest_draft_first(client, editor, role):
    page = compare_page(client, role).text
    assert "Counts <del>things</del><ins>stars</ins>. Keeps calm." in page
    assert "<del>Ask: Daily.</del>" in page
    assert "Rest: <del>Often</del><ins>Seldom</ins>." in page
    assert all(f"<h2>{each}</h2>" in page for each in ("Definition", "Tips"))
    assert "<h2>Skills</h2>" not in page
    assert "(public now)" in page


def test_any_two_texts_are_compared_from_the_older_to_the_newer(client, editor, role):
    newest, middle, _ = role.revisions.all()
    page = compare_page(client, role, old=newest.pk, new=middle.pk).text
    assert "<h2>Tips</h2>" in page
    assert "<h2>Definition</h2>" not in page
    assert "<ins>Seldom</ins>" in page


def test_what_is_no_text_of_this_document_is_not_found(client, editor, role):
    other = make_role("Other").revisions.get()
    for key in (other.pk, "x", "0"):
        assert compare_page(client, role, old=key).status_code == 404


def test_comparisons_are_compared_too(client, editor):
    pair = make_comparison(make_role("Analyst"), make_role("Builder"))
    assert "They say the same." in compare_page(client, pair).text


def test_one_section_is_brought_back_and_the_rest_of_the_newest_draft_stays(client, editor, role):
    first = role.revisions.last()
    url = reverse("admin:careers_role_restore", args=[role.pk, first.pk])
    newest = role.revisions.newest()
    client.post(url, {"section": "tips", "newest": newest.pk})
    restored = role.revisions.newest()
    assert restored.content.fields["tips"] == "Ask: Daily.\nRest: Often."
    assert restored.content.fields["definition"] == "Counts stars. Keeps calm."
    assert (restored.author, restored.note[:14]) == (editor, "Tips restored ")
    # Meanwhile somebody saved another draft.
    client.post(url, {"section": "definition", "newest": newest.pk})
    assert role.revisions.newest() == restored
    assert client.post(url, {"section": "nothing"}).status_code == 404
