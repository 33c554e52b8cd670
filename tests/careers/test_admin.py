"""The editors' desk for documents, its lists and its first page."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import optimistic.admin
from careers import admin
from careers.desk.uses import change_url
from careers.editing import publishing
from careers.models import Comparison, Feedback, Role, Skill
from tests.conftest import assert_is_sound
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_reference,
    make_role,
    make_skill,
    profile_content,
)

pytestmark = pytest.mark.django_db

ADD_ROLE = "/admin/careers/role/add/"
ROLES = "/admin/careers/role/"


@pytest.fixture
def pair():
    """Two published roles."""
    return make_role(), make_role("Data Scientist")


def newest(document):
    """The fields of a document's newest revision."""
    return document.revisions.newest().content.fields


def filled(client, url, **changes):
    """The values of the form at an address, as a browser would send them back, with changes."""
    form = client.get(url).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def live(document):
    """What the buttons of a document's page send along: which revision is public."""
    return {"live": document.live_revision_id}


def new_role(**fields):
    values = {"title": "Data Engineer", "slug": "data-engineer", "family": "engineering"}
    return values | {"track": "individual", "definition": "Moves data."} | fields


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# Drafts and publishing


def test_a_new_role_is_a_draft_that_visitors_cannot_see(client, editor):
    client.post(ADD_ROLE, new_role())
    role = Role.objects.get()
    assert role.published_at is None
    assert role.definition == ""
    assert newest(role)["definition"] == "Moves data."
    assert role.revisions.get().author == editor
    assert client.get("/roles/data-engineer/").status_code == 404


def test_saving_a_draft_leaves_the_public_page_as_it_was(client, editor):
    url = change_url(make_role(definition="Counts things."))
    response = client.post(url, filled(client, url, definition="Counts stars."), follow=True)
    assert "Visitors still read the published text." in response.text
    page = client.get("/roles/data-analyst/").text
    assert "Counts things." in page
    assert "Counts stars." not in page
    assert client.get(url).context["adminform"].form["definition"].value() == "Counts stars."


def test_publishing_makes_the_text_public(client, editor):
    url = change_url(make_role(definition="Counts things."))
    client.post(url, filled(client, url, definition="Counts stars.", _publish=""))
    assert "Counts stars." in client.get("/roles/data-analyst/").text


def test_a_new_role_can_be_published_at_once(client, editor):
    response = client.post(
        ADD_ROLE, new_role(other_titles="ETL Developer", _publish=""), follow=True
    )
    assert "View on site" in response.text
    assert "Moves data." in client.get("/roles/data-engineer/").text
    assert [title.name for title in Role.objects.get().other_titles.all()] == ["ETL Developer"]


def test_what_breaks_a_rule_of_publishing_is_said_at_its_field_and_saves_nothing(client, editor):
    url = change_url(make_role())
    data = filled(client, url, outlook="Growing by 9 percent [bls].", _publish="")
    response = client.post(url, data)
    form = response.context["adminform"].form
    assert "cites unknown references: bls" in form.errors["outlook"][0]
    assert form["outlook"].value() == "Growing by 9 percent [bls]."
    assert Role.objects.get().revisions.count() == 1


def test_publishing_unchanged_text_adds_no_revision(client, editor):
    role = make_draft_role()
    url = change_url(role)
    client.post(url, filled(client, url, _publish=""))
    assert role.revisions.count() == 1
    assert Role.objects.published().get() == role


def test_unpublishing_asks_first_and_then_takes_the_page_away(client, editor):
    role = make_role()
    url = f"/admin/careers/role/{role.pk}/unpublish/"
    assert "Unpublish “Data Analyst”?" in client.get(url).text
    assert client.get("/roles/data-analyst/").status_code == 200
    assert "is no longer public" in client.post(url, live(role), follow=True).text
    assert client.get("/roles/data-analyst/").status_code == 404


def test_an_editor_puts_their_name_to_the_public_text(client, editor):
    role = make_role()
    url = f"/admin/careers/role/{role.pk}/reviewed/"
    assert client.get(url).status_code == 405
    assert "Reviewed by ann" in client.post(url, live(role), follow=True).text
    assert "Reviewed by ann" in client.get("/roles/data-analyst/").text


def test_the_public_text_is_reviewed_where_it_is_read_and_not_over_a_draft(client, editor):
    role = make_role()
    button = "I reviewed the public text"
    assert button in client.get(change_url(role)).text
    publishing.save_draft(role, profile_content(definition="Another text."))
    assert button not in client.get(change_url(role)).text
    assert "I reviewed this text" in client.get(f"/admin/careers/role/{role.pk}/history/").text


def test_a_draft_cannot_be_marked_as_reviewed(client, editor):
    role = make_draft_role()
    assert "I reviewed" not in client.get(change_url(role)).text
    client.post(f"/admin/careers/role/{role.pk}/reviewed/")
    role.refresh_from_db()
    assert role.reviewed_by is None


def test_the_address_is_fixed_once_a_role_was_published(client, editor):
    role = make_role()
    publishing.unpublish(role)
    assert "slug" not in client.get(change_url(role)).context["adminform"].form.fields


def test_the_address_of_a_draft_can_be_corrected(client, editor):
    role = make_draft_role(slug="dta-analyst")
    url = change_url(role)
    client.post(url, filled(client, url, slug="data-analyst"))
    role.refresh_from_db()
    assert role.slug == "data-analyst"
    assert role.definition == ""


def test_only_the_address_of_a_role_that_was_public_says_that_it_is_deleted(client, editor):
    roles = make_role(), make_draft_role("Data Engineer")
    for role in roles:
        client.post(f"/admin/careers/role/{role.pk}/delete/", {"post": "yes"})
    assert not Role.objects.exists()
    assert client.get("/roles/data-analyst/").status_code == 410
    assert client.get("/roles/data-engineer/").status_code == 404


def test_enter_saves_a_draft_for_that_button_comes_first(client, editor):
    page = client.get(change_url(make_role())).text
    form = page[page.index('id="role_form"') :]
    first_button = form[form.index('<button type="submit"') :]
    assert first_button.startswith('<button type="submit" class="default" name="_save">')


def test_names_that_the_vocabulary_lacks_are_told(client, editor):
    make_skill("Python")
    skills = "Python: Every day.\nCobol: Now and then."
    response = client.post(ADD_ROLE, new_role(skills=skills), follow=True)
    assert "Not linked, since Skills has no such names: Cobol." in response.text


# Texts that are refused


def test_a_bad_line_is_refused_by_number_and_in_words(client, editor):
    skills = "Python: Every day.\r\nSQL without an explanation"
    response = client.post(ADD_ROLE, new_role(skills=skills))
    form = response.context["adminform"].form
    assert form.errors["skills"] == [
        "Line 2 is not a point: 'SQL without an explanation'. Write it as “Label: explanation”."
    ]
    assert form["skills"].value() == skills
    assert not Role.objects.exists()


def test_prose_cannot_open_a_section(client, editor):
    response = client.post(ADD_ROLE, new_role(definition="Moves data.\n## Tips"))
    assert "Line 2 starts with “## ”" in response.text
    assert not Role.objects.exists()


def test_a_title_that_another_role_has_is_refused(client, editor):
    make_role("Data Engineer", "the-other-one")
    response = client.post(ADD_ROLE, new_role())
    assert "Role with this Title already exists." in response.text


def test_what_a_draft_names_that_is_not_there_is_said_with_its_line(client, editor):
    make_role("Data Scientist")
    url = change_url(make_role())
    wrong = {"related": "data-scientist\ndata-scientits", "stand_in": "nobody"}
    wrong |= {"outlook": "Steady.\nGrowing by 9 percent [bls]."}
    page = client.post(url, filled(client, url, **wrong), follow=True).text
    assert "Line 2: no role has the address “data-scientits”. Is it data-scientist?" in page
    assert "Line 2 cites unknown references: bls." in page
    assert "Stand-in: Line 1: no role has the address “nobody”." in page
    form = client.post(url, filled(client, url, _publish="")).context["adminform"].form
    assert form.errors.keys() == {"related", "stand_in", "outlook"}


def test_a_draft_s_occupation_is_corrected_while_its_fit_is_a_draft_too(client, editor):
    role = make_role()
    url = change_url(role)
    near = {"occupation": "15-2051", "occupation_fit": "near", "occupation_reason": "Close."}
    client.post(url, filled(client, url, **near))
    assert client.post(url, filled(client, url, occupation="15-2041")).status_code == 302
    assert newest(role)["occupation"] == "15-2041"


def test_a_sentence_on_two_lines_is_one_sentence(client, editor):
    url = change_url(make_role())
    client.post(url, filled(client, url, summary="First line\r\nsecond line", _publish=""))
    assert Role.objects.get().summary == "First line second line"


def test_a_note_alone_is_kept(client, editor):
    role = make_role()
    url = change_url(role)
    client.post(url, filled(client, url, note="Looked at the figures."))
    assert role.revisions.newest().note == "Looked at the figures."
    client.post(url, filled(client, url))
    assert role.revisions.count() == 2


def test_a_review_date_waits_for_publishing(client, editor):
    role = make_role()
    before = role.review_by
    url = change_url(role)
    client.post(url, filled(client, url, review_by="2030-01-02"))
    role.refresh_from_db()
    assert role.review_by == before
    assert filled(client, url)["review_by"] == date(2030, 1, 2)
    client.post(url, filled(client, url, tips="Rest: Now and then."))
    client.post(url, filled(client, url, _publish=""))
    role.refresh_from_db()
    assert role.review_by == date(2030, 1, 2)


def test_a_text_that_is_too_long_is_refused_whole_and_not_cut(client, editor):
    url = change_url(make_role())
    assert "maxlength" not in client.get(url).text
    form = client.post(url, filled(client, url, summary="x" * 201)).context["adminform"].form
    assert "at most 200 characters (it has 201)" in form.errors["summary"][0]
    assert form["summary"].value() == "x" * 201


def test_a_save_that_the_database_refuses_for_a_moment_is_tried_again(client, editor, monkeypatch):
    url = change_url(make_skill())
    data = filled(client, url, description="Asks tables.")
    monkeypatch.setattr(optimistic.admin, "PAUSE", 0)
    save_model, tries = admin.SkillAdmin.save_model, []

    def locked_twice(*args):
        tries.append(args)
        if len(tries) <= 2:
            raise OperationalError("database is locked")
        save_model(*args)

    monkeypatch.setattr(admin.SkillAdmin, "save_model", locked_twice)
    assert client.post(url, data).status_code == 302
    assert Skill.objects.get().description == "Asks tables."


def test_a_save_that_the_database_refuses_for_good_gives_the_text_back(client, editor, monkeypatch):
    url = change_url(make_skill())
    data = filled(client, url, description="Asks <tables>.", _save="")
    monkeypatch.setattr(optimistic.admin, "TRIED_FOR", 0)

    def locked(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(admin.SkillAdmin, "save_model", locked)
    page = client.post(url, data)
    assert page.status_code == 503
    assert "Nothing was saved." in page.text
    assert 'name="description" value="Asks &lt;tables&gt;."' in page.text
    assert 'name="_save"' in page.text
    assert_is_sound(page)


# Two editors at once


def stale_post(client, role):
    """Posts a form that was opened before Ben saved; returns the response."""
    url = change_url(role)
    data = filled(client, url, definition="My text.")
    ben = User.objects.create(username="ben")
    publishing.save_draft(role, profile_content(definition="Their text."), author=ben)
    return client.post(url, data)


def test_a_stale_save_of_the_same_section_is_refused_with_both_texts(client, editor):
    role = make_role()
    response = stale_post(client, role)
    assert "This was changed after you opened the form." in response.text
    assert "<ins>My text.</ins>" in response.text
    assert "<del>Their text.</del>" in response.text
    assert response.context["adminform"].form["definition"].value() == "My text."
    assert newest(role)["definition"] == "Their text."


def test_a_refused_save_can_be_saved_again(client, editor):
    role = make_role()
    form = stale_post(client, role).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    client.post(change_url(role), data)
    assert newest(role)["definition"] == "My text."


def test_the_same_save_twice_is_one_revision(client, editor):
    role = make_role()
    url = change_url(role)
    data = filled(client, url, definition="My text.")
    client.post(url, data)
    assert client.post(url, data).status_code == 302
    assert role.revisions.count() == 2


# Preview


def test_a_preview_shows_unsaved_text_and_saves_nothing(client, editor):
    role = make_role(definition="Counts things.")
    make_skill("Python")
    data = filled(client, change_url(role), definition="Counts stars.", skills="Python: Every day.")
    page = client.post(f"/admin/careers/role/{role.pk}/preview/", data | {"_preview": ""}).text
    assert "Counts stars." in page
    assert "Preview: only editors see this." in page
    assert "/skills/python/" in page
    assert role.revisions.count() == 1
    assert "Counts stars." not in client.get("/roles/data-analyst/").text


def test_a_role_that_is_not_saved_yet_has_a_preview(client, editor):
    response = client.post(f"{ADD_ROLE}preview/", new_role(_preview=""))
    assert "Moves data." in response.text
    assert not Role.objects.exists()


def test_the_newest_draft_has_a_preview_by_its_address(client, editor):
    role = make_role()
    publishing.save_draft(role, profile_content(definition="Counts stars."))
    assert "Counts stars." in client.get(f"/admin/careers/role/{role.pk}/preview/").text


def test_a_preview_of_bad_lines_lists_them(client, editor):
    response = client.post(f"{ADD_ROLE}preview/", new_role(tips="No colon", _preview=""))
    assert response.status_code == 422
    assert "Line 1 is not a point" in response.text


def test_a_preview_does_not_mind_that_somebody_else_saved(client, editor):
    role = make_role()
    data = filled(client, change_url(role), definition="My text.", _preview="")
    publishing.save_draft(role, profile_content(definition="Their text."))
    assert "My text." in client.post(f"/admin/careers/role/{role.pk}/preview/", data).text


def test_a_preview_needs_a_login(client):
    role = make_draft_role()
    url = f"/admin/careers/role/{role.pk}/preview/"
    assert client.get(url).url.startswith("/admin/login/")
    assert client.post(f"{ADD_ROLE}preview/", new_role()).url.startswith("/admin/login/")


def test_a_preview_needs_the_right_to_see_roles(client):
    role = make_draft_role()
    client.force_login(User.objects.create(username="other", is_staff=True))
    assert client.get(f"/admin/careers/role/{role.pk}/preview/").status_code == 403
    assert client.post(f"{ADD_ROLE}preview/", new_role()).status_code == 403


# Revisions


def test_the_revisions_say_who_changed_what(client, editor):
    role = make_role(definition="Counts things.")
    publishing.save_draft(
        role, profile_content(definition="Counts stars."), author=editor, note="Stars"
    )
    page = client.get(reverse("admin:careers_role_history", args=[role.pk])).text
    assert "Changed: Definition." in page
    assert "Stars" in page
    assert "Public now" in page


def test_restoring_makes_an_old_text_the_newest_draft(client, editor):
    role = make_role(definition="Counts things.")
    old = role.revisions.get()
    publishing.save_draft(role, profile_content(definition="Counts stars."))
    publishing.publish(role)
    data = {"newest": role.revisions.newest().pk}
    client.post(f"/admin/careers/role/{role.pk}/restore/{old.pk}/", data)
    assert newest(role)["definition"] == "Counts things."
    assert role.revisions.newest().author == editor
    assert "Counts stars." in client.get("/roles/data-analyst/").text


def test_restoring_needs_a_post(client, editor):
    role = make_role()
    url = f"/admin/careers/role/{role.pk}/restore/{role.revisions.get().pk}/"
    assert client.get(url).status_code == 405
    assert role.revisions.count() == 1


def test_who_may_only_look_changes_nothing(client):
    role = make_role()
    user = User.objects.create(username="reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_role"))
    client.force_login(user)
    page = client.get(change_url(role)).text
    assert "Save draft" not in page
    assert client.get(f"/admin/careers/role/{role.pk}/history/").status_code == 200
    assert client.post(f"/admin/careers/role/{role.pk}/unpublish/").status_code == 403
    assert client.post(f"/admin/careers/role/{role.pk}/preview/", new_role()).status_code == 403


# Comparisons


def test_a_new_comparison_stores_its_roles_in_the_order_of_their_addresses(client, editor, pair):
    analyst, scientist = pair
    data = {"first": scientist.pk, "second": analyst.pk, "introduction": "Often confused."}
    client.post("/admin/careers/comparison/add/", data | {"_publish": ""})
    comparison = Comparison.objects.published().get()
    assert (comparison.first, comparison.second) == (analyst, scientist)
    assert newest(comparison)["roles"] == "data-analyst; data-scientist"
    assert comparison.introduction == "Often confused."


def test_a_pair_has_one_comparison_whichever_way_round(client, editor, pair):
    comparison = make_comparison(*pair)
    data = {"first": comparison.second_id, "second": comparison.first_id}
    response = client.post("/admin/careers/comparison/add/", data)
    assert "These two roles already have a comparison." in response.text


def test_a_role_is_not_compared_with_itself(client, editor):
    role = make_role()
    data = {"first": role.pk, "second": role.pk}
    response = client.post("/admin/careers/comparison/add/", data)
    assert "Choose two different roles." in response.text


def test_a_comparison_keeps_its_roles_when_it_is_saved(client, editor, pair):
    comparison = make_comparison(*pair)
    url = change_url(comparison)
    client.post(url, filled(client, url, conclusion="Choose by temper.", _publish=""))
    assert newest(comparison)["roles"] == "data-analyst; data-scientist"
    comparison.refresh_from_db()
    assert comparison.conclusion == "Choose by temper."


def test_a_comparison_has_a_preview(client, editor, pair):
    comparison = make_comparison(*pair)
    url = f"/admin/careers/comparison/{comparison.pk}/preview/"
    data = filled(client, change_url(comparison), conclusion="Choose by temper.")
    assert "Choose by temper." in client.post(url, data | {"_preview": ""}).text
    assert "Choose by temper." not in client.get(comparison.get_absolute_url()).text


def test_a_comparison_that_is_not_saved_yet_has_a_preview(client, editor, pair):
    analyst, scientist = pair
    data = {"first": scientist.pk, "second": analyst.pk, "introduction": "Often confused."}
    response = client.post("/admin/careers/comparison/add/preview/", data | {"_preview": ""})
    assert "Often confused." in response.text
    assert not Comparison.objects.exists()


# Lists


def test_the_list_tells_drafts_from_what_is_public(client, editor):
    make_draft_role("Data Engineer")
    make_role("Data Scientist")
    newer = make_role()
    publishing.save_draft(newer, profile_content(definition="Counts stars."), author=editor)
    rows = client.get(ROLES).context["cl"].result_list
    role_admin = admin.RoleAdmin(Role, admin.admin.site)
    assert [role_admin.state(row) for row in rows] == [
        "Published, with a newer draft",
        "Draft",
        "Published",
    ]
    for state, titles in {
        "draft": ["Data Engineer"],
        "published": ["Data Analyst", "Data Scientist"],
        "newer": ["Data Analyst"],
    }.items():
        found = client.get(ROLES, {"state": state}).context["cl"].result_list
        assert [role.title for role in found] == titles


def test_roles_are_found_by_their_other_titles(client, editor):
    make_role(other_titles="Business Analyst")
    make_role("Data Scientist")
    found = client.get(ROLES, {"q": "business"}).context["cl"].result_list
    assert [role.title for role in found] == ["Data Analyst"]


def make_bare_comparison(n):
    first, second = make_draft_role(f"Role {n}"), make_draft_role(f"Other {n}")
    Comparison.objects.create(first=first, second=second)


MAKE_A_ROW = {
    "role": lambda n: make_role(f"Role {n}"),
    "comparison": make_bare_comparison,
    "skill": lambda n: make_skill(f"Skill {n}"),
    "reference": lambda n: make_reference(f"key-{n}"),
}


@pytest.mark.parametrize("name", MAKE_A_ROW)
def test_a_list_asks_as_much_for_twenty_rows_as_for_one(client, editor, name):
    url = f"/admin/careers/{name}/"
    MAKE_A_ROW[name](0)
    for_one = queries_of(client, url)
    for n in range(1, 20):
        MAKE_A_ROW[name](n)
    assert queries_of(client, url) == for_one < 10


def test_publishing_another_text_takes_the_reviewer_off(client, editor):
    role = make_role()
    publishing.mark_reviewed(role, editor)
    publishing.save_draft(role, profile_content(definition="Counts other things."))
    publishing.publish(role)
    assert role.reviewed_by is None
    assert "Not yet reviewed" in client.get(role.get_absolute_url()).text


# The first page


def test_the_first_page_says_what_waits_for_an_editor(client, editor):
    assert "Nothing now." in client.get("/admin/").text
    make_draft_role("Data Engineer")
    publishing.save_draft(make_role(), profile_content(definition="Counts other things."))
    Feedback.objects.create(path="/roles/data-analyst/", is_useful=False)
    page = client.get("/admin/").text
    assert '<a href="/admin/careers/role/?state=draft">Drafts of roles: 1</a>' in page
    assert "Newer drafts of published roles: 1</a>" in page
    assert "Feedback of readers: 1</a>" in page
