"""How a document becomes sections that link skills and references."""

import pytest

from careers.models import Role
from careers.pages.demand import Need
from careers.pages.evidence import Asked
from careers.pages.profiles import (
    Citations,
    published_comparisons,
    published_roles,
    sections_of,
)
from tests.factories import (
    make_comparison,
    make_draft_role,
    make_reference,
    make_role,
    make_skill,
)

pytestmark = pytest.mark.django_db


def sections(asked=None, **fields):
    """The sections of a role with these texts, and the references that they cite."""
    role = Role.objects.with_profile().get(pk=make_role("Analyst", **fields).pk)
    citations = Citations.for_documents(role)
    return sections_of(role, citations, asked), citations.cited


def words(text):
    return "".join(piece.text for piece in text)


def linked(text):
    """The texts that link a skill."""
    return [piece.text for piece in text if piece.skill]


def test_prose_is_paragraphs_and_points_are_lines():
    found, _ = sections(definition="One.\n\nTwo.", tips="Practise: Daily.\nRest: Too.")
    assert [words(paragraph) for paragraph in found["definition"].paragraphs] == ["One.", "Two."]
    assert [(words(line.label), words(line.text)) for line in found["tips"].lines] == [
        ("Practise", "Daily."),
        ("Rest", "Too."),
    ]


def test_a_section_without_text_is_empty():
    assert not sections(tips="")[0]["tips"]


def test_a_skill_is_linked_where_it_is_named_first_and_only_there():
    make_skill("SQL")
    make_skill("Excel", kind="tool")
    found, _ = sections(skills="SQL: Ask.", tools="Tables: sql, EXCEL. Then SQL again.")
    assert linked(found["skills"].lines[0].label) == ["SQL"]
    assert linked(found["tools"].lines[0].text) == ["EXCEL"]
    assert words(found["tools"].lines[0].text) == "sql, EXCEL. Then SQL again."


def test_what_to_learn_first_links_and_counts_its_skills_again():
    sql = make_skill("SQL")
    pair = (Need("sql", "SQL", "language", ()), Asked(3, 20))
    found, _ = sections({sql.pk: pair}, skills="SQL: Ask.", learn_first="SQL: Count.")
    assert linked(found["skills"].lines[0].label) == ["SQL"]
    assert linked(found["learn_first"].lines[0].label) == ["SQL"]
    assert found["learn_first"].lines[0].asked == (pair,)


def test_prose_and_other_sections_link_nothing():
    make_skill("Go")
    make_skill("Reporting")
    found, _ = sections(skills="Reporting, Go: Both.", definition="Go and see.")
    assert linked(found["definition"].paragraphs[0]) == []
    assert linked(found["responsibilities"].lines[0].label) == []


def test_a_label_that_ends_in_useful_is_useful_and_prints_without_it():
    make_skill("SQL")
    (line,) = sections(skills="SQL (useful): Ask.")[0]["skills"].lines
    assert line.is_useful
    assert words(line.label) == "SQL"


def test_under_a_line_stands_how_often_its_skills_are_asked_for():
    sql = make_skill("SQL")
    make_skill("Excel", kind="tool")
    need = Need("sql", "SQL", "language", ())
    found, _ = sections({sql.pk: (need, Asked(3, 20))}, tools="Tables: SQL, Excel.")
    assert found["tools"].lines[0].asked == ((need, Asked(3, 20)),)


def test_references_are_numbered_in_the_order_of_their_first_citation():
    for key in ("aaa", "zzz"):
        make_reference(key, title=key)
    found, cited = sections(
        definition="First [zzz]. Then [aaa]. Again [zzz].", tips="Read: It [aaa]."
    )
    assert [(entry.number, entry.reference.key) for entry in cited] == [(1, "zzz"), (2, "aaa")]
    numbers = [piece.citation.number for piece in found["definition"].paragraphs[0][:3]]
    assert numbers == [1, 2, 1]
    assert cited[1].anchors == ("cite-2-1", "cite-2-2")


def test_two_citations_have_two_anchors():
    make_reference("bls")
    _, cited = sections(definition="One [bls]. Two [bls].", tips="Three: It [bls].")
    anchors = cited[0].anchors
    assert len(anchors) == len(set(anchors)) == 3


def test_a_key_without_a_reference_is_left_out_of_the_text():
    role = Role(definition="So [nobody] it is.")
    (paragraph,) = sections_of(role, Citations(), needs=[])["definition"].paragraphs
    assert words(paragraph) == "So it is."
    assert not [piece for piece in paragraph if piece.citation]


def test_a_role_is_read_once_for_a_state_of_content_and_each_time_without_one(count_queries):
    make_role("Analyst")
    make_role("Builder")

    def queries(slugs, content_generation):
        return count_queries(lambda: published_roles(slugs, content_generation))

    # One query reads the roles, another one what they need.
    assert queries(["analyst"], 1) == 2
    assert queries(["analyst"], 1) == 0
    assert queries(["analyst", "builder"], 1) == 2
    assert queries(["analyst", "builder"], 2) == 2
    assert queries(["analyst"], None) == queries(["analyst"], None) == 2


def test_references_and_comparisons_are_read_once_for_a_state_of_content(count_queries):
    make_reference("source")
    analyst, builder = make_role("Analyst"), make_role("Builder")
    comparison = make_comparison(analyst, builder, introduction="So it is [source].")

    def queries(content_generation):
        return count_queries(
            lambda: Citations.for_documents(comparison, content_generation=content_generation)
        )

    assert [queries("now"), queries("now"), queries("later"), queries(None)] == [1, 0, 1, 1]
    pair, no_pair = frozenset((analyst.pk, builder.pk)), frozenset((analyst.pk, 0))
    for each, found in ((pair, comparison), (no_pair, None)):
        assert count_queries(lambda each=each: published_comparisons([each], "now")) == 1
        assert count_queries(lambda each=each: published_comparisons([each], "now")) == 0
        assert published_comparisons([each], "now") == {each: found}


def test_a_role_that_is_not_published_is_not_read():
    make_draft_role("Analyst")
    assert published_roles(["analyst", "nobody"], None) == {}
