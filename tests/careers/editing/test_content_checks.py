from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from careers.editing import documents
from careers.editing.content_checks import (
    FEWEST_POINTS,
    STOCK_PHRASES,
    check,
    read_folder,
)
from careers.editing.documents import COMPARISON, ROLE
from careers.editing.sameness import sequences
from careers.editing.starter_loader import STARTER
from careers.snapshots import evidence_files
from careers.snapshots.aggregates import Cell

ARTICLES = sorted((Path(__file__).parents[4] / "shared/data/articles").glob("[a-z]*.txt"))
FOREIGN = (
    "In today's fast-paced world, the role of a data professional is crucial for every company."
)

SKILLS = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
BUILDER, ANALYST = "roles/builder.md", "roles/analyst.md"
PAIR = "comparisons/analyst-vs-builder.md"


def own_words(name, count):
    """So many words that no other text has."""
    return " ".join(f"{name}{number}" for number in range(count))


def role_text(slug, other):
    """A role that no rule objects to."""
    fields = {
        name: "\n".join(
            f"Label: {own_words(f'{slug}{name}{number}', 5)}" for number in range(count)
        )
        for name, count in FEWEST_POINTS.items()
    }
    fields |= {
        "title": slug.title(),
        "family": "analytics",
        "track": "individual",
        "other_titles": f"{slug.title()} of tables",
        "related": other,
        "definition": own_words(f"{slug}definition", 60),
        "skills": "\n".join(f"{skill}: {own_words(slug + skill, 5)}" for skill in SKILLS),
        "plain": f"{slug} sees it. We know. All is well.",
        "first_year": f"{slug} begins.",
        "learn_first": "\n".join(f"{skill}: {own_words(skill + slug, 5)}" for skill in SKILLS[:3]),
        "outlook": f"{slug} grows by 4 percent [bls].",
        "choose_if": f"{slug} pleases.",
    }
    return documents.write(fields, ROLE)


def comparison_text():
    fields = {section.name: f"Label: pair{section.name}" for section in COMPARISON.sections}
    return documents.write(fields | {"roles": "analyst; builder"}, COMPARISON)


@pytest.fixture
def folder(tmp_path):
    """A folder of two roles, their comparison, and all they name, without a finding."""
    entries = [f"## {skill}\nkind: tool\naliases: {skill}-alias\n" for skill in SKILLS]
    texts = {
        ANALYST: role_text("analyst", "builder"),
        BUILDER: role_text("builder", "analyst"),
        PAIR: comparison_text(),
        "skills.md": "\n".join(entries),
        "references.md": (
            "## bls\ntitle: Handbook\npublisher: Bureau\nurl: https://www.bls.gov/ooh/\n"
            "year: 2025\nretrieved: 2026-11-23\n"
        ),
    }
    for file, text in texts.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def change(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder, file, text):
    """Adds a paragraph to the last section or entry of a file."""
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{text}\n")


def messages(folder, *, errors):
    return [
        f"{finding.file}: {finding.message}"
        for finding in check(folder)
        if finding.is_error == errors
    ]


def test_the_starter_content_has_no_error():
    assert messages(STARTER, errors=True) == []


def test_a_sound_folder_has_no_finding(folder):
    assert check(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (BUILDER, "track: individual", "trak: individual", "unknown key 'trak'"),
        (BUILDER, "- Label: builderresp", "- builderresp", "is not a point"),
        ("skills.md", "## Beta", "## Alpha", "'Alpha' stands here twice"),
        (BUILDER, "title: Builder", "title:", "title: This field cannot be blank."),
        (BUILDER, "family: analytics", "family: aquatics", "Choose one of: analytics, engineering"),
        (BUILDER, "summary:", f"summary: {'x' * 201}", "at most 200 characters (it has 201)"),
        (PAIR, "difference:", f"difference: {'x' * 201}", "at most 200 characters"),
        (BUILDER, " [bls]", "", "figure without a reference: “builder grows by 4 percent.”"),
        (BUILDER, "4 percent [bls]", "the 1990s", "figure without a reference"),
        (BUILDER, "summary:", "summary: It pays $90,000.", "figure without a reference"),
        (PAIR, "pairconclusion", "$90,000", "figure without a reference"),
        (BUILDER, "[bls]", "[bsl]", "[bsl] is not in references.md"),
        (BUILDER, "related: analyst", "related: analist", "“related” names 'analist'"),
        (BUILDER, "before:", "before: analist", "“before” names 'analist'"),
        (BUILDER, "after:", "after: analist", "there is no file roles/analist.md"),
        (PAIR, "; builder", "; bilder", "“roles” names 'bilder'"),
        (PAIR, "; builder", "", "“roles” names 1 roles; name two"),
        (BUILDER, "- Alpha:", "- Alpha, Alfa (useful):", "'Alfa' is not in skills.md"),
        (BUILDER, "buildertools00 ", "Alpha, Omega. ", "'Omega' is not in skills.md"),
        (BUILDER, "title: Builder", "title: ANALYST", f"already belongs to {ANALYST}"),
        (BUILDER, "Builder of tables", "analyst of Tables", f"already belongs to {ANALYST}"),
        (BUILDER, "builder pleases.", "", "“Choose if” is empty"),
        (BUILDER, "builder sees it. We know. All is well.", "", "“In plain words” is empty"),
        (
            BUILDER,
            "All is well",
            "It facilitates international collaboration",
            "reads at grade 13.1",
        ),
        (BUILDER, "- Alpha: Alpha", "- Omega: Alpha", "“Learn first” names 'Omega', which neither"),
        (PAIR, "## Conclusion", "", "“Conclusion” is empty"),
        ("skills.md", "Beta-alias", "alpha", "“Beta” claims “alpha”, which already belongs"),
        ("skills.md", "Beta-alias", "ALPHA-ALIAS", "which already belongs to “Alpha”"),
        ("skills.md", "## Beta", "## Alpha!", "has the address 'alpha' of “Alpha”"),
        ("skills.md", "kind: tool", "kind: gadget", "Choose one of: ability, tool"),
        ("skills.md", "kind: tool", "kind: tool\nrelated: Omega", "is related to 'Omega'"),
        (
            "references.md",
            "publisher: Bureau\n",
            "",
            "“bls”, publisher: This field cannot be blank",
        ),
        ("references.md", "https://", "", "“bls”, url: Enter a valid URL."),
        ("references.md", "year: 2025", "year: 25", "“bls”, year: '25' is no year"),
        ("references.md", "2026-11-23", "23.11.2026", "“23.11.2026” value has an invalid date"),
    ],
)
def test_an_error_is_found_and_named(folder, file, old, new, words):
    change(folder, file, old, new)
    found = messages(folder, errors=True)
    assert any(message.startswith(file) and words in message for message in found), found


@pytest.fixture
def wages(folder):
    """The folder with official wages of data scientists: half earn $120,230."""
    header = {
        "reference": "bls", "kind": "official", "occupations": {"15-2051": "Data Scientists"},
    }  # fmt: skip
    figures = (67_240, 85_660, 120_230, 158_880, 199_130)
    cell = Cell("15-2051", "", "US", "", None, "USD", "year", 262_440, *map(Decimal, figures))
    (folder / "evidence").mkdir()
    evidence_files.write(header, [cell], folder / "evidence")
    return folder


def test_a_figure_is_compared_with_the_official_wages_of_the_folder(wages):
    change(wages, BUILDER, "4 percent [bls]", "half earn $120,230 and a tenth $199,310 [bls]")
    (found,) = messages(wages, errors=True)
    assert found.startswith(f"{BUILDER}: The reference does not publish 199,310: the figure is")


@pytest.mark.parametrize(
    ("code", "fit", "words"),
    [
        ("15-2051", "", "The fit is ''; say same or near where there is an occupation"),
        ("15-9999", "near", "The occupation '15-9999' has no wages in the folder evidence."),
    ],
)
def test_an_occupation_is_one_with_official_wages_and_says_how_it_fits(wages, code, fit, words):
    change(wages, BUILDER, "occupation:\n", f"occupation: {code}\n")
    change(wages, BUILDER, "occupation_fit:\n", f"occupation_fit: {fit}\n")
    change(wages, BUILDER, "occupation_reason:\n", "occupation_reason: Alike.\n")
    (found,) = messages(wages, errors=True)
    assert found.startswith(f"{BUILDER}: {words}")


def test_each_bad_line_of_a_text_is_named(folder):
    change(folder, BUILDER, "- Label: ", "- no colon ")
    change(folder, BUILDER, "## Tips", "## Tricks")
    found = messages(folder, errors=True)
    assert [message.split(" is ")[0] for message in found[:1]] == [f"{BUILDER}: Line 23"]
    assert any("opens the unknown section 'Tricks'" in message for message in found)


def test_a_role_that_does_not_parse_is_still_a_role_to_others(folder):
    change(folder, BUILDER, "## Tips", "## Tricks")
    assert not [
        message for message in messages(folder, errors=True) if "there is no file" in message
    ]


@pytest.mark.parametrize("file", ["skills.md", "references.md"])
def test_a_missing_vocabulary_or_reference_file_is_the_only_error(folder, file):
    (folder / file).unlink()
    (message,) = messages(folder, errors=True)
    assert message.startswith(f"{file}: This file is missing")


def test_a_role_must_not_be_called_like_a_pair(folder):
    (folder / BUILDER).rename(folder / "roles/builder-vs-maker.md")
    (message,) = [found for found in messages(folder, errors=True) if "slug" in found]
    assert "nowhere “-vs-”" in message


def test_a_comparison_is_called_after_its_roles_in_alphabetical_order(folder):
    (folder / PAIR).rename(folder / "comparisons/builder-vs-analyst.md")
    (message,) = messages(folder, errors=True)
    assert "Call this file analyst-vs-builder.md" in message


@pytest.mark.parametrize("files", list(combinations([ANALYST, PAIR, "skills.md"], 2)))
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Count what people “really” ordered!", "Begin. Count what people really ordered [bls]."),
        (
            "It’s read by nobody, however well it is set.",
            "Say it's read by nobody however well it is.",
        ),
    ],
)
def test_what_two_texts_share_is_an_error(folder, files, first, second):
    add(folder, files[0], first)
    add(folder, files[1], second)
    (message,) = messages(folder, errors=True)
    assert f", as {files[0]}" in message or f", as {files[1]}" in message


def test_a_sentence_that_two_roles_share_in_plain_words_is_an_error(folder):
    for file in (ANALYST, BUILDER):
        change(folder, file, "We know. All is well.", "You find out the cause.")
    assert messages(folder, errors=True) == [
        f"{BUILDER}: {BUILDER} says “You find out the cause.”, as {ANALYST} does. "
        "Say it once, or in other words."
    ]


def test_a_shared_sequence_is_shown_in_one_piece(folder):
    shared = own_words("shared", 11)
    add(folder, ANALYST, f"Here {shared} ends.")
    add(folder, BUILDER, f"There {shared} stops.")
    assert messages(folder, errors=True) == [
        f"{BUILDER}: {BUILDER} says “{shared}”, as {ANALYST} does. Say it once, or in other words."
    ]


def test_four_words_and_seven_in_a_row_may_be_said_twice(folder):
    for file in (ANALYST, BUILDER):
        add(folder, file, f"Four words are free. {Path(file).stem} {own_words('shared', 7)}")
    assert messages(folder, errors=True) == []


def test_two_roles_may_list_the_same_tools(folder):
    for file in (ANALYST, BUILDER):
        label = f"{Path(file).stem}tools00"
        change(folder, file, label, f"{', '.join([*SKILLS, 'Alpha-alias'])}. {label}")
    assert check(folder) == []


@pytest.mark.parametrize("file", [ANALYST, PAIR, "skills.md"])
@pytest.mark.parametrize("phrase", ["Cutting edge", "in today’s", "data-driven decisions"])
def test_a_stock_phrase_is_an_error_whatever_its_case_and_hyphens(folder, file, phrase):
    number = len((folder / file).read_text(encoding="utf-8").splitlines()) + 2
    add(folder, file, f"This is {phrase} work.")
    found = messages(folder, errors=True)
    assert any(message.startswith(f"{file}: Line {number} has the stock") for message in found)


def test_a_stock_phrase_in_the_name_of_a_source_is_its_own(folder):
    change(folder, "references.md", "Handbook", "In Today's Labour Market")
    assert check(folder) == []


def test_each_stock_phrase_stands_once_in_the_list():
    phrases = STOCK_PHRASES.read_text(encoding="utf-8").splitlines()
    assert len(phrases) == len(set(phrases))
    assert all(phrases)


@pytest.mark.parametrize("section", FEWEST_POINTS)
def test_a_section_with_few_points_is_a_warning(folder, section):
    content = documents.parse((folder / BUILDER).read_text(encoding="utf-8"), ROLE)
    fields = dict(content.fields)
    fields[section] = fields[section].partition("\n")[2]
    (folder / BUILDER).write_text(documents.write(fields, ROLE), encoding="utf-8")
    fewest = FEWEST_POINTS[section]
    assert messages(folder, errors=False) == [
        f"{BUILDER}: “{section}” has few points: {fewest - 1}; {fewest} are usual."
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (BUILDER, "builderdefinition0 ", "", "“definition” is short: 59 words"),
        (BUILDER, "4 percent", "a little", "“outlook” has no figure"),
        (BUILDER, "We know. All is well.", "", "“plain” has 1 sentences; three or four are usual"),
        ("skills.md", "## Beta", "## Omega\nkind: tool\n\n## Beta", "No role names “Omega”"),
        ("references.md", "## bls", "## onet\nyear: 2024\n\n## bls", "No text cites [onet]"),
    ],
)
def test_a_warning_is_found_and_named(folder, file, old, new, words):
    change(folder, file, old, new)
    found = messages(folder, errors=False)
    assert any(message.startswith(file) and words in message for message in found), found


def test_near_identical_points_of_two_roles_are_a_warning_with_their_likeness(folder):
    change(folder, ANALYST, own_words("analysttips0", 5), "Keep a table of all refunds")
    change(folder, BUILDER, own_words("buildertips0", 5), "Keep a list of all refunds")
    assert messages(folder, errors=False) == [
        f"{BUILDER}: “Keep a list of all refunds” is 83 percent like "
        f"“Keep a table of all refunds” in {ANALYST}."
    ]


def test_near_identical_points_of_one_role_are_nothing(folder):
    change(folder, BUILDER, own_words("buildertips0", 5), "Keep a table of all refunds")
    change(folder, BUILDER, own_words("buildertips1", 5), "Keep a list of all refunds")
    assert check(folder) == []


def test_the_command_shows_findings_by_file_and_fails_on_errors(folder, capsys):
    change(folder, BUILDER, "related: analyst", "related: analist")
    change(folder, BUILDER, "4 percent", "a little")
    with pytest.raises(CommandError, match="Errors: 1, warnings: 1"):
        call_command("check_content", str(folder))
    file, error, warning = capsys.readouterr().out.splitlines()
    assert file == BUILDER
    assert error.startswith("  error: “related” names 'analist'")
    assert warning.startswith("  warning: “outlook” has no figure")


def test_the_command_says_when_all_is_well(folder, capsys):
    call_command("check_content", str(folder))
    assert capsys.readouterr().out == f"Errors: 0, warnings: 0, in {folder}.\n"


def test_the_command_says_when_there_is_no_such_folder(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("check_content", str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    "article",
    [FOREIGN, *(path.read_text(encoding="utf-8") for path in ARTICLES)],
    ids=["own", *(path.stem for path in ARTICLES)],
)
def test_the_starter_content_has_no_eight_words_of_a_foreign_article(article):
    own = {said for text in read_folder(STARTER).files.values() for said in sequences(text)}
    assert not own & set(sequences(article))
