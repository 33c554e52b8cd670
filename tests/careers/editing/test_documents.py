import pytest

from careers.editing import documents
from careers.editing.documents import COMPARISON, ROLE, DocumentError
from careers.editing.starter_loader import STARTER

PROFILE = """---
title: Data Analyst
family: analytics
track: individual
summary:
other_titles: BI dev; Power BI developer
related:
before:
after:
---

## Definition
First paragraph.

Second paragraph.

## Responsibilities
- Reporting: Keep it right: always.

## Skills
- SQL (useful): Ask.
"""


@pytest.mark.parametrize("path", sorted((STARTER / "roles").glob("*.md")), ids=lambda p: p.stem)
def test_a_starter_role_reads_and_writes_back_to_the_same_text(path):
    text = path.read_text(encoding="utf-8")
    assert documents.write(documents.parse(text, ROLE).fields, ROLE) == text


@pytest.mark.parametrize(
    "path", sorted((STARTER / "comparisons").glob("*.md")), ids=lambda p: p.stem
)
def test_a_starter_comparison_reads_and_writes_back_to_the_same_text(path):
    text = path.read_text(encoding="utf-8")
    assert documents.write(documents.parse(text, COMPARISON).fields, COMPARISON) == text


def test_a_document_is_front_matter_and_sections():
    fields = documents.parse(PROFILE, ROLE).fields
    assert fields["title"] == "Data Analyst"
    assert fields["definition"] == "First paragraph.\n\nSecond paragraph."
    assert fields["responsibilities"] == "Reporting: Keep it right: always."
    assert fields["tips"] == ""


def test_a_colon_in_the_explanation_belongs_to_the_explanation():
    (point,) = documents.parse_points("Reporting: Keep it right: always.")
    assert (point.label, point.text) == ("Reporting", "Keep it right: always.")


def test_a_label_ending_in_useful_is_useful_and_keeps_its_name():
    (point,) = documents.parse_points("SQL (useful): Ask.")
    assert point.is_useful
    assert point.name == "SQL"


def test_each_bad_line_is_named_by_its_number():
    with pytest.raises(DocumentError) as error:
        documents.parse(
            PROFILE.replace("- SQL (useful): Ask.", "- no colon here\n- : no label"), ROLE
        )
    assert [p.split(" is ")[0] for p in error.value.problems] == ["Line 21", "Line 22"]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("no front matter", "Line 1 must be “---”"),
        (PROFILE.replace("track:", "trak:"), "unknown key 'trak'"),
        (PROFILE.replace("## Skills", "## Skilz"), "unknown section 'Skilz'"),
        (PROFILE + "\n## Skills\n", "a second time"),
        (PROFILE.replace("- Reporting", "- " + "x" * 70), "a label of 70 characters"),
    ],
)
def test_a_text_that_is_no_document_is_refused_in_words(broken, words):
    with pytest.raises(DocumentError, match=words):
        documents.parse(broken, ROLE)


def test_lines_and_semicolons_both_separate_a_list():
    assert documents.parse_list("BI dev; Power BI\nBI dev") == ("BI dev", "Power BI")


def test_a_list_given_by_lines_is_written_on_one_line():
    text = documents.write({"other_titles": "BI dev\r\nPower BI"}, ROLE)
    assert "other_titles: BI dev; Power BI\n" in text


def test_a_long_piece_makes_a_first_sentence_prose():
    assert documents.listed_names("Go, or at least try to go there soon.") == ()


def test_an_entry_with_an_unknown_key_is_refused():
    with pytest.raises(DocumentError, match="unknown key 'knd'"):
        documents.parse_entries("## SQL\nknd: language\n\nText.", ["kind"])
