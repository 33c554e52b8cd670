"""The writing page: nothing that an editor writes is lost, whoever else writes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from careers.desk.uses import change_url
from careers.models import Comparison, Role, WorkingCopy
from portal.management.commands.make_editor import editors
from tests.factories import make_comparison, make_draft_role, make_role
from tests.forms import filled, sent_back

pytestmark = pytest.mark.django_db

ADD = "/admin/careers/role/add/"


def signed_in(name):
    """A browser in which an editor is signed in."""
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(editors())
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ann():
    return signed_in("ann")


@pytest.fixture
def ben():
    return signed_in("ben")


@pytest.fixture
def role():
    return make_role(tips="Rest: Now and then.\nRead: Much.")


def keep(editor, document, data):
    """Sends what the page's script sends after a change."""
    where = change_url(document) + "copy/" if document else f"{ADD}copy/"
    return editor.post(where, data)


def shown(editor, document, name="tips"):
    page = editor.get(change_url(document) if document else ADD)
    return page.context["adminform"].form[name].value()


def newest(document, name="tips"):
    return document.revisions.newest().content.fields[name]


# The working copy


def test_any_text_is_kept_and_comes_back_to_its_editor_alone(ann, ben, role):
    bad = "No colon\n## no section\n\0"
    state = keep(ann, role, filled(ann, change_url(role), tips=bad)).json()
    assert (state["version"], state.get("refused", "")) == (1, "")
    assert shown(ann, role) == "No colon\n## no section\n"
    assert "Your working copy of" in ann.get(change_url(role)).text
    assert shown(ben, role) == "Rest: Now and then.\nRead: Much."
    assert (role.revisions.count(), newest(role)) == (1, "Rest: Now and then.\nRead: Much.")


def test_a_draft_that_is_refused_is_kept_without_script(ann, role):
    refused = ann.post(change_url(role), filled(ann, change_url(role), tips="No colon", _save=""))
    assert "It is not a draft yet, and kept as your working copy" in refused.text
    assert '<a href="#id_tips">Practical tips</a>: Line 1 is not a point' in refused.text
    assert shown(ann, role) == "No colon"
    ann.post(change_url(role), sent_back(refused, tips="Colon: Here.", _save=""))
    assert newest(role) == "Colon: Here."
    assert not WorkingCopy.objects.written().exists()


def test_what_cannot_be_published_can_be_saved(ann, role):
    url = change_url(role)
    refused = ann.post(url, filled(ann, url, outlook="Up by 9 percent.", _publish=""))
    assert "It is not published, and kept as your working copy" in refused.text
    assert shown(ann, role, "outlook") == "Up by 9 percent."
    assert ann.post(url, sent_back(refused, _save="")).status_code == 302
    assert newest(role, "outlook") == "Up by 9 percent."


def test_a_document_that_is_not_made_yet_has_a_working_copy_too(ann, ben):
    keep(ann, None, filled(ann, ADD, title="Data Engineer", tips="No colon"))
    assert (shown(ann, None), shown(ann, None, "title")) == ("No colon", "Data Engineer")
    assert shown(ben, None, "title") is None
    new = {"slug": "data-engineer", "family": "engineering", "track": "lead", "definition": "x"}
    ann.post(ADD, filled(ann, ADD, tips="Colon: Here.", _save="", **new))
    assert newest(Role.objects.get(), "title") == "Data Engineer"
    assert shown(ann, None, "title") is None


def test_another_window_of_the_same_editor_overwrites_nothing(ann, role):
    data = filled(ann, change_url(role))
    keep(ann, role, data | {"tips": "One: window."})
    refused = keep(ann, role, data | {"tips": "Another: window."})
    assert refused.status_code == 409
    assert "You wrote here in another window" in refused.json()["refused"]
    assert shown(ann, role) == "One: window."
    decided = data | {"tips": "Another: window.", "copy_version": refused.json()["version"]}
    assert keep(ann, role, decided).status_code == 200
    assert shown(ann, role) == "Another: window."


def test_a_window_goes_on_though_the_answer_to_its_last_change_was_lost(ann, role):
    data = filled(ann, change_url(role), copy_window="one")
    keep(ann, role, data | {"tips": "Its answer: was lost."})
    assert keep(ann, role, data | {"tips": "The next: change."}).status_code == 200
    assert shown(ann, role) == "The next: change."
    other = data | {"tips": "Another: window.", "copy_window": "two"}
    assert keep(ann, role, other).status_code == 409


def test_a_window_that_is_older_than_a_draft_says_so(ann, role):
    data = filled(ann, change_url(role))
    version = keep(ann, role, data | {"tips": "One: window."}).json()["version"]
    ann.post(change_url(role), filled(ann, change_url(role), _save=""))
    refused = keep(ann, role, data | {"tips": "Old: one.", "copy_version": version})
    assert "You saved this, or threw it away, in another window." in refused.json()["refused"]


def test_a_working_copy_is_thrown_away(ann, role):
    keep(ann, role, filled(ann, change_url(role), tips="No: more."))
    ann.post(change_url(role) + "discard/")
    assert shown(ann, role) == "Rest: Now and then.\nRead: Much."


def test_a_working_copy_is_deleted_after_thirty_days_and_the_desk_says_so_before(ann, ben, role):
    keep(ann, role, filled(ann, change_url(role), tips="Some: day."))
    keep(ben, None, filled(ben, ADD, title="Data Engineer"))
    assert "You are writing “Data Analyst”, not saved as a draft</a>" in ann.get("/admin/").text
    assert "Data Analyst" not in ben.get("/admin/").text
    now = timezone.now()
    WorkingCopy.objects.update(changed_at=now - timedelta(days=24))
    last_day = now + timedelta(days=6)
    assert f"it is deleted on {last_day:%d %B} unless you go on" in ann.get("/admin/").text
    assert "You are writing a new role" in ben.get("/admin/").text
    call_command("clear_old")
    assert WorkingCopy.objects.count() == 2
    WorkingCopy.objects.update(changed_at=now - timedelta(days=30))
    call_command("clear_old")
    assert not WorkingCopy.objects.exists()


def test_a_comparison_has_a_working_copy(ann):
    comparison = make_comparison(make_role(), make_role("Data Scientist"))
    keep(ann, comparison, filled(ann, change_url(comparison), conclusion="Toss a coin."))
    assert shown(ann, comparison, "conclusion") == "Toss a coin."
    assert "You are writing “Data Analyst vs Data Scientist”" in ann.get("/admin/").text
    first = Comparison.objects.get()
    ann.post(change_url(first), filled(ann, change_url(first), _publish=""))
    assert Comparison.objects.get().conclusion == "Toss a coin."


@pytest.mark.parametrize("page", ["copy/", "here/", "discard/"])
def test_who_may_not_change_a_role_keeps_nothing(role, page):
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_role"))
    client = Client()
    assert client.post(change_url(role) + page).status_code == 302
    client.force_login(reader)
    assert client.post(change_url(role) + page, {"tips": "Mine: now."}).status_code == 403
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("page", ["copy/", "here/", "discard/"])
def test_following_a_link_changes_no_working_copy(ann, role, page):
    keep(ann, role, filled(ann, change_url(role), tips="Some: day."))
    assert ann.get(change_url(role) + page).status_code == 405
    assert shown(ann, role) == "Some: day."


def test_an_old_address_of_the_form_leads_to_the_page(ann, role):
    old = f"/admin/careers/role/{role.pk}/change/"
    assert ann.get(old).url == f"/admin/careers/role/{role.pk}/write/"


# Two editors


def test_points_that_two_editors_wrote_are_both_in_the_newest_draft(ann, ben, role):
    url = change_url(role)
    anns = filled(ann, url, tips="Rest: Often.\nRead: Much.", _save="")
    ben.post(url, filled(ben, url, tips="Rest: Now and then.\nRead: Little.\nWalk: Far."))
    said = ann.post(url, anns, follow=True).text
    assert newest(role) == "Rest: Often.\nRead: Little.\nWalk: Far."
    assert "Changed by ben after you opened the form, and kept: Practical tips." in said


def test_a_point_that_two_editors_changed_is_shown_from_both_sides_and_decided(ann, ben, role):
    url = change_url(role)
    anns = filled(ann, url, tips="Rest: Often.\nRead: Much.\nWalk: Far.", _save="")
    ben.post(url, filled(ben, url, tips="Rest: Never.\nRead: Little."))
    refused = ann.post(url, anns)
    (conflict,) = refused.context["adminform"].form.conflicts
    assert (conflict.theirs, conflict.yours) == ("Rest: Never.", "Rest: Often.")
    assert newest(role) == "Rest: Never.\nRead: Little."
    ann.post(url, sent_back(refused, _save=""))
    assert newest(role) == "Rest: Often.\nRead: Little.\nWalk: Far."


def test_what_is_not_decided_is_asked_again_when_the_page_is_opened_again(ann, ben, role):
    url = change_url(role)
    data = filled(ann, url, tips="Rest: Often.\nRead: Much.")
    ben.post(url, filled(ben, url, tips="Rest: Never.\nRead: Little."))
    keep(ann, role, data)
    for _ in range(2):
        opened = ann.get(url)
        assert "Two people wrote at once" in opened.text
        assert opened.context["adminform"].form["tips"].value() == "Rest: Often.\nRead: Little."
        keep(ann, role, sent_back(opened, note="Looked at it again."))
    ann.post(url, sent_back(ann.get(url), _save=""))
    assert newest(role) == "Rest: Often.\nRead: Little."


def test_a_working_copy_takes_over_what_others_saved_since(ann, ben, role):
    url = change_url(role)
    keep(ann, role, filled(ann, url, tips="Rest: Often.\nRead: Much."))
    ben.post(url, filled(ben, url, tips="Rest: Now and then.\nRead: Much.\nWalk: Far.",
                         summary="Ben's sentence.", review_by="2031-01-02"))  # fmt: skip
    assert str(shown(ann, role, "review_by")) == "2031-01-02"
    assert shown(ann, role) == "Rest: Often.\nRead: Much.\nWalk: Far."
    assert shown(ann, role, "summary") == "Ben's sentence."
    ann.post(url, filled(ann, url, _save=""))
    assert newest(role) == "Rest: Often.\nRead: Much.\nWalk: Far."
    assert newest(role, "summary") == "Ben's sentence."


def test_editors_are_told_of_each_other(ann, ben, role):
    assert ann.post(change_url(role) + "here/", {"place": "tips"}).json()["others"] == []
    told = ben.post(change_url(role) + "here/", {"place": "outlook"}).json()
    assert told["others"] == [{"name": "ann", "is_here": True, "place": "Tips"}]
    keep(ann, role, filled(ann, change_url(role), tips="Some: day."))
    WorkingCopy.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    told = ben.post(change_url(role) + "here/", {"place": "<nowhere>"}).json()
    assert told["others"] == [{"name": "ann", "is_here": False, "place": ""}]
    assert "is writing here, too" in ben.get(change_url(role)).text
    ann.post(change_url(role), filled(ann, change_url(role), _save=""))
    told = ben.post(change_url(role) + "here/").json()
    assert (told["newest"], told["newest_by"]) == (role.revisions.newest().pk, "ann")
    assert told["others"] == []


def test_the_page_asks_as_little_with_a_copy_and_others_as_without(ann, ben, count_queries):
    role = make_draft_role()
    alone = count_queries(lambda: ann.get(change_url(role)))
    keep(ann, role, filled(ann, change_url(role), tips="Some: day."))
    ben.post(change_url(role), filled(ben, change_url(role), summary="Ben's sentence."))
    keep(ben, role, filled(ben, change_url(role), summary="Ben's other sentence."))
    assert count_queries(lambda: ann.get(change_url(role))) <= alone + 1 <= 20


def test_a_point_without_a_colon_is_said_beside_one_that_both_changed(ann, ben, role):
    url = change_url(role)
    anns = filled(ann, url, tips="Rest: Often.\nRead: Much.\nNo colon", _save="")
    ben.post(url, filled(ben, url, tips="Rest: Never.\nRead: Much."))
    said = ann.post(url, anns).context["adminform"].form.errors["tips"]
    assert "This was changed by ben" in said[0]
    assert "Line 3 is not a point" in said[1]
