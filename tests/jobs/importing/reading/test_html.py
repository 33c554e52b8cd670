"""Imported HTML: what may be rendered, and what its text is."""

import pytest

from jobs.importing.reading.html import clean_html, to_text
from jobs.importing.records import Unreadable


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


@pytest.mark.parametrize(
    "escaped",
    [
        "&lt;p&gt;You keep &lt;b&gt;pipelines&lt;/b&gt;.&lt;/p&gt;",
        "&amp;lt;p&amp;gt;You keep &amp;lt;b&amp;gt;pipelines&amp;lt;/b&amp;gt;.&amp;lt;/p&amp;gt;",
        "&#60;p&#62;You keep &#x3c;b&#x3e;pipelines&#60;/b&#62;.&#60;/p&#62;",
        "&lt;p&gt;You keep &lt;b class=&quot;x&quot;&gt;pipelines&lt;/b&gt;.&lt;/p&gt;",
    ],
)
def test_escaped_tags_are_tags_however_often_they_were_escaped(escaped):
    assert clean_html(escaped) == "<p>You keep <b>pipelines</b>.</p>"


def test_escaped_tags_inside_real_ones_are_tags_too():
    assert (
        clean_html("<div>&lt;p&gt;Tom &amp;amp; Ann&lt;/p&gt;</div>")
        == "<div><p>Tom &amp; Ann</p></div>"
    )


@pytest.mark.parametrize(
    "said", ["&lt;div&gt;", "List&lt;String&gt;", "a &lt; b", "&lt;section&gt;"]
)
def test_a_tag_that_a_text_speaks_of_stays_text(said):
    assert clean_html(f"<p>You know {said} well.</p>") == f"<p>You know {said} well.</p>"


def test_no_attribute_passes_but_an_address():
    given = "<p title=x lang=de dir=rtl id=a class=b data-x=c>One</p><abbr title=y>two</abbr>"
    assert clean_html(given) == "<p>One</p><abbr>two</abbr>"


@pytest.mark.parametrize(
    "tag", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<svg>", "<div></p>"]
)
def test_tags_that_stand_in_each_other_too_deep_are_refused(tag):
    with pytest.raises(Unreadable, match="more than 256 tags inside each other"):
        clean_html(tag * 257)


@pytest.mark.parametrize("tag", ["<p>x", "<li>x", "<br>", "<b>x</b>", "<div></div>"])
def test_many_tags_beside_each_other_are_fine(tag):
    assert clean_html(tag * 5_000)
