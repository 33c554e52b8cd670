"""Publishing at a moment that an editor has chosen."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from careers.editing import publishing, scheduling
from careers.models import Revision, Role
from tests.factories import make_draft_role, make_role, profile_content

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=2)
ONCE_PUBLIC, TO_COME = "Counts things.", "Counts other things."


@pytest.fixture
def editor(client):
    client.force_login(User.objects.create_superuser("ann"))


def page_of(role):
    return f"/admin/careers/role/{role.pk}/schedule/"


def choose(client, role, moment):
    sent = {"at": f"{timezone.localtime(moment):%Y-%m-%dT%H:%M:%S}"}
    return client.post(page_of(role), sent, follow=True)


def later(monkeypatch, by):
    """Lets the clock of what is due stand later."""
    now = timezone.now() + by
    monkeypatch.setattr("careers.editing.scheduling.timezone.now", lambda: now)


@pytest.fixture
def role():
    """A public role with a newer draft."""
    role = make_role(definition=ONCE_PUBLIC)
    publishing.save_draft(role, profile_content(definition=TO_COME))
    return role


def test_a_draft_becomes_public_when_its_moment_has_come(client, editor, role, monkeypatch):
    said = choose(client, role, timezone.now() + SOON).text
    assert "The newest draft of “Data Analyst” will be published on" in said
    assert "Published, with a newer draft, to be published on" in said
    assert [*scheduling.publish_due()] == []
    assert ONCE_PUBLIC in client.get(role.get_absolute_url()).text
    later(monkeypatch, SOON)
    assert [*scheduling.publish_due()] == [(role, "")]
    assert TO_COME in client.get(role.get_absolute_url()).text
    assert not Revision.objects.scheduled().exists()


def test_the_page_says_which_draft_it_is_of_and_in_which_zone_the_moment_is(client, editor, role):
    page = client.get(page_of(role)).text
    assert "the newest draft as it is now" in page
    assert "In UTC, where it is " in page
    assert 'min="' in page
    scheduling.schedule(role, timezone.now() + SOON)
    publishing.save_draft(role, profile_content(definition="Not ready."), note="Only a try")
    page = client.get(page_of(role)).text
    assert "To be published on" in page
    assert "“Only a try”" in page


def test_run_due_publishes_it(client, role, capsys):
    scheduling.schedule(role, timezone.now() - SOON)
    call_command("run_due")
    assert "Published “Data Analyst”, as it was scheduled." in capsys.readouterr().out
    assert TO_COME in client.get(role.get_absolute_url()).text


def test_a_role_that_was_never_public_may_be_scheduled(client, editor):
    role = make_draft_role()
    scheduling.schedule(role, timezone.now() - SOON)
    assert [*scheduling.publish_due()] == [(role, "")]
    assert client.get(role.get_absolute_url()).status_code == 200


def test_what_was_chosen_is_published_and_no_later_draft(client, role):
    scheduling.schedule(role, timezone.now() - SOON)
    publishing.save_draft(role, profile_content(definition="Not ready."))
    assert [*scheduling.publish_due()] == [(role, "")]
    assert TO_COME in client.get(role.get_absolute_url()).text


def test_the_last_choice_stands(client, editor, role):
    choose(client, role, timezone.now() + SOON)
    choose(client, role, timezone.now() + 2 * SOON)
    (waiting,) = Revision.objects.scheduled()
    assert waiting.publish_at > timezone.now() + SOON


def test_a_choice_is_taken_back(client, editor, role):
    choose(client, role, timezone.now() + SOON)
    assert "Take that back" in client.get(page_of(role)).text
    said = client.post(page_of(role), {"take_back": ""}, follow=True).text
    assert "“Data Analyst” will not be published by itself." in said
    assert not Revision.objects.scheduled().exists()


@pytest.mark.parametrize(
    "act",
    [publishing.publish, publishing.unpublish],
    ids=["publishing it at once", "unpublishing"],
)
def test_nothing_comes_after_what_an_editor_did_since(act, role):
    scheduling.schedule(role, timezone.now() + SOON)
    act(role)
    assert not Revision.objects.scheduled().exists()


def test_an_older_text_does_not_undo_a_newer_one(client, role):
    scheduling.schedule(role, timezone.now() - SOON)
    newest = publishing.save_draft(role, profile_content(definition="Newer."))
    publishing.publish(role, newest)
    assert [*scheduling.publish_due()] == []
    assert "Newer." in client.get(role.get_absolute_url()).text


def test_what_cannot_be_published_gets_no_moment(client, editor):
    role = make_role()
    publishing.save_draft(role, profile_content(outlook="Grows by 9 percent."))
    response = choose(client, role, timezone.now() + SOON)
    assert response.status_code == 422
    assert "It cannot be published as it is:" in response.text
    assert not Revision.objects.scheduled().exists()


def test_what_cannot_be_published_any_more_stays_and_is_named(client, editor, role, capsys):
    scheduling.schedule(role, timezone.now() - SOON)
    Revision.objects.scheduled().update(text=profile_content(outlook="Grows by 9 percent.").text)
    call_command("run_due")
    assert "“Data Analyst” was due, and cannot be published:" in capsys.readouterr().err
    assert ONCE_PUBLIC in client.get(role.get_absolute_url()).text
    assert "Overdue, not published: roles: 1" in client.get("/admin/").text
    assert "Data Analyst" in client.get("/admin/careers/role/?state=scheduled").text


@pytest.mark.parametrize("at", ["", "tomorrow", "2020-01-01T00:00:00", "9999-99-99T00:00:00"])
def test_a_moment_that_is_none_is_refused_in_words(client, editor, role, at):
    response = client.post(page_of(role), {"at": at})
    assert response.status_code == 422
    assert "Nothing was changed." in response.text
    assert not Revision.objects.scheduled().exists()


def test_who_may_only_look_schedules_nothing(client, role):
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(page_of(role)).status_code == 403
    assert choose(client, role, timezone.now() + SOON).status_code == 403
    assert Role.objects.get().is_published
    assert not Revision.objects.scheduled().exists()


def test_a_text_that_is_no_document_any_more_stops_nothing_else(client, role, capsys):
    other = make_draft_role("Data Engineer")
    scheduling.schedule(role, timezone.now() - 2 * SOON)
    Revision.objects.scheduled().update(text="Not a document.")
    scheduling.schedule(other, timezone.now() - SOON)
    call_command("run_due")
    said = capsys.readouterr()
    assert "“Data Analyst” was due, and cannot be published:" in said.err
    assert "Published “Data Engineer”, as it was scheduled." in said.out
