"""What programs put on the clipboard, and what it must become; expected texts are by hand."""

import random
import time

import pytest

from careers.editing import documents, marks, publishing
from careers.editing.pasting import LONGEST, TOO_DEEP, read_paste
from careers.editing.starter_loader import STARTER

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoListParagraph {margin-left:36.0pt; mso-add-space:auto;} @list l0:level1
 {mso-level-number-format:bullet; mso-level-text:\uf0b7;} --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'><span
style='mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]><b><span lang=EN-US>Python:</span></b><span lang=EN-US>
Packages, types
and tests.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>\u00b7<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><b>SQL</b> \u2013 Joins
and windows.<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>\u00b7<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Clouds:<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72pt;text-indent:-18.0pt;mso-list:
l0 level2 lfo1'>
<![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>AWS<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='margin-left:72pt;text-indent:-18.0pt;mso-list:
l0 level2 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>o<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Google\u00a0Cloud<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""

GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" '
    'id="docs-internal-guid-1b2c3d4e-7fff-aaaa-bbbb-0123456789ab">'
    '<h3 dir="ltr" style="line-height:1.38;"><span style="font-size:14pt;font-weight:400;">'
    "What you need</span></h3>"
    '<ul style="margin-top:0;margin-bottom:0;padding-inline-start:48px;">'
    '<li dir="ltr" style="list-style-type:disc;font-weight:400;" aria-level="1">'
    '<p dir="ltr" style="line-height:1.38;" role="presentation">'
    '<span style="font-size:11pt;font-family:Arial;font-weight:700;">Statistics</span>'
    '<span style="font-size:11pt;font-family:Arial;font-weight:400;">: Enough theory to know why '
    "a metric moved.</span></p></li>"
    '<li dir="ltr" style="list-style-type:disc;font-weight:400;" aria-level="1">'
    '<p dir="ltr" style="line-height:1.38;" role="presentation">'
    '<span style="font-size:11pt;font-weight:700;">Writing. </span>'
    '<span style="font-size:11pt;font-weight:400;">Say it in </span>'
    '<a href="https://example.com/plain" style="text-decoration:none;">'
    '<span style="font-size:11pt;text-decoration:underline;">plain words</span></a>'
    '<span style="font-weight:400;">.</span></p></li></ul></b>'
    '<br class="Apple-interchange-newline">'
)

LIBREOFFICE = """<!DOCTYPE html>
<html>
<head>
	<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
	<title></title>
	<meta name="generator" content="LibreOffice 7.6.4.1 (Linux)"/>
	<style type="text/css">
		@page { size: 21cm 29.7cm; margin: 2cm }
		p { line-height: 115%; margin-bottom: 0.25cm; background: transparent }
	</style>
</head>
<body lang="en-US" link="#000080" vlink="#800000" dir="ltr"><ol>
	<li><p style="line-height: 100%; margin-bottom: 0cm"><b>Degree</b>:
	A bachelor’s degree
	helps.</p></li>
	<li><p style="line-height: 100%; margin-bottom: 0cm">Certificate: Some
	employers pay for it.</p></li>
</ol>
</body>
</html>"""

MARKDOWN = """### Skills

- **Python:** Packages, `types` and tests
* __Machine learning__ \u2013 Enough to know
+ **R** *(useful)*: For [teams](https://example.com/teams) of analysts
\u2013 Docker: Ship what runs
"""

NUMBERED = """1. Python: Packages
2) SQL: Tables
(3) Spark: Jobs that are too large
10. dbt: Models
"""

WEB_PAGE = """<!--StartFragment--><nav><a href="https://example.com/">Home</a></nav>
<div class="content"><script>track("x: y")</script><style>li::before{content:"*"}</style>
<p>Some words before the list: with a colon.</p>
<h2>Kubernetes</h2><p>Runs the containers of many teams.</p><p>Learn it second.</p>
<dl><dt>Airflow</dt><dd>Starts jobs in order.</dd></dl>
<table><tr><th>Tool</th><th>For what</th></tr><tr><td>Looker</td><td>Dashboards</td></tr></table>
<ul><li><strong>Git</strong><br>Branches and reviews</li><li><img src="x.png" alt="">CI: Tests
run<sup><a href="#cite">[12]</a></sup></li><li style="display:none">Hidden: away</li></ul></div>
<!--EndFragment-->"""

PDF = """\u2022 Model monitoring: Drift, delays and silent fail-
ures, seen before a customer sees them, and writ-
ten down for whoever is next
\u2022 System design: Where a model belongs in a request,
and what happens without it: nothing, if all goes well
\uf0b7 Statistics: Enough theory to know why a metric
moved.
"""

SMART = "“Big” data: It’s ‘more’ than a laptop holds — or so they say…"
# Persian, with the joiner that its spelling needs, and Hebrew.
PERSIAN = "\u067e\u0627\u06cc\u062a\u0648\u0646: \u0645\u06cc\u200c\u0646\u0648\u06cc\u0633\u062f"
HEBREW = "\u05e4\u05d9\u05d9\u05ea\u05d5\u05df: \u05d7\u05d1\u05d9\u05dc\u05d5\u05ea"

TEXTS = {
    "Word": (
        {"html": WORD},
        "Python: Packages, types and tests.\nSQL: Joins and windows.\nClouds: AWS, Google Cloud.",
        ["5 bullets were taken away.", "1 label got its colon.", "1 list inside a point was"],
    ),
    "Google Docs": (
        {"html": GOOGLE_DOCS},
        "Statistics: Enough theory to know why a metric moved.\nWriting: Say it in plain words.",
        ["2 bullets", "1 link is plain words now.", "The heading “What you need” was left out."],
    ),
    "LibreOffice": (
        {"html": LIBREOFFICE},
        "Degree: A bachelor’s degree helps.\nCertificate: Some employers pay for it.",
        ["2 bullets"],
    ),
    "Markdown with bold bullets": (
        {"text": MARKDOWN},
        "Python: Packages, types and tests\nMachine learning: Enough to know\n"
        "R (useful): For teams of analysts\nDocker: Ship what runs",
        ["4 bullets were taken away.", "The heading “Skills” was left out."],
    ),
    "numbered lists": (
        {"text": NUMBERED},
        "Python: Packages\nSQL: Tables\nSpark: Jobs that are too large\ndbt: Models",
        ["4 numbers at the start of lines were taken away."],
    ),
    "a web page": (
        {"html": WEB_PAGE},
        "Some words before the list: with a colon.\n"
        "Kubernetes: Runs the containers of many teams. Learn it second.\n"
        "Airflow: Starts jobs in order.\nLooker: Dashboards\n"
        "Git: Branches and reviews\nCI: Tests run",
        ["1 row of a table became a line.", "1 mark of a footnote", "1 picture was left out."],
    ),
    "a PDF's text": (
        {"text": PDF},
        "Model monitoring: Drift, delays and silent failures, seen before a customer sees them, "
        "and written down for whoever is next\n"
        "System design: Where a model belongs in a request, and what happens without it: nothing, "
        "if all goes well\n"
        "Statistics: Enough theory to know why a metric moved.",
        [
            *("3 bullets were taken away.", "4 broken lines were joined."),
            "Joined at the ends of lines: “failures” and “written”.",
        ],
    ),
    "smart quotes": ({"text": f"- {SMART}"}, SMART, ["1 bullet was taken away."]),
    "no-break spaces": (
        {"text": "\u00a0•\u00a0Power\u00a0BI:\u202fDashboards,\u200b bu\u00adilt to be\ufeff read"},
        "Power BI: Dashboards, built to be read",
        ["1 bullet", "4 tabs and unusual spaces", "3 invisible characters were taken away."],
    ),
    "tabs": (
        {"text": "Python\tPackages and types\nSQL\tTables\no\tDocker: Ships"},
        "Python: Packages and types\nSQL: Tables\nDocker: Ships",
        ["2 rows of tables became lines.", "1 bullet was taken away."],
    ),
    "right to left": (
        {"text": f"\u200f\u2022 {PERSIAN}\n\u0661. {HEBREW}"},
        f"{PERSIAN}\n{HEBREW}",
        ["1 bullet", "1 number", "1 invisible character"],
    ),
    "emoji": (
        {"text": "✅ Python: Packages 🚀\n👩‍💻 Reviews: Read others’ code 👍🏽\n1️⃣ SQL: Tables"},
        "Python: Packages 🚀\nReviews: Read others’ code 👍🏽\nSQL: Tables",
        ["3 bullets were taken away."],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_paste_becomes_points_and_says_what_was_changed(name):
    given, expected, said = TEXTS[name]
    pasted = read_paste(**given)
    assert pasted.text == expected
    for words in said:
        assert any(sentence.startswith(words) for sentence in pasted.changes), pasted.changes
    assert not any("no point yet" in sentence for sentence in pasted.changes)


PROSE = {
    "Word's list": (
        {"html": WORD},
        "Python: Packages, types and tests.\n\nSQL – Joins and windows.",
    ),
    "broken lines": (
        {"text": "Somebody who keeps the figures right and says\nwhat they mean.\n\nAnd who asks."},
        "Somebody who keeps the figures right and says what they mean.\n\nAnd who asks.",
    ),
    "a page of a PDF": (
        {
            "text": "Data scientists work with tables all day, and a well-\nknown one asks who "
            "reads them now. They write down what\nthey find. Somebody has to be able to follow "
            "it all.\nThat is most of the work.\nThe rest is asking."
        },
        "Data scientists work with tables all day, and a well-known one asks who reads them now. "
        "They write down what they find. Somebody has to be able to follow it all. That is most of "
        "the work.\n\nThe rest is asking.",
    ),
    "paragraphs of one line": (
        {"text": "One sentence.\nAnother one."},
        "One sentence.\n\nAnother one.",
    ),
    "bold and bullets": (
        {"text": "* **Now** it is `so`.\n* Then not."},
        "Now it is so.\n\nThen not.",
    ),
    "a citation": ({"text": "Growing by 34 percent [bls]."}, "Growing by 34 percent [bls]."),
    "headings": ({"html": "<h2>Outlook</h2><p>It grows.</p>"}, "It grows."),
}


@pytest.mark.parametrize("name", PROSE)
def test_in_prose_a_paste_becomes_paragraphs(name):
    given, expected = PROSE[name]
    assert read_paste(**given, is_prose=True).text.startswith(expected)


SIBLINGS = {
    "a heading in bold": ("**Python**\nPackages and types", "Python: Packages and types"),
    "a label that ends its line": ("Languages:\n- Python\n- SQL", "Languages: Python, SQL."),
    "a group of points": (
        "Languages:\n- Python: Packages\n- R: Models",
        "Python: Packages\nR: Models",
    ),
    "a list in a list": (
        "- Clouds\n    - AWS\n    - Azure\n- Git: Reviews",
        "Clouds: AWS, Azure.\nGit: Reviews",
    ),
    "a list of sentences": (
        "- Reviews: Read code.\n  - before it runs\n  - when it failed, and why",
        "Reviews: Read code. before it runs; when it failed, and why.",
    ),
    "a dash for a colon": ("Python — for packages", "Python: for packages"),
    "a dash within a sentence": ("Python: Packages – and types", "Python: Packages – and types"),
    "what is said of useful": ("- **R** (useful) – For analysts", "R (useful): For analysts"),
    "a time of day": ("Stand-up: At 10:30 sharp", "Stand-up: At 10:30 sharp"),
    "an address": ("- Docs: See https://example.com/a_b_c", "Docs: See https://example.com/a_b_c"),
    "names of code": ("Dunder: Know __init__ and *args", "Dunder: Know __init__ and *args"),
    "negative numbers": ("Cold: -5 degrees", "Cold: -5 degrees"),
    "a table of Markdown": (
        "| Tool | Use |\n|---|---|\n| Git | Reviews |",
        "Git: Reviews",
    ),
    "a list of names below its name": (
        "What you need\n\n• SQL\n• Python",
        "What you need: SQL, Python.",
    ),
    "bullets on lines of their own": ("•\nGit: Reviews\n•\nCI: Tests", "Git: Reviews\nCI: Tests"),
    "numbers of chapters": ("1. Git: a\n   1.1. CI: b", "Git: a\nCI: b"),
    "letters and Roman numbers": ("a) Git: a\niv. CI: b", "Git: a\nCI: b"),
    "boxes to tick": ("- [x] Git: Reviews\n- [ ] CI: Tests", "Git: Reviews\nCI: Tests"),
    "a quotation": ("> - Git: Reviews", "Git: Reviews"),
    "escapes": ("\\- Git\\_flow: Branches\\.", "Git_flow: Branches."),
    "marks upon marks": ("- • 1. Git: Reviews", "Git: Reviews"),
    "old Mac lines": ("• Git: Reviews\r• CI: Tests", "Git: Reviews\nCI: Tests"),
    "one word": ("Python", "Python"),
    "a reference": ("Degree: Two thirds [bls-data]", "Degree: Two thirds [bls-data]"),
}  # fmt: skip


@pytest.mark.parametrize("name", SIBLINGS)
def test_what_else_programs_and_people_write(name):
    given, expected = SIBLINGS[name]
    assert read_paste(text=given).text == expected


PAGES = {
    "an answer of an assistant": (
        "<h3>Skills</h3><ol><li><p><strong>Modelling</strong></p><ul><li><p>Star schemas</p></li>"
        "<li><p>Slow changes</p></li></ul></li><li><p><strong>SQL</strong>: windows</p></li></ol>",
        "Modelling: Star schemas, Slow changes.\nSQL: windows",
    ),
    "bold paragraphs": (
        "<p><strong>Git</strong></p><p>Reviews.</p><p><strong>CI</strong></p><p>Tests.</p>",
        "Git: Reviews.\nCI: Tests.",
    ),
    "lines of a program of code": (
        "<div style='white-space:pre'><div><span>- </span><span style='font-weight:bold'>**Git**"
        "</span><span>: Reviews</span></div><div>- CI: Tests</div></div>",
        "Git: Reviews\nCI: Tests",
    ),
    "a table with a head": (
        "<table><tr><th><p>Skill</p></th><th>Why</th><th>Level</th></tr>"
        "<tr><td><p>SQL</p></td><td>Joins</td><td>High</td></tr></table>",
        "SQL: Joins, High",
    ),
    "cells of a sheet": (
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><style>td{color:red}</style>"
        "</head><body><table><col width=64><tr height=20><td class=xl65>SQL</td><td>Joins</td></tr>"
        "</table></body></html>",
        "SQL: Joins",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_other_programs_put_on_the_clipboard(name):
    given, expected = PAGES[name]
    assert read_paste(html=given).text == expected


def test_what_has_no_label_stays_and_is_named():
    pasted = read_paste(html="<ul><li>Build pipelines in Python</li><li>Git: Reviews</li></ul>")
    assert pasted.text == "Build pipelines in Python\nGit: Reviews"
    assert pasted.changes[-1] == (
        "1 line is no point yet: “Build pipelines in Python”. Write “Label: explanation”."
    )


def test_html_that_hides_its_text_gives_way_to_the_plain_text():
    hidden = '<p style="display:none">Python: Packages and types</p><p>x</p>'
    assert read_paste(html=hidden, text="Python: Packages and types").text.startswith("Python:")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"html": '<img src="a.png">'}, "Only pictures were pasted; sections hold words."),
        ({"text": "x" * (LONGEST + 1)}, "1,000,001 characters are too many to be read"),
        ({"text": "---"}, "Nothing in it is a text."),
        ({"text": "# Skills"}, "Only a heading was pasted; sections have their own."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(given, why):
    pasted = read_paste(**given)
    assert pasted.text == ""
    assert pasted.refused.startswith(why)


# --- how long it takes, and that nothing is lost --------------------------------------------------

FRAGMENTS = [
    *("<b>", "</b>", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<table><tr>", "<td>", "</table>"),
    *("<span style='font-weight:700'>", "</span>", "<br>", "<!--", "-->", "<![if x]>", "<", ">"),
    *("&nbsp;", "&#x", "&lt;", "<a href='https://x.example'>", "</a>", "<h2>", "</h2>", "<pre>"),
    *("\x00", "\ud800", "\x01", "\x02", "**", "__", "*", "`", "[x](/y)", "- ", "1. ", "•", "\t"),
    *("\n", "\n\n", ": ", " – ", "word", "Words go ", "\u200b", "👩‍💻", "\u202e", "| a | b |", "#"),
    *("<script>", "</script>", "<style>", "<svg>", "<o:p>", "[12]", "<dt>", "<dd>", "\\"),
]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pasted_never_fails(seed):
    chance = random.Random(seed)
    for _ in range(60):
        pieces = "".join(chance.choices(FRAGMENTS, k=chance.randrange(1, 80)))
        for is_prose in (False, True):
            for given in ({"html": pieces}, {"text": pieces}, {"html": pieces, "text": pieces}):
                pasted = read_paste(**given, is_prose=is_prose)
                assert pasted.text or pasted.refused or not pieces.strip()
                again, changed = marks.tidy(pasted.text, is_prose)
                assert marks.tidy(again, is_prose) == (again, {}), changed


@pytest.mark.parametrize("seed", range(4))
def test_no_word_of_a_plain_text_is_lost(seed):
    chance = random.Random(seed)
    pieces = ["\n", "\n\n", "- ", "• ", "1. ", ": ", " – ", "\t", ". ", ", ", "  - ", "**"]
    for _ in range(60):
        text = "".join(f"w{number}" + chance.choice(pieces) for number in range(25))
        pasted = read_paste(text=text)
        for number in range(25):
            assert f"w{number}" in pasted.text or f"w{number}" in " ".join(pasted.changes)


LARGE = {
    "a book": "<ul>" + "<li><b>Label:</b> words and words</li>" * 5000 + "</ul>",
    "deep": "<div>x" * 30_000,
    "deep lists": "<ul><li>x" * 20_000,
    "tags that end nothing": "<div></p></b>" * 15_000,
    "styles": "<span style='font-weight:700;mso-list:l0 level1'>x</span>" * 4000,
    "stars": "** a " * 40_000,
    "one star": "*a" * 100_000,
    "underscores": "_a __b " * 30_000,
    "brackets": "[" * 200_000,
    "links": "[a](/" * 40_000,
    "colons": "a:" * 100_000,
    "dashes": "a - " * 50_000,
    "spaces": "a" + " " * 200_000 + "b",
    "hashes": "# " + "#" * 200_000 + " x",
    "bullets": "• " * 100_000,
    "lines": "- Label: words that go on\n" * 8000,
    "broken lines": "words that go on and on and on and on and on, and\n" * 4000,
    "tabs": "a\t" * 100_000,
    "rules": "- " * 100_000 + "x",
    "escapes": "\\" * 200_000,
    "ticks": "`" * 200_000,
    "only stars": "*" * 200_000,
    "only underscores": "_" * 200_000 + "x",
    "dashes alone": "-" * 200_000 + "x",
    "bold without end": "__a b c " + "d e " * 50_000,
    "pipes": "|" * 200_000 + "x",
    "quotes": ">" * 200_000,
    "emoji": "✅" * 60_000,
}


@pytest.mark.parametrize("name", LARGE)
def test_200_kb_take_less_than_a_second(name):
    start = time.process_time()
    for given in ({"html": LARGE[name]}, {"text": LARGE[name]}):
        pasted = read_paste(**given)
        assert pasted.text or pasted.refused
        marks.tidy(LARGE[name], is_prose=False)
    assert time.process_time() - start < 2


def test_deep_html_is_read_as_its_plain_text():
    pasted = read_paste(html="<div>" * 5000 + "Git: Reviews", text="Git: Reviews")
    assert pasted.text == "Git: Reviews"
    assert pasted.changes == (TOO_DEEP,)


# --- what is saved and published ------------------------------------------------------------------


MARKS = [
    *(
        "•",
        "‣",
        "◦",
        "·",
        "●",
        "▪",
        "■",
        "◆",
        "►",
        "➤",
        "→",
        "»",
        "✓",
        "✔️",
        "★",
        "\uf0b7",
        "\uf0a7",
    ),
    *(
        "-",
        "–",
        "—",
        "―",
        "‐",
        "−",
        "*",
        "+",
        "o\t",
        "§\t",
        "- -",
        "• -",
        "- [x]",
        "\u200b•",
        "\u00a0•",
    ),
    *("1.", "12)", "(3)", "1.2.", "a)", "(b)", "C)", "iv.", "II.", "\u0661.", "①", "❷", "1️⃣"),
    *("✅", "🔹", "👉🏽", "👩‍💻", "▶️", "🇬🇧", "✨✨"),
]


@pytest.mark.parametrize("mark", MARKS)
def test_no_mark_of_a_list_is_saved_or_published_in_a_label(mark):
    line = f"{mark} SQL: Tables"
    assert marks.tidy(line, is_prose=False)[0] == "SQL: Tables"
    assert read_paste(text=line).text == "SQL: Tables"
    assert publishing.mark_problems([documents.Point(f"{mark} SQL", "Tables")])


@pytest.mark.parametrize(
    "label",
    [
        ".NET",
        "C++",
        "C#",
        "R",
        "R (useful)",
        "5G",
        "3D printing",
        "“Big” data",
        "401(k) plans",
        "A/B tests",
        "I/O",
        "Über",
        "2-pizza teams",
        "X-ray data",
    ],
)
def test_labels_that_begin_unlike_words_stay(label):
    line = f"{label}: What it is."
    assert marks.tidy(line, is_prose=False) == (line, {})
    assert read_paste(text=line).text == line
    assert not publishing.mark_problems([documents.Point(label, "What it is.")])


def test_the_starter_content_has_no_mark_that_saving_would_take_away():
    shapes = {"roles": documents.ROLE, "comparisons": documents.COMPARISON}
    for folder, shape in shapes.items():
        for path in (STARTER / folder).glob("*.md"):
            fields = documents.parse(path.read_text(encoding="utf-8"), shape).fields
            for section in shape.sections:
                text = fields[section.name]
                assert marks.tidy(text, section.is_prose) == (text, {}), path
