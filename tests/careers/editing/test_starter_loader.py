"""Loading starter content, again and after editors."""

import pytest

from careers.editing import publishing
from careers.editing.documents import write
from careers.editing.starter_loader import load_starter
from careers.models import Comparison, Reference, Role, Skill, SkillGroup
from tests.factories import PROFILE, profile_content

pytestmark = pytest.mark.django_db

SKILLS = """## SQL
kind: language
aliases: Structured Query Language
related: pandas

Asks tables.

## pandas
kind: tool

Tables in Python.
"""
GROUPED = """
## AWS
kind: tool
group: A cloud

Rented computers.

## Google Cloud
kind: tool
group: A cloud

Others.
"""
REFERENCES = """## bls
title: Handbook
publisher: Bureau
url: https://www.bls.gov/ooh/
year: 2025
retrieved: 2026-11-23
"""
COMPARISON = {
    "roles": "analyst; builder",
    "difference": "One counts.",
    "introduction": "They sit at one table.",
    "differs_most": "Pace: One answers today.",
}
ANALYST = "roles/analyst.md"


@pytest.fixture
def folder(tmp_path):
    """Starter content: two roles, their comparison, two skills, a reference."""
    texts = {
        "skills.md": SKILLS,
        "references.md": REFERENCES,
        ANALYST: profile_text("Analyst", skills="SQL: Ask.", outlook="4 percent more [bls]."),
        "roles/builder.md": profile_text("Builder"),
        "comparisons/analyst-vs-builder.md": write(COMPARISON, Comparison.shape),
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def profile_text(title, **fields):
    return write(PROFILE | {"title": title} | fields, Role.shape)


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_everything_is_loaded_published_and_linked(folder):
    assert str(load_starter(folder)) == "Starter content: 6 new, 0 changed."
    assert Role.objects.published().count() == 2
    assert Comparison.objects.published().count() == 1
    analyst = Role.objects.get(slug="analyst")
    assert [need.skill.name for need in analyst.needs.all()] == ["SQL"]
    assert [skill.name for skill in Skill.objects.get(slug="sql").related.all()] == ["pandas"]


def test_loading_again_changes_nothing(folder):
    load_starter(folder)
    assert str(load_starter(folder)) == "Starter content is loaded already."
    assert Role.objects.get(slug="analyst").revisions.count() == 1


def test_a_changed_file_is_published_as_a_new_revision(folder):
    load_starter(folder)
    change(folder, ANALYST, "Keeps the figures right.", "Keeps them so.")
    change(folder, "skills.md", "Asks tables.", "Asks questions.")
    assert str(load_starter(folder)) == "Starter content: 0 new, 2 changed."
    analyst = Role.objects.get(slug="analyst")
    assert analyst.summary == "Keeps them so."
    assert analyst.revisions.count() == 2


def test_a_text_that_an_editor_wrote_is_left_alone(folder, admin_user):
    load_starter(folder)
    analyst = Role.objects.get(slug="analyst")
    publishing.save_draft(analyst, profile_content("Analyst"), author=admin_user)
    change(folder, ANALYST, "Keeps the figures right.", "Keeps them so.")
    assert str(load_starter(folder)) == "Starter content is loaded already, 1 left as edited."
    analyst.refresh_from_db()
    assert analyst.summary == "Keeps the figures right."


def test_a_skill_and_a_reference_that_an_editor_saved_are_left_alone(folder):
    load_starter(folder)
    Skill.objects.filter(slug="sql").update(description="Edited.", is_edited=True)
    Reference.objects.update(title="Edited", is_edited=True)
    assert str(load_starter(folder)) == "Starter content is loaded already, 2 left as edited."
    assert Skill.objects.get(slug="sql").description == "Edited."


def test_one_bad_file_loads_nothing(folder):
    change(folder, "roles/builder.md", "Steady.", "Growing by 9 percent.")
    with pytest.raises(publishing.NotPublishable, match="a figure without a reference"):
        load_starter(folder)
    assert not Role.objects.exists()
    assert not Skill.objects.exists()


def test_skills_of_which_any_one_will_do_are_one_group(folder):
    (folder / "skills.md").write_text(SKILLS + GROUPED, encoding="utf-8")
    load_starter(folder)
    group = SkillGroup.objects.get()
    assert (group.slug, group.name) == ("cloud", "A cloud")
    assert [skill.name for skill in group.skills.all()] == ["AWS", "Google Cloud"]


def test_a_group_that_an_editor_renamed_keeps_its_name(folder):
    (folder / "skills.md").write_text(SKILLS + GROUPED, encoding="utf-8")
    load_starter(folder)
    SkillGroup.objects.update(name="Any cloud", is_edited=True)
    assert load_starter(folder).left_alone == 1
    assert SkillGroup.objects.get().name == "Any cloud"
