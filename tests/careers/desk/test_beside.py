"""What stands beside a text while it is written, what is offered, and what is pasted."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from careers.editing import publishing
from portal.management.commands.make_editor import editors
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_evidence,
    make_past_adverts,
    make_reference,
    make_role,
    make_skill,
)
from tests.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return signed_in("ann")


def signed_in(name):
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(editors())
    client = Client()
    client.force_login(user)
    return client


def page(document, name="write"):
    return reverse(f"admin:careers_{document._meta.model_name}_{name}", args=[document.pk])


def said_of(editor, document, **fields):
    """What the panel says of a document whose form has other texts in some fields."""
    written = filled(editor, page(document), **fields)
    answer = editor.post(page(document, "beside"), written)
    assert answer.status_code == 200
    return answer.context["beside"], answer.text


def owners(beside, name):
    """The documents that say the same as a field, by name."""
    return [note.owner.name for note in beside.warnings if note.owner and note.name == name]


# --- the panel ---------------------------------------------------------------------------------


def test_the_page_itself_says_what_the_panel_says(editor):
    role = make_role(skills="SQL: Tables.")
    beside, text = said_of(editor, role)
    assert text.strip() in editor.get(page(role)).text
    assert beside.errors == []
    assert "Nothing keeps this text from being published." in text


def test_what_adverts_ask_for_and_the_text_does_not_name_is_offered(editor):
    sql, git, rare = make_skill("SQL"), make_skill("Git", kind="tool"), make_skill("Rust")
    role = make_role(skills="SQL: Tables.")
    make_evidence(role, 43, {sql: 40, git: 27, rare: 1})
    beside, text = said_of(editor, role)
    assert [str(each.asked) for each in beside.unnamed] == ["asked for in 27 of 43 open listings"]
    assert [each.need.name for each in beside.named] == ["SQL"]
    assert 'data-add="tools" data-line="Git: "' in text
    beside, text = said_of(editor, role, skills="Git, Rust: Branches.")
    assert [each.need.name for each in beside.unnamed] == ["SQL"]
    assert [each.need.name for each in beside.named] == ["Git", "Rust"]
    assert "few ask" in text


def test_figures_of_past_adverts_are_told_with_thousands(editor):
    sql = make_skill("SQL")
    role = make_role()
    make_past_adverts(role, 7771, {sql: 4300})
    _, text = said_of(editor, role)
    assert "7,771 adverts of 2025." in text
    assert '<span title="asked for in 4,300 of 7,771 adverts of 2025">4,300 of 7,771</span>' in text


def test_what_adverts_call_the_role_is_offered_as_another_title(editor):
    role = make_role("Data Analyst", other_titles="BI Analyst")
    titles = {"Senior Data Analyst": 90, "BI Analyst II": 50, "Insights Analyst": 12}
    make_past_adverts(role, titles=titles)
    beside, text = said_of(editor, role)
    assert beside.titles == [("Insights Analyst", 12)]
    assert 'data-add="other_titles" data-line="Insights Analyst"' in text


def test_sameness_is_told_with_the_document_and_a_way_to_it(editor):
    said = "You find out why a figure moved before anybody else asks"
    other = make_role("Data Engineer", definition=f"{said}.")
    role = make_role("Data Analyst")
    beside, text = said_of(editor, role, tips=f"Ask: {said}.")
    (note,) = [note for note in beside.warnings if note.name == "tips" and note.owner]
    assert note.owner.name == "Data Engineer"
    assert note.message == f"says “{said.lower()}”, as Data Engineer does."
    assert f'<a href="{note.owner.url}">Show Data Engineer</a>' in text
    assert str(other.pk) in note.owner.url


def test_alike_points_of_comparisons_and_roles_are_told_too(editor):
    first, second = make_role("Data Analyst"), make_role("Data Engineer")
    pair = make_comparison(first, second, moving="Most people move by taking over one pipeline.")
    beside, _ = said_of(editor, first, definition="Most people move by taking over one pipeline.")
    assert owners(beside, "definition") == [str(pair)]
    beside, _ = said_of(editor, pair)
    assert owners(beside, "moving") == []


def test_stock_phrases_thin_and_missing_sections_and_grades_are_told(editor):
    role = make_role(tips="", definition="It plays a crucial role here. " * 8)
    beside, text = said_of(editor, role)
    said = {(note.name, note.message.split(" ")[0]) for note in beside.warnings}
    assert ("tips", "is") in said
    assert any("stock phrase" in note.message for note in beside.warnings)
    assert any(note.message.startswith("has few points") for note in beside.warnings)
    assert "Definition: grade" in text


def test_figures_without_a_source_block_and_stale_sources_are_told(editor):
    make_reference("bls-data", retrieved_on=date(2020, 3, 1))
    role = make_role()
    beside, _ = said_of(editor, role, outlook="Grows by 4 percent.\n\nAnd 5 [bls-data].")
    assert [(note.name, note.message[:35]) for note in beside.errors] == [
        ("outlook", "This has a figure without a referen")
    ]
    assert "cites [bls-data], which was last read on 1 March 2020. Read it again." in [
        note.message for note in beside.warnings
    ]


def test_bad_lines_are_errors_and_the_rest_is_checked_all_the_same(editor):
    role = make_role()
    beside, _ = said_of(
        editor, role, skills="Python\nSQL: Tables.", outlook="So.\n## No\n\nSo 3 [bls]."
    )
    assert [(note.name, note.message[:20]) for note in beside.errors][:3] == [
        ("skills", "Line 1 is not a poin"),
        ("outlook", "Line 2 starts with “"),
        ("outlook", "Line 4 cites unknown"),
    ]


def test_names_that_link_and_those_that_do_not_are_told(editor):
    make_skill("SQL")
    role = make_role()
    beside, text = said_of(editor, role, skills="sql, Wizardry: Tables.")
    assert [(each.known, each.unknown) for each in beside.linked] == [(("SQL",), ("Wizardry",))]
    assert "Not in the vocabulary: Wizardry" in text


def test_a_new_document_has_a_panel_too(editor):
    assert "Definition" in editor.get(reverse("admin:careers_role_add")).text
    answer = editor.post(reverse("admin:careers_role_beside_new"), {"title": "Wizard"})
    assert ("definition", "“Definition” is empty; write it before publishing.") in [
        (note.name, note.message) for note in answer.context["beside"].errors
    ]


@pytest.mark.parametrize("kind", ["role", "comparison"])
def test_the_page_and_the_panel_ask_few_queries(editor, kind, django_assert_max_num_queries):
    sql = make_skill("SQL")
    make_reference("bls-data")
    roles = [
        make_role(f"Analyst {name}", skills="SQL: Tables [bls-data].", other_titles=f"Title {name}")
        for name in "ABCDEF"
    ]
    for role in roles:
        make_past_adverts(role, named={sql: 50})
    document = roles[0] if kind == "role" else make_comparison(*roles[:2])
    written = filled(editor, page(document))
    for each in (editor, signed_in("ben")):  # both write, and neither has saved it
        each.post(page(document, "copy"), written | {"note": "More."})
    with django_assert_max_num_queries(20):
        editor.post(page(document, "beside"), written)
    with django_assert_max_num_queries(20):
        editor.get(page(document, "offers"), {"of": "skill", "term": "s"})
    with django_assert_max_num_queries(20):
        editor.get(page(document))


def test_no_listing_is_read_while_somebody_writes(editor, django_assert_max_num_queries):
    """So its time does not grow with them."""
    sql = make_skill("SQL")
    role = make_role(skills="SQL: Tables.")
    make_evidence(role, 43, {sql: 40})
    written = filled(editor, page(role))
    with django_assert_max_num_queries(30) as asked:
        editor.post(page(role, "beside"), written)
        editor.get(page(role, "offers"), {"of": "skill", "term": "SQ"})
    assert not [query["sql"] for query in asked.captured_queries if "jobs_" in query["sql"]]


@pytest.mark.parametrize("name", ["beside", "paste", "offers"])
def test_who_may_not_write_is_told_nothing(name):
    role = make_draft_role()
    client = Client()
    client.force_login(User.objects.create(username="eve", is_staff=True))
    assert client.post(page(role, name)).status_code == 403
    assert Client().post(page(role, name)).status_code == 302


def test_a_text_without_end_is_not_looked_at_and_many_notes_are_cut(editor):
    role = make_role()
    assert "too long to be looked at" in said_of(editor, role, skills="SQL: a\n" * 9000)[1]
    beside, text = said_of(editor, role, skills="No label\n" * 30)
    assert (len(beside.errors), text.count("is not a point")) == (30, 20)
    assert "The first 20 are shown." in text


def test_who_may_only_read_has_no_panel():
    role = make_role()
    user = User.objects.create(username="eve", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_role"))
    client = Client()
    client.force_login(user)
    answer = client.get(page(role))
    assert answer.status_code == 200
    assert "Keeps it from being published" not in answer.text


# --- offers ------------------------------------------------------------------------------------


def offers(editor, document, **asked):
    return editor.get(page(document, "offers"), asked).json()


def test_skills_are_offered_with_their_share_and_a_way_to_add_one(editor):
    kubernetes, kubeflow = (
        make_skill("Kubernetes", kind="tool", aliases="k8s"),
        make_skill("Kubeflow"),
    )
    role = make_role()
    make_past_adverts(role, 287, {kubernetes: 57}, measured=[kubernetes])
    found = offers(editor, role, of="skill", term="Kub")
    assert [(each["text"], each["note"]) for each in found["offers"]] == [
        ("Kubernetes", "tool · 20% of 287 adverts of 2025 ask for it"),
        ("Kubeflow", "language · not measured"),
    ]
    assert found["add"]["url"] == "/admin/careers/skill/add/?name=Kub"
    assert [each["text"] for each in offers(editor, role, of="skill", term="K8")["offers"]] == [
        "Kubernetes"
    ]
    assert kubeflow.pk


def test_references_are_offered_by_title_and_roles_by_title(editor):
    make_reference("bls-ooh", title="Occupational Outlook Handbook")
    role = make_role("Data Analyst")
    (found,) = offers(editor, role, of="reference", term="outlook")["offers"]
    assert (found["text"], found["name"]) == ("bls-ooh", "Occupational Outlook Handbook")
    (found,) = offers(editor, role, of="role", term="analyst")["offers"]
    assert found["text"] == "data-analyst"
    assert editor.get(page(role, "offers"), {"of": "x\0"}).status_code == 400
    assert offers(editor, role, of="reference", term="\0%_[")["offers"] == []


# --- pastes ------------------------------------------------------------------------------------


def test_a_paste_is_answered_with_its_text_and_its_changes(editor):
    role = make_role()
    html = "<ul><li><b>Git</b> – Reviews</li></ul>"
    answer = editor.post(
        page(role, "paste"), {"form": "points", "html": html, "text": "Git"}
    ).json()
    assert answer["text"] == "Git: Reviews"
    assert answer["changes"] == ["1 bullet was taken away.", *answer["changes"][1:]]
    assert editor.post(page(role, "paste"), {"form": "prose", "text": "a\n\nb"}).json()["text"]


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_what_is_saved_without_script_has_no_bullet_for_a_label(editor, button):
    role = make_role()
    pasted = "• **SQL:** Tables\n1. Git: Reviews\n✅ CI:\u00a0Tests"
    data = filled(editor, page(role), skills=pasted, **{button: ""})
    answer = editor.post(page(role), data, follow=True)
    expected = "SQL: Tables\nGit: Reviews\nCI: Tests"
    assert role.revisions.newest().content.fields["skills"] == expected
    assert "2 bullets were taken away." in answer.text
    role.refresh_from_db()
    assert (role.skills == expected) == (button == "_publish")


def test_a_draft_of_before_with_a_bullet_for_a_label_is_not_published():
    role = make_draft_role(skills="• SQL: Tables")
    with pytest.raises(publishing.NotPublishable, match="“• SQL” begins with the mark of a list"):
        publishing.publish(role)
