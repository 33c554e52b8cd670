from datetime import date, timedelta

import pytest
from django.utils import timezone

from careers.editing import publishing
from careers.editing.documents import parse_points
from careers.editing.publishing import NotPublishable, StaleRevision
from careers.models import Comparison, Role
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_pay_cell,
    make_reference,
    make_role,
    make_skill,
    make_snapshot,
    moment,
    profile_content,
)

pytestmark = pytest.mark.django_db


def test_a_draft_is_not_published():
    make_draft_role()
    assert not Role.objects.published().exists()


def test_saving_a_draft_leaves_the_public_columns():
    role = make_role(definition="As it was.")
    publishing.save_draft(role, profile_content(definition="As it will be."))
    role.refresh_from_db()
    assert role.definition == "As it was."


def test_publishing_writes_the_newest_revision_into_the_columns():
    role = make_role(definition="As it was.")
    publishing.save_draft(role, profile_content(definition="As it is now."))
    publishing.publish(role)
    role.refresh_from_db()
    assert role.definition == "As it is now."
    assert role.live_revision == role.revisions.newest()


def test_a_save_on_top_of_a_stale_revision_is_refused_with_both_texts():
    role = make_role()
    base = role.revisions.newest().pk
    publishing.save_draft(role, profile_content(definition="Theirs."), base=base)
    with pytest.raises(StaleRevision) as refused:
        publishing.save_draft(role, profile_content(definition="Yours."), base=base)
    assert "Theirs." in refused.value.theirs.text
    assert "Yours." in refused.value.yours
    assert role.revisions.count() == 2


def test_publishing_names_the_references_that_do_not_exist():
    make_reference("known")
    role = make_draft_role(outlook="Growing by 4 percent [known], then 5 percent [unknown].")
    with pytest.raises(NotPublishable, match="cites unknown references: unknown"):
        publishing.publish(role)
    role.refresh_from_db()
    assert role.published_at is None


def test_publishing_an_empty_definition_is_refused_in_words():
    with pytest.raises(NotPublishable, match="“Definition” is empty"):
        publishing.publish(make_draft_role(definition=""))


def test_plain_words_that_are_hard_to_read_are_refused_with_their_grade():
    hard = "The manager remembered a difficult decision."
    with pytest.raises(NotPublishable) as refused:
        publishing.publish(make_draft_role(plain=hard))
    assert list(refused.value.problems) == ["plain"]
    assert "reads at grade 14.3; 9 is the most." in refused.value.problems["plain"][0]


def test_an_editors_role_may_lack_plain_words_and_a_route():
    role = make_role(plain="", first_year="", learn_first="")
    assert role.is_published


def test_what_to_learn_first_is_of_the_roles_own_skills_and_tools():
    named = {"skills": "SQL: Ask.", "tools": "Sheets: Excel. Then sort."}
    make_role("Analyst", learn_first="sql: Count.\nExcel: Sort.", **named)
    with pytest.raises(NotPublishable, match="names 'Python', which neither Skills nor Tools"):
        publishing.publish(make_draft_role("Builder", learn_first="SQL, Python: Both.", **named))


def test_more_than_three_things_cannot_come_first():
    names = ["One", "Two", "Three", "Four"]
    points = "\n".join(f"{name}: Learn it." for name in names)
    with pytest.raises(NotPublishable, match="“Learn first” has 4 points; 3 are the most"):
        publishing.publish(make_draft_role(skills=points, learn_first=points))


def test_a_title_that_belongs_to_another_role_is_refused():
    make_role("BI Developer")
    with pytest.raises(NotPublishable, match="already belongs to BI Developer"):
        publishing.publish(make_draft_role("Data Analyst", other_titles="bi developer"))


def test_publishing_links_skills_by_name_alias_and_list():
    for name, aliases in (("SQL", ""), ("Python", "Py3"), ("Tableau", "")):
        make_skill(name, aliases=aliases)
    role = make_role(skills="SQL, py3: Ask.", tools="Dashboards (useful): Tableau, Unheard Of.")
    needs = [(need.skill.name, need.need, need.part) for need in role.needs.all()]
    assert needs == [
        ("SQL", "core", "skills"),
        ("Python", "core", "skills"),
        ("Tableau", "useful", "tools"),
    ]


def test_a_skill_named_in_prose_is_not_linked():
    make_skill("Go")
    assert not make_role(responsibilities="Move: Go and see the people.").needs.exists()


def test_names_that_the_vocabulary_lacks_are_listed():
    make_skill("SQL")
    points = {
        "skills": parse_points("SQL, Alchemy: Ask."),
        "tools": parse_points("Dashboards: Crystal Ball. See far."),
    }
    vocabulary = {"sql": None}
    assert publishing.unknown_names(points, vocabulary) == ["Alchemy", "Crystal Ball"]


def test_restoring_adds_the_old_text_as_a_new_draft():
    role = make_role(definition="First.")
    first = role.revisions.newest()
    publishing.save_draft(role, profile_content(definition="Second."))
    publishing.publish(role)
    publishing.restore(role, first)
    assert role.revisions.newest().content.fields["definition"] == "First."
    role.refresh_from_db()
    assert role.definition == "Second."


def test_unpublishing_hides_a_role_and_keeps_its_revisions():
    role = make_role()
    publishing.unpublish(role)
    assert not Role.objects.published().exists()
    assert role.revisions.count() == 1


def test_a_figure_without_a_reference_is_not_published():
    role = make_role(definition="As it was.")
    publishing.save_draft(role, profile_content(definition="It pays USD 90,000."))
    with pytest.raises(NotPublishable, match="a figure without a reference"):
        publishing.publish(role)
    role.refresh_from_db()
    assert role.definition == "As it was."


def test_an_outlook_cites_every_number_and_other_sections_only_figures():
    role = make_draft_role(outlook="Two of 3 grow.", tips="Rest: 2 days a week.")
    with pytest.raises(NotPublishable) as refused:
        publishing.publish(role)
    assert list(refused.value.problems) == ["outlook"]


def test_a_document_is_public_from_the_moment_it_is_published_at():
    later = timezone.now() + timedelta(hours=1)
    role = make_draft_role()
    publishing.publish(role, at=later)
    assert not Role.objects.published().exists()
    assert Role.objects.published(at=later).get() == role
    assert not role.is_published


def test_a_comparison_is_public_only_while_both_its_roles_are():
    first, second = make_role("Analyst"), make_role("Builder")
    make_comparison(first, second)
    assert Comparison.objects.published().exists()
    for role in (first, second):
        publishing.unpublish(role)
        assert not Comparison.objects.published().exists()
        publishing.publish(role)


def test_publishing_another_text_takes_the_reviewer_off_and_the_same_text_does_not(admin_user):
    role = make_role()
    publishing.mark_reviewed(role, admin_user)
    publishing.publish(role)
    assert role.reviewed_by == admin_user
    publishing.save_draft(role, profile_content(definition="Another text."))
    publishing.publish(role)
    assert (role.reviewed_by, role.reviewed_at) == (None, None)


def test_a_published_document_is_to_be_read_again_in_a_year():
    role = make_draft_role()
    publishing.publish(role, at=moment("2026-03-01"))
    assert role.review_by == date(2027, 3, 1)


def test_a_reviewed_document_is_to_be_read_again_in_a_year(admin_user):
    role = make_draft_role()
    publishing.publish(role, at=moment("2020-03-01"))
    publishing.mark_reviewed(role, admin_user)
    role.refresh_from_db()
    assert role.review_by == (role.reviewed_at + timedelta(days=365)).date()


def test_of_two_mentions_of_a_skill_the_first_counts():
    make_skill("SQL")
    role = make_role(skills="SQL (useful): Ask.", tools="Tables: SQL.")
    need = role.needs.get()
    assert (need.need, need.part) == ("useful", "skills")


def test_a_new_alias_links_the_profiles_that_use_it():
    skill = make_skill("scikit-learn", kind="tool")
    role = make_role(tools="Models: sklearn.")
    skill.aliases = "sklearn"
    skill.save()
    publishing.relink()
    assert role.needs.get().skill == skill


def test_an_official_occupation_says_how_it_fits_and_why():
    near = {"occupation": "15-2051", "occupation_fit": "near", "occupation_reason": "Same work."}
    role = make_role("Analyst", **near)
    assert (role.occupation, role.occupation_fit, role.occupation_reason) == tuple(near.values())
    with pytest.raises(publishing.NotPublishable) as refused:
        make_role("Engineer", occupation="data", occupation_fit="close")
    assert refused.value.problems == {
        "occupation": ["'data' is no code of an occupation; write it like 15-2051."],
        "occupation_fit": [
            "The fit is 'close'; say same or near where there is an occupation, and nothing "
            "elsewhere."
        ],
        "occupation_reason": ["Say in a sentence why this occupation fits the role."],
    }


def test_a_figure_that_its_official_reference_does_not_publish_is_refused():
    wages = make_snapshot("official", make_reference("oews"))
    make_pay_cell(snapshot=wages, occupation="15-2051", n=262_440, p50=120_230)
    make_role("Analyst", outlook="Half of 262,440 people earn $120,230 [oews].")
    with pytest.raises(publishing.NotPublishable) as refused:
        make_role("Engineer", outlook="Half earn $112,590 [oews].")
    (problem,) = refused.value.problems["outlook"]
    assert problem.startswith("The reference does not publish 112,590: the figure is mistyped")


def test_a_role_without_an_occupation_may_say_why():
    role = make_role("Prompt Writer", occupation_reason="No occupation holds this work.")
    assert (role.occupation, role.occupation_reason) == ("", "No occupation holds this work.")


def test_a_draft_s_names_do_not_link_before_it_is_published():
    make_skill("SQL")
    role = make_role()
    publishing.save_draft(role, profile_content(skills="SQL: Ask."))
    publishing.relink()
    assert not role.needs.exists()


def test_a_preview_is_a_copy_and_saves_nothing():
    role = make_role(definition="As it was.")
    preview = publishing.preview_of(role, profile_content(definition="As it may be."))
    assert preview.definition == "As it may be."
    assert (preview.pk, preview.slug) == (role.pk, role.slug)
    role.refresh_from_db()
    assert role.definition == "As it was."


def test_publishing_again_keeps_the_day_of_the_first_time_and_asks_for_a_new_review(
    django_user_model,
):
    role = make_role("Analyst")
    long_ago = timezone.now() - timedelta(days=90)
    type(role).objects.filter(pk=role.pk).update(published_at=long_ago)
    role.refresh_from_db()
    publishing.mark_reviewed(role, django_user_model.objects.create(username="ann"))
    publishing.save_draft(role, profile_content(title="Analyst", tips=""))
    publishing.publish(role)
    role.refresh_from_db()
    assert role.published_at == long_ago
    assert (role.reviewed_by, role.reviewed_at) == (None, None)
