import pytest

from careers.editing import publishing
from careers.editing.documents import parse_points
from careers.editing.publishing import NotPublishable, StaleRevision
from careers.models import Role
from tests.factories import (
    make_draft_role,
    make_reference,
    make_role,
    make_skill,
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
