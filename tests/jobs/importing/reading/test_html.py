"""Imported HTML: what may be rendered, and what its text is."""

import pytest

from jobs.importing.reading.html import clean_html, to_text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>steal()</script>",
        "<style>body {}</style>",
        '<img src="x" onerror="steal()">',
        '<p onclick="steal()">x</p>',
        '<a href="javascript:steal()">x</a>',
        '<a href="&#106;avascript:steal()">x</a>',
        '<iframe src="https://example.com/steal"></iframe>',
        "<svg><style><img src=x onerror=steal()></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;steal()'>",
        '<p style="background:url(steal)">x</p>',
    ],
)
def test_nothing_that_runs_survives(hostile: str):
    assert "steal" not in clean_html(hostile)


def test_lists_tables_and_emphasis_are_kept():
    kept = "<ul><li><strong>SQL</strong></li></ul><table><tbody><tr><td>1</td></tr></tbody></table>"
    assert clean_html(kept) == kept


def test_links_are_marked_as_somebody_elses():
    cleaned = clean_html('<a href="https://example.com" rel="follow">x</a>')
    assert cleaned == '<a href="https://example.com" rel="nofollow noopener ugc">x</a>'


def test_relative_links_lose_their_address():
    assert "href" not in clean_html('<a href="/admin/">x</a>')


def test_headings_fit_below_the_pages_own():
    assert clean_html("<h1>a</h1><h6>b</h6>") == "<h2>a</h2><h4>b</h4>"


def test_unknown_tags_leave_their_text():
    assert clean_html("<blink>Now</blink> hiring") == "Now hiring"


def test_cleaning_twice_changes_nothing():
    once = clean_html('<h1>a</h1></div><p>b &lt; c<a href="https://example.com">d</a>')
    assert clean_html(once) == once


def test_text_has_one_line_a_block():
    assert to_text("<h2>Skills</h2><ul><li>SQL</li><li>R</li></ul>") == "Skills\nSQL\nR"


def test_text_joins_what_is_inside_one_block():
    assert to_text("<p>Pay: <span>$90K</span>\n <b>a year</b></p>") == "Pay: $90K a year"


def test_text_is_not_ended_by_an_address():
    link = '<a href="https://example.com/?a>b">we</a>'
    assert to_text(clean_html(f"<p>Read who {link} are</p>")) == "Read who we are"


def test_text_keeps_what_only_looks_like_a_tag():
    assert to_text(clean_html("<p>a &lt;b&gt; c &amp;lt; d</p>")) == "a <b> c &lt; d"


def test_scripts_leave_no_text():
    assert to_text(clean_html("<p>a</p><script>steal()</script>")) == "a"


@pytest.mark.parametrize("empty", ["", "  ", "<p></p>", "<!-- x -->"])
def test_nothing_gives_no_text(empty: str):
    assert to_text(clean_html(empty)) == ""
