from datetime import timedelta

import pytest
from django.utils import timezone

from careers.editing import publishing as editorial
from careers.editing.documents import DocumentError, parse, write
from careers.editing.publishing import NotPublishable, StaleRevision
from careers.models import Role
from tests.factories import PROFILE, make_draft_role, make_reference, make_role, make_skill

pytestmark = pytest.mark.django_db


def text_of(**fields):
    return write(PROFILE | {"title": "Data Analyst"} | fields, Role.shape)


def test_a_draft_is_not_published():
    make_draft_role()
    assert not Role.objects.published().exists()


def test_saving_a_draft_leaves_the_public_columns():
    role = make_role(definition="As it was.")
    editorial.save_draft(role, text_of(definition="As it will be."))
    role.refresh_from_db()
    assert role.definition == "As it was."


def test_publishing_writes_the_newest_revision_into_the_columns():
    role = make_role(definition="As it was.")
    editorial.save_draft(role, text_of(definition="As it is now."))
    editorial.publish(role)
    role.refresh_from_db()
    assert role.definition == "As it is now."
    assert role.live_revision == role.revisions.newest()


def test_a_save_on_top_of_a_stale_revision_is_refused_with_both_texts():
    role = make_role()
    base = role.revisions.newest().pk
    editorial.save_draft(role, text_of(definition="Theirs."), base=base)
    with pytest.raises(StaleRevision) as refused:
        editorial.save_draft(role, text_of(definition="Yours."), base=base)
    assert "Theirs." in refused.value.theirs.text
    assert "Yours." in refused.value.yours
    assert role.revisions.count() == 2


def test_a_text_that_is_no_document_is_not_saved():
    role = make_draft_role()
    with pytest.raises(DocumentError):
        editorial.save_draft(role, "nonsense")
    assert role.revisions.count() == 1


def test_publishing_names_the_references_that_do_not_exist():
    make_reference("known")
    role = make_draft_role(outlook="Growing by 4 percent [known], then 5 percent [unknown].")
    with pytest.raises(NotPublishable, match="cites unknown references: unknown"):
        editorial.publish(role)
    role.refresh_from_db()
    assert role.published_at is None


def test_publishing_an_empty_definition_is_refused_in_words():
    with pytest.raises(NotPublishable, match="“Definition” is empty"):
        editorial.publish(make_draft_role(definition=""))


def test_a_title_that_belongs_to_another_role_is_refused():
    make_role("BI Developer")
    with pytest.raises(NotPublishable, match="already belongs to BI Developer"):
        editorial.publish(make_draft_role("Data Analyst", other_titles="bi developer"))


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
    role = Role(skills="SQL, Alchemy: Ask.", tools="Dashboards: Crystal Ball. See far.")
    vocabulary = {"sql": None}
    assert editorial.unknown_names(role, vocabulary) == ["Alchemy", "Crystal Ball"]


def test_restoring_adds_the_old_text_as_a_new_draft():
    role = make_role(definition="First.")
    first = role.revisions.newest()
    editorial.save_draft(role, text_of(definition="Second."))
    editorial.publish(role)
    editorial.restore(role, first)
    assert parse(role.revisions.newest().text, Role.shape)["definition"] == "First."
    role.refresh_from_db()
    assert role.definition == "Second."


def test_unpublishing_hides_a_role_and_keeps_its_revisions():
    role = make_role()
    editorial.unpublish(role)
    assert not Role.objects.published().exists()
    assert role.revisions.count() == 1


def test_publishing_again_keeps_the_day_of_the_first_time_and_asks_for_a_new_review(
    django_user_model,
):
    role = make_role("Analyst")
    long_ago = timezone.now() - timedelta(days=90)
    type(role).objects.filter(pk=role.pk).update(published_at=long_ago)
    role.refresh_from_db()
    editorial.mark_reviewed(role, django_user_model.objects.create(username="ann"))
    editorial.save_draft(role, write(PROFILE | {"title": "Analyst", "tips": ""}, Role.shape))
    editorial.publish(role)
    role.refresh_from_db()
    assert role.published_at == long_ago
    assert (role.reviewed_by, role.reviewed_at) == (None, None)
