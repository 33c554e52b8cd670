"""What editors see of earlier texts, and bring back."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from careers.editing import publishing, recovering, working_copies
from careers.models import Comparison, DeletedDocument, Role
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


def test_what_an_editor_is_writing_is_compared_too(client, editor, role, count_queries):
    newest = role.revisions.newest()
    written = {**newest.content.fields, "tips": "Sleep: Well."}
    working_copies.keep(editor, Role, role, written, base=newest)
    page = compare_page(client, role, old=newest.pk, new="now").text
    assert "<ins>Sleep: Well.</ins>" in page
    assert "what you are writing" in page
    assert count_queries(lambda: compare_page(client, role)) <= 20
    client.force_login(User.objects.create_superuser("ben"))
    assert "what you are writing" not in compare_page(client, role).text


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


def note(client, role, text, day="2026-11-20"):
    url = reverse("admin:careers_role_note", args=[role.pk])
    return client.post(url, {"text": text, "day": day})


def test_readers_are_told_what_changed_and_why_where_an_editor_wants(client, editor, role):
    address = role.get_absolute_url()
    assert "What changed on this page" not in client.get(address).text
    note(client, role, "Pay is of 2025 <now>: the survey came out.")
    page = client.get(address).text
    note(client, role, "An older one.", "2026-01-02")
    page = client.get(address).text
    assert page.index("Pay is of 2025") < page.index("An older one.")
    assert "20 November 2026</time>: Pay is of 2025 &lt;now&gt;: the survey came out." in page
    told, _ = Role.objects.get().change_notes
    assert told["author"] == "ann"
    client.post(reverse("admin:careers_role_note_delete", args=[role.pk]), told)
    assert "Pay is of 2025" not in client.get(address).text
    note(client, role, "")
    assert len(Role.objects.get().change_notes) == 1


def test_comparisons_tell_their_readers_too(client, editor):
    pair = make_comparison(make_role("Analyst"), make_role("Builder"))
    url = reverse("admin:careers_comparison_note", args=[pair.pk])
    client.post(url, {"text": "The roles have moved apart.", "day": "2026-11-20"})
    assert "The roles have moved apart." in client.get(pair.get_absolute_url()).text


def test_a_deleted_role_is_recovered_as_a_draft_with_all_its_revisions(client, editor, role):
    publishing.save_draft(role, profile_content(definition="Counts last."), author=editor)
    written = [(each.text, each.note, each.created_at) for each in role.revisions.all()]
    client.post(reverse("admin:careers_role_delete", args=[role.pk]), {"post": "yes"})
    assert not Role.objects.exists()
    assert client.get("/roles/data-analyst/").status_code == 410
    assert "Deleted: 1" in client.get(reverse("admin:careers_role_changelist")).text
    assert "Data Analyst" in client.get(reverse("admin:careers_role_deleted")).text
    recover(client, "role")
    again = Role.objects.get()
    assert [(each.text, each.note, each.created_at) for each in again.revisions.all()] == written
    assert again.revisions.newest().author == editor
    assert client.get("/roles/data-analyst/").status_code == 404
    publishing.publish(again)
    assert "Counts last." in client.get("/roles/data-analyst/").text
    assert not DeletedDocument.objects.exists()


def recover(client, kind):
    deleted = DeletedDocument.objects.get(kind=kind)
    return client.post(reverse(f"admin:careers_{kind}_recover", args=[deleted.pk]), follow=True)


def test_nothing_is_recovered_over_what_took_its_place(client, editor, role):
    client.post(reverse("admin:careers_role_delete", args=[role.pk]), {"post": "yes"})
    make_role()
    assert "It cannot be recovered." in recover(client, "role").text
    assert Role.objects.count() == 1
    assert DeletedDocument.objects.count() == 1


def test_a_deleted_comparison_is_recovered_while_its_roles_are_there(client, editor):
    first, second = make_role("Analyst"), make_role("Builder")
    pair = make_comparison(first, second)
    client.post(reverse("admin:careers_comparison_delete", args=[pair.pk]), {"post": "yes"})
    recover(client, "comparison")
    assert Comparison.objects.get().revisions.count() == 1


def test_who_may_not_add_roles_recovers_none(client, role):
    recovering.delete(role)
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(reverse("admin:careers_role_deleted")).status_code == 403
    assert recover(client, "role").status_code == 403
